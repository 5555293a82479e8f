"""Keys that people press in a call: the customer's yes and no, and a desk phone's own keys.

Hold starts the clock of the hold, and Transfer offers: neither moves anybody.
"""

from __future__ import annotations

from datetime import datetime

import structlog
from django.utils import translation
from django.utils.translation import gettext as _

from stayline.channels.phone.models import Call, Leg, LegState, Line
from stayline.channels.phone.telephony import (
    HoldPressed,
    HoldReleased,
    KeyPressed,
    TransferPressed,
    Words,
)
from stayline.ownership import Problem, Refused
from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.evidence import KeyPressed as Key
from stayline.ownership.ids import ColleagueId, ContactId, Number
from stayline.problems import by_colleagues, intake, journal, queries

log = structlog.get_logger(__name__)

YES, NO = "1", "2"

Pressed = KeyPressed | HoldPressed | HoldReleased | TransferPressed


def pressed(event: Pressed, at: datetime) -> Words | None:
    """Do what a key means here and now. A key that means nothing does nothing.

    Returns what whoever pressed it should hear in their ear.
    """
    leg = Leg.objects.select_related("call__door").filter(pk=event.leg, state=LegState.UP).first()
    if leg is None:
        return None
    try:
        with journal.deciding():
            _do(event, leg, at)
    except Refused as refused:
        log.info("a key was refused", leg=leg.pk, why=str(refused))
        return _named_in_vain(leg, event.to) if isinstance(event, TransferPressed) else None
    return None


def _named_in_vain(leg: Leg, to: str) -> Words:
    """A telephone shows that all went well: the ear and the desk say that nobody was asked."""
    with journal.deciding():
        row = journal.hold(leg.call.problem_id)
        Call.objects.filter(pk=leg.call_id).update(named_in_vain=to[:40] or "?")
        journal.nudge(row)
    return Words(language=leg.call.language, prompts=("nobody-asked",))


def _do(event: Pressed, leg: Leg, at: datetime) -> None:
    contact = ContactId(leg.call.contact_id)
    match event:
        case KeyPressed(key=key) if leg.colleague_id is None and key in (YES, NO):
            _customers_answer(leg, ev.Reply.YES if key == YES else ev.Reply.NO, at)
        case HoldPressed() | HoldReleased() if leg.colleague_id is not None:
            says = do.Hold if isinstance(event, HoldPressed) else do.Unhold
            command = says(at=at, by=ColleagueId(leg.colleague_id), contact=contact)
            journal.meet(journal.hold(leg.call.problem_id), command)
        case TransferPressed(to=to) if leg.colleague_id is not None:
            _offered(leg, leg.colleague_id, to, at)
        case _:
            pass


def _customers_answer(leg: Leg, reply: ev.Reply, at: datetime) -> None:
    """The customer's own key, while they are asked whether the receiver may take it from here."""
    row = journal.hold(leg.call.problem_id)
    problem: Problem = queries.state_of(row)
    contact, offer = problem.contact(ContactId(leg.call.contact_id)), problem.offer
    if contact is None or contact.party is None or offer is None or offer.question is None:
        return
    evidence = Key(party=contact.party, contact=contact.id)
    journal.meet(
        row,
        do.Answer(
            at=at,
            question=offer.question,
            reply=reply,
            evidence=evidence,
            answer_by=intake.answer_due(row, at),
        ),
    )


def question_heard(call: int, question: Number, at: datetime) -> None:
    """A voice has asked it to its end: from here on the customer's keys answer it."""
    contact, problem = Call.objects.values_list("contact", "problem").get(pk=call)
    command = do.HearQuestion(at=at, contact=ContactId(contact), question=question)
    with journal.deciding():
        journal.meet(journal.hold(problem), command)


def _offered(leg: Leg, by: int, to: str, at: datetime) -> None:
    """Transfer names somebody: they are offered it and then rung, and nobody is moved."""
    line = Line.objects.filter(extension=to, is_on=True).first()
    if line is None:
        raise Refused("Nobody is reached by that number. Bring somebody in by name at the desk.")
    with translation.override(leg.call.language):
        brief = _("Asked by the Transfer key during the call; more in the call.")
    by_colleagues.offer(leg.call.problem_id, by, [line.colleague_id], brief, at)
    Call.objects.filter(pk=leg.call_id).update(named_in_vain="")
