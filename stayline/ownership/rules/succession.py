"""Succession: a leaver gives up every role, and no customer is without a person for an instant.

Each problem goes to a receiver who has picked up, else a helper in the live contact, unless the
customer refused them; else to the named successor, else the manager. The new owner owes the
customer an introduction.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.decision import Decision
from stayline.ownership.ids import ColleagueId
from stayline.ownership.problem import Ringing
from stayline.ownership.refusal import Refused
from stayline.ownership.rules import arrival, helping, live, offers, owner, promises


def give_up_roles(d: Decision, c: do.GiveUpRoles) -> None:
    d.require(
        not d.company.is_active(c.leaver),
        "{who} still works here; {who}'s customers stay with {who}. For an absence there is cover.",
        who=c.leaver,
    )
    if d.problem.owner == c.leaver:
        _pass_on(d, c)
    _give_up_helping(d, c.leaver)
    _give_up_offer(d)
    live.leave_company(d, c.leaver, c.introduce_by)
    unsigned = d.problem.unsigned
    if unsigned is not None and unsigned.by == c.leaver:
        d.tell(ev.SignatureLapsed(at=d.at, what=unsigned))


def _pass_on(d: Decision, c: do.GiveUpRoles) -> None:
    stage = d.problem.stage
    if isinstance(stage, Ringing) and any(d.may_act(who) for who in stage.next_hosts):
        arrival.to_next_host(d, stage)
        return
    heir = next(_heirs(d, c.leaver), None)
    if heir is None:
        raise Refused(
            "Nobody who works here would be with {customer} then. Name a successor for {who}"
            " first.",
            who=c.leaver,
        )
    succeed(d, heir, ev.OwnerChange.SUCCESSION, c.introduce_by)


def _heirs(d: Decision, leaver: ColleagueId) -> Iterator[ColleagueId]:
    """Who may inherit, best first; all active."""
    for who in _those_with_the_customer(d):
        if d.may_act(who) and who not in d.problem.refused:
            yield who
    yield from (who for who in d.company.successors_of(leaver) if d.may_act(who))


def _those_with_the_customer(d: Decision) -> Iterator[ColleagueId]:
    receiver = d.problem.offer.receiver if d.problem.offer is not None else None
    if receiver is not None:
        yield receiver
    for contact in d.problem.live:
        yield from sorted(contact.here & d.problem.helpers)


def succeed(d: Decision, heir: ColleagueId, why: ev.OwnerChange, introduce_by: datetime) -> None:
    """What was asked lapses; the heir is the owner and owes an introduction."""
    offers.end(d, ev.OfferEnds.OWNER_GONE)
    for question in d.problem.questions:
        d.tell(ev.QuestionEnded(at=d.at, question=question.number, why=ev.QuestionEnds.LAPSED))
    owner.change(d, heir, why)
    if d.problem.is_open:
        promises.no_later_than(d, introduce_by)
    owner.ring(d)


def relieved(d: Decision, lead: ColleagueId, introduce_by: datetime) -> None:
    """Relief for cause is succession to the lead."""
    succeed(d, lead, ev.OwnerChange.RELIEF, introduce_by)


def _give_up_helping(d: Decision, leaver: ColleagueId) -> None:
    if leaver in d.problem.helpers or leaver in d.problem.asked_to_help:
        helping.stop_helping(d, leaver, ev.HelpEnds.LEFT_COMPANY)
    if d.problem.cover is not None and d.problem.cover.colleague == leaver:
        helping.end(d)
    promises.given_back(d, leaver)


def _give_up_offer(d: Decision) -> None:
    """Of those it was offered to one is less; who had picked up has stopped helping already."""
    if d.problem.offer is not None:
        offers.end_if_nobody_is_left(d, ev.OfferEnds.RECEIVER_GONE)
