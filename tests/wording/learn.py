"""Learns the weights of `stayline.wording.experience` from the labelled sentences: `python -m tests.wording.learn`.

Logistic regression, in an order and with steps that are always the same. What is held out, and the last fresh
set, are never read here.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from stayline.wording import check, languages
from stayline.wording.experience import BIAS, signs
from stayline.wording.sentences import sentences
from tests.wording.labelled import Labelled, load

LEARNT_FROM = ("fresh_first", "fresh_second", "fresh_third", "fresh_last", "everyday")
LEARNT = Path(__file__).parents[2] / "stayline/wording/learnt"
ROUNDS = 60
STEP = 0.3
DECAY = 0.01
KEPT_MIN = 0.04

Example = tuple[bool, list[str]]


def tuned_on(names: Iterable[str] = LEARNT_FROM) -> Iterator[Labelled]:
    """What may be looked at and learnt from."""
    for code in languages.LANGUAGES:
        yield from (one for one in load(f"labelled.{code}") if not one.held_out)
    for name in names:
        yield from load(name)


def examples(labelled: Iterable[Labelled], code: str) -> list[Example]:
    """Each sentence of the language with its label; of a brush-off in several, the ones a pattern names."""
    language = languages.LANGUAGES[code]
    found: list[Example] = []
    for one in labelled:
        if languages.language_of(one.text) not in (code, ""):
            continue
        said = list(sentences(one.text, language))
        named = {finding.start for finding in check(one.text, code)}
        for place, sentence in enumerate(said):
            following = said[place + 1].plain if place + 1 < len(said) else ""
            if not one.brush_off or len(said) == 1 or sentence.start in named:
                found.append((one.brush_off, list(signs(sentence.plain, following))))
    return found


def learn(shown: list[Example]) -> dict[str, float]:
    """Adagrad: the more often a sign was corrected, the smaller its steps. Both labels weigh the same in sum."""
    brush_offs = sum(brush_off for brush_off, _ in shown)
    rarity = (len(shown) - brush_offs) / brush_offs
    weights: dict[str, float] = {BIAS: 0.0}
    corrected: dict[str, float] = {}
    for _ in range(ROUNDS):
        for brush_off, present in shown:
            weighed = weights[BIAS] + sum(weights.get(sign, 0.0) for sign in present)
            wrong = (brush_off - 1 / (1 + math.exp(-weighed))) * (rarity if brush_off else 1)
            for sign in (BIAS, *present):
                slope = wrong - DECAY * weights.get(sign, 0.0)
                corrected[sign] = corrected.get(sign, 1.0) + slope * slope
                step = STEP * slope / math.sqrt(corrected[sign])
                weights[sign] = weights.get(sign, 0.0) + step
    return weights


def as_text(weights: Mapping[str, float]) -> str:
    kept = {sign: round(weight, 2) for sign, weight in weights.items() if abs(weight) >= KEPT_MIN}
    return "".join(f"{sign}\t{weight}\n" for sign, weight in sorted(kept.items()))


if __name__ == "__main__":
    for code in languages.LANGUAGES:
        shown = examples(tuned_on(sys.argv[1:] or LEARNT_FROM), code)
        text = as_text(learn(shown))
        (LEARNT / f"{code}.txt").write_text(text, encoding="utf-8")
        print(code, len(shown), "sentences,", text.count("\n"), "weights")  # noqa: T201
