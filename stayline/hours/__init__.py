"""Working hours, and the arithmetic of promises. Pure: standard library only, no clock.

Theory of operation. A promise of "four working hours" means hours by the clock on the wall of
whoever gives it. So every stretch of work is laid out in local wall time, day by day, then
each end is turned into an instant (`walls.py`), and only instants are added and compared. On
the day the clocks change a night shift is an hour longer or shorter, and the sums stay right.

Every moment that comes in is aware, every moment that goes out is UTC. A stretch holds its
first instant and not its last. Whoever asks for time that never comes (an empty week, years of
holidays) gets a `ValueError` that says so.
"""

from stayline.hours.arithmetic import (
    add_working,
    add_working_days,
    is_working,
    next_closing,
    next_common_opening,
    next_opening,
    working_minutes,
)
from stayline.hours.promises import promise_due
from stayline.hours.stretches import working_stretches
from stayline.hours.week import ALWAYS_OPEN, WorkingHours
from stayline.hours.words import in_words

__all__ = [
    "ALWAYS_OPEN",
    "WorkingHours",
    "add_working",
    "add_working_days",
    "in_words",
    "is_working",
    "next_closing",
    "next_common_opening",
    "next_opening",
    "promise_due",
    "working_minutes",
    "working_stretches",
]
