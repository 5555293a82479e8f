"""Common causes: one lead, one text, one promise; every problem keeps its owner and its end."""

from __future__ import annotations

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.decision import Decision
from stayline.ownership.problem import Owned, Proposed
from stayline.ownership.rules import promises


def link_cause(d: Decision, c: do.LinkCause) -> None:
    d.require_colleague(c.by)
    d.require_not_elsewhere()
    if d.problem.cause == c.cause:
        return
    d.require(
        d.problem.cause is None, "This is linked to another common cause; unlink it there first."
    )
    d.tell(ev.CauseLinked(at=d.at, by=c.by, cause=c.cause))


def unlink_cause(d: Decision, c: do.UnlinkCause) -> None:
    d.require_ours(c.by)
    cause = d.problem.cause
    if cause is not None:
        d.tell(ev.CauseUnlinked(at=d.at, by=c.by, cause=cause))


def speak_for_cause(d: Decision, c: do.SpeakForCause) -> None:
    """Only where somebody is with the customer, and the customer has not written since."""
    p = d.problem
    d.require_colleague(c.lead)
    written_since = p.customer_spoke_at is not None and p.customer_spoke_at > c.written_at
    if p.cause != c.cause or not isinstance(p.stage, Owned | Proposed) or written_since:
        return
    promises.check(d, c.promise)
    d.tell(ev.CauseSpoken(at=d.at, cause=c.cause, lead=c.lead, owner=p.owner, word=c.word))
    promises.settle(d, ev.Settled.KEPT)
    promises.make(d, c.lead, c.promise.due, terms=c.promise)
