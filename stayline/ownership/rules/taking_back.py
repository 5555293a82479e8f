"""Taking back: every yes the customer gave can be undone with one tap, for fourteen days."""

from __future__ import annotations

from datetime import datetime

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.decision import Decision
from stayline.ownership.evidence import Evidence
from stayline.ownership.ids import ColleagueId
from stayline.ownership.problem import TAKE_BACK_WITHIN, JoinedTwin, Satisfied
from stayline.ownership.refusal import Refused
from stayline.ownership.rules import consent, offers, owner, promises


def take_back(d: Decision, c: do.TakeBack) -> None:
    stage = d.problem.stage
    latest = d.problem.takeover
    if c.what is ev.TakenBackWhat.TAKEOVER:
        consent.admit(d, c.evidence, latest)
        if latest is None or d.at > latest.at + TAKE_BACK_WITHIN:
            raise Refused(
                "That can no longer be taken back with a tap. Write a word to {owner} instead.",
                owner=d.problem.owner,
            )
        takeover(d, c.evidence, c.answer_by)
        return
    consent.admit(d, c.evidence, stage if isinstance(stage, Satisfied) else None)
    if not isinstance(stage, Satisfied) or d.at > stage.at + TAKE_BACK_WITHIN:
        raise Refused(
            "That can no longer be taken back with a tap. Write a word and {owner} goes on.",
            owner=d.problem.owner,
        )
    d.tell(
        ev.TookBack(
            at=d.at,
            party=c.evidence.party,
            what=ev.TakenBackWhat.SATISFIED,
            evidence=c.evidence,
        )
    )
    d.tell(ev.Woken(at=d.at, party=c.evidence.party))
    promises.answer_by(d, c.answer_by)


def takeover(d: Decision, evidence: Evidence, answer_by: datetime) -> None:
    """The former owner is back; one who cannot be is represented by their successor."""
    latest = d.problem.takeover
    assert latest is not None
    d.require(
        not isinstance(d.problem.stage, JoinedTwin),
        "This is looked after together with your other message; say it there.",
    )
    party = evidence.party
    back = represented_by(d, latest.former_owner)
    offers.end(d, ev.OfferEnds.TAKEN_BACK)
    d.tell(ev.TookBack(at=d.at, party=party, what=ev.TakenBackWhat.TAKEOVER, evidence=evidence))
    if not d.problem.is_open:
        d.tell(ev.Woken(at=d.at, party=party))
    if back != d.problem.owner:
        owner.change(d, back, ev.OwnerChange.TAKEN_BACK, latest.question)
        owner.ring(d)
    promises.answer_by(d, answer_by)


def represented_by(d: Decision, former: ColleagueId) -> ColleagueId:
    if d.may_act(former):
        return former
    heirs = (who for who in d.company.successors_of(former) if d.may_act(who))
    return next(heirs, d.problem.owner)
