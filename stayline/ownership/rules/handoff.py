"""The handoff: offered, picked up, asked, agreed. Four steps, in this order, each recorded.

Before the fourth the owner is the owner. Every way back leads to *owned*: declined, lapsed,
withdrawn, refused, or the receiver gone; the receiver who has picked up may stay as a helper.
"""

from __future__ import annotations

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.decision import Decision
from stayline.ownership.evidence import Evidence
from stayline.ownership.ids import ColleagueId
from stayline.ownership.problem import (
    About,
    Aside,
    Nature,
    OfferKind,
    Question,
    SetAside,
)
from stayline.ownership.refusal import Refused
from stayline.ownership.rules import helping, offers, owner


def offer(d: Decision, c: do.Offer) -> None:
    d.require_colleague(c.by)
    kind = _kind(d)
    p = d.problem
    d.require(
        c.by == p.owner or (c.owner_unreachable and c.by == _in_their_name(d)),
        "{owner} is with {customer}, so only {owner} offers to hand over. If {owner} cannot be"
        " reached, who stands in for them may.",
        owner=p.owner,
    )
    if p.offer is not None:
        d.require(
            p.offer.receiver is None,
            "{receiver} has picked up already. Ask {customer}, or withdraw that offer first.",
            receiver=p.offer.receiver if p.offer.receiver is not None else p.owner,
        )
        offers.end(d, ev.OfferEnds.REPLACED)
    d.require(bool(c.receivers), "Say who could take over.")
    d.require(c.lapses > d.at, "Give them a moment to pick up.")
    for receiver in c.receivers:
        _require_able_to_receive(d, receiver)
    d.tell(
        ev.Offered(
            at=d.at,
            by=c.by,
            kind=kind,
            receivers=tuple(dict.fromkeys(c.receivers)),
            brief=c.brief,
            lapses=c.lapses,
        )
    )


def _kind(d: Decision) -> OfferKind:
    """Internal requests and other correspondence may be redirected; a customer must agree."""
    stage = d.problem.stage
    if isinstance(stage, SetAside) and stage.why is Aside.OTHER:
        return OfferKind.REDIRECT
    d.require_met()
    return OfferKind.HANDOFF if d.problem.nature is Nature.CUSTOMERS else OfferKind.REDIRECT


def _in_their_name(d: Decision) -> ColleagueId | None:
    """Who may offer when the owner cannot be reached: cover, else their manager."""
    cover = d.problem.cover
    if cover is not None:
        return cover.colleague
    return d.company.manager_of(d.problem.owner)


def _require_able_to_receive(d: Decision, receiver: ColleagueId) -> None:
    d.require_colleague(receiver)
    d.require(
        receiver != d.problem.owner,
        "{receiver} is with {customer} already; offer to somebody else.",
        receiver=receiver,
    )
    d.require(
        receiver not in d.problem.refused,
        "{customer} has said no to {receiver}. Offer to somebody else.",
        receiver=receiver,
    )


def withdraw(d: Decision, c: do.Withdraw) -> None:
    d.require_colleague(c.by)
    offer = offers.the_open(d, c.offer)
    d.require(
        c.by in (d.problem.owner, offer.by),
        "Only {owner} can withdraw this offer.",
        owner=d.problem.owner,
    )
    offers.end(d, ev.OfferEnds.WITHDRAWN)


def decline(d: Decision, c: do.Decline) -> None:
    d.require_colleague(c.by)
    offer = offers.the_open(d, c.offer)
    d.require(c.by in offer.receivers, "This was not offered to you.")
    d.require(
        offer.receiver is None,
        "{receiver} has picked up already.",
        receiver=offer.receiver if offer.receiver is not None else c.by,
    )
    if c.by in offer.declined:
        return
    d.tell(
        ev.OfferDeclined(
            at=d.at,
            offer=offer.number,
            by=c.by,
            reason=c.reason,
            better=c.better,
            free_at=c.free_at,
        )
    )
    offers.end_if_nobody_is_left(d, ev.OfferEnds.DECLINED)


def pick_up(d: Decision, c: do.PickUp) -> None:
    d.require_colleague(c.by)
    offer = offers.the_open(d, c.offer)
    if offer.receiver == c.by:
        return
    d.require(
        offer.receiver is None,
        "{receiver} was quicker and is with {customer} already.",
        receiver=offer.receiver if offer.receiver is not None else c.by,
    )
    d.require(c.by in offer.receivers, "This was not offered to you.")
    for contact in d.problem.live:
        d.require(
            c.by in contact.here,
            "Join the conversation first: {customer} is on the line now.",
        )
    d.tell(ev.PickedUp(at=d.at, offer=offer.number, receiver=c.by, lapses=c.lapses))
    if offer.kind is OfferKind.REDIRECT:
        offers.end(d, ev.OfferEnds.AGREED)
        owner.change(d, c.by, ev.OwnerChange.REDIRECT)
        return
    helping.join_if_needed(d, c.by)


def ask(d: Decision, c: do.Ask) -> None:
    d.require_colleague(c.by)
    offer = offers.the_open(d, c.offer)
    receiver = offer.receiver
    if receiver is None:
        raise Refused(
            "Wait until somebody has picked up; only then is {customer} asked. Until then stay"
            " with {customer}."
        )
    d.require(
        c.by in (d.problem.owner, offer.by),
        "{owner} is with {customer}, so {owner} asks.",
        owner=d.problem.owner,
    )
    d.require(offer.question is None, "{customer} has been asked already; give them time.")
    for contact in d.problem.live:
        d.require(
            receiver in contact.here,
            "Bring {receiver} in first: {customer} is on the line now, and would be asked about"
            " somebody who is not there.",
            receiver=receiver,
        )
    principal = d.problem.principal
    d.require(
        principal is not None and not principal.gone,
        "Nobody on their side can say yes now. Ask them to name who speaks for them.",
    )
    d.tell(
        ev.Asked(
            at=d.at,
            by=c.by,
            about=About.TAKEOVER,
            offer=offer.number,
            receiver=receiver,
            word=c.word,
            lapses=c.lapses,
        )
    )


def hear_question(d: Decision, c: do.HearQuestion) -> None:
    """A voice has asked it in the call; what is no longer asked there is no longer heard."""
    question = d.problem.question_about(About.TAKEOVER)
    if question is None or question.number != c.question:
        return
    if d.problem.contact(c.contact) is not None and question.heard_in != c.contact:
        d.tell(ev.QuestionHeard(at=d.at, contact=c.contact, question=c.question))


def agree(d: Decision, question: Question, evidence: Evidence) -> None:
    """The principal's yes: only now is the receiver the owner, and the former owner released."""
    offer = d.problem.offer
    receiver = question.receiver
    assert offer is not None, "the question of an offer ends with it"
    assert receiver is not None, "who has been asked about has picked up"
    assert offer.question == question.number, "an offer has one question"
    assert receiver in d.problem.helpers, "an offer ends when its receiver stops helping"
    d.require(
        d.may_act(receiver),
        "{receiver} is not there any more; {owner} stays with you.",
        receiver=receiver,
        owner=d.problem.owner,
    )
    for contact in d.problem.live:
        d.require(
            receiver in contact.here,
            "{receiver} is not on the line yet; {owner} stays with you until then.",
            receiver=receiver,
            owner=d.problem.owner,
        )
    d.tell(answered(d, question, ev.Reply.YES, evidence))
    d.tell(ev.OfferEnded(at=d.at, offer=offer.number, why=ev.OfferEnds.AGREED))
    owner.change(d, receiver, ev.OwnerChange.HANDOFF, question.number)


def disagree(d: Decision, question: Question, evidence: Evidence) -> None:
    """The principal's no, as easy as a yes: the owner stays, the helper may."""
    d.tell(answered(d, question, ev.Reply.NO, evidence))
    offers.end(d, ev.OfferEnds.REFUSED)


def answered(d: Decision, question: Question, reply: ev.Reply, evidence: Evidence) -> ev.Answered:
    return ev.Answered(
        at=d.at,
        question=question.number,
        about=question.about,
        reply=reply,
        evidence=evidence,
        receiver=question.receiver,
    )


def lapse_offer(d: Decision, c: do.LapseOffer) -> None:
    offer = d.problem.offer
    if offer is None or offer.number != c.offer or offer.lapses != c.lapses or d.at < c.lapses:
        return
    offers.end(d, ev.OfferEnds.LAPSED)
