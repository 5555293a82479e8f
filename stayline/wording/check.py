"""The check itself: a text in, findings out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, reduce
from operator import or_
from typing import NamedTuple

from stayline.wording.experience import Experience, experience_of
from stayline.wording.finding import Finding
from stayline.wording.grammar import Family, Grammar, Language, Spare, Where
from stayline.wording.languages import LANGUAGES, language_of, languages_in
from stayline.wording.sentences import Sentence, sentences

#: A few hundred letters' sentences.
_KNOWN_MAX = 8192
_FROM_WHAT_WAS_FOUND = ("before", "after")


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
    if code and code not in LANGUAGES:
        return Reading(code, False, [])
    if language:
        return Reading(code, True, list(_findings(text, code)))
    spoken = languages_in(text)
    if code and len(spoken) < 2:
        return Reading(code, True, list(_findings(text, code)))
    return Reading(code, True, _mixed(text, spoken or list(LANGUAGES)))


def _mixed(text: str, spoken: Sequence[str]) -> list[Finding]:
    """Each sentence in its own language; one whose language cannot be told in each, and told once."""
    found: dict[int, Finding] = {}
    for code in spoken:
        for finding in _findings(text, code):
            if language_of(text[finding.start : finding.end]) in (code, ""):
                found.setdefault(finding.start, finding)
    return sorted(found.values())


def _findings(text: str, code: str) -> Iterator[Finding]:
    judge = judge_of(code)
    for sentence, family in judge.judged(list(sentences(text, judge.language))):
        yield Finding(sentence.start, sentence.end, family.kind, family.why, family.better)


@cache
def judge_of(code: str) -> Judge:
    """The judge for a language."""
    return Judge(LANGUAGES[code], experience_of(code))


class Judge:
    """A language's patterns and experience, weighed together.

    Whoever types changes one sentence at a time, so what came of each is kept for a while: under a number from
    which nobody can read the words.
    """

    def __init__(self, language: Language, experience: Experience) -> None:
        self.language = language
        self._experience = experience
        self._known: dict[int, Family | None] = {}

    def judged(self, said: Sequence[Sentence]) -> Iterator[tuple[Sentence, Family]]:
        """The sentences to be told, each with what to say of it."""
        plain = ["", *[sentence.plain for sentence in said], ""]
        for place, sentence in enumerate(said):
            key = hash(tuple(plain[place : place + 3]))
            if key not in self._known:
                self._keep(key, self._judge(said, place))
            family = self._known[key]
            if family:
                yield sentence, family

    def _keep(self, key: int, family: Family | None) -> None:
        if len(self._known) >= _KNOWN_MAX:
            self._known.clear()
        self._known[key] = family

    def _judge(self, said: Sequence[Sentence], place: int) -> Family | None:
        """What a sentence is; None: nothing to tell.

        Patterns are tried only where they could still decide it, which most sentences of a good reply are far from.
        """
        experience, language = self._experience, self.language
        least = experience.told_from
        likely = experience.itself(said[place].plain)
        if likely + experience.most < least:
            return None
        likely += min(0.0, self._beside(said, place))
        if likely + experience.most < least:
            return None
        likely += sum(experience.signals.get(one, 0.0) for one in signals(said[place], language))
        if likely + experience.named_most < least:
            return None
        family, is_spared = named_by_a_pattern(said, place, language)
        likely += experience.named(family.kind) if family else 0.0
        likely += experience.spared if is_spared else 0.0
        if likely >= least > likely + experience.helped and helps(said, place, language):
            return None
        if likely < least:
            return None
        return family or language.of_kind(experience.kind(said[place].plain))

    def _beside(self, said: Sequence[Sentence], place: int) -> float:
        """What the sentences beside one say; they can speak for it, and never against it."""
        beside = 0.0
        if place:
            beside += self._experience.for_next(said[place - 1].plain)
        if place + 1 < len(said):
            beside += self._experience.for_previous(said[place + 1].plain)
        return beside


def signals(sentence: Sentence, language: Language) -> Iterator[str]:
    """Which of the language's signals a sentence gives."""
    for name, signal in language.grammar.signals.items():
        if _may_match(signal, sentence.calls) and signal.search(sentence.plain):
            yield name


def helps(said: Sequence[Sentence], place: int, language: Language) -> bool:
    """Whether a sentence, or one beside it, offers help."""
    return _any_speaks(language.grammar.plain_help, said, place, len(said[place].plain))


def named_by_a_pattern(
    said: Sequence[Sentence], place: int, language: Language
) -> tuple[Family | None, bool]:
    """The gravest family that finds the sentence and is not spared; and whether one was."""
    sentence, grammar = said[place], language.grammar
    is_spared = False
    for pattern in grammar.tried(sentence.calls):
        found = pattern.search(sentence.plain)
        if found:
            if not _spared(pattern.family, said, place, found.start(), grammar):
                return pattern.family, is_spared
            is_spared = True
    return None, is_spared


def _spared(
    family: Family, said: Sequence[Sentence], place: int, begins: int, grammar: Grammar
) -> bool:
    return _any_speaks(grammar.spared_by(family), said, place, begins)


def _any_speaks(spares: Sequence[Spare], said: Sequence[Sentence], place: int, begins: int) -> bool:
    calls = reduce(or_, [sentence.calls for sentence in said[max(place - 1, 0) : place + 2]])
    heard = said[place].heard
    for spare in spares:
        if not _may_match(spare, calls):
            continue
        key = (id(spare.search), begins if spare.where in _FROM_WHAT_WAS_FOUND else -1)
        if key not in heard:
            heard[key] = bool(spare.search(_scope(spare.where, said, place, begins)))
        if heard[key]:
            return True
    return False


def _may_match(spare: Spare, calls: int) -> bool:
    """Whether the words are there that it cannot do without."""
    return not spare.needs_any or bool(spare.needs_any & calls)


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
