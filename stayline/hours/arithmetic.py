"""Adding working time to a moment, and asking when work begins and ends."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from stayline.hours.stretches import (
    NOTHING_DAYS_MAX,
    SPAN_DAYS_MAX,
    aware,
    stretches_of,
    working_stretches,
)
from stayline.hours.walls import instant
from stayline.hours.week import WorkingHours

_DAY = timedelta(days=1)
#: People whose hours have not met within a year are not going to meet.
_COMMON_DAYS_MAX = 366


def is_working(at: datetime, hours: WorkingHours) -> bool:
    """Whether `at` lies in a stretch of work; its first instant does, its last does not."""
    moment = aware(at)
    today = moment.astimezone(hours.time_zone).date()
    return any(
        opens <= moment < closes
        for day in (today - _DAY, today)
        for opens, closes in stretches_of(day, hours)
    )


def next_opening(at: datetime, hours: WorkingHours) -> datetime:
    """When work next begins (UTC): `at` itself while somebody works.

    Raises ValueError when it never does.
    """
    return next(working_stretches(at, hours))[0]


def next_closing(at: datetime, hours: WorkingHours) -> datetime:
    """When the work going on at `at` ends (UTC): `at` itself when nobody works.

    Raises ValueError for hours that never end, and for an empty week.
    """
    reached = aware(at)
    limit = reached + timedelta(days=_COMMON_DAYS_MAX)
    for opens, closes in working_stretches(at, hours):
        if opens > reached:
            return reached
        if closes > limit:
            break
        reached = closes
    raise ValueError("These hours never end.")


def next_common_opening(at: datetime, *several: WorkingHours) -> datetime:
    """The first moment from `at` on (UTC) that lies in the hours of each.

    Raises ValueError when there is none within a year.
    """
    reached = aware(at)
    limit = reached + timedelta(days=_COMMON_DAYS_MAX)
    while reached <= limit:
        latest = max((next_opening(reached, hours) for hours in several), default=reached)
        if latest == reached:
            return reached
        reached = latest
    raise ValueError("These hours do not meet within a year.")


def add_working(start: datetime, minutes: int, hours: WorkingHours) -> datetime:
    """The moment (UTC) at which `minutes` of work have passed since `start`.

    A sum that comes out exactly at closing time is that closing time, not the next morning;
    no minutes at all are `start`. Raises ValueError for less than none, for an empty week,
    and for time that never comes.
    """
    if minutes < 0:
        raise ValueError("Working time runs forwards: minutes cannot be negative.")
    left = timedelta(minutes=minutes)
    if not left:
        return aware(start)
    for opens, closes in working_stretches(start, hours):
        if left <= closes - opens:
            return opens + left
        left -= closes - opens
    raise AssertionError("working_stretches ends only by raising")


def working_minutes(start: datetime, end: datetime, hours: WorkingHours) -> int:
    """Whole minutes of work between two moments; 0 when `end` is not after `start`."""
    moment, total = aware(end), timedelta()
    if moment <= aware(start):
        return 0
    for opens, closes in working_stretches(start, hours):
        if opens >= moment:
            break
        total += min(closes, moment) - opens
    return total // timedelta(minutes=1)


def add_working_days(start: datetime, days: int, hours: WorkingHours) -> datetime:
    """The same time of day `days` working days later (UTC), counted from the next opening when
    nobody works at `start`; on a shorter day, its closing; on one that begins later, its
    opening. A night belongs to the day it began on. No days at all are `start`.

    Raises ValueError for less than none, for an empty week, and for days that never come.
    """
    if days < 0:
        raise ValueError("Working time runs forwards: days cannot be negative.")
    if days == 0:
        return aware(start)
    opening = next_opening(start, hours)
    begun = _day_of(opening, hours)
    day = _working_day_after(begun, days, hours)
    wall = opening.astimezone(hours.time_zone).replace(tzinfo=None)
    moment = instant(wall + (day - begun), hours.time_zone)
    stretches = stretches_of(day, hours)
    return min(max(moment, stretches[0][0]), max(closes for _, closes in stretches))


def _day_of(moment: datetime, hours: WorkingHours) -> date:
    """The local day on which the stretch around a working `moment` began."""
    today = moment.astimezone(hours.time_zone).date()
    began_today = any(opens <= moment < closes for opens, closes in stretches_of(today, hours))
    return today if began_today else today - _DAY


def _working_day_after(day: date, days: int, hours: WorkingHours) -> date:
    idle = 0
    for _ in range(SPAN_DAYS_MAX):
        day += _DAY
        # Not `works_on`: a day that a zone skipped altogether is nobody's working day.
        idle = 0 if stretches_of(day, hours) else idle + 1
        days -= 0 if idle else 1
        if days == 0:
            return day
        if idle > NOTHING_DAYS_MAX:
            raise ValueError("Nobody works in these hours for three years.")
    raise ValueError("That is more than a hundred years of working time.")
