"""Changing the owner. Only the ways P2 names come here, each from its own module."""

from __future__ import annotations

from stayline.ownership import events as ev
from stayline.ownership.decision import Decision
from stayline.ownership.ids import ColleagueId, Number
from stayline.ownership.problem import FinalNo
from stayline.ownership.rules import helping, promises


def change(
    d: Decision, to: ColleagueId, why: ev.OwnerChange, question: Number | None = None
) -> None:
    """The owner changes. What was theirs alone ends with them: cover, an unsigned no."""
    former = d.problem.owner
    d.tell(ev.OwnerChanged(at=d.at, former=former, owner=to, why=why, question=question))
    helping.end(d)
    promise = d.problem.promise
    if promise is not None and (promise.carrier == former or promise.carrier not in d.problem.ours):
        promises.carried_by(d, to)
    unsigned = d.problem.unsigned
    if isinstance(unsigned, FinalNo) and unsigned.by == former:
        d.tell(ev.SignatureLapsed(at=d.at, what=unsigned))
