"""What is said: two made-up vocabularies in which some words are common and most are rare.

The commonest words are real, so that stems and the words everybody uses behave as in life; the
others are made of syllables. The n-th word comes up about 1/n as often as the first (Zipf's law).
"""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from math import exp
from random import Random

_COMMON = {
    "en": "the to and of a in is it that for was on with you we have be this not are as at my our"
    " I but or from your there by will an can please heating invoice pump cold since again still"
    " thank would could house water morning engineer contract number delivery payment valve"
    " pressure week today waiting letter call repair noise broken warm",
    "de": "die und der das ich ist in zu wir es nicht mit sie den auf von für ein eine sich im an"
    " dem so haben bei auch noch wie war aus aber seit bitte unsere heizung rechnung pumpe kalt"
    " wieder danke können haus wasser morgen techniker vertrag nummer lieferung zahlung ventil"
    " druck woche heute warten brief anruf reparatur geräusch kaputt warm größe",
}
_SYLLABLES = {
    "en": "ba con der est fil gar hol ing ket lan mer nor ous pel ron ster ten ver wick yel"
    " ble chan dis fer gle ment pro shi tion tle",
    "de": "ab auf bach berg dorf eln fach ge heit isch keit lich mün nung ober pfei rei schul"
    " stö tung über ver wald zeug zen zug lauf brü gäng",
}
WORDS = 30_000
_LONGEST = 600
LANGUAGES = tuple(_COMMON)


@cache
def words(language: str) -> list[str]:
    """The vocabulary, the commonest word first. The same every time."""
    rng = Random(f"vocabulary/{language}")  # noqa: S311 - the same words every time
    syllables = _SYLLABLES[language].split()
    known = dict.fromkeys(_COMMON[language].split())
    while len(known) < WORDS:
        known["".join(rng.choices(syllables, k=rng.choice((2, 2, 3, 3, 4))))] = None
    return list(known)


@cache
def _weights(language: str) -> list[float]:
    return list(accumulate(1 / (rank + 2.7) for rank in range(len(words(language)))))


def text(rng: Random, language: str, median: int) -> str:
    """So many words in the middle of all texts; some are much longer (a lognormal)."""
    many = max(3, min(_LONGEST, int(median * exp(rng.gauss(0, 0.8)))))
    said = rng.choices(words(language), cum_weights=_weights(language), k=many)
    for end in range(11, many, 12):
        said[end] += ".\n" if end % 36 == 35 else "."
    return " ".join(said) + "."


def subject(rng: Random, language: str) -> str:
    return " ".join(rng.choices(words(language)[30:3000], k=rng.randint(2, 6))).capitalize()


def filled(asked: str, rng: Random, customers: int) -> str:
    """A search with words of ours: common ones stand in every other problem, rare ones in few."""
    said = words("en")
    return asked.format(
        rare=rng.choice(said[8_000:25_000]),
        common=rng.choice(said[30:90]),
        customer=rng.randint(1, customers),
    )
