"""The languages the check knows, and telling which one a text is in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from stayline.wording.de import GERMAN
from stayline.wording.en import ENGLISH
from stayline.wording.finding import Kind
from stayline.wording.grammar import Language

LANGUAGES: dict[str, Language] = {language.code: language for language in (ENGLISH, GERMAN)}

#: Of other languages the small words alone, so that they are not taken for one we know.
_OTHERS: dict[str, frozenset[str]] = {
    code: frozenset(words.split())
    for code, words in {
        "fr": "le la les des une est et vous nous je ne pas pour avec dans votre sur que qui ce mais du au",
        "es": "el los las una es usted nosotros yo para con su que en por está pero del al lo se por favor",
        "it": "il lo gli una è lei noi non per con che di sono della al suo ma ci si nel del la le",
        "nl": "het een en van ik niet uw wij voor met dat op te zijn naar maar kunnen wordt ons deze u",
        "pt": "os as um uma é você nós não para com que em seu do da por mas ao se está",
        "pl": "na nie się jest do że jak po przez pan pani dla czy za od są proszę",
        "sv": "och att det är inte jag vi ni för med på som ett din har till av om kan",
        "da": "og det er ikke jeg vi du med på som et din har til af om kan vores",
        "cs": "je se na že do jsme pro vás jako ale není jste prosím",
    }.items()
}
#: Of lower-case Latin letters, which all these languages are written in.
_WORD = re.compile("[a-z\u00df-\u017f]+")
_LETTER = re.compile(r"[^\W\d_]")
_LETTERS_READ_MAX = 1000
_WORDS_READ_MAX = 180
#: A text in a language is certain of it by this many small words, if they are a tenth of its words, too.
_CERTAIN_MIN = 3
#: One small word is shared by many languages; a text in another one has more of them.
_OTHERS_WORDS_MIN = 2


_WHY: dict[tuple[str, Kind], str] = {
    (code, family.kind): family.why
    for code, language in LANGUAGES.items()
    for family in (*language.families, language.cold)
}


def why_of(kind: Kind, language: str) -> str:
    """What a sentence of this kind does, told in a language we know; "" in one that we do not."""
    return _WHY.get((language.lower().split("-")[0], kind), "")


class Spoken(NamedTuple):
    """What a text's small words tell of its language."""

    most: str
    """The language's code; "" when too little speaks for any, or as much for two we know."""
    is_certain: bool
    """False: so few small words speak for it that it may be any language."""
    known: list[str]
    """The languages we know of which the text has more than a stray word."""
    words: list[str]
    """Its first words of Latin letters, in lower case."""
    is_in_other_letters: bool


def language_of(text: str) -> str:
    """The language's code, by its small words; "" when too little speaks for any, or as much for two we know."""
    return _most_spoken(_words_in(text[:_LETTERS_READ_MAX]))[0]


def spoken_in(text: str) -> Spoken:
    """What language a text is in, and how certainly."""
    words = _words_in(text)
    read = words[:_WORDS_READ_MAX]
    most, times = _most_spoken(read)
    is_certain = times >= max(_CERTAIN_MIN, len(read) / 10)
    is_foreign = not is_certain and 5 * len("".join(words)) < 4 * len(_LETTER.findall(text))
    return Spoken(most, is_certain, _spoken(words), read, is_foreign)


def _words_in(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _most_spoken(words: Sequence[str]) -> tuple[str, int]:
    counted = Counter(code for word in words for code in _LANGUAGES_OF.get(word, ()))
    ours, others = (
        sorted(((counted[code], code) for code in codes), reverse=True)
        for codes in (LANGUAGES, _OTHERS)
    )
    (most, first), (second, _) = ours[:2]
    if others[0][0] >= _OTHERS_WORDS_MIN and others[0][0] > most:
        return others[0][1], others[0][0]
    return (first, most) if most > second else ("", 0)


def _spoken(words: Sequence[str]) -> list[str]:
    different = set(words)
    told = {
        code: 0 if own.isdisjoint(different) else sum(map(own.__contains__, words))
        for code, own in _OWN.items()
    }
    least = max(_OWN_WORDS_MIN, max(told.values()) * _OWN_SHARE_MIN)
    return [code for code, times in told.items() if times >= least]


def _languages_of() -> dict[str, tuple[str, ...]]:
    """Each small word, and the languages that have it."""
    small = {code: language.function_words for code, language in LANGUAGES.items()} | _OTHERS
    words = sorted(frozenset[str]().union(*small.values()))
    return {word: tuple(code for code in small if word in small[code]) for word in words}


_LANGUAGES_OF = _languages_of()
#: Small words of one language that are words of another, too.
_SHARED = frozenset(
    ("am", "an", "bin", "den", "die", "hat", "in", "man", "so", "war", "was", "will")
)
#: The small words of each language we know that no other we know has.
_OWN = {
    code: language.function_words.difference(
        _SHARED, *(other.function_words for other in LANGUAGES.values() if other is not language)
    )
    for code, language in LANGUAGES.items()
}
_OWN_WORDS_MIN = 2
_OWN_SHARE_MIN = 0.1
