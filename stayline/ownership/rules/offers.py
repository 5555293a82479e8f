"""The one offer that may be open, and how it ends."""

from __future__ import annotations

from stayline.ownership import events as ev
from stayline.ownership.decision import Decision
from stayline.ownership.ids import Number
from stayline.ownership.problem import Offer
from stayline.ownership.refusal import Refused


def the_open(d: Decision, number: Number) -> Offer:
    offer = d.problem.offer
    if offer is None or offer.number != number:
        raise Refused("That offer is over; {owner} is with {customer}.", owner=d.problem.owner)
    return offer


def end(d: Decision, why: ev.OfferEnds) -> None:
    """Close the open offer, if any, with the question that belongs to it."""
    offer = d.problem.offer
    if offer is None:
        return
    question = d.problem.question(offer.question)
    if question is not None:
        ended = ev.QuestionEnds.LAPSED
        if why in (ev.OfferEnds.SATISFIED, ev.OfferEnds.TAKEN_BACK):
            ended = ev.QuestionEnds.OVERTAKEN
        elif why is ev.OfferEnds.WITHDRAWN:
            ended = ev.QuestionEnds.WITHDRAWN
        d.tell(ev.QuestionEnded(at=d.at, question=question.number, why=ended))
    d.tell(ev.OfferEnded(at=d.at, offer=offer.number, why=why))


def end_if_nobody_is_left(d: Decision, why: ev.OfferEnds) -> None:
    offer = d.problem.offer
    assert offer is not None, "somebody has just declined it, or can no longer take it"
    if all(who in offer.declined or not d.company.is_active(who) for who in offer.receivers):
        end(d, why)
