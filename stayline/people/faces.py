"""A face for whoever has no photo: initials on one of a few tints, the same every time."""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

#: How many tints the style sheet has (`face-0` … `face-11`).
TINTS = 12


@dataclass(frozen=True)
class Face:
    """Initials, and the number of a tint."""

    initials: str
    tint: int


def face(name: str, key: str = "") -> Face:
    """The face of a name; `key` (an address, an id) keeps two people of one name apart."""
    return Face(initials=initials(name), tint=crc32((key or name).casefold().encode()) % TINTS)


def initials(name: str) -> str:
    """The first letters of a person's first and last name: "BL"; "·" where there is no letter."""
    letters = [
        next(letter for letter in word if letter.isalnum())
        for word in name.split()
        if any(letter.isalnum() for letter in word)
    ]
    ends = letters[:1] + letters[1:][-1:]
    return "".join(ends).upper() or "·"
