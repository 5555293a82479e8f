"""A working day as people type it: "9-12:30, 13:15-17"."""

from __future__ import annotations

import re

ALL_DAY = "00:00–24:00"

_STRETCH = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|to|bis)\s*(\d{1,2})(?:[:.](\d{2}))?")
_FREE = {"", "-", "–", "free", "frei"}
_WHOLE = {"all day", "ganztags"}


def read_day(text: str) -> list[list[str]]:
    """The stretches of a typed day, as `stayline.hours` stores them; none for an empty one.

    Raises ValueError, with a sentence to show, for what cannot be read.
    """
    typed = text.strip().lower()
    if typed in _FREE:
        return []
    if typed in _WHOLE:
        return [["00:00", "24:00"]]
    return [_stretch(part.strip()) for part in re.split(r"[,;]", typed) if part.strip()]


def show_day(stretches: list[list[str]]) -> str:
    """The same stretches as a person reads them."""
    return ", ".join(f"{start}–{end}" for start, end in stretches)


def _stretch(text: str) -> list[str]:
    match = _STRETCH.fullmatch(text)
    if match is None:
        raise ValueError(f'"{text}" is not a time of day; write it like 09:00–17:00.')
    start_hour, start_minute, end_hour, end_minute = match.groups()
    return [
        f"{int(start_hour):02d}:{start_minute or '00'}",
        f"{int(end_hour):02d}:{end_minute or '00'}",
    ]
