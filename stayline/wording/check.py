"""The check itself: a text in, findings out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from stayline.wording.experience import Experience, Weighed, experience_of
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
        weigh = cache(lambda place: self._experience.weighed(said[place].plain))
        for place, sentence in enumerate(said):
            key = hash(tuple(plain[place : place + 3]))
            if key not in self._known:
                self._keep(key, self._judge(said, place, weigh))
            family = self._known[key]
            if family:
                yield sentence, family

    def _keep(self, key: int, family: Family | None) -> None:
        if len(self._known) >= _KNOWN_MAX:
            self._known.clear()
        self._known[key] = family

    def _judge(
        self, said: Sequence[Sentence], place: int, weigh: Callable[[int], Weighed]
    ) -> Family | None:
        """What a sentence is; None: nothing to tell.

        Patterns are tried only where they could still decide it, which most sentences of a good reply are far from.
        """
        experience, language = self._experience, self.language
        least = experience.told_from
        likely = weigh(place).itself
        if likely + experience.most < least:
            return None
        likely += min(0.0, _beside(len(said), place, weigh))
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


def _beside(sentences: int, place: int, weigh: Callable[[int], Weighed]) -> float:
    """What the sentences beside one say; they can speak for it, and never against it."""
    beside = 0.0
    if place:
        beside += weigh(place - 1).for_next
    if place + 1 < sentences:
        beside += weigh(place + 1).for_previous
    return beside


def signals(sentence: Sentence, language: Language) -> Iterator[str]:
    """Which of the language's signals a sentence gives."""
    grammar = language.grammar
    fitting = grammar.fitting(sentence.calls)
    for name, signal in grammar.signals.items():
        tried = signal & fitting
        if tried and grammar.speaks(tried, sentence.plain):
            yield name


def helps(said: Sequence[Sentence], place: int, language: Language) -> bool:
    """Whether a sentence, or one beside it, offers help."""
    grammar = language.grammar
    return _any_speaks(grammar.plain_help, said, place, len(said[place].plain), grammar)


def named_by_a_pattern(
    said: Sequence[Sentence], place: int, language: Language
) -> tuple[Family | None, bool]:
    """The gravest family that finds the sentence and is not spared; and whether one was."""
    sentence, grammar = said[place], language.grammar
    is_spared = False
    tried = grammar.patterns & grammar.fitting(sentence.calls)
    for pattern, found in grammar.found(tried, sentence.plain):
        family = grammar.family(pattern)
        if not _any_speaks(grammar.spared_by(family), said, place, found.start(), grammar):
            return family, is_spared
        is_spared = True
    return None, is_spared


def _any_speaks(
    spares: Sequence[Spare], said: Sequence[Sentence], place: int, begins: int, grammar: Grammar
) -> bool:
    heard = said[place].heard
    fitting = _fitting(said, place, grammar)
    for spare in spares:
        tried = spare.tried & fitting[spare.where]
        if not tried:
            continue
        key = (tried, begins if spare.where in _FROM_WHAT_WAS_FOUND else -1)
        if key not in heard:
            heard[key] = grammar.speaks(tried, _scope(spare.where, said, place, begins))
        if heard[key]:
            return True
    return False


def _fitting(said: Sequence[Sentence], place: int, grammar: Grammar) -> dict[Where, int]:
    """The patterns that have all they need, as bits, in each scope."""
    here = said[place].calls
    near = here | said[place + 1].calls if place + 1 < len(said) else here
    around = near | said[place - 1].calls if place else near
    here, near, around = map(grammar.fitting, (here, near, around))
    return {"here": here, "before": here, "after": near, "near": near, "around": around}


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
