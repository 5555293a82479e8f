"""When problems come: by hour and weekday, more of them every year."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import accumulate

_HOUR = timedelta(hours=1)
_OF_A_DAY = (1, 1, 1, 1, 1, 2, 6, 14, 28, 34, 33, 28, 22, 26, 29, 27, 24, 19, 14, 10, 8, 6, 4, 2)
_OF_A_WEEK = (1.25, 1.1, 1.0, 1.0, 0.9, 0.25, 0.15)
_GROWTH = 0.6
"""How many more come at the end than at the beginning."""


class Arrivals:
    """`many` moments, evenly by weight, between `since` and `until`; the earliest first."""

    def __init__(self, many: int, since: datetime, until: datetime) -> None:
        self._many, self._since = many, since
        hours = int((until - since) / _HOUR)
        weights = (self._weight(hour, hour / hours) for hour in range(hours))
        self._reached = list(accumulate(weights))

    def _weight(self, hour: int, part: float) -> float:
        at = self._since + hour * _HOUR
        return _OF_A_DAY[at.hour] * _OF_A_WEEK[at.weekday()] * (1 + _GROWTH * part)

    def of(self, number: int) -> datetime:
        """When the problem with this number (from 1) comes."""
        wanted = self._reached[-1] * (number - 0.5) / self._many
        hour = bisect_right(self._reached, wanted)
        before = self._reached[hour - 1] if hour else 0.0
        into = (wanted - before) / (self._reached[hour] - before)
        return self._since + timedelta(seconds=int((hour + into) * 3600))


def at_work(at: datetime) -> datetime:
    """This moment, or when people are next at work: weekdays, seven to five by UTC."""
    if at.weekday() < 5 and 7 <= at.hour < 17:
        return at
    return next(day for day in _mornings(at) if day >= at and day.weekday() < 5)


def _mornings(at: datetime) -> Iterator[datetime]:
    morning = at.replace(hour=7)
    for days in range(8):
        yield morning + timedelta(days=days)
