"""What the patterns say of the sentences of a letter."""

from __future__ import annotations

from collections.abc import Sequence

from stayline.wording.grammar import Family, Grammar, Spares
from stayline.wording.sentences import Sentence


class Scope:
    """Sentences among which patterns are looked for together, and which were heard: families share guards."""

    __slots__ = ("_framed", "_grammar", "_said", "_silent", "_spoke", "fitting")

    def __init__(self, said: Sequence[Sentence], grammar: Grammar) -> None:
        self._said = said
        self._grammar = grammar
        self._framed = ""
        self._silent = self._spoke = calls = 0
        for sentence in said:
            calls |= sentence.calls
        #: The patterns that have all the words they need, as bits.
        self.fitting = grammar.fitting(calls)

    @property
    def framed(self) -> str:
        """Their words, with a space at either end."""
        if not self._framed:
            self._framed = f" {' '.join([sentence.plain for sentence in self._said])} "
        return self._framed

    def speaks(self, bits: int) -> bool:
        """Whether one of these patterns matches."""
        tried = bits & self.fitting
        if not tried:
            return False
        tried &= ~self._silent
        if not tried or tried & self._spoke:
            return tried > 0
        spoke = self._grammar.first(tried, self.framed)
        self._spoke |= spoke
        self._silent |= 0 if spoke else tried
        return spoke > 0

    def speaks_before(self, bits: int, begins: int) -> bool:
        """Whether one matches before a place in `framed`."""
        tried = bits & self.fitting
        return tried > 0 and self._grammar.first(tried, self.framed[:begins] + " ") > 0

    def speaks_after(self, bits: int, begins: int) -> bool:
        """Whether one matches from a place in `framed` on."""
        tried = bits & self.fitting
        return tried > 0 and self._grammar.first(tried, self.framed[begins:]) > 0


class _Scopes:
    """One scope for each sentence, made when it is first looked at."""

    def __init__(self, said: Sequence[Sentence], grammar: Grammar, first: int, end: int) -> None:
        self._said = said
        self._grammar = grammar
        self._first = first
        self._end = end
        self._made: list[Scope | None] = [None] * len(said)

    def at(self, place: int) -> Scope:
        made = self._made[place]
        if made is None:
            said = self._said[max(0, place + self._first) : place + self._end]
            made = self._made[place] = Scope(said, self._grammar)
        return made


class Letter:
    """Sentences in their order, and a language's patterns to try on them."""

    def __init__(self, said: Sequence[Sentence], grammar: Grammar) -> None:
        self.said = said
        self._grammar = grammar
        self._here = _Scopes(said, grammar, 0, 1).at
        self._near = _Scopes(said, grammar, 0, 2).at
        self._around = _Scopes(said, grammar, -1, 2).at

    def signals(self, place: int) -> list[str]:
        """Which of the language's signals a sentence gives."""
        here, signals = self._here(place), self._grammar.signals
        tried = signals.any & here.fitting
        if not tried:
            return []
        return [name for name, bits in signals.named.items() if bits & tried and here.speaks(bits)]

    def helps(self, place: int) -> bool:
        """Whether a sentence, or one beside it, offers help."""
        ends = len(self.said[place].plain) + 1
        return self._is_spared(self._grammar.plain_help, place, ends)

    def found(self, place: int) -> Family | None:
        """The gravest family that finds a sentence, whatever would spare it."""
        grammar, here = self._grammar, self._here(place)
        first = grammar.first(grammar.patterns & here.fitting, here.framed)
        return grammar.family(first.bit_length() - 1) if first else None

    def named(self, place: int) -> tuple[Family | None, bool]:
        """The gravest family that finds a sentence and is not spared; and whether one was."""
        grammar, here = self._grammar, self._here(place)
        is_spared = False
        for pattern, found in grammar.found(grammar.patterns & here.fitting, here.framed):
            family = grammar.family(pattern)
            if not self._is_spared(grammar.spared_by(family), place, found.start()):
                return family, is_spared
            is_spared = True
        return None, is_spared

    def _is_spared(self, spares: Spares, place: int, begins: int) -> bool:
        here, near = self._here(place), self._near(place)
        return (
            here.speaks(spares.here)
            or here.speaks_before(spares.before, begins)
            or near.speaks_after(spares.after, begins)
            or near.speaks(spares.near)
            or (spares.around > 0 and self._around(place).speaks(spares.around))
        )
