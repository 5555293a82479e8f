"""Questions and their answers: asked once, by name, of the principal; an answer belongs to one."""

from __future__ import annotations

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.decision import Decision
from stayline.ownership.problem import TAKE_BACK_WITHIN, About, Owned, Proposed, Satisfied
from stayline.ownership.refusal import Refused
from stayline.ownership.rules import consent, handoff, satisfaction, taking_back


def answer(d: Decision, c: do.Answer) -> None:
    question = d.problem.question(c.question)
    if question is None:
        _answer_too_late(d, c)
        return
    yes = c.reply is ev.Reply.YES
    consent.admit(d, c.evidence, question, never=question.receiver if yes else None)
    match question.about:
        case About.TAKEOVER if yes:
            handoff.agree(d, question, c.evidence)
        case About.TAKEOVER:
            handoff.disagree(d, question, c.evidence)
        case About.SOLVED | About.CONTRADICTION:
            d.tell(handoff.answered(d, question, c.reply, c.evidence))
            if yes:
                satisfaction.satisfied(d, c.evidence)
            else:
                satisfaction.not_yet(d, c.evidence.party, c.answer_by)
        case About.SPLIT:
            d.tell(handoff.answered(d, question, c.reply, c.evidence))


def _answer_too_late(d: Decision, c: do.Answer) -> None:
    """A no after the takeover takes it back; a second yes changes nothing."""
    takeover = d.problem.takeover
    if takeover is not None and takeover.question == c.question:
        if c.reply is ev.Reply.YES:
            return
        if d.at <= takeover.at + TAKE_BACK_WITHIN:
            consent.admit(d, c.evidence, takeover)
            taking_back.takeover(d, c.evidence, c.answer_by)
            return
    if isinstance(d.problem.stage, Satisfied) and c.reply is ev.Reply.YES:
        return
    raise Refused(
        "That question is over; {owner} is with you. Write a word and {owner} reads it.",
        owner=d.problem.owner,
    )


def ask_contradiction(d: Decision, c: do.AskContradiction) -> None:
    """The customer's words and button differ; ask once, and only about that."""
    d.require_owner(c.by)
    d.require(
        isinstance(d.problem.stage, Owned | Proposed | Satisfied),
        "There is nothing to ask {customer} about here.",
    )
    d.require(
        d.problem.question_about(About.CONTRADICTION) is None,
        "{customer} has been asked about this already; once is enough.",
    )
    _require_principal(d)
    d.tell(ev.Asked(at=d.at, by=c.by, about=About.CONTRADICTION, word=c.word))


def _require_principal(d: Decision) -> None:
    principal = d.problem.principal
    d.require(
        principal is not None and not principal.gone,
        "Nobody on their side can answer now. Ask them to name who speaks for them.",
    )
