"""What happened. Each event carries everything, so that every reader reads the same rows.

Events are facts: `evolve` never refuses one. A field may be added with a default; none is ever
renamed or removed, so that an old row always loads.
"""

from __future__ import annotations

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
from stayline.ownership.problem import (
    About,
    Aside,
    LiveKind,
    Nature,
    OfferKind,
    Rest,
    Role,
    Unsigned,
    WaitsFor,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Event:
    at: datetime


# -- arriving ------------------------------------------------------------------------------------


class Arrival(Enum):
    """How a problem came to us."""

    MAIL = "mail"
    FORM = "form"
    CALL = "call"
    CHAT = "chat"
    ENCOUNTER = "encounter"
    INTERNAL = "internal"
    SPLIT = "split"


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened(_Event):
    """A problem came in. `met` says that a colleague was met at once (an encounter, a split)."""

    problem: ProblemId
    arrival: Arrival
    nature: Nature
    door: DoorId | None
    owner: ColleagueId
    fallback: ColleagueId
    reviewer: ColleagueId
    next_hosts: tuple[ColleagueId, ...] = ()
    met: bool = False
    came_from: ProblemId | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RangOn(_Event):
    """A host's turn ended with nobody met: the next host owns it and is rung."""

    host: ColleagueId
    next_hosts: tuple[ColleagueId, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RoundEnded(_Event):
    """Every host was rung once. It stays with the last of them, whose manager is alarmed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SaidIWillHelp(_Event):
    """ "I will help you": ringing is over for good, and this colleague owns it."""

    by: ColleagueId


# -- words ---------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class WordHeard(_Event):
    """A word from the customer's side. Without substance it is a bare yes, no or thank-you."""

    party: PartyId
    word: WordId
    contact: ContactId | None = None
    substance: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class StrangerHeard(_Event):
    """A message by someone who is not (provably) a party: read by the owner, speaks for nobody."""

    word: WordId


@dataclass(frozen=True, kw_only=True, slots=True)
class MachineHeard(_Event):
    """Machine mail about this problem: a bounce, an out-of-office. Never a customer's word."""

    word: WordId
    bounced: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class WordSpoken(_Event):
    """A colleague's word to the customer, in their own name."""

    by: ColleagueId
    word: WordId


@dataclass(frozen=True, kw_only=True, slots=True)
class NoteWritten(_Event):
    """A word among colleagues; the customer never reads it."""

    by: ColleagueId
    word: WordId


@dataclass(frozen=True, kw_only=True, slots=True)
class Woken(_Event):
    """A word from the customer's side ended its rest, or reopened what was satisfied."""

    party: PartyId


# -- promises ------------------------------------------------------------------------------------


class Settled(Enum):
    KEPT = "kept"
    RENEWED = "renewed"
    BROKEN = "broken"
    LIFTED = "lifted"  # needless now: the problem rests, is joined, or the customer is satisfied


@dataclass(frozen=True, kw_only=True, slots=True)
class PromiseMade(_Event):
    """By when the customer hears next. `asks`: the word it came with was a question to them."""

    giver: ColleagueId
    carrier: ColleagueId
    due: datetime
    waits_for: WaitsFor = WaitsFor.US
    reference: TextId | None = None
    call_back: bool = False
    asks: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class PromiseSettled(_Event):
    promise: Number
    how: Settled


@dataclass(frozen=True, kw_only=True, slots=True)
class PromiseCarried(_Event):
    """Somebody else now answers for the same promise; its moment does not move."""

    promise: Number
    carrier: ColleagueId


@dataclass(frozen=True, kw_only=True, slots=True)
class RhythmChosen(_Event):
    party: PartyId
    every: timedelta | None


# -- helpers and cover ---------------------------------------------------------------------------


class HelpEnds(Enum):
    STEPPED_BACK = "stepped back"
    LEFT_COMPANY = "left the company"
    BECAME_OWNER = "became the owner"


@dataclass(frozen=True, kw_only=True, slots=True)
class HelpAsked(_Event):
    by: ColleagueId
    whom: ColleagueId
    text: TextId | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class HelpDeclined(_Event):
    by: ColleagueId
    reason: TextId | None = None
    better: ColleagueId | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class HelperJoined(_Event):
    helper: ColleagueId


@dataclass(frozen=True, kw_only=True, slots=True)
class HelperLeft(_Event):
    helper: ColleagueId
    why: HelpEnds


@dataclass(frozen=True, kw_only=True, slots=True)
class CoverStarted(_Event):
    cover: ColleagueId
    by: ColleagueId
    until: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class CoverEnded(_Event):
    cover: ColleagueId


# -- the handoff ---------------------------------------------------------------------------------


class OfferEnds(Enum):
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    REPLACED = "offered again"
    REFUSED = "the customer said no"
    RECEIVER_GONE = "receiver gone"
    OWNER_GONE = "owner gone"
    AGREED = "agreed"
    SATISFIED = "the customer is satisfied"
    RESTED = "came to rest"
    TAKEN_BACK = "an earlier takeover was taken back"


@dataclass(frozen=True, kw_only=True, slots=True)
class Offered(_Event):
    by: ColleagueId
    kind: OfferKind
    receivers: tuple[ColleagueId, ...]
    brief: TextId
    lapses: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class OfferDeclined(_Event):
    offer: Number
    by: ColleagueId
    reason: TextId | None = None
    better: ColleagueId | None = None
    free_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PickedUp(_Event):
    """The receiver is there, as a helper, and the customer is told who they are."""

    offer: Number
    receiver: ColleagueId
    lapses: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OfferEnded(_Event):
    offer: Number
    why: OfferEnds


class QuestionEnds(Enum):
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"  # the customer said something that makes it needless


class Reply(Enum):
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked(_Event):
    """The principal is asked, by name."""

    by: ColleagueId
    about: About
    offer: Number | None = None
    receiver: ColleagueId | None = None
    word: WordId | None = None
    lapses: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AskedAgain(_Event):
    question: Number


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered(_Event):
    """The answer to one question, with its evidence; the customer gets a receipt of every yes."""

    question: Number
    about: About
    reply: Reply
    evidence: Evidence
    receiver: ColleagueId | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionEnded(_Event):
    question: Number
    why: QuestionEnds


class OwnerChange(Enum):
    """Every way an owner may change after "I will help you", and no other (P2)."""

    HANDOFF = "handoff"
    TAKEN_BACK = "taken back"
    SUCCESSION = "succession"
    RELIEF = "relief"
    REDIRECT = "redirect"
    JOINING = "joining"


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnerChanged(_Event):
    former: ColleagueId
    owner: ColleagueId
    why: OwnerChange
    question: Number | None = None


# -- satisfied, and taking back ------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class SolutionProposed(_Event):
    by: ColleagueId
    word: WordId


@dataclass(frozen=True, kw_only=True, slots=True)
class SaidSatisfied(_Event):
    party: PartyId
    evidence: Evidence


class TakenBackWhat(Enum):
    TAKEOVER = "takeover"
    SATISFIED = "satisfied"


@dataclass(frozen=True, kw_only=True, slots=True)
class TookBack(_Event):
    party: PartyId
    what: TakenBackWhat
    evidence: Evidence


# -- resting -------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class CameToRest(_Event):
    how: Rest
    party: PartyId | None = None
    evidence: Evidence | None = None
    word: WordId | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SignatureAsked(_Event):
    what: Unsigned


@dataclass(frozen=True, kw_only=True, slots=True)
class SignatureGiven(_Event):
    by: ColleagueId
    what: Unsigned


@dataclass(frozen=True, kw_only=True, slots=True)
class SignatureLapsed(_Event):
    what: Unsigned


# -- set aside -----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class WasSetAside(_Event):
    """No customer's. Nobody has met the sender, so ringing moves on to the reviewer."""

    why: Aside
    by: ColleagueId | None
    reviewer: ColleagueId


@dataclass(frozen=True, kw_only=True, slots=True)
class AsideConfirmed(_Event):
    by: ColleagueId


@dataclass(frozen=True, kw_only=True, slots=True)
class BroughtBack(_Event):
    """It is a customer's after all: it rings again."""

    host: ColleagueId
    next_hosts: tuple[ColleagueId, ...]
    by: ColleagueId | None = None
    party: PartyId | None = None


class Alarm(Enum):
    ROUND_ENDED = "round ended"
    PROMISE_BROKEN = "promise broken"
    ASIDE_UNCONFIRMED = "set aside unconfirmed"
    SLOW_BURN = "slow burn"
    ALL_RUNG = "nobody could be rung"


@dataclass(frozen=True, kw_only=True, slots=True)
class AlarmRaised(_Event):
    about: Alarm
    to: tuple[ColleagueId, ...]


# -- joining, splitting, common causes -----------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Joined(_Event):
    by: ColleagueId
    twin: ProblemId


@dataclass(frozen=True, kw_only=True, slots=True)
class TwinReceived(_Event):
    """A younger twin was joined to this problem; its parties are heard here from now on."""

    younger: ProblemId


@dataclass(frozen=True, kw_only=True, slots=True)
class FollowedTwin(_Event):
    """The twin's end, or its new owner, is this problem's too."""

    ended: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SplitOff(_Event):
    by: ColleagueId
    problems: tuple[ProblemId, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Linked(_Event):
    """Another problem has to do with this one; nothing else about either has changed."""

    by: ColleagueId
    other: ProblemId


@dataclass(frozen=True, kw_only=True, slots=True)
class Unlinked(_Event):
    by: ColleagueId
    other: ProblemId


@dataclass(frozen=True, kw_only=True, slots=True)
class CauseLinked(_Event):
    by: ColleagueId
    cause: CauseId


@dataclass(frozen=True, kw_only=True, slots=True)
class CauseUnlinked(_Event):
    by: ColleagueId
    cause: CauseId


@dataclass(frozen=True, kw_only=True, slots=True)
class CauseSpoken(_Event):
    """The lead's text for a common cause, sent in the owner's name."""

    cause: CauseId
    lead: ColleagueId
    owner: ColleagueId
    word: WordId


# -- parties -------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class PartyAdded(_Event):
    party: PartyId
    role: Role
    by: ColleagueId | None = None
    colleague: ColleagueId | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RoleGiven(_Event):
    party: PartyId
    role: Role
    by: ColleagueId


@dataclass(frozen=True, kw_only=True, slots=True)
class PartyLeft(_Event):
    """Added by mistake, or no longer part of it: they read nothing that is said from now on."""

    party: PartyId
    by: ColleagueId


@dataclass(frozen=True, kw_only=True, slots=True)
class PrincipalGone(_Event):
    party: PartyId
    by: ColleagueId


@dataclass(frozen=True, kw_only=True, slots=True)
class PrincipalNamed(_Event):
    """The customer's side named whose yes counts."""

    party: PartyId
    by: PartyId


# -- live contact --------------------------------------------------------------------------------


class RingEnds(Enum):
    ANSWERED = "answered"
    ANSWERED_ELSEWHERE = "another answered"
    DECLINED = "declined"
    BUSY = "busy"
    UNREACHABLE = "unreachable"
    LAPSED = "lapsed"
    CUSTOMER_LEFT = "the customer left"
    LEFT_COMPANY = "left the company"


class StepsOut(Enum):
    RELEASED = "released"
    DROPPED = "line dropped"
    LEFT_COMPANY = "left the company"


class LiveEnds(Enum):
    CUSTOMER_LEFT = "the customer left"
    CUSTOMER_DROPPED = "the customer's line dropped"
    SILENCE = "announced silence"
    ABUSE = "warned of abuse"


@dataclass(frozen=True, kw_only=True, slots=True)
class LiveStarted(_Event):
    """A call or chat began. `identified`: it opened the problem, so who is on it is who came."""

    contact: ContactId
    kind: LiveKind
    party: PartyId | None = None
    identified: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class RingStarted(_Event):
    contact: ContactId
    whom: ColleagueId


@dataclass(frozen=True, kw_only=True, slots=True)
class RingEnded(_Event):
    contact: ContactId
    whom: ColleagueId
    why: RingEnds


@dataclass(frozen=True, kw_only=True, slots=True)
class EnteredLive(_Event):
    contact: ContactId
    who: ColleagueId


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftLive(_Event):
    contact: ContactId
    who: ColleagueId
    why: StepsOut


@dataclass(frozen=True, kw_only=True, slots=True)
class AllRung(_Event):
    """Nobody could be rung: the customer hears recorded words and is called back."""

    contact: ContactId


@dataclass(frozen=True, kw_only=True, slots=True)
class HoldStarted(_Event):
    contact: ContactId
    by: ColleagueId


@dataclass(frozen=True, kw_only=True, slots=True)
class HoldEnded(_Event):
    contact: ContactId
    by: ColleagueId


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionHeard(_Event):
    """It was asked aloud in a call; from here on a key pressed there may answer it."""

    contact: ContactId
    question: Number


@dataclass(frozen=True, kw_only=True, slots=True)
class SlowBurned(_Event):
    """Silence or hold went past the door's limit."""

    contact: ContactId


@dataclass(frozen=True, kw_only=True, slots=True)
class LegRecorded(_Event):
    """A colleague in the contact recorded which party is on the line."""

    contact: ContactId
    party: PartyId
    by: ColleagueId


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordingWanted(_Event):
    """The call is to be recorded, once the customer has heard of it. `by` None: its door's way."""

    contact: ContactId
    by: ColleagueId | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordingAnnounced(_Event):
    """The customer has heard to its end that the call is recorded; from here on it is."""

    contact: ContactId


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordingStopped(_Event):
    """`refused`: the customer does not want it, and what was recorded of the call is discarded."""

    contact: ContactId
    by: ColleagueId
    refused: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class LiveEnded(_Event):
    contact: ContactId
    how: LiveEnds
    by: ColleagueId | None = None


Event = (
    Opened
    | RangOn
    | RoundEnded
    | SaidIWillHelp
    | WordHeard
    | StrangerHeard
    | MachineHeard
    | WordSpoken
    | NoteWritten
    | Woken
    | PromiseMade
    | PromiseSettled
    | PromiseCarried
    | RhythmChosen
    | HelpAsked
    | HelpDeclined
    | HelperJoined
    | HelperLeft
    | CoverStarted
    | CoverEnded
    | Offered
    | OfferDeclined
    | PickedUp
    | OfferEnded
    | Asked
    | AskedAgain
    | Answered
    | QuestionEnded
    | OwnerChanged
    | SolutionProposed
    | SaidSatisfied
    | TookBack
    | CameToRest
    | SignatureAsked
    | SignatureGiven
    | SignatureLapsed
    | WasSetAside
    | AsideConfirmed
    | BroughtBack
    | AlarmRaised
    | Joined
    | TwinReceived
    | FollowedTwin
    | SplitOff
    | Linked
    | Unlinked
    | CauseLinked
    | CauseUnlinked
    | CauseSpoken
    | PartyAdded
    | RoleGiven
    | PartyLeft
    | PrincipalGone
    | PrincipalNamed
    | LiveStarted
    | RingStarted
    | RingEnded
    | EnteredLive
    | LeftLive
    | AllRung
    | HoldStarted
    | HoldEnded
    | QuestionHeard
    | SlowBurned
    | LegRecorded
    | RecordingWanted
    | RecordingAnnounced
    | RecordingStopped
    | LiveEnded
)
