"""The check itself: a text in, findings out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from stayline.wording.finding import Finding
from stayline.wording.grammar import Family, Grammar, Where
from stayline.wording.languages import LANGUAGES, language_of
from stayline.wording.sentences import Sentence, sentences


class Reading(NamedTuple):
    """What came of reading a text."""

    language: str
    """The language's code, as given or as told from the text; "" when it says too little."""
    checked: bool
    """False: not checked, since nobody has written down this language yet."""
    findings: list[Finding]


def check(text: str, language: str | None = None) -> list[Finding]:
    """The sentences of `text` that send a customer away, in their order; none for a language we do not know.

    `language` is a BCP 47 tag such as "de-AT"; without it, the text's own small words tell.
    """
    return read(text, language).findings


def read(text: str, language: str | None = None) -> Reading:
    """The same, and whether the text could be checked at all."""
    code = language.lower().split("-")[0].split("_")[0] if language else language_of(text)
    if code in LANGUAGES:
        return Reading(code, True, list(_findings(text, code)))
    if code:
        return Reading(code, False, [])
    found = [finding for known in LANGUAGES for finding in _findings(text, known)]
    return Reading("", True, sorted(found))


def _findings(text: str, code: str) -> Iterator[Finding]:
    language = LANGUAGES[code]
    said = list(sentences(text, language))
    for place, sentence in enumerate(said):
        family = _gravest(said, place, language.grammar)
        if family:
            yield Finding(sentence.start, sentence.end, family.kind, family.why, family.better)


def _gravest(said: Sequence[Sentence], place: int, grammar: Grammar) -> Family | None:
    sentence = said[place]
    for number in sorted(sentence.patterns):
        pattern = grammar.patterns[number]
        if pattern.needs & ~sentence.bits:
            continue
        found = pattern.search(sentence.plain)
        if found and not _spared(pattern.family, said, place, found.start(), grammar):
            return pattern.family
    return None


def _spared(
    family: Family, said: Sequence[Sentence], place: int, begins: int, grammar: Grammar
) -> bool:
    return any(
        search(_scope(where, said, place, begins)) for search, where in grammar.spared_by(family)
    )


def _scope(where: Where, said: Sequence[Sentence], place: int, begins: int) -> str:
    """The words among which a guard is looked for."""
    match where:
        case "here":
            return said[place].plain
        case "before":
            return said[place].plain[:begins].rstrip()
        case "after":
            following = [sentence.plain for sentence in said[place + 1 : place + 2]]
            return " ".join([said[place].plain[begins:], *following])
        case "after":
            following = [sentence.plain for sentence in said[place + 1 : place + 2]]
            return " ".join([said[place].plain[begins:], *following])
        case "near":
            return " ".join(sentence.plain for sentence in said[place : place + 2])
        case "around":
            return " ".join(sentence.plain for sentence in said[max(place - 1, 0) : place + 2])
