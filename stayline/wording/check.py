"""The check itself: a text in, findings out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from stayline.wording.experience import DOUBTFUL, is_sure, likelihood, weights_of
from stayline.wording.finding import Finding
from stayline.wording.grammar import Family, Grammar, Language, Where
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
        family = _judged(said, place, language)
        if family:
            yield Finding(sentence.start, sentence.end, family.kind, family.why, family.better)


def _judged(said: Sequence[Sentence], place: int, language: Language) -> Family | None:
    """What the patterns say of a sentence, unless experience knows better."""
    plain = said[place].plain
    following = said[place + 1].plain if place + 1 < len(said) else ""
    likely = likelihood(plain, following, weights_of(language.code))
    family = _gravest(said, place, language.grammar) if likely > DOUBTFUL else None
    if not family and is_sure(plain, likely) and not _helps(said, place, language.grammar):
        return language.cold
    return family


def _helps(said: Sequence[Sentence], place: int, grammar: Grammar) -> bool:
    return any(
        spare.search(_scope(spare.where, said, place, len(said[place].plain)))
        for spare in grammar.plain_help
    )


def _gravest(said: Sequence[Sentence], place: int, grammar: Grammar) -> Family | None:
    sentence = said[place]
    for pattern in grammar.tried(sentence.calls):
        found = pattern.search(sentence.plain)
        if found and not _spared(pattern.family, said, place, found.start(), grammar):
            return pattern.family
    return None


def _spared(
    family: Family, said: Sequence[Sentence], place: int, begins: int, grammar: Grammar
) -> bool:
    calls = 0
    for sentence in said[max(place - 1, 0) : place + 2]:
        calls |= sentence.calls
    return any(
        spare.search(_scope(spare.where, said, place, begins))
        for spare in grammar.spared_by(family)
        if not spare.needs_any or spare.needs_any & calls
    )


def _scope(where: Where, said: Sequence[Sentence], place: int, begins: int) -> str:
    """The words among which a guard is looked for."""
    here = said[place].plain
    following = said[place + 1].plain if place + 1 < len(said) else ""
    match where:
        case "here":
            return here
        case "before":
            return here[:begins].rstrip()
        case "after":
            return f"{here[begins:]} {following}".rstrip()
        case "near":
            return f"{here} {following}".rstrip()
        case "around":
            before = said[place - 1].plain if place else ""
            return f"{before} {here} {following}".strip()
