"""A text cut into sentences, each in plain form; what it quotes is masked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from stayline.wording.grammar import Grammar, Language, Word

#: Stands for each letter of somebody else's words; no writing system uses it.
_MASK = "\ue000"

_TOKEN = re.compile(
    r"""
    (?P<url>(?:https?://|www\.)\S+)
    |(?P<mail>[\w.+-]+@[\w-]+\.[\w.-]*\w)
    |(?P<date>\d{1,4}[./-]\d{1,2}[./-]\d{2,4}(?!\d)|\d{1,2}[:.]\d\d(?![\d.]))
    |(?P<phone>\+?\d[\d\ /()-]{5,}\d(?!\w))
    |(?P<quoted>\ue000+)
    |(?P<word>[^\W_]+(?:['’`´][^\W_]+)*)
    |(?P<end>[.!?…])[.!?…]*
    |(?P<line>\n\s*)
    |(?P<pause>[,;:()—–#]|(?<=\s)-(?=\s))
    """,
    re.VERBOSE,
)

_QUOTES = re.compile(
    r"""
    ^[ \t]*>.*$                                   # a line quoted in a mail
    |"[^"\n]{1,400}" | “[^“”\n]{1,400}[”“] | „[^„“”"\n]{1,400}[“”"]
    |«[^«»\n]{1,400}» | »[^«»\n]{1,400}« | ‚[^‚‘\n]{1,400}‘ | ‘[^‘\n]{1,400}?’(?!\w)
    |(?<!\w)'(?:[^'\n]|(?<=\w)'(?=\w)){1,400}'(?!\w)
    """,
    re.VERBOSE | re.MULTILINE,
)
_QUOTE_SIGNS = "\"“”„«»‚‘'’> \t"

#: A line shorter than this ends where its writer ended it; a longer one may have been wrapped.
_WRAPPED_LETTERS_MIN = 55


_AS_WRITTEN = frozenset(("word", "end", "pause"))
_DAY_DIGITS_MAX = 2


class Sentence(NamedTuple):
    """A sentence in plain form, and its place in the text."""

    plain: str
    start: int
    end: int
    bits: int
    """The words it has, as its language's grammar counts them."""
    patterns: frozenset[int]
    """The numbers of the patterns that its words call for."""


def sentences(text: str, language: Language) -> Iterator[Sentence]:
    """The sentences of a text, in order."""
    grammar = language.grammar
    words: list[Word] = []
    start = end = line_start = 0
    for found in _TOKEN.finditer(_masked(text)):
        kind = found.lastgroup
        if kind == "line":
            ends = _ends_line(text[line_start : found.start()], found.group())
            line_start = found.end()
        else:
            word = grammar.word(found[kind] if kind in _AS_WRITTEN else f"#{kind}")
            if not words:
                if kind == "pause":
                    continue
                start = found.start()
            end = found.end()
            ends = kind == "end" and not _abbreviates(text, words, end, language)
            words.append(word)
        if ends and words:
            yield _sentence(words, start, end, grammar)
            words = []
    if words:
        yield _sentence(words, start, end, grammar)


def _sentence(words: Sequence[Word], start: int, end: int, grammar: Grammar) -> Sentence:
    bits, patterns = 0, grammar.always
    for word in words:
        bits |= word.bits
        if word.patterns:
            patterns |= word.patterns
    return Sentence(" ".join([word.plain for word in words]), start, end, bits, patterns)


def _ends_line(line: str, gap: str) -> bool:
    """Whether a sentence ends with this line: a blank one follows, it is short, or it is quoted."""
    return gap.count("\n") > 1 or len(line) < _WRAPPED_LETTERS_MIN or line.startswith(">")


def _abbreviates(text: str, words: Sequence[Word], end: int, language: Language) -> bool:
    """Whether the full stop before `end` belongs to the last of the words."""
    follows = text[end : end + 1]
    if text[end - 1] != "." or not words or not follows:
        return False
    before = words[-1].plain
    return (
        not follows.isspace()
        or before in language.abbreviations
        or (before.isdigit() and len(before) <= _DAY_DIGITS_MAX)
    )


def _masked(text: str) -> str:
    """The text, of the same length, with what it quotes as one long word that no pattern knows."""
    return _QUOTES.sub(_mask, text)


def _mask(quote: re.Match[str]) -> str:
    said = quote.group()
    if " " not in said.strip(_QUOTE_SIGNS) and not said.lstrip().startswith(">"):
        return " " + said[1:-1] + " "  # one word: its name, or raised eyebrows
    return _MASK * len(said)
