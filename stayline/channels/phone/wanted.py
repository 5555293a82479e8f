"""How the exchange should look, read off the timeline: pure, and the same after every event.

Whatever happened, and whoever was restarted meanwhile, the same question is asked: who is in this
call, who is rung, and what differs in the exchange? A leg is in the room because its person is
in the live contact, never the other way round.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from stayline.channels.phone.telephony import Gone, LegId, LegState, RoomId, Snapshot
from stayline.ownership.ids import ColleagueId
from stayline.ownership.problem import LiveContact, Question, Recording

RINGS_ALONE = timedelta(seconds=12)
"""How long a caller hears only that it rings; then a voice says that somebody is coming."""


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownLeg:
    """A leg that is stored and not gone; the customer's has no colleague."""

    id: LegId
    colleague: ColleagueId | None
    line: str
    up_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownCall:
    """A call that is stored, with its legs that are not gone."""

    room: RoomId
    arrived_at: datetime
    legs: tuple[KnownLeg, ...]
    calling_out: ColleagueId | None = None  # who calls the customer, who has not answered yet
    was_with_somebody: bool = False  # somebody has answered, now or before
    question: Question | None = None  # whether the receiver may take it from here
    has_just_left: ColleagueId | None = None  # who was asked about
    parting: Occasion | None = None  # we have just ended it, and the customer hears why
    is_enough: bool = False  # nobody could come, and the customer has had time to leave words

    @property
    def customer(self) -> KnownLeg | None:
        return next((leg for leg in self.legs if leg.colleague is None), None)


# -- what may be asked of the exchange -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ring:
    leg: LegId
    line: str


@dataclass(frozen=True, slots=True)
class LetHearRinging:
    leg: LegId


@dataclass(frozen=True, slots=True)
class PickUpLeg:
    leg: LegId


@dataclass(frozen=True, slots=True)
class OpenRoom:
    room: RoomId


@dataclass(frozen=True, slots=True)
class Join:
    room: RoomId
    leg: LegId


@dataclass(frozen=True, slots=True)
class Drop:
    leg: LegId
    why: Gone = Gone.GOODBYE


@dataclass(frozen=True, slots=True)
class CloseRoom:
    room: RoomId


Step = Ring | LetHearRinging | PickUpLeg | OpenRoom | Join | Drop | CloseRoom


def steps(
    call: KnownCall, contact: LiveContact | None, exchange: Snapshot, at: datetime
) -> list[Step]:
    """What to ask of the exchange so that it looks as the timeline says, in this order.

    Nobody is dropped before whoever comes instead is in the room.
    """
    if contact is None and call.calling_out is None:
        return list(_all_gone(call, exchange))
    staying = _staying(call, contact, exchange)
    wanted = [*_rung(call, exchange), *_customer_answered(call, contact, exchange, at)]
    joining = [leg for leg in staying if exchange.legs[leg].room != call.room]
    if joining:
        wanted += [OpenRoom(call.room)] if call.room not in exchange.rooms else []
        wanted += [Join(call.room, leg) for leg in joining]
    wanted += _too_many(call, contact, exchange, staying)
    if call.is_enough and contact is not None and contact.all_rung and call.customer is not None:
        wanted.append(Drop(call.customer.id))
    return wanted


def _all_gone(call: KnownCall, exchange: Snapshot) -> Iterator[Step]:
    for leg in call.legs:
        hears_why = call.parting is not None and leg.colleague is None
        if leg.id in exchange.legs and not hears_why:
            yield Drop(leg.id)
    if call.room in exchange.rooms and call.parting is None:
        yield CloseRoom(call.room)


def _staying(
    call: KnownCall, contact: LiveContact | None, exchange: Snapshot
) -> Mapping[LegId, KnownLeg]:
    """The legs that belong in the room: the customer's, and one of each who is there."""
    here = contact.here if contact is not None else frozenset()
    staying: dict[LegId, KnownLeg] = {}
    people: set[ColleagueId | None] = set()
    for leg in sorted(call.legs, key=_since):
        belongs = leg.colleague is None or leg.colleague in here or _calls_out(call, leg)
        if belongs and _is_up(exchange, leg.id) and leg.colleague not in people:
            people.add(leg.colleague)
            staying[leg.id] = leg
    return staying


def _since(leg: KnownLeg) -> tuple[bool, str, str]:
    return leg.up_at is None, leg.up_at.isoformat() if leg.up_at else "", leg.id


def _calls_out(call: KnownCall, leg: KnownLeg) -> bool:
    return call.calling_out is not None and leg.colleague == call.calling_out


def _is_up(exchange: Snapshot, leg: LegId) -> bool:
    return leg in exchange.legs and exchange.legs[leg].state is LegState.UP


def _rung(call: KnownCall, exchange: Snapshot) -> list[Step]:
    """Legs that were stored and that the exchange does not have yet."""
    return [Ring(leg.id, leg.line) for leg in call.legs if leg.id not in exchange.legs]


def _customer_answered(
    call: KnownCall, contact: LiveContact | None, exchange: Snapshot, at: datetime
) -> Iterator[Step]:
    """A caller hears it ring until somebody is there, or until a voice is due."""
    leg = call.customer
    if leg is None or leg.id not in exchange.legs or _is_up(exchange, leg.id):
        return
    if call.calling_out is not None:
        return  # it is we who ring
    is_with_somebody = contact is not None and bool(contact.here)
    if is_with_somebody or occasion(call, contact, at) is not None:
        yield PickUpLeg(leg.id)
    else:
        yield LetHearRinging(leg.id)


def _too_many(
    call: KnownCall,
    contact: LiveContact | None,
    exchange: Snapshot,
    staying: Mapping[LegId, KnownLeg],
) -> Iterator[Step]:
    """Legs of who has left, of who was slower than another, and second phones of who is there."""
    there = {leg.colleague for leg in staying.values()}
    rung = set(contact.ringing) if contact is not None else {call.calling_out}
    for leg in call.legs:
        if leg.colleague is None or leg.id in staying or leg.id not in exchange.legs:
            continue
        if leg.colleague in there or leg.colleague not in rung:
            yield Drop(leg.id, Gone.ELSEWHERE if there else Gone.GOODBYE)


# -- what is spoken ------------------------------------------------------------------------------


class Occasion(Enum):
    """Why a voice speaks in a room."""

    RINGS = "rings"  # nobody has answered yet, and it rings for long
    COMES_BACK = "comes back"  # whoever was there is gone, and somebody is rung
    NOBODY = "nobody"  # all were rung: a promise to call, and room for words
    ASKS = "asks"  # may the receiver take it from here?
    AWAITS = "awaits"  # they were asked, and hear which key says what
    PARTS_UNHEARD = "parts unheard"  # we end it: nobody is heard, and that was announced
    PARTS_WARNED = "parts warned"  # we end it: they were warned
    STAYS = "stays"  # who was asked about has left the line, and nothing changes
    RECORDS = "records"  # the call is recorded once they have heard so


def hears(call: KnownCall, exchange: Snapshot) -> bool:
    """Whether the customer is where a voice would speak: nothing is told to colleagues alone."""
    leg = exchange.legs.get(call.customer.id) if call.customer is not None else None
    return leg is not None and leg.room == call.room


def occasion(call: KnownCall, contact: LiveContact | None, at: datetime) -> Occasion | None:
    """Why a voice speaks now; None where people speak with each other, or where it only rings."""
    if contact is None:
        return call.parting
    if contact.here:
        return _asked(call, contact) or _recorded(contact)
    if contact.all_rung:
        return Occasion.NOBODY
    if call.was_with_somebody:
        return Occasion.COMES_BACK
    return Occasion.RINGS if at - call.arrived_at >= RINGS_ALONE else None


def _asked(call: KnownCall, contact: LiveContact) -> Occasion | None:
    if call.question is not None:
        return Occasion.AWAITS if call.question.heard_in == contact.id else Occasion.ASKS
    return Occasion.STAYS if call.has_just_left is not None else None


def _recorded(contact: LiveContact) -> Occasion | None:
    """Who is on hold would not hear it."""
    is_due = contact.recording is Recording.WANTED and contact.hold_since is None
    return Occasion.RECORDS if is_due else None
