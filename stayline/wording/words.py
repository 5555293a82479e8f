"""Words brought into one plain form: contractions opened, slips of the keyboard repaired."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

#: Far more than a language's everyday words.
_KEPT_MAX = 20_000

#: Shorter words have too many neighbours that are words themselves.
_REPAIRED_LETTERS_MIN = 7


_Told = TypeVar("_Told")


class Kept(dict[str, _Told]):
    """What there is to tell of each word, found when it is first met and kept."""

    def __init__(self, tell: Callable[[str], _Told]) -> None:
        self._tell = tell

    def __missing__(self, word: str) -> _Told:
        if len(self) >= _KEPT_MAX:
            self.clear()
        told = self[word] = self._tell(word)
        return told


def repairing(keywords: Iterable[str]) -> Callable[[str], str]:
    """A function that gives a word back, or the one keyword that is a single slip away from it.

    A slip is a letter left out, put in, swapped with its neighbour, or taken for another.
    """
    known = dict.fromkeys(keywords)
    longest = max(map(len, known), default=0)
    by_shorter: dict[str, list[str]] = {}
    for keyword in known:
        for shorter in _shorter(keyword):
            by_shorter.setdefault(shorter, []).append(keyword)

    def repair(word: str) -> str:
        if not _REPAIRED_LETTERS_MIN - 1 <= len(word) <= longest + 1 or word in known:
            return word
        near = (found for shorter in _shorter(word) for found in by_shorter.get(shorter, ()))
        return next((found for found in near if _one_slip(word, found)), word)

    return repair


def _shorter(word: str) -> Iterator[str]:
    """The word, and the word with any one letter left out."""
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def _one_slip(written: str, meant: str) -> bool:
    """Whether one slip leads from one word to the other.

    The first letter is hardly ever the wrong one, and another ending is another form of the word.
    """
    if written[0] != meant[0] or written[:-1] in (meant, meant[:-1]) or written == meant[:-1]:
        return False
    if len(written) != len(meant):
        longer, shorter = sorted((written, meant), key=len, reverse=True)
        return shorter in _shorter(longer)
    wrong = [place for place, sign in enumerate(written) if sign != meant[place]]
    if len(wrong) == 2:
        first, second = wrong
        swapped = written[first] == meant[second] and written[second] == meant[first]
        return second == first + 1 and swapped
    return len(wrong) == 1
