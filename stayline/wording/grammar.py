"""How a language file is written, and what becomes of it.

A pattern is a regular expression over a sentence in plain form: lower-case words and punctuation, one space
between any two. Three things are added to it:

- `<name>` stands for one of the language's `parts`;
- `~3 ` stands for up to three words, none of them punctuation;
- `( … )` groups and never captures; what stands in it begins and ends with whole words.

Families, guards and signals are taken apart into their alternatives, and each is tried only on sentences that have
the words it cannot do without. These are read off the pattern itself (`needs.py`), so nobody has to keep a second list,
and a page of text costs little. An alternative is compiled when it is first tried; many never are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import or_
from typing import Literal, NamedTuple

from stayline.wording.finding import Kind
from stayline.wording.needs import Index, choices
from stayline.wording.words import Kept, repairing

Search = Callable[[str], re.Match[str] | None]
Where = Literal["here", "before", "after", "near", "around"]

_APOSTROPHES = str.maketrans("’´`", "'''")
_PART = re.compile(r"<(\w+)>")
_NOT_WORDS = {
    "#quoted": re.compile("\ue000"),
    "#url": re.compile(r"https?://|www\."),
    "#mail": re.compile(r".+@"),
    "#date": re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}[:.]\d\d"),
    "#phone": re.compile(r"\+?\d[\d /()-]{5,}\d"),
}
_GAP = re.compile(r"~(\d) ")
_GROUP = re.compile(r"(?<!\\)\((?!\?)")


def words(listed: str) -> tuple[str, ...]:
    """The words of a list as a person writes it, with spaces between."""
    return tuple(listed.split())


@dataclass(frozen=True)
class Guard:
    """What spares a finding, and where it has to stand.

    `here`: in the sentence itself; `before`: in the sentence, before what was found; `after`: in the rest of
    the sentence, from what was found, or in the next; `near`: in it or the next; `around`: also in the one before.
    """

    pattern: str
    where: Where = "here"


@dataclass(frozen=True)
class Family:
    """Several ways of saying one thing: what they are, what spares them, and what to write instead."""

    kind: Kind
    why: str
    better: str
    patterns: Sequence[str]
    unless: str = ""
    """A pattern: where it stands in the same sentence, this is something else."""
    spared_by: Sequence[str] = ()
    """Names of the language's guards."""


@dataclass(frozen=True)
class Language:
    """All that the check knows about a language. Every language file makes one, in the same order."""

    code: str
    function_words: frozenset[str]
    """Small words that tell this language from others."""
    plain: Callable[[str], str]
    """A lower-case word as its plain form, of one word or several."""
    keywords: Sequence[str]
    """Long words that the patterns need, to repair slips of the keyboard."""
    abbreviations: frozenset[str]
    """Words after which a full stop ends no sentence."""
    parts: Mapping[str, str]
    guards: Mapping[str, Guard]
    families: Sequence[Family]
    signals: Mapping[str, str]
    """Patterns that prove nothing alone and are weighed with the rest: a promise, a relief, a fault of ours."""
    cold: Family
    """What to say where no pattern speaks and experience does; it has no patterns."""
    fold: Mapping[str, str] = field(default_factory=dict)
    """Letters that people also write otherwise, and how the plain form has them, here and in every pattern."""

    @cached_property
    def grammar(self) -> Grammar:
        return Grammar(self)

    def of_kind(self, kind: Kind) -> Family:
        """What to say of a sentence that experience alone finds to be of this kind."""
        return next((family for family in self.families if family.kind is kind), self.cold)


class Spares(NamedTuple):
    """What spares a finding: for each place to look, the patterns to look for, as bits."""

    here: int = 0
    before: int = 0
    after: int = 0
    near: int = 0
    around: int = 0


class Signals(NamedTuple):
    """A language's signals, each as bits for its alternatives; and all of them."""

    named: Mapping[str, int]
    any: int


class _Compiled(dict[int, Search]):
    """The patterns by their places, each compiled when it is first asked for.

    A pattern is looked for in a sentence with a space at either end, so every word of it stands between two.
    """

    def __init__(self, sources: Sequence[str]) -> None:
        self._sources = sources

    def __missing__(self, place: int) -> Search:
        search = self[place] = re.compile(regex_of(self._sources[place])).search
        return search


def regex_of(source: str) -> str:
    """A pattern as a regular expression for a sentence with a space at either end."""
    source = _GAP.sub(r"(?:[^ ,;:.?!]+ ){0,\1}?", source)
    source = _GROUP.sub("(?:", source).replace("$", " ?$")
    begins = "^" if source.startswith("^") else ""
    return f"{begins} (?:{source.removeprefix('^')})(?:(?<= )|(?= ))"


def _joined(spares: Iterable[Spares]) -> Spares:
    return Spares(*[reduce(or_, tried, 0) for tried in zip(*spares, strict=True)])


class Grammar:
    """A language, ready to be tried."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._fold = {ord(letter): plain for letter, plain in language.fold.items()}
        self._repair = repairing(self.folded(word) for word in language.keywords)
        #: A word in plain form, by how it is written.
        self.plain = Kept(self._plain)
        #: What it calls for: bits for the patterns that need it.
        self.calls = Kept(self._calls)
        gravest_last = self._choices_of(language.families)[::-1]
        self._families = [family for _, family in gravest_last]
        self.sources = [choice for choice, _ in gravest_last]
        self.patterns = (1 << len(self.sources)) - 1
        self._guards = {
            name: Spares(**{guard.where: self._listed(guard.pattern)})
            for name, guard in language.guards.items()
        }
        self._spared_by = {id(family): self._spares_of(family) for family in language.families}
        self.plain_help = _joined(self._guards[name] for name in language.cold.spared_by)
        signals = {name: self._listed(signal) for name, signal in language.signals.items()}
        self.signals = Signals(signals, reduce(or_, signals.values(), 0))
        self._index = Index(language.function_words, self.sources)
        self._compiled = _Compiled(self.sources)

    def _choices_of(self, families: Sequence[Family]) -> list[tuple[str, Family]]:
        """The alternatives of their patterns, the gravest first."""
        kinds = list(Kind)
        return [
            (choice, family)
            for family in sorted(families, key=lambda family: kinds.index(family.kind))
            for source in family.patterns
            for choice in choices(self._expanded(source))
        ]

    def _listed(self, source: str) -> int:
        """Lists a source's alternatives as patterns; gives them as bits."""
        first = len(self.sources)
        self.sources += choices(self._expanded(source))
        return (1 << len(self.sources)) - (1 << first)

    def _spares_of(self, family: Family) -> Spares:
        unless = [Spares(here=self._listed(family.unless))] if family.unless else []
        return _joined(unless + [self._guards[name] for name in family.spared_by])

    def spared_by(self, family: Family) -> Spares:
        """What spares a finding of this family."""
        return self._spared_by[id(family)]

    def family(self, pattern: int) -> Family:
        """Whose pattern it is."""
        return self._families[pattern]

    def folded(self, source: str) -> str:
        return source.translate(self._fold)

    def _calls(self, written: str) -> int:
        return reduce(or_, map(self._index.look_up, self.plain[written].split(" ")))

    def _plain(self, written: str) -> str:
        lower = self.folded(written.lower().translate(_APOSTROPHES))
        for kind, shape in _NOT_WORDS.items():
            if shape.match(lower):
                return kind
        plain = self._language.plain(lower)
        return plain if self._index.knows(plain) else self._repair(plain)

    def fitting(self, calls: int) -> int:
        """The patterns that have all the words they need, as bits, where words with these calls stand."""
        return self._index.fitting(calls)

    def found(self, tried: int, framed: str) -> Iterator[tuple[int, re.Match[str]]]:
        """Of the patterns in `tried` those that match, the last first; `framed` has a space at either end."""
        compiled = self._compiled
        while tried:
            pattern = tried.bit_length() - 1
            tried ^= 1 << pattern
            match = compiled[pattern](framed)
            if match:
                yield pattern, match

    def first(self, tried: int, framed: str) -> int:
        """The first of the patterns in `tried` that matches, as a bit; 0: none."""
        compiled = self._compiled
        while tried:
            pattern = tried.bit_length() - 1
            bit = 1 << pattern
            if compiled[pattern](framed):
                return bit
            tried ^= bit
        return 0

    def get_ready(self) -> None:
        """Compiles every pattern, so that the first text is read as fast as any other."""
        for place in range(len(self.sources)):
            self._compiled[place]

    def _expanded(self, source: str) -> str:
        while _PART.search(source):
            source = _PART.sub(lambda part: f"({self._language.parts[part[1]]})", source)
        return self.folded(source)
