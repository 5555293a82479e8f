"""A working week: seven days of stretches on a wall clock, a time zone, and holidays."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, cast
from zoneinfo import ZoneInfo

#: From and until, as "HH:MM" on the wall. An end at or before its start is the next morning's.
Stretch = tuple[str, str]
Day = tuple[Stretch, ...]

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|(24):(00)")
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkingHours:
    """When somebody works. `week` begins on Monday. A night such as ("22:00", "06:00") belongs
    to the day it begins on, and so does a holiday: no stretch begins on one, but the night
    before runs to its end.

    Raises ValueError for an unknown zone, a week without seven days, or an unreadable time.
    """

    zone: str
    week: tuple[Day, ...]
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise ValueError(f"A week has seven days; this one has {len(self.week)}.")
        # Read both now: a wrong zone or time must not surface at night.
        _ = self.time_zone, self.walls

    @cached_property
    def time_zone(self) -> ZoneInfo:
        """The zone itself, by its IANA name."""
        try:
            return ZoneInfo(self.zone)
        except (KeyError, OSError, ValueError) as error:
            raise ValueError(f'"{self.zone}" is not a time zone.') from error

    @cached_property
    def walls(self) -> tuple[tuple[tuple[timedelta, timedelta], ...], ...]:
        """The week as distances from each day's midnight, sorted; overlaps are joined."""
        return tuple(_joined(sorted(_wall(*stretch) for stretch in day)) for day in self.week)

    @property
    def is_empty(self) -> bool:
        """Whether nobody ever works in this week."""
        return not any(self.week)

    def works_on(self, day: date) -> bool:
        """Whether any stretch begins on this local day."""
        return bool(self.week[day.weekday()]) and day not in self.holidays

    @classmethod
    def from_json(cls, value: object, zone: str | None = None) -> WorkingHours:
        """Hours as stored: `{"zone": …, "week": [[["09:00", "17:00"]], …], "holidays": […]}`.
        A `zone` given here stands instead of the stored one.

        Raises ValueError, with a sentence that can be shown beside a form.
        """
        if not isinstance(value, Mapping):
            raise ValueError("Working hours need a week.")
        stored = cast("Mapping[str, Any]", value)
        return cls(
            zone=zone or _text(stored.get("zone")),
            week=tuple(_day(day) for day in _list(stored.get("week"), "A week is a list of days.")),
            holidays=frozenset(
                _holiday(day) for day in _list(stored.get("holidays", []), "Holidays are a list.")
            ),
        )

    def to_json(self) -> dict[str, Any]:
        """What `from_json` reads back as the same hours."""
        return {
            "zone": self.zone,
            "week": [[list(stretch) for stretch in day] for day in self.week],
            "holidays": sorted(day.isoformat() for day in self.holidays),
        }


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("Working hours need a time zone.")
    return value


def _list(value: object, otherwise: str) -> Sequence[object]:
    if not isinstance(value, list | tuple):
        raise ValueError(otherwise)
    return cast("Sequence[object]", value)


def _day(value: object) -> Day:
    return tuple(_stretch(stretch) for stretch in _list(value, "A day is a list of stretches."))


def _stretch(value: object) -> Stretch:
    ends = _list(value, "A stretch has a start and an end.")
    if len(ends) != 2:
        raise ValueError("A stretch has a start and an end.")
    return str(ends[0]), str(ends[1])


def _holiday(value: object) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise ValueError(f'"{value}" is not a date; write it like 2026-12-25.') from error


def _clock(text: str) -> timedelta:
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise ValueError(f'"{text}" is not a time; write it like 09:00.')
    hours, minutes = (part for part in match.groups() if part is not None)
    return timedelta(hours=int(hours), minutes=int(minutes))


def _wall(start: str, end: str) -> tuple[timedelta, timedelta]:
    opens, closes = _clock(start), _clock(end)
    if opens in (closes, _DAY):
        raise ValueError(f'"{start}" to "{end}" is no time at all; a whole day is 00:00 to 24:00.')
    return opens, closes if closes > opens else closes + _DAY


def _joined(
    stretches: Sequence[tuple[timedelta, timedelta]],
) -> tuple[tuple[timedelta, timedelta], ...]:
    """Stretches that touch or overlap, as one."""
    joined: list[tuple[timedelta, timedelta]] = []
    for opens, closes in stretches:
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], closes))
        else:
            joined.append((opens, closes))
    return tuple(joined)


ALWAYS_OPEN = WorkingHours(zone="UTC", week=((("00:00", "24:00"),),) * 7)
