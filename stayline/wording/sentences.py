"""A text cut into sentences, each in plain form; what it quotes is masked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from stayline.wording.grammar import Language

#: Stands for each letter of somebody else's words; no writing system uses it.
_MASK = "\ue000"

_END = re.compile(r"[.!?…]+(?=[\s)\]\ue000]|$)|\n\s*")
_TOKEN = re.compile(
    r"""
    [^\W\d_]+(?=[\s,;!?]|[.:](?:\s|$)|$)                 # most words; told first, since it is quick
    |(?:https?://|www\.)\S+
    |[\w.+-]+@[\w-]+\.[\w.-]*\w                                        # a mail address
    |\d{1,4}[./-]\d{1,2}[./-]\d{2,4}(?!\d)|\d{1,2}[:.]\d\d(?![\d.])    # a date, a time
    |\+?\d[\d\ /()-]{5,}\d(?!\w)                                       # a telephone number
    |\ue000+
    |[^\W_]+(?:['’`´][^\W_]+)*
    |[.!?…,;:()—–#]|(?<=\s)-(?=\s)
    """,
    re.VERBOSE,
)
_WORD_BEFORE = re.compile(r"[^\W_]+$")

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
_QUOTE_SIGN = re.compile(r"[\"“„«»‚‘'>]")

#: A line shorter than this ends where its writer ended it; a longer one may have been wrapped.
_WRAPPED_LETTERS_MIN = 55
_DAY_DIGITS_MAX = 2
_BETWEEN_SENTENCES = " \t\n\r,;:-–—)("


class Sentence(NamedTuple):
    """A sentence in plain form, and its place in the text."""

    plain: str
    start: int
    end: int
    calls: int
    """What its words call for, as its language's grammar counts it."""


def sentences(text: str, language: Language) -> Iterator[Sentence]:
    """The sentences of a text, in order."""
    masked = _masked(text)
    word = language.grammar.word
    for start, end in _places(masked, language):
        words = [word(token) for token in _TOKEN.findall(masked, start, end)]
        if words:
            calls = 0
            for one in words:
                calls |= one.calls
            yield Sentence(" ".join([one.plain for one in words]), start, end, calls)


def _places(text: str, language: Language) -> Iterator[tuple[int, int]]:
    """Where each sentence starts and ends, without what stands between two."""
    begun = line = 0
    for mark in _END.finditer(text):
        sign, after = mark.group()[0], mark.end()
        if sign == "\n":
            ends = _ends_line(text[line : mark.start()], mark.group())
            line = after
        else:
            ends = sign != "." or not _abbreviates(text, mark.start(), language)
        if ends:
            yield from _trimmed(text, begun, after)
            begun = after
    yield from _trimmed(text, begun, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    said = text[start:end]
    start += len(said) - len(said.lstrip(_BETWEEN_SENTENCES))
    end -= len(said) - len(said.rstrip())
    if start < end:
        yield start, end


def _ends_line(line: str, gap: str) -> bool:
    """Whether a sentence ends with this line: a blank one follows, it is short, or it is quoted."""
    return gap.count("\n") > 1 or len(line) < _WRAPPED_LETTERS_MIN or line.startswith(_MASK)


def _abbreviates(text: str, stop: int, language: Language) -> bool:
    """Whether the full stop belongs to the word before it: "approx.", "z. B.", "12. Mai"."""
    if stop + 1 == len(text):
        return False
    found = _WORD_BEFORE.search(text, max(0, stop - 12), stop)
    before = found.group().lower() if found else ""
    return before in language.abbreviations or (before.isdigit() and len(before) <= _DAY_DIGITS_MAX)


def _masked(text: str) -> str:
    """The text, of the same length, with what it quotes as one long word that no pattern knows."""
    return _QUOTES.sub(_mask, text) if _QUOTE_SIGN.search(text) else text


def _mask(quote: re.Match[str]) -> str:
    said = quote.group()
    if " " not in said.strip(_QUOTE_SIGNS) and not said.lstrip().startswith(">"):
        return " " + said[1:-1] + " "  # one word: its name, or raised eyebrows
    return _MASK * len(said)
