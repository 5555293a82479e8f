"""How a language file is written, and what becomes of it.

A pattern is a regular expression over a sentence in plain form: lower-case words and punctuation, one space
between any two. Three things are added to it:

- `<name>` stands for one of the language's `parts`;
- `~3 ` stands for up to three words, none of them punctuation;
- `( … )` groups and never captures.

A family is tried only on sentences that have the words its pattern cannot do without. These are read off
the pattern itself (`needs.py`), so nobody has to keep a second list, and a page of text costs little.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from stayline.wording.finding import Kind
from stayline.wording.needs import Index, choices
from stayline.wording.words import repairing

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


class Word(NamedTuple):
    """A word in plain form."""

    plain: str
    calls: int
    """What it calls for: a bit for each pattern to be tried, and one for each set of words that it is in."""


@dataclass(frozen=True)
class Pattern:
    """One compiled pattern."""

    search: Search
    needs: int
    """The words it cannot match without, as bits."""
    family: Family


class Spare(NamedTuple):
    """One compiled guard."""

    search: Search
    needs_any: int
    """It cannot match where no word fills one of these bits; 0 when that is not known."""
    where: Where


class Grammar:
    """A language, compiled."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._fold = {ord(letter): plain for letter, plain in language.fold.items()}
        self._repair = repairing(self.folded(word) for word in language.keywords)
        self.word = lru_cache(maxsize=20_000)(self._word)
        gravest_first = sorted(language.families, key=lambda family: list(Kind).index(family.kind))
        sources = [
            (choice, family)
            for family in gravest_first
            for source in family.patterns
            for choice in choices(self._expanded(source))
        ]
        self._index = Index(language.function_words, len(sources))
        self.patterns = [
            Pattern(self._compiled(source), self._index.add(number, source), family)
            for number, (source, family) in enumerate(sources)
        ]
        self._all = (1 << len(self.patterns)) - 1
        self._spares = {
            name: self._spare(guard.pattern, guard.where) for name, guard in language.guards.items()
        }
        self.signals = {name: self._spare(one, "here") for name, one in language.signals.items()}
        self.plain_help = [self._spares[name] for name in language.cold.spared_by]
        self._spared_by = {id(family): self._spares_of(family) for family in language.families}

    def _spares_of(self, family: Family) -> list[Spare]:
        unless = [self._spare(family.unless, "here")] if family.unless else []
        return unless + [self._spares[name] for name in family.spared_by]

    def _spare(self, source: str, where: Where) -> Spare:
        return Spare(self._compiled(source), self._index.any_of(self._expanded(source)), where)

    def spared_by(self, family: Family) -> Sequence[Spare]:
        """What spares a finding of this family."""
        return self._spared_by[id(family)]

    def folded(self, source: str) -> str:
        return source.translate(self._fold)

    def _word(self, written: str) -> Word:
        plain = self._plain(self.folded(written.lower().translate(_APOSTROPHES)))
        calls = 0
        for word in plain.split(" "):
            calls |= self._index.look_up(word)
        return Word(plain, calls)

    def _plain(self, lower: str) -> str:
        for kind, shape in _NOT_WORDS.items():
            if shape.match(lower):
                return kind
        plain = self._language.plain(lower)
        return plain if self._index.knows(plain) else self._repair(plain)

    def tried(self, calls: int) -> Iterator[Pattern]:
        """The patterns that words with these calls can match, the gravest first."""
        wanted, missing = calls & self._all, ~calls
        while wanted:
            first = wanted & -wanted
            pattern = self.patterns[first.bit_length() - 1]
            if not pattern.needs & missing:
                yield pattern
            wanted ^= first

    def _compiled(self, source: str) -> Search:
        source = _GAP.sub(r"(?:[^ ,;:.?!]+ ){0,\1}?", self._expanded(source))
        return re.compile(rf"(?<!\S)(?:{_GROUP.sub('(?:', source)})(?!\S)").search

    def _expanded(self, source: str) -> str:
        while _PART.search(source):
            source = _PART.sub(lambda part: f"({self._language.parts[part[1]]})", source)
        return self.folded(source)
