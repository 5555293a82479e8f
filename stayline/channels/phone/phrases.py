"""What a voice says in a room: prompts by name, one after the other.

It says who comes and by when, as far as anybody knows; never that all lines are busy, never that
a call is important.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from stayline.channels.phone.exchange.prompts import time_of_day
from stayline.channels.phone.wanted import Occasion
from stayline.ownership.ids import Number


@dataclass(frozen=True, slots=True)
class Spoken:
    """Prompts in their order; `again` until something else is to be heard.

    With `then_words`, what the customer says after the tone is recorded for us; with
    `then_recorded`, the call. With `asks` it is the question of that number; once it was heard,
    keys answer it.
    """

    prompts: tuple[str, ...]
    again: bool = False
    then_words: bool = False
    then_recorded: bool = False
    asks: Number | None = None


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a voice may name, and by when a call is promised, as the customer's clock shows it."""

    language: str
    zone: str
    rung: tuple[int, ...] = ()
    receiver: int | None = None
    question: Number | None = None
    promised: datetime | None = None


def spoken(occasion: Occasion | None, who: Who, at: datetime) -> Spoken | None:
    match occasion:
        case None:
            return None
        case Occasion.RINGS:
            return Spoken(("ringing-for-you",), again=True)
        case Occasion.COMES_BACK:
            return Spoken(_who_comes(who.rung), again=True)
        case Occasion.ASKS:
            return Spoken((*_names((who.receiver or 0,)), "question-takeover"), asks=who.question)
        case Occasion.AWAITS:
            return Spoken(("question-keys",))
        case Occasion.PARTS_UNHEARD:
            return Spoken(("parting-unheard",))
        case Occasion.PARTS_WARNED:
            return Spoken(("parting-warned",))
        case Occasion.STAYS:
            return Spoken((*_names((who.receiver or 0,)), "left-the-line"))
        case Occasion.RECORDS:
            return Spoken(("recording-on",), then_recorded=True)
        case Occasion.NOBODY:
            return Spoken((*_promise(who, at), "leave-words"), then_words=True)


def _who_comes(rung: tuple[int, ...]) -> tuple[str, ...]:
    """Of one who is rung the name is said; of several nobody knows yet who it will be."""
    return (*_names(rung), "is-coming") if len(rung) == 1 else ("coming",)


def _names(people: Iterable[int]) -> tuple[str, ...]:
    return tuple(f"colleagues/{one}" for one in people)


def _promise(who: Who, at: datetime) -> tuple[str, ...]:
    if who.promised is None:
        return ("nobody-now",)
    zone = ZoneInfo(who.zone)
    due = who.promised.astimezone(zone)
    days = (due.date() - at.astimezone(zone).date()).days
    day = {0: "today", 1: "tomorrow"}.get(days, f"days/{due.isoweekday()}")
    return ("nobody-now", day, "by", *time_of_day(who.language, due.hour, due.minute))
