"""Learns the weights of `stayline.wording.experience` from the labelled sentences: `python -m tests.wording.learn`.

Logistic regression, in an order and with steps that are always the same. What is held out is never read here.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from stayline.wording import Kind, languages
from stayline.wording.experience import (
    BIAS,
    HELPED,
    NAMED,
    SIGNAL,
    SPARED,
    named,
    signs,
    signs_beside,
)
from stayline.wording.letter import Letter
from stayline.wording.sentences import Sentence, sentences
from tests.wording.labelled import Labelled, load

#: The patterns were written with these in view; what a pattern says of them proves little.
SEEN_BY_THE_PATTERNS = ("fresh_first", "fresh_second", "fresh_third", "fresh_last", "everyday")
#: These were written without them, and so count for more.
UNSEEN = ("taught.en", "taught.de", "annotated.en", "annotated.de", "voices.en", "voices.de")
#: Courtesies stand in every letter.
COUNTS = dict.fromkeys(UNSEEN, 2.0) | {"everyday": 4.0}

LEARNT = Path(__file__).parents[2] / "stayline/wording/learnt"
ROUNDS = 60
FARTHEST = 20.0
HALVINGS = 24
#: How much a pattern's word moves at once, and how dear a large weight for it is, next to any other sign.
NAMED_VALUE = 0.5
#: A signal says the same wherever it stands, so a large weight for it is cheap.
SIGNAL_VALUE = 2.0
#: How often each text of one sentence is also shown between courtesies.
LETTERS = 2
#: Large, so that the ridge hardly presses on it.
BIAS_VALUE = 3.0
KEPT_MIN = 0.02
KIND_KEPT_MIN = 0.1


class Example(NamedTuple):
    brush_off: bool
    signs: dict[str, float]
    counts: float
    kind: str


def shown(code: str) -> Iterator[Example]:
    """What may be looked at and learnt from, sentence by sentence."""
    for name in (f"labelled.{code}", *SEEN_BY_THE_PATTERNS, *UNSEEN):
        counts = COUNTS.get(name, 1.0)
        for one in load(name):
            if not _may_be_seen(name, one) or not _is_in(code, name, one.text):
                continue
            yield from _examples(one, code, counts)


def mixed(examples: Iterable[Example]) -> list[Example]:
    """In an order that has nothing to do with how the files are sorted, and is always the same."""
    return sorted(examples, key=lambda one: hashlib.sha256(repr(one.signs).encode()).digest())


def _may_be_seen(name: str, one: Labelled) -> bool:
    return not (one.held_out and name.startswith(("labelled", "annotated", "voices")))


def _is_in(code: str, name: str, text: str) -> bool:
    if name[-3:-2] == ".":
        return name.endswith(f".{code}")
    return languages.language_of(text) in (code, "")


def _examples(one: Labelled, code: str, counts: float) -> Iterator[Example]:
    language = languages.LANGUAGES[code]
    said = list(sentences(one.text, language))
    letter = Letter(said, language.grammar)
    for place, sentence in enumerate(said):
        family, is_spared = letter.named(place)
        brush_off = _labelled(one, sentence, alone=len(said) == 1, is_named=family is not None)
        if brush_off is None:
            continue
        before = said[place - 1].plain if place else ""
        after = said[place + 1].plain if place + 1 < len(said) else ""
        found = {BIAS: BIAS_VALUE} | dict.fromkeys(signs(sentence.plain, before, after), 1.0)
        if family:
            found |= dict.fromkeys([NAMED, named(family.kind)], NAMED_VALUE)
        if is_spared:
            found[SPARED] = SIGNAL_VALUE
        for signal in letter.signals(place):
            found[SIGNAL + signal] = SIGNAL_VALUE
        if letter.helps(place):
            found[HELPED] = NAMED_VALUE
        kind = one.kind if brush_off else ""
        if len(said) == 1:
            counts /= 1 + LETTERS
            for turn in range(LETTERS):
                beside = _in_a_letter(one.text, turn, code)
                yield Example(brush_off, found | beside, counts, kind)
        yield Example(brush_off, found, counts, kind)


def _in_a_letter(text: str, turn: int, code: str) -> dict[str, float]:
    """The same between courtesies, so that nobody learns that what stands in a letter is kind."""
    digest = hashlib.sha256(text.encode()).digest()
    said = _courtesies(code)
    before, after = (said[digest[2 * turn + side] % len(said)] for side in (1, 2))
    return dict.fromkeys(signs_beside(before, after), 1.0)


@cache
def _courtesies(code: str) -> list[str]:
    """What every letter may begin or end with, in plain form; and nothing."""
    texts = [one.text for one in load("everyday") if languages.language_of(one.text) in (code, "")]
    said = [one.plain for text in texts for one in sentences(text, languages.LANGUAGES[code])]
    return [*said, *[""] * (len(said) // 3)]


def _labelled(one: Labelled, sentence: Sentence, *, alone: bool, is_named: bool) -> bool | None:
    """Whether this sentence is one; None where the label speaks of the whole text and nobody knows which."""
    if one.spans:
        return any(start < sentence.end and end > sentence.start for start, end in one.spans)
    if one.brush_off and not alone and not is_named:
        return None
    return one.brush_off


def learn(examples: Sequence[Example]) -> dict[str, float]:
    """Logistic regression with a ridge, by coordinate descent in the dual (Yu, Huang and Lin, 2011).

    Each example in turn gets the share it would have in the weights if all others kept theirs.
    """
    weights: dict[str, float] = {}
    shares = [0.0] * len(examples)
    norms = [sum(value * value for value in example.signs.values()) for example in examples]
    for _ in range(ROUNDS):
        for number, example in enumerate(examples):
            label = 1 if example.brush_off else -1
            weighed = sum(weights.get(sign, 0.0) * value for sign, value in example.signs.items())
            share = _share(example.counts, label * weighed, norms[number], shares[number])
            moved = label * (share - shares[number])
            for sign, value in example.signs.items():
                weights[sign] = weights.get(sign, 0.0) + moved * value
            shares[number] = share
    return {sign: weight * _value(sign) for sign, weight in weights.items()}


def _share(most: float, margin: float, norm: float, before: float) -> float:
    """Between 0 and `most`: the zero of a rising function, by halving."""
    low, high = -FARTHEST, FARTHEST
    for _ in range(HALVINGS):
        at = (low + high) / 2
        rest = margin + norm * (most / (1 + math.exp(-at)) - before) + at
        low, high = (low, at) if rest > 0 else (at, high)
    return most / (1 + math.exp(-(low + high) / 2))


def _value(sign: str) -> float:
    if sign == BIAS:
        return BIAS_VALUE
    if sign.startswith(SIGNAL) or sign == SPARED:
        return SIGNAL_VALUE
    return NAMED_VALUE if sign.startswith(NAMED) else 1.0


def learn_kinds(examples: Iterable[Example]) -> dict[tuple[str, str], float]:
    """For each kind against all others."""
    told = [example for example in examples if example.brush_off and example.kind]
    found: dict[tuple[str, str], float] = {}
    for kind in Kind:
        alone = [
            example._replace(brush_off=example.kind == kind, signs=_own(example))
            for example in told
        ]
        if any(example.brush_off for example in alone):
            for sign, weight in learn(alone).items():
                found[sign, kind.value] = weight
    return found


def _own(example: Example) -> dict[str, float]:
    return {sign: value for sign, value in example.signs.items() if sign[:1] not in ("-", "+", "@")}


def as_text(weights: Mapping[str, float]) -> str:
    kept = {sign: round(weight, 2) for sign, weight in weights.items() if abs(weight) >= KEPT_MIN}
    return "".join(f"{sign}\t{weight}\n" for sign, weight in sorted(kept.items()))


if __name__ == "__main__":
    for code in languages.LANGUAGES:
        examples = mixed(shown(code))
        text = as_text(learn(examples))
        (LEARNT / f"{code}.txt").write_text(text, encoding="utf-8")
        kinds = {
            f"{sign}\t{kind}": weight
            for (sign, kind), weight in learn_kinds(examples).items()
            if abs(weight) >= KIND_KEPT_MIN
        }
        (LEARNT / f"{code}.kinds.txt").write_text(as_text(kinds), encoding="utf-8")
        print(code, len(examples), "sentences,", text.count("\n"), "weights")  # noqa: T201
