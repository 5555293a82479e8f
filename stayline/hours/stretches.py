"""A working week, laid out along real time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from stayline.hours.walls import instant
from stayline.hours.week import WorkingHours

#: Whoever has not worked for so long is not going to: three years, leap day included.
NOTHING_DAYS_MAX = 3 * 365 + 1
#: No sum runs longer than this; a promise of a century is a mistake.
SPAN_DAYS_MAX = 100 * 366

_DAY = timedelta(days=1)


def aware(at: datetime) -> datetime:
    """The same instant in UTC. Raises ValueError for a moment without a zone."""
    if at.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    return at.astimezone(UTC)


def stretches_of(day: date, hours: WorkingHours) -> list[tuple[datetime, datetime]]:
    """The stretches that begin on one local day, as instants (UTC), in order."""
    if not hours.works_on(day):
        return []
    midnight = datetime.combine(day, time.min)
    zone = hours.time_zone
    ends = (
        (instant(midnight + opens, zone), instant(midnight + closes, zone))
        for opens, closes in hours.walls[day.weekday()]
    )
    return [(opens, closes) for opens, closes in ends if opens < closes]


def working_stretches(start: datetime, hours: WorkingHours) -> Iterator[tuple[datetime, datetime]]:
    """Every stretch of work from `start` on, as (opens, closes) in UTC; the first is cut to
    `start`. Stretches that touch or overlap come as they are laid out, never twice.

    Raises ValueError when the week is empty, when nothing comes for three years, and after a
    hundred years.
    """
    if hours.is_empty:
        raise ValueError("Nobody works in these hours: the week is empty.")
    reached = aware(start)
    # A night that began yesterday may still run.
    day = reached.astimezone(hours.time_zone).date() - _DAY
    idle = 0
    for _ in range(SPAN_DAYS_MAX):
        idle += 1
        for opens, closes in stretches_of(day, hours):
            if closes > reached:
                yield max(opens, reached), closes
                reached, idle = closes, 0
        if idle > NOTHING_DAYS_MAX:
            raise ValueError("Nobody works in these hours for three years.")
        day += _DAY
    raise ValueError("That is more than a hundred years of working time.")
