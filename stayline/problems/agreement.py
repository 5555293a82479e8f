"""Whether this machine's clock agrees with the database's, the one clock that all machines have in common.

Promises are made, kept and broken by the clock. A machine whose own is wrong would break some that others keep, and
name moments to customers that nobody meant. So it decides nothing until its clock is right again: it answers as one
that has no database, the load balancer passes it by, and the other machines do its work.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import OperationalError, connection

from stayline.project.clock import wall


class ClockIsWrong(OperationalError):
    """This machine's clock and the database's differ by more than may be."""

    def __init__(self, apart: timedelta) -> None:
        super().__init__(
            f"This machine's clock is {apart.total_seconds():+.0f} s from the database's;"
            " nothing is decided here until it is right."
        )


def compare(asked_at: datetime, theirs: datetime, answered_at: datetime) -> None:
    """Raises ClockIsWrong when the database's clock, which was read between two looks at ours, is too far from
    both: an answer that took long is no wrong clock."""
    most = timedelta(seconds=settings.STAYLINE_CLOCK_APART_SECONDS)
    if not most:
        return
    if theirs > answered_at + most:
        raise ClockIsWrong(answered_at - theirs)
    if theirs < asked_at - most:
        raise ClockIsWrong(asked_at - theirs)


def ask() -> None:
    """Asks the database for its time. Raises ClockIsWrong, and Django's errors when it does not answer."""
    asked_at = wall()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        ((theirs,),) = cursor.fetchall()
    compare(asked_at, theirs, wall())
