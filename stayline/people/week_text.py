"""A working day as people type it: "9-12:30, 13:15-17"."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

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
    start, end = (_clock(match[1], match[2]), _clock(match[3], match[4])) if match else ("", "")
    if not start or not end:
        said = _("“%(text)s” is not a time of day; write it like 09:00–17:00.")
        raise ValueError(said % {"text": text})
    if start in (end, "24:00"):
        said = _("“%(text)s” is no time at all; a whole day is 00:00–24:00.")
        raise ValueError(said % {"text": text})
    return [start, end]


def _clock(hour: str, minute: str | None) -> str:
    """As it is stored; empty for what no clock shows."""
    told = f"{int(hour):02d}:{minute or '00'}"
    return told if told == "24:00" or (int(hour) < 24 and told[3:] < "60") else ""
