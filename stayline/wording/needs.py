"""Which words a pattern cannot match without, read off the pattern; and an index from words to patterns.

A family has hundreds of patterns and a page has hundreds of words. A pattern is tried on a sentence only when
every word it needs is there, and it is found by the rarest of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

#: A set of words of which one must be there; "clos*" is any word that begins so, "*team" any that ends so.
Words = frozenset[str]

_RUN = re.compile(r"[\w#']+")
_ENDING = re.compile(r"\\w[*+](\w+)(s\?)?(?=[ ()]|$)")
_COMMON_WEIGHT = 30


def choices(source: str) -> list[str]:
    """The alternatives of a pattern, at its outermost level."""
    depth, found, begun = 0, [], 0
    for place, sign in enumerate(source):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            found.append(source[begun:place])
            begun = place + 1
    return [*found, source[begun:]]


def needed_words(source: str, common: AbstractSet[str]) -> list[Words]:
    """Sets of words: of each, one must be in a sentence that the pattern (without alternatives) matches."""
    return [words for words in _needed(source, common) if words]


def rarest(needed: list[Words], common: AbstractSet[str]) -> Words:
    """The set least likely to be met; empty when there is none."""
    return min(needed, key=lambda words: _weight(words, common), default=frozenset())


def _weight(words: Words, common: AbstractSet[str]) -> int:
    return sum(_COMMON_WEIGHT if word in common or len(word) < 3 else 1 for word in words)


def _needed(source: str, common: AbstractSet[str]) -> Iterator[Words]:
    place = 0
    while place < len(source):
        if source[place] == "(":
            end = _closing(source, place)
            inner, after = source[place + 1 : end], source[end + 1 : end + 2]
            if (
                after not in ("?", "*", "{")
                and not inner.startswith("?")
                and _begins(source, place)
            ):
                yield _one_of(inner, common)
            place = end + 1
        elif (ending := _ENDING.match(source, place)) and _begins(source, place):
            yield _ending(ending)
            place = ending.end()
        elif (run := _RUN.match(source, place)) and _begins(source, place):
            yield _word(run.group(), source[run.end() : run.end() + 1])
            place = _after_word(source, run.end())
        else:
            place += 1


def _one_of(inner: str, common: AbstractSet[str]) -> Words:
    """What a group needs: the union of what its alternatives need, or nothing if one needs nothing."""
    each = [rarest(needed_words(choice, common), common) for choice in choices(inner)]
    return frozenset().union(*each) if all(each) else frozenset()


def _word(run: str, after: str) -> Words:
    """A word as it stands, or the stem of what begins so."""
    if after in ("", " ", "(", ")"):
        return frozenset([run])
    stem = run[:-1] if after in ("?", "*", "{") else run
    return frozenset([stem + "*"] if stem else [])


def _ending(ending: re.Match[str]) -> Words:
    """What words may end in; a plural's s may be there or not."""
    return frozenset({"*" + ending[1], *(["*" + ending[1] + "s"] if ending[2] else [])})


def _after_word(source: str, place: int) -> int:
    while place < len(source) and source[place] not in " (":
        place += 1
    return place


def _begins(source: str, place: int) -> bool:
    """Whether a word begins here: after a space, a group, or at the start."""
    before = source[:place].rstrip("?*")
    return not before or before[-1] in " )^"


def _closing(source: str, place: int) -> int:
    depth = 0
    for at in range(place, len(source)):
        depth += (source[at] == "(") - (source[at] == ")")
        if depth == 0:
            return at
    raise ValueError(f"No closing parenthesis: {source}")


class Index:
    """From a word to what it calls for: the patterns it may begin, and the sets of words that it is in.

    All of it is one number: the lowest bits are the patterns', the next ones the sets'.
    """

    def __init__(self, common: AbstractSet[str], patterns: int) -> None:
        self._common = common
        self._sets: dict[Words, int] = {}
        self._first_set = patterns
        self._calls: dict[str, int] = defaultdict(int)
        self._always = 0

    def add(self, number: int, source: str) -> int:
        """Takes in a pattern by its number; gives the bits it needs."""
        needed = needed_words(source, self._common)
        key = rarest(needed, self._common)
        for word in key:
            self._calls[word] |= 1 << number
        if not key:
            self._always |= 1 << number
        return sum({self._bit(words) for words in needed})

    def any_of(self, source: str) -> int:
        """The bit that at least one word of a sentence fills where a pattern with alternatives matches; 0: unknown."""
        words = _one_of(source, self._common)
        return self._bit(words) if words else 0

    def _bit(self, words: Words) -> int:
        if words not in self._sets:
            self._sets[words] = 1 << (self._first_set + len(self._sets))
            for word in words:
                self._calls[word] |= self._sets[words]
        return self._sets[words]

    def look_up(self, word: str) -> int:
        """What a word calls for."""
        calls = self._always | self._calls.get(word, 0)
        for length in range(1, len(word) + 1):
            calls |= self._calls.get(word[:length] + "*", 0) | self._calls.get(
                "*" + word[-length:], 0
            )
        return calls

    def knows(self, word: str) -> bool:
        """Whether a pattern names this word as it stands."""
        return word in self._calls
