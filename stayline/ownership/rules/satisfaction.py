"""Satisfied is the principal's own word; they may say it at any moment, in any state."""

from __future__ import annotations

from datetime import datetime

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.decision import Decision
from stayline.ownership.evidence import Evidence
from stayline.ownership.ids import Number, PartyId
from stayline.ownership.problem import About, JoinedTwin, Proposed, Satisfied
from stayline.ownership.rules import consent, offers, promises


def propose_solution(d: Decision, c: do.ProposeSolution) -> None:
    d.require_ours(c.by)
    d.require_met()
    principal = d.problem.principal
    d.require(
        principal is not None and not principal.gone,
        "Nobody on their side can say it is solved now. Ask them to name who speaks for them.",
    )
    before = d.problem.question_about(About.SOLVED)
    if before is not None:
        overtaken(d, before.number)
    d.tell(ev.WordSpoken(at=d.at, by=c.by, word=c.word))
    d.tell(ev.SolutionProposed(at=d.at, by=c.by, word=c.word))
    promises.check(d, c.look_again)
    promises.settle(d, ev.Settled.KEPT)
    promises.make(d, c.by, c.look_again.due, terms=c.look_again)
    d.tell(ev.Asked(at=d.at, by=c.by, about=About.SOLVED, word=c.word))


def overtaken(d: Decision, question: Number) -> None:
    d.tell(ev.QuestionEnded(at=d.at, question=question, why=ev.QuestionEnds.OVERTAKEN))


def ask_again(d: Decision, c: do.AskAgain) -> None:
    if d.problem.stage != Proposed(question=c.question):
        return
    question = d.problem.question(c.question)
    assert question is not None, "what was proposed is asked about"
    if question.times != c.times:
        return
    d.tell(ev.AskedAgain(at=d.at, question=c.question))


def satisfied(d: Decision, evidence: Evidence) -> None:
    """Everything that was still open ends with the customer's word."""
    for_good(d, ev.OfferEnds.SATISFIED)
    promises.lift(d)
    d.tell(ev.SaidSatisfied(at=d.at, party=evidence.party, evidence=evidence))


def for_good(d: Decision, why: ev.OfferEnds) -> None:
    """End the open offer, the open questions and what still needed a signature."""
    offers.end(d, why)
    for question in d.problem.questions:
        overtaken(d, question.number)
    if d.problem.unsigned is not None:
        d.tell(ev.SignatureLapsed(at=d.at, what=d.problem.unsigned))


def not_yet(d: Decision, party: PartyId, answer_by: datetime) -> None:
    """ "Not yet": we go on, and owe a word."""
    if isinstance(d.problem.stage, Satisfied):
        d.tell(ev.Woken(at=d.at, party=party))
    promises.answer_by(d, answer_by)


def say_satisfied(d: Decision, c: do.SaySatisfied) -> None:
    if isinstance(d.problem.stage, Satisfied):
        return
    question = d.problem.question_about(About.SOLVED)
    consent.admit(d, c.evidence, question)
    d.require(
        not isinstance(d.problem.stage, JoinedTwin),
        "This is looked after together with your other message; say it there.",
    )
    satisfied(d, c.evidence)
