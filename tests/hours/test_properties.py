"""What holds for every week in every zone, on the days the clocks change above all."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from stayline.hours import (
    WorkingHours,
    add_working,
    add_working_days,
    is_working,
    next_opening,
    working_minutes,
)
from tests.hours.weeks import moments, weeks

minutes = st.integers(0, 3000)
MINUTE = timedelta(minutes=1)


def shown_on_the_wall(at: datetime, hours: WorkingHours) -> bool:
    """The same question as `is_working`, asked of the clock on the wall and of nothing else."""
    wall = at.astimezone(ZoneInfo(hours.zone)).replace(tzinfo=None)
    clock, today = f"{wall:%H:%M}", wall.date()
    yesterday = today - timedelta(days=1)
    ours = hours.week[today.weekday()] if today not in hours.holidays else ()
    before = hours.week[yesterday.weekday()] if yesterday not in hours.holidays else ()
    return any(
        start <= clock < end if start < end else start <= clock for start, end in ours
    ) or any(clock < end < start for start, end in before)


@given(moments, weeks)
def test_somebody_works_exactly_when_the_wall_says_so(at: datetime, hours: WorkingHours) -> None:
    assert is_working(at, hours) == shown_on_the_wall(at, hours)


@settings(max_examples=25, deadline=None)
@given(moments, weeks)
def test_minutes_of_work_are_the_minutes_on_the_wall(at: datetime, hours: WorkingHours) -> None:
    shown = sum(shown_on_the_wall(at + n * MINUTE, hours) for n in range(2 * 24 * 60))
    assert working_minutes(at, at + timedelta(days=2), hours) == shown


@given(moments, minutes, weeks)
def test_what_was_added_has_passed(at: datetime, added: int, hours: WorkingHours) -> None:
    assert working_minutes(at, add_working(at, added, hours), hours) == added


@given(moments, minutes, minutes, weeks)
def test_adding_twice_is_adding_the_sum(
    at: datetime, first: int, then: int, hours: WorkingHours
) -> None:
    twice = add_working(add_working(at, first, hours), then, hours)
    assert twice == add_working(at, first + then, hours)


@given(moments, moments, st.integers(1, 10), weeks)
def test_who_asks_earlier_is_never_answered_later(
    one: datetime, other: datetime, days: int, hours: WorkingHours
) -> None:
    earlier, later = sorted([one, other])
    assert add_working(earlier, days * 60, hours) <= add_working(later, days * 60, hours)
    assert add_working_days(earlier, days, hours) <= add_working_days(later, days, hours)


@given(moments, weeks)
def test_the_next_opening_is_the_first_moment_of_work(at: datetime, hours: WorkingHours) -> None:
    opening = next_opening(at, hours)
    assert is_working(opening, hours)
    assert working_minutes(at, opening, hours) == 0
    assert opening == at or not is_working(opening - MINUTE, hours)


@given(moments, st.integers(1, 10), weeks)
def test_working_days_lead_forwards(at: datetime, days: int, hours: WorkingHours) -> None:
    assert at < add_working_days(at, days, hours) <= add_working_days(at, days + 1, hours)
