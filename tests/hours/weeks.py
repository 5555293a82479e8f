"""Weeks and moments that the tests of working hours share."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from stayline.hours import WorkingHours
from stayline.hours.week import Day

NINE_TO_FIVE: Day = (("09:00", "17:00"),)
NIGHT: Day = (("22:00", "06:00"),)
FREE: Day = ()


def week(day: Day, *, days: int = 5, zone: str = "Europe/Berlin", off: str = "") -> WorkingHours:
    """The same day from Monday on, for so many days; `off` is a holiday."""
    holidays = frozenset({date.fromisoformat(off)} if off else ())
    return WorkingHours(zone=zone, week=(day,) * days + (FREE,) * (7 - days), holidays=holidays)


def berlin(text: str) -> datetime:
    """A moment as a clock in Berlin shows it: "2026-11-20 16:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Berlin"))


#: Zones that leap by an hour, by half an hour, south of the equator, and never.
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")

#: No stretch begins or ends in an hour that some zone skips or repeats: walls.py has its own
#: tests, and here "what the wall shows" must have one meaning.
_clocks = st.builds(
    "{:02d}:{:02d}".format,
    st.sampled_from([0, *range(3, 24)]),
    st.sampled_from([0, 15, 40]),
)
_stretches = st.tuples(_clocks, _clocks | st.just("24:00")).filter(lambda ends: ends[0] != ends[1])
_days = st.lists(_stretches, max_size=2).map(tuple)

weeks = st.builds(
    WorkingHours,
    zone=st.sampled_from(ZONES),
    week=st.tuples(*[_days] * 7).filter(any),
    holidays=st.frozensets(st.dates(date(2026, 3, 20), date(2026, 4, 10)), max_size=4),
)

#: Whole minutes around the days on which clocks change in 2026.
moments = st.builds(
    lambda day, minutes: (
        datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
    st.sampled_from([date(2026, 3, 6), date(2026, 3, 27), date(2026, 4, 3), date(2026, 10, 23)]),
    st.integers(0, 4 * 24 * 60),
)
