"""Who is on the line: on the problem's page, and above every page of who is in the call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

from stayline.channels.phone import calling, recording
from stayline.channels.phone import queries as calls
from stayline.channels.phone.models import Call
from stayline.desk.contexts import Person
from stayline.desk.pages.customers import called
from stayline.ownership import Problem as State
from stayline.ownership.problem import About, LiveContact, Recording
from stayline.people.models import Colleague, Customer
from stayline.problems import queries
from stayline.problems.models import Problem


@dataclass(frozen=True, slots=True)
class Asked:
    """The open question whether the receiver may take it from here; the owner hears the answer."""

    question: int
    receiver: Person
    is_mine_to_record: bool


@dataclass(frozen=True, slots=True)
class RecordingShown:
    """Whether this call is recorded, and what its reader may do about it."""

    state: str = ""  # of ownership's Recording; "" where nobody has asked for one
    is_possible: bool = False  # the door records
    may_start: bool = False
    may_stop: bool = False
    may_refuse: bool = False


@dataclass(frozen=True, slots=True)
class CallShown:
    """A call that goes on, for one reader."""

    problem: int
    contact: int
    customer: Person
    since: datetime
    number: str
    here: Sequence[Person]
    ringing: Sequence[Person]
    hold_since: datetime | None
    is_burning: bool
    nobody_comes: bool
    is_identified: bool
    parties: Sequence[tuple[int, Person]] = ()
    is_in_it: bool = False
    may_come_in: bool = False
    may_step_out: bool = False
    may_end: bool = False
    asked: Asked | None = None
    recording: RecordingShown = RecordingShown()
    named_in_vain: str = ""  # by a Transfer key


@dataclass(frozen=True, slots=True)
class CallsPage:
    """The calls somebody is in, or is rung for."""

    now: datetime
    calls: Sequence[CallShown] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TelephonePart:
    """What a problem's page shows of the telephone: the call, or the way to one."""

    call: CallShown | None = None
    being_made: bool = False  # whoever calls is rung first
    number: str = ""  # may be called now by this reader
    is_off: bool = False  # but none of their telephones is on


def calls_page(reader: Colleague, now: datetime) -> CallsPage:
    """Every call the reader is in or is rung for; the customer's name before they answer."""
    shown = [
        call_shown(row, queries.state_of(row), reader) for row in calls.live_calls_of(reader.pk)
    ]
    return CallsPage(now, [one for one in shown if one is not None])


def telephone_on(row: Problem, state: State, reader: Colleague) -> TelephonePart:
    """Asks the database nothing where nobody is on the line and no line leads out of the house."""
    call = call_shown(row, state, reader)
    if call is not None or not settings.STAYLINE_PHONE_TRUNK:
        return TelephonePart(call=call)
    if calls.call_on(row.pk) is not None:
        return TelephonePart(being_made=True)
    number = calling.number_to_call(row) if reader.pk in state.ours else ""
    return TelephonePart(
        number=number, is_off=bool(number) and not calling.has_telephone(reader.pk)
    )


def contact_of(state: State, me: int) -> LiveContact:
    """Where a customer calls twice, the call that I am in or rung for; else the first. There is one."""
    mine = (one for one in state.live if me in one.here | one.ringing)
    return next(mine, state.live[0])


def call_shown(row: Problem, state: State, reader: Colleague) -> CallShown | None:
    """The call that goes on about a problem; None where there is none."""
    if not state.live:
        return None
    contact = contact_of(state, reader.pk)
    call = calls.call_of(contact.id)
    known = _people(state, contact)
    here = contact.here
    me = reader.pk
    parties = Customer.objects.in_bulk([int(one.id) for one in state.parties])
    return CallShown(
        problem=row.pk,
        contact=contact.id,
        customer=called(row.principal),
        since=contact.since,
        number=call.number if call else "",
        here=[known[one] for one in sorted(here) if one in known],
        ringing=[known[one] for one in sorted(contact.ringing) if one in known],
        hold_since=contact.hold_since,
        is_burning=contact.burning,
        nobody_comes=contact.all_rung,
        is_identified=contact.identified,
        parties=[(pk, called(one)) for pk, one in parties.items()],
        is_in_it=me in here,
        may_come_in=me in state.ours and me not in here | contact.ringing,
        may_step_out=me in here and me not in (state.owner, contact.answered_by),
        may_end=me in here and me in (state.owner, contact.answered_by),
        asked=_asked(state, contact, known, me),
        recording=_recording(state, contact, call, me),
        named_in_vain=call.named_in_vain if call else "",
    )


def _recording(state: State, contact: LiveContact, call: Call | None, me: int) -> RecordingShown:
    now = contact.recording
    possible = call is not None and recording.is_possible(call.door)
    is_running = now in (Recording.WANTED, Recording.ON)
    is_ours = me in state.ours
    stays = me in contact.here and me in (state.owner, contact.answered_by)
    return RecordingShown(
        state=now.value if now is not None else "",
        is_possible=possible,
        may_start=possible and stays and now in (None, Recording.STOPPED),
        may_stop=is_ours and is_running,
        may_refuse=is_ours and now in (Recording.WANTED, Recording.ON, Recording.STOPPED),
    )


def _people(state: State, contact: LiveContact) -> Mapping[int, Colleague]:
    receiver = {state.offer.receiver} if state.offer and state.offer.receiver else set[int]()
    wanted = {*contact.here, *contact.ringing, *receiver}
    return {one.pk: one for one in Colleague.objects.filter(pk__in=wanted)}


def _asked(
    state: State, contact: LiveContact, known: Mapping[int, Colleague], me: int
) -> Asked | None:
    question = state.question_about(About.TAKEOVER)
    if question is None or question.receiver is None or question.receiver not in known:
        return None
    return Asked(
        question=question.number,
        receiver=known[question.receiver],
        is_mine_to_record=me == state.owner and me in contact.here and contact.identified,
    )
