"""What each page of the desk shows, as types: views fill these, templates read them.

Nothing here asks the database or the clock. All moments are UTC and aware; templates speak them
in the reader's zone. People are anything with a name: colleagues, customers, or a sample.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol
from uuid import uuid4


class Person(Protocol):
    """Whoever has a face: a name, and a number that gives the face its colour for good."""

    @property
    def pk(self) -> Any: ...
    @property
    def name(self) -> str: ...
    @property
    def first_name(self) -> str: ...


# -- promises ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PromiseShown:
    """By when the customer hears next, and from whom. `since` is when it was given."""

    due: datetime
    since: datetime
    giver: Person | None = None
    waits_for: str = "us"

    def state(self, now: datetime) -> Literal["calm", "soon", "late"]:
        """How near it is: the last quarter of its time, or the last half hour, is soon."""
        left = (self.due - now).total_seconds()
        if left < 0:
            return "late"
        whole = max((self.due - self.since).total_seconds(), 1)
        return "soon" if left < 1800 or left < whole / 4 else "calm"

    def part_left(self, now: datetime) -> int:
        """How much of the promised time is left, from 100 down to 0."""
        whole = max((self.due - self.since).total_seconds(), 1)
        return max(0, min(100, round(100 * (self.due - now).total_seconds() / whole)))


@dataclass(frozen=True, slots=True)
class PromiseChoice:
    """One ready-made moment for the writer: what it is called, and when it is."""

    due: datetime
    is_prefilled: bool = False


# -- home ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """One problem in a list."""

    problem: int
    customer: Person
    words: str
    organisation: str = ""
    promise: PromiseShown | None = None
    helpers: Sequence[Person] = ()
    owner: Person | None = None  # named when it is not the reader
    customer_spoke_last: bool = False
    state: str = ""  # said in words where the promise says nothing: "quiet since Tuesday"
    is_broken: bool = False  # we promised to write, did not, and have not written since
    is_here: bool = False  # they have their page before them now
    zone: str = ""  # where they live, as far as somebody has said


@dataclass(frozen=True, slots=True)
class SnoozedRow:
    """One problem that the reader put out of sight, and when it is back at the latest."""

    row: Row
    back_at: datetime | None
    wakes_on_anything: bool = False


@dataclass(frozen=True, slots=True)
class RingingCall:
    """Somebody just arrived, and you are their host now."""

    problem: int
    customer: Person
    words: str
    door: str
    since: datetime
    promise: PromiseShown | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """What is needed, what was tried, what was promised: nobody tells the story twice."""

    text: str


@dataclass(frozen=True, slots=True)
class OfferCall:
    """A colleague asks you to take over. The brief is read before it is answered."""

    problem: int
    offer: int
    customer: Person
    by: Person
    brief: Brief
    lapses: datetime
    others: Sequence[Person] = ()


@dataclass(frozen=True, slots=True)
class StandInCall:
    """A colleague will be away and asks you to stand in with some of their customers."""

    absence: int
    by: Person
    starts: datetime
    ends: datetime
    many: int


@dataclass(frozen=True, slots=True)
class HelpCall:
    """A colleague asks you to help; they stay with the customer."""

    problem: int
    customer: Person
    by: Person
    text: str
    since: datetime


@dataclass(frozen=True, slots=True)
class NoticeShown:
    """Something the reader should know: a promise broken, nobody reached."""

    path: str
    customer: Person
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HomePage:
    """ "With you now": everybody who waits for the reader, in the order in which they hear."""

    now: datetime
    ringing: Sequence[RingingCall] = ()
    offers: Sequence[OfferCall] = ()
    help_asked: Sequence[HelpCall] = ()
    with_you: Sequence[Row] = ()
    helping: Sequence[Row] = ()
    waiting_for_customer: Sequence[Row] = ()
    in_good_hands: Sequence[Row] = ()
    snoozed: Sequence[SnoozedRow] = ()
    just_snoozed: str = ""  # whom the reader has put out of sight with the page before
    just_snoozed_problem: int = 0
    quiet: Sequence[Row] = ()
    to_confirm: int = 0  # how many were set aside and need a second colleague
    to_sign: Sequence[Row] = ()
    notices: Sequence[NoticeShown] = ()
    stand_in: Sequence[StandInCall] = ()
    to_put_right: Sequence[str] = ()  # for administrators

    @property
    def nobody_waits(self) -> bool:
        return not (self.ringing or self.offers or self.help_asked or self.with_you or self.helping)


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """What a lead sees: each of their people, and who is with them."""

    now: datetime
    people: Sequence[PersonsRows] = ()


@dataclass(frozen=True, slots=True)
class PersonsRows:
    colleague: Person
    rows: Sequence[Row] = ()


# -- a problem -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file somebody sent."""

    name: str
    url: str
    size: int  # bytes
    picture: str = ""  # where it is shown as we drew it; none where it is no picture
    key: str = ""
    sound: str = ""  # where it can be listened to as we wrote it
    kept_until: datetime | None = None  # of the recording of a call


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the conversation: a word of either side, a note, or a quiet line."""

    number: int
    kind: Literal["theirs", "ours", "note", "stranger", "machine", "line"]
    at: datetime
    who: Person | None = None
    to: str = ""
    text: str = ""
    html: str = ""  # made safe before it came here
    quoted: str = ""
    files: Sequence[FileShown] = ()
    icon: str = "info"
    tone: Literal["", "yes", "late"] = ""
    word: int | None = None
    in_a_call: bool = False  # it was not written, but said
    sender: str = ""  # how somebody unknown named themselves
    written_down_by: Person | None = None  # to whom they said it, where they did not write it
    said_at: datetime | None = None  # when, where that was before we heard of it
    trouble: str = ""  # what could not be read
    hears_by: datetime | None = None  # the promise that this word carried
    may_be_answer: bool = False  # the owner may mark this reply as the customer's answer


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose in a form: its value, and how it reads."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Act:
    """The one next thing to do. `path` is posted to, or opened when it is a page."""

    label: str
    path: str
    is_page: bool = False
    is_primary: bool = True
    is_quiet: bool = False
    fields: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One of the four steps of a handoff."""

    name: str
    state: Literal["done", "now", "todo"]
    more: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HandoffShown:
    """The handoff as it stands: its steps, what comes next, and why when nothing does."""

    steps: Sequence[Step] = ()
    acts: Sequence[Act] = ()
    why_none: str = ""
    brief: Brief | None = None
    receiver: Person | None = None
    asks_you: bool = False  # the reader has yet to answer: the brief comes first


@dataclass(frozen=True, slots=True)
class Reach:
    """One way to reach a customer."""

    kind: str
    value: str
    is_verified: bool = False
    address: int = 0


@dataclass(frozen=True, slots=True)
class CustomerPanel:
    """Who the customer is: how to reach them, their language, their time, what came earlier."""

    person: Person
    reach: Sequence[Reach] = ()
    organisation: str = ""
    language: str = ""
    time_zone: str = ""
    earlier: Sequence[Row] = ()
    others: Sequence[tuple[Person, str]] = ()  # further people on their side, and their roles
    may_confirm: bool = False  # the reader speaks with them, and can ask
    held_path: str = ""  # what we hold about them, for an administrator


@dataclass(frozen=True, slots=True)
class Begun:
    """A draft: its words, the stamp they are known by, and what was written elsewhere meanwhile."""

    text: str = ""
    stamp: str = ""
    other: str = ""
    files: Sequence[FileShown] = ()


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """What somebody who has left had begun to write; not a word of it was said."""

    who: Person
    text: str
    at: datetime
    is_note: bool = False


class Written(Protocol):
    """What somebody else wrote while one was writing."""

    @property
    def name(self) -> str: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Leaving:
    """A reply that leaves in so many seconds. Only its writer reads it before it has left."""

    pk: int
    problem: int
    who: Person
    to: str
    text: str
    is_yours: bool
    seconds: int
    files: Sequence[FileShown] = ()


@dataclass(frozen=True, slots=True)
class Writer:
    """What the writer at the bottom needs."""

    problem: int
    customer: Person
    choices: Sequence[PromiseChoice] = ()
    waits_for: Sequence[Choice] = ()
    waits_chosen: str = ""
    may_reply: bool = True
    why_not: str = ""
    reply: Begun = Begun()
    note: Begun = Begun()
    newer: Sequence[Written] = ()  # what to read before one sends after all
    refusal: str = ""
    client: str = ""  # makes the same words count once, however often they are sent
    last_seen: int = 0  # the version the writer has read; a later word of theirs stops a reply
    mode: Literal["reply", "note"] = "reply"
    may_propose: bool = True
    call: str = ""  # the number of a customer whom no mail reaches
    left_behind: Sequence[LeftBehind] = ()
    signature: str = ""  # below every mail, in the colleague's own name


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """Everything about one problem that its reader may see."""

    now: datetime
    problem: int
    version: int
    title: str
    state: str
    owner: Person
    customer: CustomerPanel
    handoff: HandoffShown
    writer: Writer
    is_yours: bool
    is_ringing: bool = False
    promise: PromiseShown | None = None
    helpers: Sequence[Person] = ()
    cover: Person | None = None
    known_to: str = ""  # who may know of it, where only a few may
    may_read: Sequence[Person] = ()  # who was named in a note
    where: Mapping[int, Any] = field(default_factory=dict)  # where colleagues are, by their ids
    entries: Sequence[Entry] = ()
    leaving: Sequence[Leaving] = ()
    acts: Sequence[Act] = ()
    menu: Sequence[Act] = ()
    banner: str = ""
    refusal: str = ""
    linked: Sequence[tuple[str, Row]] = ()  # what it is to this one, and the other problem
    #: The telephone: a `pages.calls.TelephonePart`.
    telephone: Any = None


# -- drafts --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DraftShown:
    """Words the reader has begun somewhere. Without a problem: one they no longer see."""

    pk: int
    text: str
    at: datetime
    is_note: bool = False
    why_back: str = ""
    problem: int = 0
    to: Person | None = None
    about: str = ""
    files: Sequence[str] = ()  # their names


@dataclass(frozen=True, slots=True)
class DraftsPage:
    """Everything the reader has begun to write, the latest first."""

    now: datetime
    drafts: Sequence[DraftShown] = ()


# -- saved replies -------------------------------------------------------------------------------


class Kept(Protocol):
    """A reply worth keeping."""

    @property
    def pk(self) -> Any: ...
    @property
    def name(self) -> str: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class SavedRepliesPage:
    """One's own replies, and the company's."""

    yours: Sequence[Kept] = ()
    companys: Sequence[Kept] = ()
    keeps_the_companys: bool = False


# -- bring somebody in ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Candidate:
    """A colleague who could help, and why."""

    person: Person
    title: str = ""
    why: str = ""
    here: str = "off"  # a dot: here, call, away or off
    load: int = 0
    picks_up_in: str = ""
    cannot: str = ""
    is_chosen: bool = False
    where: str = ""  # where they are, in words


@dataclass(frozen=True, slots=True)
class BringPage:
    """Ask somebody to help, or offer to take over."""

    now: datetime
    problem: int
    customer: Person
    need: str = ""
    brief: str = ""
    verb: Literal["help", "offer"] = "help"
    may_offer: bool = True
    why_not: str = ""
    candidates: Sequence[Candidate] = ()
    is_found: bool = True  # somebody fits what was typed; else the likeliest are shown
    client: str = ""
    refusal: str = ""


# -- I met a customer ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MetPage:
    """One thumb, ten seconds. `client` makes the same form count once, however often it is sent."""

    client: str
    name: str = ""
    reach: str = ""
    words: str = ""
    should_know: str = ""
    colleagues: Sequence[Person] = ()
    refusal: str = ""


# -- administrators ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listed:
    """One door, colleague, team or duty list in its list."""

    path: str
    name: str
    more: str = ""
    end: str = ""
    person: Person | None = None
    is_off: bool = False


@dataclass(frozen=True, slots=True)
class ListPage:
    """A plain list with a way to add one more."""

    heading: str
    lead: str
    items: Sequence[Listed] = ()
    add_path: str = ""
    add_label: str = ""
    empty: str = ""
    tabs: Sequence[tuple[str, str, bool]] = ()


@dataclass(frozen=True, slots=True)
class FormPage:
    """A plain form, with a preview of what a customer sees beside it where that helps."""

    heading: str
    form: Any
    back_path: str
    back_label: str
    lists: Any = None  # further forms of the same shape: a door's duty lists
    lead: str = ""
    save_label: str = ""
    refusal: str = ""
    preview: str = ""
    preview_heading: str = ""
    preview_language: str = ""
    client: str = field(default_factory=lambda: str(uuid4()))
    acts: Sequence[Act] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is true of this installation."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """How it is set up, and what must be put right."""

    facts: Sequence[Fact] = ()
    missing: Sequence[str] = ()


# -- the demo ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LeftMail:
    """One mail that left the house."""

    at: datetime
    to: str
    subject: str
    text: str
    sender: str = ""
    page: str = ""  # the customer's own page, where the mail links to it
    links: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class OutboxPage:
    now: datetime
    mails: Sequence[LeftMail] = ()
    doors: Sequence[str] = ()
    smtp: str = ""
