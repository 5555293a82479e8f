"""From the clock on the wall to an instant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_SECOND = timedelta(seconds=1)


def instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first instant (UTC) at which clocks in `zone` show the naive `wall` or later.

    An hour that happens twice counts from its first time; one that is skipped counts as the
    moment of the leap (PEP 495 alone would answer up to an hour late). So later walls never
    give earlier instants, and two shifts that meet on the wall meet in time.
    """
    first = _at(wall, zone, fold=0)
    second = _at(wall, zone, fold=1)
    return first if first <= second else _leap(second, first, zone)


def _at(wall: datetime, zone: ZoneInfo, *, fold: int) -> datetime:
    return wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)


def _leap(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The instant between the two at which the zone's offset changes, found by halving."""
    old = before.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + ((after - before) // 2)
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after
