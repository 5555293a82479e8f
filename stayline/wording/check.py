"""The check itself: a text in, findings out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from stayline.wording.experience import Experience, Weighed, experience_of
from stayline.wording.finding import Finding
from stayline.wording.grammar import Family, Language
from stayline.wording.languages import LANGUAGES, Spoken, language_of, spoken_in
from stayline.wording.letter import Letter
from stayline.wording.sentences import Sentence, sentences

#: BCP 47's word for a language nobody can tell.
UNDETERMINED = "und"
#: A text of which we know fewer words than this is in another language.
_KNOWN_SHARE_MIN = 0.42
#: A few hundred letters' sentences.
_KNOWN_MAX = 8192


class Reading(NamedTuple):
    """What came of reading a text."""

    language: str
    """The language's code, as given or as told from the text; "" when it may be any we know, "und" when none."""
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
    if language:
        code = language.lower().split("-")[0].split("_")[0]
        checked = code in LANGUAGES
        return Reading(code, checked, list(_findings(text, code)) if checked else [])
    spoken = spoken_in(text)
    if spoken.is_in_other_letters or (spoken.most and spoken.most not in LANGUAGES):
        return Reading(spoken.most or UNDETERMINED, False, [])
    if not spoken.words:
        return Reading("", True, [])
    codes = spoken.known if len(spoken.known) > 1 else [spoken.most]
    if not spoken.is_certain:
        codes = _known_by_their_words(spoken)
    if not codes:
        return Reading(UNDETERMINED, False, [])
    if len(codes) == 1:
        return Reading(codes[0], True, list(_findings(text, codes[0])))
    return Reading(spoken.most, True, _mixed(text, codes))


def get_ready() -> None:
    """Reads and compiles all that is known of every language, so that the first text is read as fast as any other.

    It takes a good half second; without it, each thing is made ready when it is first needed.
    """
    for code in LANGUAGES:
        judge_of(code).get_ready()


def _known_by_their_words(spoken: Spoken) -> list[str]:
    """The languages we know that a text of few small words may be in, by all its words; none where most are strange."""
    shares = {code: judge_of(code).known_share(spoken.words) for code in LANGUAGES}
    most = max(shares.values())
    if most < _KNOWN_SHARE_MIN:
        return []
    if spoken.most and shares[spoken.most] >= _KNOWN_SHARE_MIN:
        return [spoken.most]
    return [code for code, share in shares.items() if share == most]


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


class _Weighed(dict[int, Weighed]):
    """What the words of each sentence add, by its place; weighed when it is first asked for."""

    def __init__(self, said: Sequence[Sentence], experience: Experience) -> None:
        self._said = said
        self._experience = experience

    def __missing__(self, place: int) -> Weighed:
        found = self[place] = self._experience.weighed(self._said[place].plain)
        return found

    def beside(self, place: int) -> float:
        """What the sentences beside one say of it."""
        before = self[place - 1].for_next if place else 0.0
        return before + (self[place + 1].for_previous if place + 1 < len(self._said) else 0.0)


class Judge:
    """A language's patterns and experience, weighed together.

    Whoever types changes one sentence at a time, so what came of each is kept for a while: under a number from
    which nobody can read the words.
    """

    def __init__(self, language: Language, experience: Experience) -> None:
        self.language = language
        self._experience = experience
        self._known: dict[int, Family | None] = {}

    def get_ready(self) -> None:
        """See the function of this name."""
        self.language.grammar.get_ready()
        self._experience.get_ready()

    def known_share(self, words: Sequence[str]) -> float:
        """How many of some lower-case words it has met before, of all."""
        plain = self.language.grammar.plain
        met = [self._experience.has_met(plain[word].split(" ")[0]) for word in words]
        return sum(met) / len(met)

    def judged(self, said: Sequence[Sentence]) -> Iterator[tuple[Sentence, Family]]:
        """The sentences to be told, each with what to say of it."""
        plain = ["", *[sentence.plain for sentence in said], ""]
        letter = Letter(said, self.language.grammar)
        weighed = _Weighed(said, self._experience)
        for place, sentence in enumerate(said):
            key = hash((plain[place], plain[place + 1], plain[place + 2]))
            if key not in self._known:
                self._keep(key, self._judge(letter, place, weighed))
            family = self._known[key]
            if family:
                yield sentence, family

    def _keep(self, key: int, family: Family | None) -> None:
        if len(self._known) >= _KNOWN_MAX:
            self._known.clear()
        self._known[key] = family

    def _judge(self, letter: Letter, place: int, weighed: _Weighed) -> Family | None:
        """What a sentence is; None: nothing to tell.

        Patterns are tried only where they could still decide it, which most sentences of a good reply are far from;
        and what spares, only where it could.
        """
        experience = self._experience
        least = experience.told_from
        likely = weighed[place].itself
        if likely + experience.most < least:
            return None
        likely += min(0.0, weighed.beside(place))
        if likely + experience.most < least:
            return None
        for signal in letter.signals(place):
            likely += experience.signals.get(signal, 0.0)
        if likely + experience.named_most < least:
            return None
        if likely + experience.spared_most >= least:
            return letter.found(place) or self._of_kind(letter.said[place])
        family, is_spared = letter.named(place)
        likely += experience.named(family.kind) if family else 0.0
        likely += experience.spared if is_spared else 0.0
        if likely >= least > likely + experience.helped and letter.helps(place):
            return None
        if likely < least:
            return None
        return family or self._of_kind(letter.said[place])

    def _of_kind(self, sentence: Sentence) -> Family:
        """What to say where no pattern speaks."""
        return self.language.of_kind(self._experience.kind(sentence.plain))
