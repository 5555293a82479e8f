"""One problem, as the rule sees it at one instant.

Read the types as sentences. A problem *has* an owner: there is no value for "unassigned". It has
an offer, a hold, a promise, or it has none; there are no flags. Where it stands in its life is
its `stage`, and a stage carries what only that stage knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from stayline.ownership.evidence import Evidence
from stayline.ownership.ids import (
    CauseId,
    ColleagueId,
    ContactId,
    DoorId,
    Number,
    PartyId,
    ProblemId,
    TextId,
    WordId,
)

TAKE_BACK_WITHIN = timedelta(days=14)
"""How long one tap takes back a recorded yes."""

QUESTIONS_BEFORE_QUIET = 3
"""How many unanswered questions there must be before a problem may rest as quiet."""


class Nature(Enum):
    """Whose problem it is. Once a customer is a party, it is theirs for good."""

    CUSTOMERS = "customers"
    INTERNAL = "internal"
    OTHER = "other"  # suppliers, applicants, press, authorities


# -- where a problem stands in its life --------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Ringing:
    """Nobody has said "I will help you" yet; the owner is the host whose turn it is."""

    turn: Number  # the ring whose end the timer tells; an older timer means nothing
    next_hosts: tuple[ColleagueId, ...]
    round_ended: bool = False


@dataclass(frozen=True, kw_only=True)
class Owned:
    """Somebody is with the customer."""


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """A solution was proposed; the customer is asked whether it is solved."""

    question: Number


class Rest(Enum):
    QUIET = "quiet"  # three questions, never answered
    LET_BE = "let be"  # the customer said: no longer needed, stop asking
    AT_ODDS = "at odds"  # an honest final no, signed twice


@dataclass(frozen=True, kw_only=True)
class Resting:
    """Still owned, never counted as satisfied, promise-free. Any word wakes it."""

    how: Rest
    since: datetime


class Aside(Enum):
    SPAM = "spam"
    BOUNCE = "bounce"
    MACHINE = "machine"
    OTHER = "other correspondence"


@dataclass(frozen=True, kw_only=True)
class SetAside:
    """No customer's. Owned by the door's reviewer until a second colleague confirms.

    `by` is None while only the screen said so: then a colleague must say it first.
    """

    why: Aside
    by: ColleagueId | None
    confirmed_by: ColleagueId | None = None
    alarmed: bool = False


@dataclass(frozen=True, kw_only=True)
class Satisfied:
    """The principal's own word that it is solved."""

    party: PartyId
    evidence: Evidence
    at: datetime
    replies: tuple[WordId, ...] = ()  # the principal's words since; one may take it back


@dataclass(frozen=True, kw_only=True)
class JoinedTwin:
    """Looked after together with its twin, and ends as the twin ends."""

    twin: ProblemId
    ended: bool = False


Stage = Ringing | Owned | Proposed | Resting | SetAside | Satisfied | JoinedTwin


# -- people --------------------------------------------------------------------------------------


class Role(Enum):
    PRINCIPAL = "principal"
    AFFECTED = "affected"
    COPIED = "copied"
    REPRESENTATIVE = "representative"


@dataclass(frozen=True, kw_only=True)
class Party:
    """Someone on the customer's side. `colleague` is set when that person also works here."""

    id: PartyId
    role: Role
    gone: bool = False
    colleague: ColleagueId | None = None


@dataclass(frozen=True, kw_only=True)
class Cover:
    """Stands in for the absent owner, in their own name, and gives all back."""

    colleague: ColleagueId
    until: datetime


# -- the handoff ---------------------------------------------------------------------------------


class OfferKind(Enum):
    HANDOFF = "handoff"  # a customer's problem: the customer must agree
    REDIRECT = "redirect"  # internal, or other correspondence: a pick-up is enough


@dataclass(frozen=True, kw_only=True)
class Offer:
    """The owner's request to one or several colleagues to take over; the first to pick up is it."""

    number: Number
    kind: OfferKind
    by: ColleagueId
    receivers: tuple[ColleagueId, ...]
    brief: TextId
    lapses: datetime
    declined: frozenset[ColleagueId] = frozenset()
    receiver: ColleagueId | None = None  # has picked up, and is a helper
    question: Number | None = None  # has been asked


class About(Enum):
    TAKEOVER = "takeover"  # may the receiver take it from here?
    SOLVED = "solved"  # is it solved?
    SPLIT = "split"  # is it right that these are several problems?
    CONTRADICTION = "contradiction"  # your words and your button differ: which is it?


@dataclass(frozen=True, kw_only=True)
class Question:
    """What the principal is asked, once, by name. An answer belongs to one question."""

    number: Number
    about: About
    asked_at: datetime
    by: ColleagueId
    offer: Number | None = None
    receiver: ColleagueId | None = None
    times: int = 1  # asked, reminders included
    replies: tuple[WordId, ...] = ()  # the principal's words since it was asked
    heard_in: ContactId | None = None  # the call in which it was said to them, as far as the name


@dataclass(frozen=True, kw_only=True)
class Takeover:
    """The latest takeover the customer agreed to, which they may take back."""

    question: Number
    former_owner: ColleagueId
    new_owner: ColleagueId
    at: datetime
    replies: tuple[WordId, ...] = ()  # the principal's words since; one may be a late no


# -- promises ------------------------------------------------------------------------------------


class WaitsFor(Enum):
    US = "us"
    CUSTOMER = "customer"
    THIRD_PARTY = "third party"
    FIX = "fix"


@dataclass(frozen=True, kw_only=True)
class Promise:
    """The moment by which the customer hears next, who gave it and who carries it now."""

    number: Number
    giver: ColleagueId
    carrier: ColleagueId
    due: datetime
    waits_for: WaitsFor
    reference: TextId | None = None
    call_back: bool = False


# -- what needs a second signature ---------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class FinalNo:
    """An honest no, with the way to complain outside named; it leaves when it is signed twice."""

    by: ColleagueId
    word: WordId


@dataclass(frozen=True, kw_only=True)
class Relief:
    """Succession to the lead for cause: harassment, a conflict of interest."""

    by: ColleagueId
    reason: TextId


Unsigned = FinalNo | Relief


# -- live contact --------------------------------------------------------------------------------


class LiveKind(Enum):
    CALL = "call"
    CHAT = "chat"


class Recording(Enum):
    """How far the recording of a call has come. Nothing is recorded but while it is ON."""

    WANTED = "wanted"  # the customer hears of it first
    ON = "on"  # they have heard of it
    STOPPED = "stopped"
    REFUSED = "refused"  # they do not want it: for this call that is the end of it


@dataclass(frozen=True, kw_only=True)
class LiveContact:
    """A call or chat that is going on now, with the customer in it.

    `answered_by` is the colleague who stays: the owner, or who answered for them. Until somebody
    has answered there is none, and somebody is being rung. A number that calls is only presumed to
    be `party`; they are `identified` once this call opened the problem or a colleague in it says so.
    """

    id: ContactId
    kind: LiveKind
    party: PartyId | None
    since: datetime
    identified: bool = False
    here: frozenset[ColleagueId] = frozenset()
    ringing: frozenset[ColleagueId] = frozenset()
    tried: frozenset[ColleagueId] = frozenset()  # rung in vain since somebody was last here
    answered_by: ColleagueId | None = None
    all_rung: bool = False  # nobody could be rung: recorded words, and a promise to call back
    hold_since: datetime | None = None
    held_by: frozenset[ColleagueId] = frozenset()  # whose Hold key is pressed
    burning: bool = False  # hold or silence went past the door's limit
    recording: Recording | None = None  # nobody has asked for one


# -- the problem ---------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What a customer came with. `version` is the number of its last event."""

    id: ProblemId
    version: int
    nature: Nature
    door: DoorId | None
    host: ColleagueId  # to whom the door gave it
    fallback: ColleagueId
    reviewer: ColleagueId
    owner: ColleagueId
    stage: Stage
    parties: tuple[Party, ...] = ()
    met: frozenset[ColleagueId] = frozenset()
    helpers: frozenset[ColleagueId] = frozenset()
    asked_to_help: frozenset[ColleagueId] = frozenset()
    cover: Cover | None = None
    offer: Offer | None = None
    refused: frozenset[ColleagueId] = frozenset()  # receivers the customer said no to
    takeover: Takeover | None = None
    questions: tuple[Question, ...] = ()  # open ones
    unanswered: int = 0  # questions asked since the customer's side last spoke
    promise: Promise | None = None
    rhythm: timedelta | None = None  # the longest the customer wants to go without hearing
    customer_spoke_at: datetime | None = None
    unsigned: Unsigned | None = None
    live: tuple[LiveContact, ...] = ()
    cause: CauseId | None = None
    links: frozenset[ProblemId] = frozenset()  # what has to do with it; seen on both

    @property
    def is_open(self) -> bool:
        """Neither resting, set aside, satisfied nor joined: it has a promise."""
        return isinstance(self.stage, Ringing | Owned | Proposed)

    @property
    def principal(self) -> Party | None:
        return next((party for party in self.parties if party.role is Role.PRINCIPAL), None)

    @property
    def ours(self) -> frozenset[ColleagueId]:
        """Every colleague who is with the customer on this problem now."""
        cover = {self.cover.colleague} if self.cover else set[ColleagueId]()
        return self.helpers | cover | {self.owner}

    def party(self, party: PartyId | None) -> Party | None:
        return next((one for one in self.parties if one.id == party), None)

    def is_party(self, colleague: ColleagueId) -> bool:
        return any(party.colleague == colleague for party in self.parties)

    def question(self, number: Number | None) -> Question | None:
        return next((one for one in self.questions if one.number == number), None)

    def question_about(self, about: About) -> Question | None:
        return next((one for one in self.questions if one.about is about), None)

    def contact(self, contact: ContactId) -> LiveContact | None:
        return next((one for one in self.live if one.id == contact), None)

    def contacts_with(self, colleague: ColleagueId) -> Iterator[LiveContact]:
        return (one for one in self.live if colleague in one.here)
