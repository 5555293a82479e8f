"""A call comes in: it has a problem, and the problem an owner, before anything rings."""

from __future__ import annotations

from datetime import datetime

from stayline.channels.phone.models import Call, Leg, LegState, Line, new_room
from stayline.channels.phone.telephony import Arrived
from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.ids import ContactId, PartyId
from stayline.ownership.problem import LiveKind
from stayline.people import queries as people
from stayline.people.models import AddressKind, Customer, Door, DoorKind
from stayline.problems import intake, journal, statements
from stayline.problems import models as m

OPEN = (m.Stage.RINGING, m.Stage.OWNED, m.Stage.PROPOSED)


class NoDoor(Exception):
    """Nobody has said yet who stands behind the telephone."""


class OneOfUs(Exception):
    """A colleague's own telephone dials. Calls to customers begin at their problem."""


def arrive(arrived: Arrived, at: datetime) -> int:
    """The call of a leg that arrived; told again, it is the same one.

    Who calls about something that is open is heard on it, and its owner is rung first; the number
    is a hint, never proof. Otherwise the call opens a problem at the door that was dialled. Raises
    `NoDoor` where no door is for calls, `OneOfUs`, and `duty.NobodyAnswers`.
    """
    if Line.objects.filter(address=arrived.line).exists():
        raise OneOfUs(arrived.line)
    door = _door(arrived.dialled)
    with journal.deciding():
        if not journal.once(f"call:{arrived.leg}", "", None, at):
            return Leg.objects.values_list("call", flat=True).get(pk=arrived.leg)
        customer = _customer(arrived.caller, door)
        known = _open_problem_of(customer)
        problem, contact = (
            _heard_on(known, customer, door, at)
            if known is not None
            else _opened(customer, door, at)
        )
        m.OutsideAct.objects.filter(pk=f"call:{arrived.leg}").update(problem=problem)
        number = arrived.caller if customer.addresses.exists() else ""
        call = Call.objects.create(
            contact_id=contact,
            problem_id=problem,
            door=door,
            number=number,
            room=new_room(contact),
            arrived_at=at,
            live_since=at,
        )
        Leg.objects.create(
            id=arrived.leg, call=call, line=arrived.line, state=LegState.RINGING, asked_at=at
        )
        return call.pk


def _door(dialled: str) -> Door:
    doors = Door.objects.filter(kind=DoorKind.PHONE).order_by("-is_open", "pk")
    door = doors.filter(address=dialled.lower()).first() or doors.first()
    if door is None:
        raise NoDoor(f"{dialled} was called, and no door is for calls")
    return door


def _customer(number: str, door: Door) -> Customer:
    """Who calls from this number, as far as anybody can know; somebody new where it is withheld."""
    at_home = {"language": door.language, "time_zone": door.time_zone}
    try:
        return people.customer_for_address(AddressKind.PHONE, number, **at_home)
    except ValueError:
        return Customer.objects.create(name="", **at_home)


def _open_problem_of(customer: Customer) -> int | None:
    """Of several, the one on which a call was promised, else where the customer hears next."""
    return (
        m.Problem.objects.filter(principal=customer, stage__in=OPEN)
        .order_by("-state__promise__call_back", "promise_due")
        .values_list("pk", flat=True)
        .first()
    )


def _heard_on(problem: int, customer: Customer, door: Door, at: datetime) -> tuple[int, int]:
    row = journal.hold_where_heard(problem)
    contact = intake.store_contact(m.ContactKind.CALL, door, at, [row.pk])
    command = do.StartLive(
        at=at,
        contact=ContactId(contact.pk),
        kind=LiveKind.CALL,
        answer_by=intake.answer_due(row, at),
        party=PartyId(customer.pk),
    )
    journal.meet(row, command)
    return row.pk, contact.pk


def _opened(customer: Customer, door: Door, at: datetime) -> tuple[int, int]:
    contact = m.Contact(
        pk=statements.new_id(m.Contact), kind=m.ContactKind.CALL, door=door, started_at=at
    )
    statements.insert([contact])
    answer = intake.arrive(
        door, customer, at, arrival=ev.Arrival.CALL, contact=ContactId(contact.pk)
    )
    contact.problems.add(answer.problem.id)
    return answer.problem.id, contact.pk
