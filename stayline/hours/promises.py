"""When a promise falls due."""

from __future__ import annotations

from datetime import datetime

from stayline.hours.arithmetic import add_working, add_working_days
from stayline.hours.week import WorkingHours


def promise_due(at: datetime, minutes: int, hours: WorkingHours, *, longest_days: int) -> datetime:
    """When (UTC) a promise of so many working minutes, given at `at` in its giver's `hours`,
    falls due: never later than `longest_days` working days.

    Raises ValueError for a promise of no time, and where `add_working` does.
    """
    if minutes <= 0 or longest_days <= 0:
        raise ValueError("A promise needs some time in which it can be kept.")
    return min(add_working(at, minutes, hours), add_working_days(at, longest_days, hours))
