"""A second opinion on a sentence, learnt from sentences that people labelled.

Patterns say precisely what is wrong and why, and miss what nobody thought of. Small weights for words, their
beginnings and pairs of neighbours, learnt from labelled sentences (`tests/wording/learn.py`), generalise, and cannot
say why. So both are weighed together: what a pattern says is one sign among the others, and a strong one.
The weights are a text file for each language in `learnt/`: `sign<TAB>weight`; "^" begins the beginning of a word, "-"
and "+" a word of the sentence before and after, "@" what the patterns say. A second file tells of what kind a
sentence is that no pattern names: `sign<TAB>kind<TAB>weight`.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property, partial
from importlib.resources import files
from itertools import pairwise, repeat
from typing import NamedTuple

from stayline.wording.finding import Kind
from stayline.wording.words import Kept

#: From this likelihood on, a sentence is told to its writer. Below one half: what is left alone unjustly costs the
#: customer, what is told unjustly costs a glance.
TOLD = 0.42
#: Words as long as this, or longer, also count by their beginning, so that "contacted" learns from "contact".
_BEGINNING_LETTERS = 5

#: How far ahead of all others a kind has to be, to be told as that.
_CLEAR = 0.25
_EDGES = ("<", ">")

BIAS = ""
NAMED = "@"
HELPED = "@helps"
SPARED = "@spared"
SIGNAL = "@~"
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"(?<!\S)\d\S*")


class Weighed(NamedTuple):
    """What a word, or a sentence, adds: to its sentence, to the one that follows, and to the one before."""

    itself: float
    for_next: float
    for_previous: float


class Experience:
    """The weights of one language, ready to be added up."""

    def __init__(self, code: str, weights: Mapping[str, float]) -> None:
        self._code = code
        self._weights = weights
        self._get = partial(_get, weights)
        self._itself = Kept(lambda word: sum(map(self._get, _signs_of_word(word))))
        self._for_next = Kept(lambda word: 0.0 if word in _EDGES else self._get("-" + word))
        self._for_previous = Kept(lambda word: 0.0 if word in _EDGES else self._get("+" + word))
        self._pairs = _pairs(weights)
        self._bias = self._get(BIAS)
        #: The least a sentence has to add up to.
        self.told_from = -math.log(1 / TOLD - 1)
        self._named = {kind: self._get(NAMED) + self._get(named(kind)) for kind in Kind}
        #: The most that a pattern can add.
        self.named_most = max(0.0, *self._named.values()) + max(0.0, self._get(SPARED))
        #: What it adds that help is offered in or beside the sentence, and that a signal is given.
        self.helped = self._get(HELPED)
        #: What it adds that a pattern found something and the words around it spared it.
        self.spared = self._get(SPARED)
        #: The most that anything in or around a sentence can still take away once its words were weighed.
        self.spared_most = min(0.0, self.spared) + min(0.0, self.helped)
        self.signals = {
            sign.removeprefix(SIGNAL): weight
            for sign, weight in weights.items()
            if sign.startswith(SIGNAL)
        }
        self.most = self.named_most + sum(weight for weight in self.signals.values() if weight > 0)

    def weighed(self, plain: str) -> Weighed:
        """What a sentence in plain form adds."""
        words = _words(plain)
        each = set(words)
        of_pairs = map(self._pairs.get, pairwise(words), repeat(0.0))
        return Weighed(
            sum(of_pairs, sum(map(self._itself.__getitem__, each), self._bias)),
            sum(map(self._for_next.__getitem__, each)),
            sum(map(self._for_previous.__getitem__, each)),
        )

    def named(self, kind: Kind) -> float:
        """What it adds that a pattern names this kind."""
        return self._named[kind]

    @cached_property
    def _kinds(self) -> Mapping[str, Mapping[Kind, float]]:
        found: defaultdict[str, dict[Kind, float]] = defaultdict(dict)
        for sign, kind, weight in _lines(f"{self._code}.kinds.txt"):
            found[sign][Kind(kind)] = float(weight)
        return found

    def get_ready(self) -> None:
        """Reads what is otherwise read when it is first needed."""
        _ = self._kinds

    def has_met(self, word: str) -> bool:
        """Whether a word in plain form stood in what was learnt from."""
        return word in self._weights or word in self._kinds

    def kind(self, plain: str) -> Kind:
        """Of what kind a sentence is that no pattern names."""
        added = dict.fromkeys(Kind, 0.0)
        for sign in signs(plain):
            for kind, weight in self._kinds.get(sign, {}).items():
                added[kind] += weight
        first, second = sorted(added.values(), reverse=True)[:2]
        return max(added, key=added.__getitem__) if first - second > _CLEAR else Kind.COLD


def _get(weights: Mapping[str, float], sign: str) -> float:
    return weights.get(sign, 0.0)


def _pairs(weights: Mapping[str, float]) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    for sign, weight in weights.items():
        first, space, second = sign.partition(" ")
        if space:
            found[first, second] = weight
    return found


def named(kind: Kind) -> str:
    """The sign that a pattern names a kind."""
    return f"{NAMED}{kind}"


def signs(plain: str, before: str = "", after: str = "") -> Iterator[str]:
    """What is weighed of a sentence in plain form, and of the sentences beside it."""
    words = _words(plain)
    for word in dict.fromkeys(words):
        yield from _signs_of_word(word)
    yield from map(" ".join, pairwise(words))
    yield from signs_beside(before, after)


def signs_beside(before: str, after: str) -> Iterator[str]:
    """What is weighed of the sentences beside one."""
    for side, plain in (("-", before), ("+", after)):
        if plain:
            yield from (side + word for word in dict.fromkeys(_words(plain)[1:-1]))


def _signs_of_word(word: str) -> Iterable[str]:
    return (word, "^" + word[:_BEGINNING_LETTERS]) if len(word) > _BEGINNING_LETTERS else (word,)


def _words(plain: str) -> list[str]:
    """The words with the sentence's edges, any number as the same one."""
    if _DIGIT.search(plain):
        plain = _NUMBER.sub("0", plain)
    return f"< {plain} >".split(" ")


def _lines(name: str) -> Iterator[list[str]]:
    text = (files("stayline.wording") / "learnt" / name).read_text(encoding="utf-8")
    return (line.split("\t") for line in text.splitlines())


@cache
def weights_of(code: str) -> Mapping[str, float]:
    """The weights for a language."""
    return {sign: float(weight) for sign, weight in _lines(f"{code}.txt")}


@cache
def experience_of(code: str) -> Experience:
    """The experience in a language."""
    return Experience(code, weights_of(code))
