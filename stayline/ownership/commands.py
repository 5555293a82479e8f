"""What somebody asks for. Each command carries its moment, who asks, and the facts it rests on.

Three kinds of people act: a colleague (`by`), somebody on the customer's side (`party`), and the
clock or the outside world, which have no name and are told facts rather than asked for leave.
A timer that comes too late means nothing and changes nothing; it is never refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from stayline.ownership.events import Arrival, LiveEnds, Reply, RingEnds, TakenBackWhat
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
from stayline.ownership.problem import Aside, LiveKind, Role, WaitsFor


@dataclass(frozen=True, kw_only=True, slots=True)
class _Command:
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """A promise in the making: by when, and at the latest by when it may be.

    The shell computes both in the giver's working hours; `latest` is the door's longest promise.
    """

    due: datetime
    latest: datetime
    waits_for: WaitsFor = WaitsFor.US
    reference: TextId | None = None


# -- arriving ------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Open(_Command):
    """A problem came in.

    `hosts` is the round in ringing order, the fallback last; at an encounter or a split it is the
    one colleague who was met. `screened` says the screen took it for no customer's.
    `contact` is given for a call or chat: all of `rings` (the host first) are rung together.
    """

    problem: ProblemId
    arrival: Arrival
    door: DoorId | None
    hosts: tuple[ColleagueId, ...]
    fallback: ColleagueId
    reviewer: ColleagueId
    promise: datetime
    principal: PartyId | None = None
    principal_colleague: ColleagueId | None = None
    screened: Aside | None = None
    contact: ContactId | None = None
    live_kind: LiveKind = LiveKind.CALL
    rings: tuple[ColleagueId, ...] = ()
    came_from: ProblemId | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RingOn(_Command):
    """Timer: the host's turn `turn` ended and nobody was met."""

    turn: Number


@dataclass(frozen=True, kw_only=True, slots=True)
class SayIWillHelp(_Command):
    by: ColleagueId


# -- words ---------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class HearWord(_Command):
    """A word from the customer's side. Never refused.

    `answer_by` is when we owe an answer by the door's default; `hosts` the round should the word
    bring the problem back from where it was set aside. Without `substance` the new words are
    exactly a listed yes, no or thank-you. `claims_customer` is "I am a customer", or the word of a known one.
    """

    party: PartyId
    word: WordId
    answer_by: datetime
    contact: ContactId | None = None
    substance: bool = True
    claims_customer: bool = True
    hosts: tuple[ColleagueId, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class HearStranger(_Command):
    """A message in this thread by someone who is not, or not provably, a party."""

    word: WordId


@dataclass(frozen=True, kw_only=True, slots=True)
class HearMachine(_Command):
    word: WordId
    bounced: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Write(_Command):
    """A colleague's word to the customer, with the promise of the next one."""

    by: ColleagueId
    word: WordId
    promise: Terms | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class WriteNote(_Command):
    by: ColleagueId
    word: WordId


# -- promises ------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class BreakPromise(_Command):
    """Timer: the promise `promise` passed. `next_due` replaces it in the same transaction."""

    promise: Number
    next_due: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class CarryPromise(_Command):
    """The owner, or a helper themselves, says that this helper (or cover) carries the promise.

    The owner naming themselves takes it back.
    """

    by: ColleagueId
    carrier: ColleagueId


@dataclass(frozen=True, kw_only=True, slots=True)
class ChooseRhythm(_Command):
    """The customer says how often they want to hear; None gives the choice back to us."""

    party: PartyId
    every: timedelta | None
    next_due: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class SayWaitingForYou(_Command):
    """The customer says: I am waiting for you, not you for me."""

    party: PartyId
    answer_by: datetime


# -- helpers and cover ---------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class AskToHelp(_Command):
    by: ColleagueId
    whom: ColleagueId
    text: TextId | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Join(_Command):
    by: ColleagueId


@dataclass(frozen=True, kw_only=True, slots=True)
class DeclineHelp(_Command):
    by: ColleagueId
    reason: TextId | None = None
    better: ColleagueId | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StepBack(_Command):
    """A helper stops helping."""

    by: ColleagueId


@dataclass(frozen=True, kw_only=True, slots=True)
class StartCover(_Command):
    """The owner, or their manager, names who stands in until `until`."""

    by: ColleagueId
    cover: ColleagueId
    until: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class EndCover(_Command):
    """The cover gives all back. `by` is None when its last day passed."""

    by: ColleagueId | None = None


# -- the handoff ---------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer(_Command):
    """`owner_unreachable` lets the cover, else the manager, offer in the owner's name."""

    by: ColleagueId
    receivers: tuple[ColleagueId, ...]
    brief: TextId
    lapses: datetime
    owner_unreachable: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Withdraw(_Command):
    by: ColleagueId
    offer: Number


@dataclass(frozen=True, kw_only=True, slots=True)
class Decline(_Command):
    by: ColleagueId
    offer: Number
    reason: TextId | None = None
    better: ColleagueId | None = None
    free_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PickUp(_Command):
    """`lapses` is by when the customer must have been asked."""

    by: ColleagueId
    offer: Number
    lapses: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Ask(_Command):
    """Ask the principal whether the receiver may take it from here."""

    by: ColleagueId
    offer: Number
    lapses: datetime
    word: WordId | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer(_Command):
    """The principal's answer to one question. `answer_by`: when we owe a word should it be no."""

    question: Number
    reply: Reply
    evidence: Evidence
    answer_by: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class LapseOffer(_Command):
    """Timer: the step of the offer that had until `lapses` took too long."""

    offer: Number
    lapses: datetime


# -- satisfied, and taking back ------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposeSolution(_Command):
    by: ColleagueId
    word: WordId
    look_again: Terms


@dataclass(frozen=True, kw_only=True, slots=True)
class AskAgain(_Command):
    """Timer: ask once more whether it is solved (at 2, 5 and 10 days)."""

    question: Number
    times: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SaySatisfied(_Command):
    evidence: Evidence


@dataclass(frozen=True, kw_only=True, slots=True)
class AskContradiction(_Command):
    """The customer's words contradict their button: they are asked about it, once."""

    by: ColleagueId
    word: WordId


@dataclass(frozen=True, kw_only=True, slots=True)
class TakeBack(_Command):
    what: TakenBackWhat
    evidence: Evidence
    answer_by: datetime


# -- resting -------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class GoQuiet(_Command):
    """Three questions were never answered. `by` is None when the clock says so."""

    by: ColleagueId | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LetBe(_Command):
    """The customer said: no longer needed, stop asking."""

    evidence: Evidence


@dataclass(frozen=True, kw_only=True, slots=True)
class SayFinalNo(_Command):
    """An honest final no. `names_complaint`: the word names the way to complain outside."""

    by: ColleagueId
    word: WordId
    names_complaint: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Sign(_Command):
    """The second signature under a final no or a relief."""

    by: ColleagueId
    introduce_by: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawSignature(_Command):
    by: ColleagueId


# -- set aside -----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class PutAside(_Command):
    by: ColleagueId
    why: Aside


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfirmAside(_Command):
    by: ColleagueId


@dataclass(frozen=True, kw_only=True, slots=True)
class AlarmAside(_Command):
    """Timer: the next working day ended and nobody confirmed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BringBack(_Command):
    """It is a customer's after all: by a colleague, or "I am a customer" by a party."""

    hosts: tuple[ColleagueId, ...]
    answer_by: datetime
    by: ColleagueId | None = None
    party: PartyId | None = None


# -- joining, splitting, common causes -----------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class TwinFacts:
    """What the rule must know of the other problem; the shell has locked both."""

    problem: ProblemId
    owner: ColleagueId
    is_open: bool
    is_joined: bool
    offer_open: bool
    principal: PartyId | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class JoinTwin(_Command):
    """Join this (the younger) problem to its twin."""

    by: ColleagueId
    twin: TwinFacts


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiveTwin(_Command):
    """The other half of JoinTwin, on the twin, in the same transaction."""

    younger: ProblemId


@dataclass(frozen=True, kw_only=True, slots=True)
class FollowTwin(_Command):
    """The twin ended, woke or changed its owner; this problem follows, in the same transaction."""

    owner: ColleagueId
    ended: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Split(_Command):
    """A contact brought several problems: the others get timelines of their own, same owner."""

    by: ColleagueId
    problems: tuple[ProblemId, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Link(_Command):
    """The two have to do with each other. Said to both, in one transaction."""

    by: ColleagueId
    other: ProblemId


@dataclass(frozen=True, kw_only=True, slots=True)
class Unlink(_Command):
    """They have not, after all. Said to both, in one transaction."""

    by: ColleagueId
    other: ProblemId


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkCause(_Command):
    by: ColleagueId
    cause: CauseId


@dataclass(frozen=True, kw_only=True, slots=True)
class UnlinkCause(_Command):
    by: ColleagueId


@dataclass(frozen=True, kw_only=True, slots=True)
class SpeakForCause(_Command):
    """The lead's one text and one promise, in the owner's name.

    Means nothing where the customer has written since `written_at`: they get their own answer.
    """

    cause: CauseId
    lead: ColleagueId
    word: WordId
    written_at: datetime
    promise: Terms


# -- parties -------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class AddParty(_Command):
    """`by` is None when a mail brought them. `answer_by` is what we owe a first customer."""

    party: PartyId
    role: Role
    answer_by: datetime
    by: ColleagueId | None = None
    colleague: ColleagueId | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class GiveRole(_Command):
    by: ColleagueId
    party: PartyId
    role: Role


@dataclass(frozen=True, kw_only=True, slots=True)
class RemoveParty(_Command):
    """Somebody was added by mistake, or is no longer part of it. Another part brings them back."""

    by: ColleagueId
    party: PartyId


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportGone(_Command):
    """The principal can no longer speak for this (left, died, cannot be found)."""

    by: ColleagueId
    party: PartyId


@dataclass(frozen=True, kw_only=True, slots=True)
class NamePrincipal(_Command):
    """The customer's side names whose yes counts: the principal, or anyone once they are gone."""

    by: PartyId
    party: PartyId


# -- succession ----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class GiveUpRoles(_Command):
    """A leaver, no longer active, gives up every role here; part of leaving the company.

    `introduce_by` is when the new owner owes the customer an introduction.
    """

    leaver: ColleagueId
    introduce_by: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Relieve(_Command):
    """Relief for cause, asked by a lead; it needs a second signature."""

    by: ColleagueId
    reason: TextId


# -- live contact --------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class StartLive(_Command):
    """The customer is on the line about this problem. The owner is rung first.

    With `called_by`, a colleague rang the customer, and is in it already.
    """

    contact: ContactId
    kind: LiveKind
    answer_by: datetime
    party: PartyId | None = None
    called_by: ColleagueId | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerRing(_Command):
    """`answer_by`: by when the customer hears next, where this call was the promised one."""

    by: ColleagueId
    contact: ContactId
    answer_by: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class EndRing(_Command):
    """A ring came to nothing. `call_back_by` is owed if nobody is left to ring.

    `on_duty` is who has duty at the door now: where nobody who knows the customer comes, they are
    rung together, before the fallback and the managers.
    """

    contact: ContactId
    whom: ColleagueId
    why: RingEnds
    call_back_by: datetime
    on_duty: tuple[ColleagueId, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class BringIn(_Command):
    """Ring a colleague into the contact while those who are in it stay."""

    by: ColleagueId
    contact: ContactId
    whom: ColleagueId


@dataclass(frozen=True, kw_only=True, slots=True)
class StepOut(_Command):
    """A colleague wants to leave the contact while the customer is in it."""

    by: ColleagueId
    contact: ContactId


@dataclass(frozen=True, kw_only=True, slots=True)
class DropLine(_Command):
    """Fact: a colleague's line dropped. Somebody is rung in the same transaction.

    `on_duty` as in `EndRing`.
    """

    contact: ContactId
    who: ColleagueId
    call_back_by: datetime
    on_duty: tuple[ColleagueId, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class HangUp(_Command):
    """Fact: the customer's side left. `dropped`: their line broke, it was no goodbye."""

    contact: ContactId
    call_back_by: datetime
    dropped: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class EndLive(_Command):
    """A colleague ends it after an announced silence, or after a warning to an abusive caller."""

    by: ColleagueId
    contact: ContactId
    how: LiveEnds
    word: WordId
    promise: Terms


@dataclass(frozen=True, kw_only=True, slots=True)
class Hold(_Command):
    by: ColleagueId
    contact: ContactId


@dataclass(frozen=True, kw_only=True, slots=True)
class Unhold(_Command):
    by: ColleagueId
    contact: ContactId


@dataclass(frozen=True, kw_only=True, slots=True)
class HearQuestion(_Command):
    """Fact: a voice has asked it in this call, the receiver's name and what they would do included."""

    contact: ContactId
    question: Number


@dataclass(frozen=True, kw_only=True, slots=True)
class BurnSlowly(_Command):
    """Timer: the customer has heard nobody for longer than the door's limit.

    `silence` says that nobody has spoken although somebody is there; otherwise it is about hold,
    or about nobody being there, and means nothing once that is over.
    """

    contact: ContactId
    silence: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordLeg(_Command):
    """A colleague in the contact records which party is on the line.

    `answer_by` is when we owe a word, should the call so turn out to wake what rested.
    """

    by: ColleagueId
    contact: ContactId
    party: PartyId
    answer_by: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class WantRecording(_Command):
    """Record the call, once the customer has heard of it. `by` None: its door's way, wanted once."""

    contact: ContactId
    by: ColleagueId | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AnnounceRecording(_Command):
    """Fact: the customer has heard to its end that the call is recorded."""

    contact: ContactId


@dataclass(frozen=True, kw_only=True, slots=True)
class StopRecording(_Command):
    """`refused`: the customer does not want it, now or from the beginning."""

    by: ColleagueId
    contact: ContactId
    refused: bool = False


Command = (
    Open
    | RingOn
    | SayIWillHelp
    | HearWord
    | HearStranger
    | HearMachine
    | Write
    | WriteNote
    | BreakPromise
    | CarryPromise
    | ChooseRhythm
    | SayWaitingForYou
    | AskToHelp
    | Join
    | DeclineHelp
    | StepBack
    | StartCover
    | EndCover
    | Offer
    | Withdraw
    | Decline
    | PickUp
    | Ask
    | Answer
    | LapseOffer
    | ProposeSolution
    | AskAgain
    | SaySatisfied
    | AskContradiction
    | TakeBack
    | GoQuiet
    | LetBe
    | SayFinalNo
    | Sign
    | WithdrawSignature
    | PutAside
    | ConfirmAside
    | AlarmAside
    | BringBack
    | JoinTwin
    | ReceiveTwin
    | FollowTwin
    | Split
    | Link
    | Unlink
    | LinkCause
    | UnlinkCause
    | SpeakForCause
    | AddParty
    | GiveRole
    | RemoveParty
    | ReportGone
    | NamePrincipal
    | GiveUpRoles
    | Relieve
    | StartLive
    | AnswerRing
    | EndRing
    | BringIn
    | StepOut
    | DropLine
    | HangUp
    | EndLive
    | Hold
    | Unhold
    | HearQuestion
    | BurnSlowly
    | RecordLeg
    | WantRecording
    | AnnounceRecording
    | StopRecording
)
