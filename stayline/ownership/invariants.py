"""What must always hold of one problem: P1 to P11 said a second time.

Nothing here calls `decide` or any rule. These sentences are read off docs/protocol.md once more, so
that a rule that says too little is contradicted by somebody. `check` looks at a problem as it
stands; the auditor (auditor.py) looks at each thing that happened to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stayline.ownership.company import Company
from stayline.ownership.ids import ColleagueId, Number, ProblemId
from stayline.ownership.problem import (
    About,
    Aside,
    FinalNo,
    JoinedTwin,
    LiveContact,
    Nature,
    Offer,
    OfferKind,
    Owned,
    Problem,
    Proposed,
    Recording,
    Resting,
    Ringing,
    Role,
    Satisfied,
    SetAside,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Broken:
    """A sentence of the protocol that does not hold, and where: the number is the last event's."""

    problem: ProblemId
    number: Number
    sentence: str

    def __str__(self) -> str:
        return f"problem {self.problem}, event {self.number}: {self.sentence}"


def check(problem: Problem, company: Company) -> list[Broken]:
    """Every sentence that the problem, as it stands between two acts, does not keep."""
    return [
        Broken(problem=problem.id, number=Number(problem.version), sentence=sentence)
        for sentence in _broken(problem, company)
    ]


def _broken(p: Problem, company: Company) -> Iterator[str]:
    yield from _people(p, company)
    yield from _promise(p, company)
    yield from _stage(p)
    if p.offer is not None:
        yield from _offer(p, p.offer, company)
    if p.questions:
        yield from _questions(p)
    if p.unsigned is not None:
        yield from _unsigned(p, company)
    for contact in p.live:
        yield from _live(p, contact, company)
    yield from _parties(p)
    if p.id in p.links:
        yield "a problem is linked to others"


# -- P1: people ----------------------------------------------------------------------------------


def _people(p: Problem, company: Company) -> Iterator[str]:
    if p.owner not in company.active:
        yield "P1 the owner is a colleague active at that instant"
    if p.owner in p.helpers or p.owner in p.asked_to_help:
        yield "who owns it is neither helping nor asked to"
    if not p.helpers <= company.active or not p.asked_to_help <= company.active:
        yield "a colleague who left gave up helping"
    if p.cover is not None:
        if p.cover.colleague not in company.active:
            yield "a colleague who left gave up covering"
        if p.cover.colleague == p.owner:
            yield "cover stands in for somebody else"
        if isinstance(p.stage, Ringing | SetAside):
            yield "nobody covers for a host or a reviewer"
    if any(party.colleague in _on_our_side(p) for party in p.parties if party.colleague):
        yield "who is on the customer's side takes no part on ours"


def _on_our_side(p: Problem) -> frozenset[ColleagueId]:
    cover = {p.cover.colleague} if p.cover else set[ColleagueId]()
    receivers = p.offer.receivers if p.offer else ()
    signed = {p.unsigned.by} if p.unsigned else set[ColleagueId]()
    return p.helpers.union({p.owner}, cover, receivers, signed, *(one.here for one in p.live))


# -- P5: the promise -----------------------------------------------------------------------------


def _promise(p: Problem, company: Company) -> Iterator[str]:
    promise = p.promise
    is_open = isinstance(p.stage, Ringing | Owned | Proposed)
    if promise is None:
        if is_open:
            yield "P5 a problem that is neither resting, set aside nor satisfied has a promise"
        return
    if not is_open and not promise.call_back:
        yield "what rests is promise-free, but for a call that is owed"
    if isinstance(p.stage, SetAside | JoinedTwin):
        yield "what is set aside or joined is promise-free"
    if promise.carrier not in company.active:
        yield "a colleague who left gave up what they carried"
    for_a_cause = p.cause is not None and promise.carrier == promise.giver
    if promise.carrier not in p.ours and not for_a_cause:
        yield "who carries the promise is with the customer, or gave it for a common cause"


# -- where it stands -----------------------------------------------------------------------------


def _stage(p: Problem) -> Iterator[str]:
    stage = p.stage
    if isinstance(stage, Ringing):
        if p.met:
            yield "P2 while it rings nobody has been met"
        if p.offer is not None:
            yield "offers begin after ringing"
    if isinstance(stage, Proposed):
        question = p.question(stage.question)
        if question is None or question.about is not About.SOLVED:
            yield "where a solution was proposed, the customer is asked whether it is solved"
    if isinstance(stage, SetAside):
        if p.live:
            yield "nobody is set aside during a live contact"
        if stage.confirmed_by is not None and stage.confirmed_by == stage.by:
            yield "a second colleague confirms"
        if (stage.why is Aside.OTHER) != (p.nature is Nature.OTHER):
            yield "other correspondence is set aside as such"
    elif p.nature is Nature.OTHER and not isinstance(stage, Satisfied):
        yield "other correspondence is set aside as such"
    if isinstance(stage, Satisfied) and p.party(stage.party) is None:
        yield "P4 satisfied is the word of somebody on the customer's side"
    if isinstance(stage, JoinedTwin) and stage.twin == p.id:
        yield "a problem is not its own twin"


# -- P3: the offer and its question --------------------------------------------------------------


def _offer(p: Problem, offer: Offer, company: Company) -> Iterator[str]:
    redirected = offer.kind is OfferKind.REDIRECT
    if redirected == (p.nature is Nature.CUSTOMERS):
        yield "P3 a customer's problem changes hands by a handoff, anything else by a redirect"
    if not isinstance(p.stage, Owned | Proposed) and not (
        redirected and isinstance(p.stage, SetAside) and p.stage.why is Aside.OTHER
    ):
        yield "an offer is open only where something is"
    if p.owner in offer.receivers or p.refused.intersection(offer.receivers):
        yield "nobody is offered what is theirs, or what the customer refused them"
    if offer.receiver is None:
        if all(who in offer.declined or who not in company.active for who in offer.receivers):
            yield "an offer that nobody can take any more is over"
        if offer.question is not None:
            yield "P3 the customer is asked after the pick-up"
        return
    if redirected:
        yield "a redirect is over when somebody has picked up"
    if offer.receiver not in offer.receivers or offer.receiver not in p.helpers:
        yield "P3 the receiver is one of those it was offered to, and a helper"
    if offer.receiver not in p.met:
        yield "the customer is told who has picked up"
    if offer.question is not None:
        question = p.question(offer.question)
        if question is None or question.receiver != offer.receiver:
            yield "P3 the question names the receiver of this offer"


def _questions(p: Problem) -> Iterator[str]:
    asked = p.offer.question if p.offer else None
    for question in p.questions:
        if question.about is About.TAKEOVER and question.number != asked:
            yield "a question about a takeover belongs to the open offer"
        if question.about is not About.CONTRADICTION and isinstance(p.stage, Satisfied):
            yield "nobody who is satisfied is asked but about a contradiction"
    if isinstance(p.stage, Resting | JoinedTwin | SetAside):
        yield "nobody is asked about what rests, was joined or set aside"
    principal = p.principal
    if principal is None or principal.gone:
        yield "a question is asked of a principal who is there"
    for about in (About.SOLVED, About.SPLIT, About.CONTRADICTION):
        if sum(question.about is about for question in p.questions) > 1:
            yield "the customer is asked once"


def _unsigned(p: Problem, company: Company) -> Iterator[str]:
    unsigned = p.unsigned
    assert unsigned is not None
    if unsigned.by not in company.active:
        yield "what a leaver asked a signature for has lapsed"
    if isinstance(unsigned, FinalNo):
        if unsigned.by != p.owner or not isinstance(p.stage, Owned | Proposed):
            yield "a final no is the owner's, about something that is open"
    elif unsigned.by == p.owner:
        yield "nobody relieves themselves"


# -- P6: live contact ----------------------------------------------------------------------------


def _live(p: Problem, contact: LiveContact, company: Company) -> Iterator[str]:
    call_back_stands = contact.all_rung and p.promise is not None and p.promise.call_back
    if not (contact.here or contact.ringing or call_back_stands):
        yield "P6 one of us is in it, or being rung, or a call-back promise stands"
    if not contact.here <= company.active or not contact.ringing <= company.active:
        yield "P6 only active colleagues are in it or being rung"
    if contact.here & contact.ringing:
        yield "nobody is rung who is there"
    if contact.all_rung and (contact.here or contact.ringing):
        yield "all were rung only where nobody is there or being rung"
    if contact.here and contact.answered_by not in contact.here:
        yield "P6 one of those in it answers for the owner"
    if p.owner in contact.here and contact.answered_by != p.owner:
        yield "where the owner is, the owner is who stays"
    if isinstance(p.stage, JoinedTwin):
        yield "what is talked about is looked after here"
    if not contact.held_by <= contact.here:
        yield "nobody's hold outlasts them"
    if bool(contact.held_by) != (contact.hold_since is not None):
        yield "a hold belongs to somebody"
    if contact.recording is Recording.ON and contact.all_rung:
        yield "nobody is recorded who waits alone"


# -- the customer's side -------------------------------------------------------------------------


def _parties(p: Problem) -> Iterator[str]:
    principals = 0
    for party in p.parties:
        if party.role is Role.PRINCIPAL:
            principals += 1
        if p.nature is Nature.INTERNAL and party.colleague is None:
            yield "it is internal only while nobody outside is a party"
    if principals > 1:
        yield "one principal's yes counts"
    if len({party.id for party in p.parties}) != len(p.parties):
        yield "everybody on the customer's side is there once"
