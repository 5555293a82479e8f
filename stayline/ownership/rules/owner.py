"""Changing the owner. Only the ways P2 names come here, each from its own module."""

from __future__ import annotations

from stayline.ownership import events as ev
from stayline.ownership.decision import Decision
from stayline.ownership.ids import ColleagueId, Number
from stayline.ownership.rules import helping, promises


def change(
    d: Decision, to: ColleagueId, why: ev.OwnerChange, question: Number | None = None
) -> None:
    former = d.problem.owner
    d.tell(ev.OwnerChanged(at=d.at, former=former, owner=to, why=why, question=question))
    released(d, former)


def released(d: Decision, former: ColleagueId) -> None:
    """What was the former owner's alone ends with them: cover, and what waits for a signature."""
    if former == d.problem.owner:
        return
    helping.end(d)
    promises.carried_by_ours(d)
    unsigned_lapses(d)


def unsigned_lapses(d: Decision) -> None:
    """A final no or a relief that still needed a second signature is about what is no more."""
    if d.problem.unsigned is not None:
        d.tell(ev.SignatureLapsed(at=d.at, what=d.problem.unsigned))


def ring(d: Decision) -> None:
    """The owner belongs in every conversation that is going on."""
    for contact in d.problem.live:
        if d.problem.owner not in contact.here | contact.ringing:
            d.tell(ev.RingStarted(at=d.at, contact=contact.id, whom=d.problem.owner))
