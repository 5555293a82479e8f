"""A text cut into sentences, each in plain form; what it quotes is masked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_

from stayline.wording.grammar import Grammar, Language

#: Stands for each letter of somebody else's words; no writing system uses it.
_MASK = "\ue000"

_END = re.compile(r"[.!?…]+(?=[\s)\]\ue000]|$)|\n\s*")
_TOKEN = re.compile(
    r"""
    [A-Za-zÄÖÜäöüß]+(?=[ ,;!?\n]|[.:](?:\s|$)|$)        # most words; told first, since it is quick
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
#: Soft hyphens, joiners, direction marks: they split a word for a program and not for a reader.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_TAG = re.compile(
    r"(?P<inline></?(?:a|b|i|u|em|strong|span|small|font|mark)\b[^<>]*>|&nbsp;)|</?[a-z][^<>]*>",
    re.IGNORECASE,
)
#: Where none of these is, nothing is said.
_SAID = re.compile(r"[^\W_]|\ue000")
_WORD_BEFORE = re.compile(r"[^\W_]+$")

#: A line quoted in a mail.
_QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
#: Each begins with a sign of its own, which makes them quick to look for.
_QUOTES = re.compile(
    r"""
    "[^"\n]{1,400}" | “[^“”\n]{1,400}[”“] | „[^„“”"\n]{1,400}[“”"]
    |«[^«»\n]{1,400}» | »[^«»\n]{1,400}« | ‚[^‚‘\n]{1,400}‘ | ‘[^‘\n]{1,400}?’(?!\w)
    |'(?<!\w')(?:[^'\n]|(?<=\w)'(?=\w)){1,400}'(?!\w)
    """,
    re.VERBOSE,
)
_QUOTE_SIGNS = "\"“”„«»‚‘'’> \t"

#: A line shorter than this ends where its writer ended it; a longer one may have been wrapped.
_WRAPPED_LETTERS_MIN = 55
_DAY_DIGITS_MAX = 2
#: A word as long as this, or longer, is no abbreviation.
_ABBREVIATION_LETTERS_MAX = 7
_BETWEEN_SENTENCES = frozenset(" \t\n\r,;:-–—)(")


class Sentence:
    """A sentence in plain form, and its place in the text."""

    __slots__ = ("_calls", "_grammar", "_written", "end", "plain", "start")

    def __init__(self, written: Sequence[str], start: int, end: int, grammar: Grammar) -> None:
        self._written = written
        self._grammar = grammar
        self._calls: int | None = None
        self.plain = " ".join(map(grammar.plain.__getitem__, written))
        self.start = start
        self.end = end

    @property
    def calls(self) -> int:
        """What its words call for, as its language's grammar counts it; most sentences are never asked."""
        if self._calls is None:
            self._calls = reduce(or_, map(self._grammar.calls.__getitem__, self._written))
        return self._calls


def sentences(text: str, language: Language) -> Iterator[Sentence]:
    """The sentences of a text, in order."""
    seen, places = _seen(text)
    masked = _masked(_untagged(seen))
    grammar = language.grammar
    for start, end in _places(masked, language):
        if not _SAID.search(masked, start, end):
            continue
        written = _TOKEN.findall(masked, start, end)
        if written and places:
            yield Sentence(written, places[start], places[end - 1] + 1, grammar)
        elif written:
            yield Sentence(written, start, end, grammar)


def _seen(text: str) -> tuple[str, list[int]]:
    """The text without what nobody sees; and where its characters stood, if that differs."""
    if not _UNSEEN.search(text):
        return text, []
    places = [place for place, sign in enumerate(text) if not _UNSEEN.match(sign)]
    return _UNSEEN.sub("", text), places


def _untagged(text: str) -> str:
    """The text, of the same length, with HTML's tags as blanks or, where they part paragraphs, as line ends."""
    return _TAG.sub(_blank, text) if "<" in text or "&" in text else text


def _blank(tag: re.Match[str]) -> str:
    return (" " if tag["inline"] else "\n") * len(tag.group())


def _places(text: str, language: Language) -> Iterator[tuple[int, int]]:
    """Where each sentence starts and ends, without what stands between two."""
    begun = line = 0
    for mark in _END.finditer(text):
        sign, after = mark.group()[0], mark.end()
        if sign == "\n":
            ends = _ends_line(text[line : mark.start()], mark.group(), text[after : after + 1])
            line = after
        else:
            ends = sign != "." or not _abbreviates(text, mark.start(), language)
        if ends:
            yield from _trimmed(text, begun, after)
            begun = after
    yield from _trimmed(text, begun, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start] in _BETWEEN_SENTENCES:
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _ends_line(line: str, gap: str, following: str) -> bool:
    """Whether a sentence ends with this line: a blank one follows, it is short, or it is quoted."""
    if following.islower() and line[-1:].isalpha() and gap.count("\n") == 1:
        return False
    return gap.count("\n") > 1 or len(line) < _WRAPPED_LETTERS_MIN or line.startswith(_MASK)


def _abbreviates(text: str, stop: int, language: Language) -> bool:
    """Whether the full stop belongs to the word before it: "approx.", "z. B.", "12. Mai"."""
    said = text[max(0, stop - _ABBREVIATION_LETTERS_MAX) : stop]
    if (len(said) == _ABBREVIATION_LETTERS_MAX and said.isalpha()) or stop + 1 == len(text):
        return False
    found = _WORD_BEFORE.search(said)
    before = found.group().lower() if found else ""
    return before in language.abbreviations or (before.isdigit() and len(before) <= _DAY_DIGITS_MAX)


def _masked(text: str) -> str:
    """The text, of the same length, with what it quotes as one long word that no pattern knows."""
    if ">" in text:
        text = _QUOTED_LINE.sub(_mask, text)
    return _QUOTES.sub(_mask, text)


def _mask(quote: re.Match[str]) -> str:
    said = quote.group()
    if " " not in said.strip(_QUOTE_SIGNS) and not said.lstrip().startswith(">"):
        return " " + said[1:-1] + " "  # one word: its name, or raised eyebrows
    return _MASK * len(said)
