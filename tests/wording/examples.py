"""Examples of what a pattern matches; ever other ones, so that each of its alternatives comes to word."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from re import _constants as is_a  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

#: Stands for any word; no pattern is about it.
ANY_WORD = "violet"
ANY_NUMBER = "421133"
#: A day's full stop ends no sentence.
_DATE = re.compile(r"(\d) \. ?")
SPACE = str(_parser.parse(" "))

#: A place where a pattern goes two ways or more, and which way: its node in the parsed pattern, and a number.
Way = tuple[int, int]


class Examples:
    """Writes examples of a pattern, first the ways that were not gone before."""

    def __init__(self, pattern: str, seed: int = 0) -> None:
        self._parsed = _parser.parse(pattern)
        self._chance = random.Random(seed)  # noqa: S311
        self._open = set(_ways(self._parsed))
        self._here: set[Way] = set()

    def one(self) -> str:
        """A text that the pattern matches, as far as no guard in it minds what stands beside."""
        self._here = set()
        said = "".join(self._said(self._parsed)).replace(" 's", "'s")
        self._open -= self._here
        return _DATE.sub(r"\1. ", said).strip()

    def _said(self, parsed: Any) -> Iterator[str]:
        for node in parsed:
            ways = _alternatives(node)
            if len(ways) > 1:
                yield from self._said(self._one(id(node), ways))
            elif node[0] is is_a.LITERAL:
                yield chr(node[1])
            elif node[0] is is_a.SUBPATTERN:
                yield from self._said(node[1][-1])
            elif node[0] in (is_a.IN, is_a.ANY, is_a.NOT_LITERAL):
                yield "4" if _is_digit(node) else "v"
            elif node[0] in (is_a.MAX_REPEAT, is_a.MIN_REPEAT):
                yield from self._repeated(*node[1])

    def _repeated(self, least: int, most: int, parsed: Any) -> Iterator[str]:
        if (
            len(parsed) == 1
            and parsed[0][0] is is_a.IN
            and most > 1
            and not _alternatives(parsed[0])
        ):
            said = ANY_NUMBER if _is_digit(parsed[0]) else ANY_WORD
            yield said[: max(least, min(most, len(said)))]
            return
        for _ in range(max(least, 1)):
            yield from self._said(parsed)

    def _one(self, node: int, ways: list[Any]) -> Any:
        unsaid = [n for n in range(len(ways)) if (node, n) in self._open]
        chosen = self._chance.choice(unsaid or range(len(ways)))
        self._here.add((node, chosen))
        return ways[chosen]


def _alternatives(node: Any) -> list[Any]:
    """The ways on from a node: of a group's choices one, an optional part or none, one of some letters."""
    kind, value = node
    if kind is is_a.BRANCH:
        return list(value[1])
    if kind in (is_a.MAX_REPEAT, is_a.MIN_REPEAT) and value[0] == 0 and str(value[2]) != SPACE:
        return [[], [(kind, (1, *value[1:]))]]
    if kind is is_a.IN and all(sign is is_a.LITERAL for sign, _ in value):
        return [[one] for one in value]
    return []


def _is_digit(node: Any) -> bool:
    return node[0] is is_a.IN and (is_a.CATEGORY, is_a.CATEGORY_DIGIT) in node[1]


def _ways(parsed: Any) -> Iterator[Way]:
    for node in parsed:
        kind, value = node
        for number, way in enumerate(_alternatives(node)):
            yield id(node), number
            if kind is is_a.BRANCH:
                yield from _ways(way)
        if kind is is_a.SUBPATTERN:
            yield from _ways(value[-1])
        elif kind in (is_a.MAX_REPEAT, is_a.MIN_REPEAT):
            yield from _ways(value[2])
