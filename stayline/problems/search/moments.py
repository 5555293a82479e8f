"""Days as people type them: 2026-11-01, 1.11.2026, 2026-11, yesterday, 7d, and from one to another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment (with it) to another (without it), in UTC; None is an open end."""

    start: datetime | None
    end: datetime | None


def span(text: str, now: datetime, zone: ZoneInfo) -> Span | None:
    """The time that `text` names, in days of `zone`; None where it names none.

    A comparison (`>2026-11-01`, `<=2026-11`) and a range (`2026-10-01..2026-10-31`, `..7d`) are
    spans too.
    """
    try:
        return _span(text.strip().lower(), now, zone)
    except (ValueError, OverflowError):
        return None


def _span(text: str, now: datetime, zone: ZoneInfo) -> Span | None:
    if ".." in text:
        first, _, last = text.partition("..")
        start = _one(first, now, zone) if first else Span(None, None)
        end = _one(last, now, zone) if last else Span(None, None)
        return Span(start.start, end.end) if start and end and (first or last) else None
    sign = re.match(r"[<>]=?", text)
    named = _one(text[sign.end() :] if sign else text, now, zone)
    if sign is None or named is None:
        return named
    return {
        "<": Span(None, named.start),
        "<=": Span(None, named.end),
        ">": Span(named.end, None),
        ">=": Span(named.start, None),
    }[sign[0]]


_NAMED = {
    "today": 0, "yesterday": -1, "tomorrow": 1, "heute": 0, "gestern": -1, "morgen": 1,
}  # fmt: skip
_AGO = {"d": 1, "w": 7, "m": 30, "y": 365}


def _one(text: str, now: datetime, zone: ZoneInfo) -> Span | None:
    """One day, month or year; or the moment so long ago until now."""
    if text in _NAMED:
        day = now.astimezone(zone).date() + timedelta(days=_NAMED[text])
        return _days(day, day + timedelta(days=1), zone)
    if ago := re.fullmatch(r"(\d{1,4})([dwmy])", text):
        return Span(now - timedelta(days=int(ago[1]) * _AGO[ago[2]]), now)
    if written := re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", text):
        return _written(written[1], written[2], written[3], zone)
    if written := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text):
        return _written(written[3], written[2], written[1], zone)
    return None


def _written(year: str, month: str | None, day: str | None, zone: ZoneInfo) -> Span:
    first = date(int(year), int(month or 1), int(day or 1))
    if day:
        return _days(first, first + timedelta(days=1), zone)
    if month:
        return _days(first, (first + timedelta(days=31)).replace(day=1), zone)
    return _days(first, first.replace(year=first.year + 1), zone)


def _days(first: date, after: date, zone: ZoneInfo) -> Span:
    return Span(*(datetime.combine(day, time(), zone).astimezone(UTC) for day in (first, after)))
