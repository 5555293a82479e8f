"""A second opinion on a sentence, learnt from sentences that people labelled.

Patterns say precisely what is wrong and why, and miss what nobody thought of. Small weights for words and for pairs
of neighbours, learnt from the labelled sentences (`tests/wording/learn.py`), generalise, and cannot say why. So
the patterns speak first; experience overrules one that it finds unlikely by far, and adds what it is sure of.
The weights are a text file for each language in `learnt/`: `word<TAB>weight`, "+" before a word of the next sentence.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise

#: Below this, what a pattern found is left alone.
DOUBTFUL = 0.1
#: Above this, a sentence sends the customer away though no pattern says how.
SURE = 0.6
#: Fewer words than this say too little to be sure of anything.
_WORDS_MIN = 4

BIAS = ""
_NUMBER = re.compile(r"(?<!\S)\d\S*")


def likelihood(plain: str, following: str, weights: Mapping[str, float]) -> float:
    """How likely a sentence in plain form sends its reader away (0 to 1), given the sentence that follows."""
    weighed = sum(filter(None, map(weights.get, signs(plain, following))))
    return 1 / (1 + math.exp(-weighed - weights.get(BIAS, 0.0)))


def is_sure(plain: str, likely: float) -> bool:
    """Whether experience alone is enough to speak up."""
    return likely > SURE and plain.count(" ") >= _WORDS_MIN


def signs(plain: str, following: str) -> Iterable[str]:
    """What is weighed: each word once, each pair of neighbours once, and the words of the next sentence."""
    words = ["<", *_unnumbered(plain).split(" "), ">"]
    seen = dict.fromkeys(words)
    seen.update(dict.fromkeys(map(" ".join, pairwise(words))))
    if following:
        seen.update(dict.fromkeys(("+" + _unnumbered(following).replace(" ", " +")).split(" ")))
    return seen


def _unnumbered(plain: str) -> str:
    return _NUMBER.sub("0", plain)


@cache
def weights_of(code: str) -> Mapping[str, float]:
    """The weights for a language."""
    text = (files("stayline.wording") / "learnt" / f"{code}.txt").read_text(encoding="utf-8")
    pairs = (line.split("\t") for line in text.splitlines())
    return {sign: float(weight) for sign, weight in pairs}
