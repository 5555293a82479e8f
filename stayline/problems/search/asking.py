"""What somebody typed into search, understood: words, "phrases", fields, ranges, and what not.

    carol "cold since tuesday" is:open owner:me -from:acme before:2026-11-01

Nothing that is typed is an error. What cannot be understood is said kindly, beside what was
found by the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from stayline.problems.search import folding
from stayline.problems.search.moments import Span, span

PARTS = {"subject": "A", "from": "B", "said": "C", "file": "D"}
"""Fields that say where words stand, and the weight they have there."""

CHOICES: dict[str, tuple[str, ...]] = {
    "is": (
        "open", "mine", "ringing", "owned", "proposed", "resting", "quiet", "satisfied", "aside",
        "joined", "late", "unanswered",
    ),
    "has": ("file", "helper", "offer", "question", "twin"),
    "waits": ("us", "customer", "third", "fix"),
    "promise": ("broken", "late", "kept"),
}  # fmt: skip
"""Fields with a few values, and these."""

NAMES = ("owner", "with", "door", "language")
"""Fields whose value is somebody's or something's name."""

MOMENTS = ("before", "after", "opened", "heard", "promise")
"""Fields whose value is a day, or from one day to another."""

FIELDS = tuple(dict.fromkeys((*CHOICES, *NAMES, *PARTS, *MOMENTS)))

IN_GERMAN = {
    "ist": "is", "hat": "has", "wartet": "waits", "zusage": "promise", "mit": "with",
    "eingang": "door", "sprache": "language", "betreff": "subject", "von": "from",
    "gesagt": "said", "datei": "file", "vor": "before", "nach": "after",
    "offen": "open", "meine": "mine", "klingelt": "ringing", "gefragt": "proposed",
    "ruht": "resting", "still": "quiet", "zufrieden": "satisfied", "gelöst": "satisfied",
    "beiseite": "aside", "überfällig": "late", "unbeantwortet": "unanswered",
    "hilfe": "helper", "angebot": "offer", "frage": "question", "zwilling": "twin",
    "uns": "us", "kundschaft": "customer", "dritte": "third", "behebung": "fix",
    "nicht-gehalten": "broken", "gehalten": "kept",
}  # fmt: skip
"""Fields and their values in other words. What is suggested and said is in English."""

MOST = 24
"""How many things one may ask for at once."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words that must stand there, or must not: anywhere, or only in one part (see PARTS)."""

    text: str
    part: str = ""
    is_phrase: bool = False
    is_not: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """A field that must have one of these values, or must not."""

    field: str
    values: Sequence[str] = ()
    spans: Sequence[Span] = ()
    is_not: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """All that was asked, and what is to be said about it."""

    words: Sequence[Words] = ()
    conditions: Sequence[Condition] = ()
    remarks: Sequence[str] = ()

    @property
    def is_nothing(self) -> bool:
        return not self.words and not self.conditions


_PIECE = re.compile(
    r"""(?P<empty>-?[^\W\d_]+:)(?=\s|$)"""
    r"""|(?P<no>-)?(?:(?P<field>[^\W\d_]+):)?"""
    r"""(?:["“„”](?P<phrase>[^"“„”]*)["“”]?|(?P<number>[+0]\d[\d ()/.-]{3,}\d)(?!\w)|(?P<plain>[^\s"“„”]+))"""
)


@dataclass(slots=True)
class _Reading:
    """What was understood so far."""

    now: datetime
    zone: ZoneInfo
    words: list[Words] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def asked(text: str, now: datetime, zone: ZoneInfo) -> Asked:
    """Understand what was typed. Days are those of `zone`, counted from `now`."""
    reading = _Reading(now, zone)
    for place, piece in enumerate(_PIECE.finditer(text)):
        if place == MOST:
            reading.remarks.append(_("That is a lot at once: only the first part was looked for."))
            break
        _read(reading, piece)
    return Asked(reading.words, reading.conditions, list(dict.fromkeys(reading.remarks)))


def _read(reading: _Reading, piece: re.Match[str]) -> None:
    if piece["empty"]:
        return  # somebody is about to type its value
    is_not, name = bool(piece["no"]), (piece["field"] or "").lower()
    name = IN_GERMAN.get(name, name)
    phrase, plain = piece["phrase"], piece["number"] or piece["plain"] or ""
    value = phrase if phrase is not None else plain
    if not name:
        _read_words(reading, value, "", phrase is not None, is_not)
    elif name in PARTS:
        _read_words(reading, value, PARTS[name], phrase is not None, is_not)
    elif name in FIELDS:
        _read_field(reading, name, value, is_not)
    else:
        _read_words(reading, f"{name} {value}", "", phrase is not None, is_not)
        if not value.startswith("//"):
            _guess(reading, name)


def _guess(reading: _Reading, name: str) -> None:
    """A field that does not exist: perhaps a slip, perhaps only a colon."""
    near = get_close_matches(name, FIELDS, 1, 0.7)
    if near:
        said = _("“%(name)s:” is looked for as a word. Did you mean “%(near)s:”?")
        reading.remarks.append(said % {"name": name, "near": near[0]})


def _read_words(reading: _Reading, text: str, part: str, is_phrase: bool, is_not: bool) -> None:
    if folding.words(text):
        reading.words.append(Words(text, part, is_phrase, is_not))


def _read_field(reading: _Reading, name: str, value: str, is_not: bool) -> None:
    values = [one for one in value.split(",") if one.strip()]
    spans: list[Span] = []
    kept: list[str] = []
    for one in values:
        within = span(one, reading.now, reading.zone) if name in MOMENTS else None
        choice = IN_GERMAN.get(one.lower(), one.lower())
        if name in CHOICES and choice in CHOICES[name]:
            kept.append(choice)
        elif name in NAMES:
            kept.append(one)
        elif within is not None:
            spans.append(within)
        else:
            reading.remarks.append(_not_understood(name, one))
    if kept or spans:
        reading.conditions.append(Condition(name, kept, spans, is_not))


def _not_understood(name: str, value: str) -> str:
    said = {"field": name, "value": value[:40]}
    near = get_close_matches(value.lower(), CHOICES.get(name, ()), 1)
    if near:
        return _("“%(field)s:%(value)s” was left out. Did you mean “%(field)s:%(near)s”?") % {
            **said, "near": near[0],
        }  # fmt: skip
    if name in CHOICES:
        choices = ", ".join(f"{name}:{one}" for one in CHOICES[name])
        return _("“%(field)s:%(value)s” was left out. There is %(choices)s.") % {
            **said, "choices": choices,
        }  # fmt: skip
    return (
        _(
            "“%(field)s:%(value)s” was left out: that is no day. Write %(field)s:2026-11-01,"
            " %(field)s:yesterday, %(field)s:7d (a week ago) or %(field)s:2026-10..2026-11."
        )
        % said
    )
