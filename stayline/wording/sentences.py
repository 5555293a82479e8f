"""A text cut into sentences, each in plain form; what it quotes is masked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_

from stayline.wording.grammar import Language, Word

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


class Sentence:
    """A sentence in plain form, and its place in the text."""

    __slots__ = ("_calls", "_words", "end", "heard", "plain", "start")

    def __init__(self, words: Sequence[Word], start: int, end: int) -> None:
        self._words = words
        self._calls: int | None = None
        self.plain = " ".join([word.plain for word in words])
        #: Which guards were looked for here, and whether they spoke: families share them.
        self.heard: dict[tuple[int, int], bool] = {}
        self.start = start
        self.end = end

    @property
    def calls(self) -> int:
        """What its words call for, as its language's grammar counts it; most sentences are never asked."""
        if self._calls is None:
            self._calls = reduce(or_, [word.calls for word in self._words], 0)
        return self._calls


def sentences(text: str, language: Language) -> Iterator[Sentence]:
    """The sentences of a text, in order."""
    seen, places = _seen(text)
    masked = _masked(_untagged(seen))
    word = language.grammar.word
    for start, end in _places(masked, language):
        words = [word(token) for token in _TOKEN.findall(masked, start, end)]
        if words and places:
            yield Sentence(words, places[start], places[end - 1] + 1)
        elif words:
            yield Sentence(words, start, end)


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
    said = text[start:end]
    start += len(said) - len(said.lstrip(_BETWEEN_SENTENCES))
    end -= len(said) - len(said.rstrip())
    if start < end:
        yield start, end


def _ends_line(line: str, gap: str, following: str) -> bool:
    """Whether a sentence ends with this line: a blank one follows, it is short, or it is quoted."""
    if following.islower() and line[-1:].isalpha() and gap.count("\n") == 1:
        return False
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
