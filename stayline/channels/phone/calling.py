"""Calling a customer: whoever calls is rung first, and then, once they are there, the customer.

Only numbers within the dial plan are called: whoever gets in still cannot call the moon.
"""

from __future__ import annotations

from datetime import datetime

import phonenumbers
from django.conf import settings
from django.utils.translation import gettext as _

from stayline.channels.phone.models import Call, Line, new_room
from stayline.ownership import Refused, decide
from stayline.ownership import commands as do
from stayline.ownership.ids import ColleagueId, ContactId, PartyId
from stayline.ownership.problem import LiveKind
from stayline.people.models import Address, AddressKind, Door, DoorKind
from stayline.problems import company, intake, journal, queries
from stayline.problems import models as m


def number_of(problem: m.Problem) -> str:
    """The number that reaches the customer, in E.164; "" where we know none."""
    numbers = Address.objects.filter(customer=problem.principal_id, kind=AddressKind.PHONE)
    return numbers.order_by("verified_at", "pk").values_list("value", flat=True).first() or ""


def door_of(problem: m.Problem) -> Door | None:
    """The door whose number the customer is shown: the one they came by, else the first for calls."""
    came_by = problem.door
    if came_by is not None and came_by.kind == DoorKind.PHONE:
        return came_by
    return Door.objects.filter(kind=DoorKind.PHONE).order_by("-is_open", "pk").first()


def number_to_call(problem: m.Problem) -> str:
    """The customer's number, where it may be called now: there is a way out, and nobody is on the line."""
    if not settings.STAYLINE_PHONE_TRUNK or problem.state["live"]:
        return ""
    return number_of(problem)


def has_telephone(who: int) -> bool:
    """Whether there is a line to speak from: a telephone that is on, or a browser's."""
    return Line.objects.filter(colleague=who, is_on=True).exists()


def line_to(number: str) -> str:
    """The exchange's name of a number outside, by the company's trunk."""
    return f"PJSIP/{number}@{settings.STAYLINE_PHONE_TRUNK}"


def call_customer(problem: int, by: int, at: datetime) -> Call:
    """Ring `by`, and when they are there the customer. Raises Refused.

    Asked again while it is under way, it is the same call.
    """
    with journal.deciding():
        row = journal.hold(problem)
        under_way = Call.objects.filter(problem=row.pk, ended_at=None).first()
        if under_way is not None:
            return under_way
        door, number = door_of(row), number_of(row)
        _require_way(door, number, by)
        contact = intake.store_contact(m.ContactKind.CALL, door, at, [row.pk])
        require_with_them(row, contact.pk, by, at)
        call = Call.objects.create(
            contact=contact,
            problem_id=row.pk,
            door=door,
            number=number,
            called_by_id=by,
            room=new_room(contact.pk),
            arrived_at=at,
        )
        journal.nudge(row)
        return call


def answered(row: m.Problem, contact: int, by: int | None, at: datetime) -> do.StartLive:
    """The customer who was called picks up; `by`, who called, is there already, where they still are."""
    return do.StartLive(
        at=at,
        contact=ContactId(contact),
        kind=LiveKind.CALL,
        party=PartyId(row.principal_id) if row.principal_id else None,
        answer_by=intake.answer_due(row, at),
        called_by=ColleagueId(by) if by else None,
    )


def require_with_them(row: m.Problem, contact: int, by: int, at: datetime) -> None:
    """Nobody is rung for a call that the rule would refuse once the customer answers: they would
    hear nobody. Raises Refused."""
    decide(queries.state_of(row), answered(row, contact, by, at), company.now())


def _require_way(door: Door | None, number: str, by: int) -> None:
    if not number:
        raise Refused(_("We know no telephone number of {customer}."))
    if door is None or not settings.STAYLINE_PHONE_TRUNK:
        raise Refused(_("No telephone line leads out of the house yet. Ask an administrator."))
    if not has_telephone(by):
        raise Refused(
            _("None of your telephones is on. Switch one on, or your phone in the browser.")
        )
    if not _is_in_dial_plan(number, door):
        raise Refused(
            _("We may not call that number from here. Ask an administrator to allow its country.")
        )


def _is_in_dial_plan(number: str, door: Door) -> bool:
    """Whether it begins as the company says; else of the door's country, and nobody earns by the
    call: who calls us may seem to call from any number."""
    if settings.STAYLINE_PHONE_MAY_CALL:
        return number.startswith(tuple(settings.STAYLINE_PHONE_MAY_CALL))
    try:
        theirs, ours = phonenumbers.parse(number), phonenumbers.parse(door.address)
    except phonenumbers.NumberParseException:
        return False
    return theirs.country_code == ours.country_code and (
        phonenumbers.number_type(theirs) not in _EARNING
    )


_EARNING = (phonenumbers.PhoneNumberType.PREMIUM_RATE, phonenumbers.PhoneNumberType.SHARED_COST)
