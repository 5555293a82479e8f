"""Joining and splitting: the same problem told twice is one, three told at once are three."""

from __future__ import annotations

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.decision import Decision
from stayline.ownership.problem import About, JoinedTwin, Satisfied
from stayline.ownership.rules import owner, promises, satisfaction


def join_twin(d: Decision, c: do.JoinTwin) -> None:
    d.require_colleague(c.by)
    p, twin = d.problem, c.twin
    d.require(twin.problem != p.id, "A problem is not its own twin.")
    d.require_not_elsewhere()
    d.require(
        c.by in (p.owner, twin.owner),
        "Only {owner} or {other}, who are with {customer}, can join these.",
        owner=p.owner,
        other=twin.owner,
    )
    d.require(
        twin.is_open and not twin.is_joined,
        "The other one is not open any more, so nobody would hear {customer} there.",
    )
    d.require(
        not isinstance(p.stage, Satisfied),
        "{customer} has said that this is solved; there is nothing to join.",
    )
    d.require(
        p.offer is None and not twin.offer_open,
        "An offer is open on one of them. Finish the handoff first, then join.",
    )
    d.require(not p.live, "{customer} is on the line about this; finish the conversation first.")
    d.require(
        p.principal is None or twin.principal is None or p.principal.id == twin.principal,
        "These are two different people's problems. Each has to say for themselves that theirs"
        " is solved; link them by a common cause instead.",
    )
    d.require(
        p.owner == twin.owner or not p.met,
        "{customer} knows {owner} here and {other} there. Hand one over first; then join them.",
        owner=p.owner,
        other=twin.owner,
    )
    d.require_colleague(twin.owner)
    satisfaction.for_good(d, ev.OfferEnds.RESTED)
    promises.lift(d)
    d.tell(ev.Joined(at=d.at, by=c.by, twin=twin.problem))
    if p.owner != twin.owner:
        owner.change(d, twin.owner, ev.OwnerChange.JOINING)


def receive_twin(d: Decision, c: do.ReceiveTwin) -> None:
    d.tell(ev.TwinReceived(at=d.at, younger=c.younger))


def follow_twin(d: Decision, c: do.FollowTwin) -> None:
    stage = d.problem.stage
    if not isinstance(stage, JoinedTwin):
        return
    if c.owner != d.problem.owner and d.may_act(c.owner):
        owner.change(d, c.owner, ev.OwnerChange.JOINING)
    if c.ended != stage.ended:
        d.tell(ev.FollowedTwin(at=d.at, ended=c.ended))


def split(d: Decision, c: do.Split) -> None:
    d.require_owner(c.by)
    d.require_met()
    d.require(
        bool(c.problems) and d.problem.id not in c.problems,
        "Say which problems {customer} brought besides this one.",
    )
    d.require(
        d.problem.question_about(About.SPLIT) is None,
        "{customer} is being asked about that already.",
    )
    d.tell(ev.SplitOff(at=d.at, by=c.by, problems=c.problems))
    principal = d.problem.principal
    if principal is not None and not principal.gone:
        d.tell(ev.Asked(at=d.at, by=c.by, about=About.SPLIT))
