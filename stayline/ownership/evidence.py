"""Evidence: how we know it was the customer's own yes, no or "it is solved".

Nobody inside can create consent or satisfaction. Each kind names the party whose word it is and
what it rests on; `admit` says which kinds count when, and is the only place that does.
"""

from __future__ import annotations

from dataclasses import dataclass

from stayline.ownership.ids import ColleagueId, ContactId, PartyId, WordId


@dataclass(frozen=True, kw_only=True, slots=True)
class PageButton:
    """A button pressed on the party's own page, reached by their own link."""

    party: PartyId


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedReply:
    """A mailed reply whose new words are exactly a listed yes or no."""

    party: PartyId
    word: WordId


@dataclass(frozen=True, kw_only=True, slots=True)
class MarkedReply:
    """A mailed reply that a colleague read as the answer; the receipt quotes it."""

    party: PartyId
    word: WordId
    by: ColleagueId


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyPressed:
    """A key pressed on the party's own leg of a call."""

    party: PartyId
    contact: ContactId


@dataclass(frozen=True, kw_only=True, slots=True)
class SpokenWord:
    """The spoken word in a live contact, recorded by a colleague who was in it."""

    party: PartyId
    contact: ContactId
    by: ColleagueId


Evidence = PageButton | ListedReply | MarkedReply | KeyPressed | SpokenWord
