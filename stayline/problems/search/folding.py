"""Words as search compares them: small letters, without accents, apart from what stands between.

The database says the same in SQL (`search_plain`, migration 0006); a test holds the two together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_MARKS = re.compile("[\u0300-\u036f]")
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i"}
)
_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")


def fold(text: str) -> str:
    """ "Größe" and "GROSSE" are the same word, "Żółw" is found by "zolw"."""
    if text.isascii():
        return text.lower()
    small = unicodedata.normalize("NFKD", text).lower()
    return _MARKS.sub("", small).translate(_LETTERS)


def words(text: str) -> list[str]:
    """The words of a text, folded, in order."""
    return _WORD.findall(fold(text))


@dataclass(frozen=True, slots=True)
class Place:
    """Where one word of a text stands, and how it is compared."""

    start: int
    end: int
    word: str


def places(text: str) -> Iterator[Place]:
    """Each word of a text as it stands there, for marking what was found."""
    for found in _WORD.finditer(text):
        yield Place(found.start(), found.end(), fold(found[0]))
