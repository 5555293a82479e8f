"""Which words a pattern cannot match without, read off the pattern; and an index from words to patterns.

A language has hundreds of patterns and a page has hundreds of words. A pattern is tried on a sentence only when
every word it needs is there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache, reduce
from operator import and_, or_

#: A set of words of which one must be there; "clos*" is any word that begins so, "*team" any that ends so.
Words = frozenset[str]

#: Any word that begins with a digit.
_NUMBER = "0*"
_QUESTION_MARK = r"\?"

_RUN = re.compile(r"[\w#']+")
_ENDING = re.compile(r"\\w[*+](\w+)(s\?)?(?=[ ()]|$)")
_DIGITS = re.compile(r"\\d(?:\+|\{1,2\})")
#: How often what stands before it may come.
_TIMES = re.compile(r"(?:[?*]|\{\d*,?\d*\})+$")
_COMMON_WEIGHT = 30
#: Of more the most likely are left out.
_NEEDS_MAX = 4


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


def rarest_first(needed: list[Words], common: AbstractSet[str]) -> list[Words]:
    """The sets in order, first what is least likely to be met."""
    return sorted(dict.fromkeys(needed), key=lambda words: _weight(words, common))


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
        elif (digits := _DIGITS.match(source, place)) and _begins(source, place):
            yield frozenset([_NUMBER])
            place = _after_word(source, digits.end())
        elif source.startswith(_QUESTION_MARK, place):
            yield frozenset(["?"])
            place += len(_QUESTION_MARK)
        elif (run := _RUN.match(source, place)) and _begins(source, place):
            yield _word(run.group(), source[run.end() : run.end() + 1])
            place = _after_word(source, run.end())
        else:
            place += 1


@lru_cache(maxsize=2048)
def _one_of(inner: str, common: AbstractSet[str]) -> Words:
    """What a group needs: the union of what its alternatives need, or nothing if one needs nothing."""
    each = [rarest_first(needed_words(choice, common), common)[:1] for choice in choices(inner)]
    return frozenset().union(*[rarest for [rarest] in each]) if all(each) else frozenset()


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
    before = _TIMES.sub("", source[:place])
    return not before or before[-1] in " )^"


def _closing(source: str, place: int) -> int:
    depth = 0
    for at in range(place, len(source)):
        depth += (source[at] == "(") - (source[at] == ")")
        if depth == 0:
            return at
    raise ValueError(f"No closing parenthesis: {source}")


class Index:
    """From a word to the patterns it is needed by.

    What a word is good for is one number. It has as many bits as there are patterns for what each needs first, as many
    again for what each needs second, and so on; what a pattern does not need is always filled. So a handful of
    steps tells which patterns have all they need.
    """

    def __init__(self, common: AbstractSet[str], patterns: Sequence[str]) -> None:
        """`patterns` are without alternatives; each is known by its place."""
        self._patterns = len(patterns)
        self._calls: dict[str, int] = defaultdict(int)
        self._always = 0
        for place, pattern in enumerate(patterns):
            self._add(place, rarest_first(needed_words(pattern, common), common))

    def _add(self, place: int, needed: Sequence[Words]) -> None:
        for turn in range(_NEEDS_MAX):
            bit = 1 << (turn * self._patterns + place)
            if turn >= len(needed):
                self._always |= bit
            else:
                for word in needed[turn]:
                    self._calls[word] |= bit

    def fitting(self, calls: int) -> int:
        """The patterns that have all they need, as bits; `calls` is all that the words there call for."""
        return reduce(and_, [calls >> (turn * self._patterns) for turn in range(_NEEDS_MAX)])

    def look_up(self, word: str) -> int:
        """What a word calls for."""
        parts = [word, _NUMBER] if word[:1].isdecimal() else [word]
        for length in range(1, len(word) + 1):
            parts += (word[:length] + "*", "*" + word[-length:])
        return reduce(
            or_, [self._calls[part] for part in parts if part in self._calls], self._always
        )

    def knows(self, word: str) -> bool:
        """Whether a pattern names this word as it stands."""
        return word in self._calls
