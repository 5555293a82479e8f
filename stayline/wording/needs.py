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
from operator import or_
from typing import NamedTuple

#: A set of words of which one must be there; "clos*" is any word that begins so, "*team" any that ends so.
Words = frozenset[str]

#: Any word that begins with a digit.
_NUMBER = "0*"
_QUESTION_MARK = r"\?"

_RUN = re.compile(r"[\w#']+")
_ENDING = re.compile(r"\\w[*+](\w+)(s\?)?")
_DIGITS = re.compile(r"\\d(?:\+|\{1,2\})")
#: What stands for other signs or words: "\w", "[sz]", "~3 ".
_ANY_OF = re.compile(r"\\.|\[[^\]]*\]|~\d ")
#: How often what stands before it may come.
_TIMES = re.compile(r"(?:[?*+]|\{\d*,?\d*\})+\??")
_TIMES_LAST = re.compile(_TIMES.pattern + "$")
_MAY_BE_MISSING = ("?", "*", "{")
#: No pattern names a longer beginning or end of a word.
_PART_LETTERS_MAX = 40
_COMMON_WEIGHT = 30
#: Of more the most likely are left out.
_NEEDS_MAX = 4


class Glued(NamedTuple):
    """Whether letters may stand right beside a piece of a pattern, so that it is no word by itself."""

    before: bool = False
    after: bool = False


_ALONE = Glued()


def choices(source: str) -> list[str]:
    """The alternatives of a pattern, at its outermost level."""
    depth, found, begun = 0, [], 0
    for place, sign in enumerate(source):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            found.append(source[begun:place])
            begun = place + 1
    return [*found, source[begun:]]


def needed_words(source: str, common: AbstractSet[str], glued: Glued = _ALONE) -> list[Words]:
    """Sets of words: of each, one must be in a sentence that the pattern (without alternatives) matches."""
    return [words for words in _needed(source, common, glued) if words]


def rarest_first(needed: list[Words], common: AbstractSet[str]) -> list[Words]:
    """The sets in order, first what is least likely to be met."""
    return sorted(dict.fromkeys(needed), key=lambda words: _weight(words, common))


def _weight(words: Words, common: AbstractSet[str]) -> int:
    return sum(_COMMON_WEIGHT if word in common or len(word) < 3 else 1 for word in words)


def _needed(source: str, common: AbstractSet[str], glued: Glued) -> Iterator[Words]:
    place = 0
    while place < len(source):
        if source[place] == "(":
            end = _closing(source, place)
            inner, after = _inside(source[place + 1 : end]), source[end + 1 : end + 2]
            if after not in _MAY_BE_MISSING and not inner.startswith("?"):
                yield _one_of(inner, common, _glued(source, place, end + 1, glued))
            place = end + 1
        elif ending := _ENDING.match(source, place):
            yield _ending(ending, _glued(source, place, ending.end(), glued))
            place = ending.end()
        elif digits := _DIGITS.match(source, place):
            if not _glued(source, place, digits.end(), glued).before:
                yield frozenset([_NUMBER])
            place = digits.end()
        elif source.startswith(_QUESTION_MARK, place):
            yield frozenset(["?"])
            place += len(_QUESTION_MARK)
        elif any_of := _ANY_OF.match(source, place):
            place = any_of.end()
        elif run := _RUN.match(source, place):
            yield _word(run.group(), source, run.end(), _glued(source, place, run.end(), glued))
            place = run.end()
        else:
            place += 1


@lru_cache(maxsize=2048)
def _one_of(inner: str, common: AbstractSet[str], glued: Glued) -> Words:
    """What a group needs: the union of what its alternatives need, or nothing if one needs nothing."""
    each = [
        rarest_first(needed_words(choice, common, glued), common)[:1] for choice in choices(inner)
    ]
    return frozenset().union(*[rarest for [rarest] in each]) if all(each) else frozenset()


def _word(run: str, source: str, end: int, glued: Glued) -> Words:
    """A word as it stands, or the stem of what begins so, or the end of what ends so."""
    if source[end : end + 1] in _MAY_BE_MISSING:
        run, glued = run[:-1], glued._replace(after=True)
    if not run or (glued.before and glued.after):
        return frozenset()
    if glued.before:
        return frozenset(["*" + run])
    return frozenset([run + "*" if glued.after else run])


def _ending(ending: re.Match[str], glued: Glued) -> Words:
    """What words may end in; a plural's s may be there or not."""
    if glued.after:
        return frozenset()
    return frozenset({"*" + ending[1], *(["*" + ending[1] + "s"] if ending[2] else [])})


def _glued(source: str, start: int, end: int, around: Glued) -> Glued:
    """Whether letters may stand right before and right after a piece of a source."""
    return Glued(_glued_before(source, start, around), _glued_after(source, end, around))


def _glued_before(source: str, place: int, around: Glued) -> bool:
    before = _without_times(source[:place])
    may_be_missing = before != source[:place]
    if not before:
        return around.before
    if before[-1] == "^":
        return False
    if before[-1] != ")":
        return before[-1] != " " or may_be_missing
    begun = _opening(before)
    inner, outer = _inside(before[begun + 1 : -1]), Glued(_glued_before(before, begun, around))
    if inner.startswith("?"):
        return outer.before
    return (may_be_missing and outer.before) or any(
        _glued_before(choice, len(choice), outer) for choice in choices(inner)
    )


def _glued_after(source: str, place: int, around: Glued) -> bool:
    if times := _TIMES.match(source, place):
        place = times.end()
    sign = source[place : place + 1]
    if not sign:
        return around.after
    if sign == "$":
        return False
    if sign != "(":
        return sign != " " or source[place + 1 : place + 2] in _MAY_BE_MISSING
    end = _closing(source, place) + 1
    inner, outer = (
        _inside(source[place + 1 : end - 1]),
        Glued(after=_glued_after(source, end, around)),
    )
    if inner.startswith("?"):
        return outer.after
    return (source[end : end + 1] in _MAY_BE_MISSING and outer.after) or any(
        _glued_after(choice, 0, outer) for choice in choices(inner)
    )


def _inside(group: str) -> str:
    """What stands in a group that may say of itself that it captures nothing."""
    return group.removeprefix("?:")


def _without_times(before: str) -> str:
    """A source without how often its last piece may come."""
    found = _TIMES_LAST.search(before)
    return before[: found.start()] if found else before


def _closing(source: str, place: int) -> int:
    depth = 0
    for at in range(place, len(source)):
        depth += (source[at] == "(") - (source[at] == ")")
        if depth == 0:
            return at
    raise ValueError(f"No closing parenthesis: {source}")


def _opening(source: str) -> int:
    """Where the group begins with which a source ends."""
    depth = 0
    for at in reversed(range(len(source))):
        depth += (source[at] == ")") - (source[at] == "(")
        if depth == 0:
            return at
    raise ValueError(f"No opening parenthesis: {source}")


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
        fitting = calls
        for _ in range(_NEEDS_MAX - 1):
            calls >>= self._patterns
            fitting &= calls
        return fitting

    def look_up(self, word: str) -> int:
        """What a word calls for."""
        parts = [word, _NUMBER] if word[:1].isdecimal() else [word]
        for length in range(1, min(len(word), _PART_LETTERS_MAX) + 1):
            parts += (word[:length] + "*", "*" + word[-length:])
        return reduce(
            or_, [self._calls[part] for part in parts if part in self._calls], self._always
        )

    def knows(self, word: str) -> bool:
        """Whether a pattern names this word as it stands."""
        return word in self._calls
