"""One problem, without what makes no difference: two states that behave alike become equal.

Numbers keep their order only. A moment keeps only whether it has passed; commands bring both what
is in time and what is late. Of words remains whether there is one that could be an answer.
"""

from __future__ import annotations

from datetime import datetime

from stayline.ownership.evidence import PageButton
from stayline.ownership.ids import ColleagueId, Number
from stayline.ownership.problem import (
    JoinedTwin,
    LiveContact,
    Owned,
    Problem,
    Proposed,
    Question,
    Resting,
    Ringing,
    Satisfied,
    SetAside,
)
from stayline.ownership.replacing import replace
from stayline.simulation.alphabet import BEFORE, DUE, NOW, WORD

FRESH = Number(40)
"""The version every canonical state has: whatever happens next gets a higher number."""


def canonical(p: Problem) -> Problem:
    """The state every state that behaves like this one has in common."""
    number = _ranks(p)
    offer, promise, takeover, cover = p.offer, p.promise, p.takeover, p.cover
    if offer is not None:
        offer = replace(
            offer,
            number=number[offer.number],
            question=None if offer.question is None else number[offer.question],
            lapses=DUE,
        )
    if promise is not None:
        promise = replace(promise, number=number[promise.number], due=DUE)
    if takeover is not None:
        takeover = replace(
            takeover,
            question=number[takeover.question],
            at=BEFORE,
            replies=takeover.replies[:1],
        )
    if cover is not None:
        cover = replace(cover, until=DUE)
    return replace(
        p,
        version=FRESH,
        stage=_stage(p, number),
        met=_met(p),
        cover=cover,
        offer=offer,
        takeover=takeover,
        questions=tuple(_question(p, one, number) for one in p.questions),
        unanswered=min(p.unanswered, 3),
        promise=promise,
        customer_spoke_at=None if p.customer_spoke_at is None else BEFORE,
        live=tuple(_contact(p, one) for one in p.live),
    )


def _ranks(p: Problem) -> dict[Number, Number]:
    numbers = {question.number for question in p.questions}
    if isinstance(p.stage, Ringing):
        numbers.add(p.stage.turn)
    if isinstance(p.stage, Proposed):
        numbers.add(p.stage.question)
    if p.offer is not None:
        numbers.add(p.offer.number)
        if p.offer.question is not None:
            numbers.add(p.offer.question)
    if p.promise is not None:
        numbers.add(p.promise.number)
    if p.takeover is not None:
        numbers.add(p.takeover.question)
    return {number: Number(place) for place, number in enumerate(sorted(numbers), 2)}


def _stage(
    p: Problem, number: dict[Number, Number]
) -> Ringing | Owned | Proposed | Resting | SetAside | Satisfied | JoinedTwin:
    stage = p.stage
    match stage:
        case Ringing():
            return replace(stage, turn=number[stage.turn])
        case Proposed():
            return replace(stage, question=number[stage.question])
        case Resting():
            return replace(stage, since=BEFORE)
        case Satisfied():
            evidence = PageButton(party=stage.party)
            return replace(stage, at=BEFORE, evidence=evidence, replies=stage.replies[:1])
        case _:
            return stage


def _question(p: Problem, question: Question, number: dict[Number, Number]) -> Question:
    return replace(
        question,
        number=number[question.number],
        offer=None if question.offer is None else number.get(question.offer, Number(1)),
        asked_at=BEFORE,
        times=min(question.times, 2),
        replies=(WORD,) if WORD in question.replies else (),
        heard_in=next((one.id for one in p.live if one.id == question.heard_in), None),
    )


def _met(p: Problem) -> frozenset[ColleagueId]:
    """Whether anybody has been met, and whether the customer was told who picked up."""
    if not p.met:
        return p.met
    receiver = p.offer.receiver if p.offer else None
    if receiver is None or receiver not in p.met:
        return frozenset({p.owner})
    return frozenset({p.owner, receiver})


def _contact(p: Problem, contact: LiveContact) -> LiveContact:
    hold = None if contact.hold_since is None else BEFORE
    return replace(contact, since=_since(p, contact.since), hold_since=hold)


def _since(p: Problem, began: datetime) -> datetime:
    """Whether it began before or after what rests came to rest."""
    match p.stage:
        case Resting(since=since) | Satisfied(at=since) if since < began:
            return NOW
        case _:
            return BEFORE
