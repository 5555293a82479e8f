"""Common causes: one lead, one text, one promise; every problem keeps its owner and its end."""

from __future__ import annotations

from dataclasses import replace

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
    if cause is None:
        return
    d.tell(ev.CauseUnlinked(at=d.at, by=c.by, cause=cause))
    promises.carried_by_ours(d)


def speak_for_cause(d: Decision, c: do.SpeakForCause) -> None:
    """Only where somebody is with the customer, and the customer has not written since.

    Whoever asked to hear more often hears as often as they asked.
    """
    p = d.problem
    d.require_colleague(c.lead)
    d.require(c.lead in d.company.leads, "Only a lead speaks to many customers at once.")
    written_since = p.customer_spoke_at is not None and p.customer_spoke_at > c.written_at
    if p.cause != c.cause or not isinstance(p.stage, Owned | Proposed) or written_since:
        return
    terms = c.promise
    if p.rhythm is not None:
        terms = replace(terms, due=min(terms.due, d.at + p.rhythm))
    promises.check(d, terms)
    d.tell(ev.CauseSpoken(at=d.at, cause=c.cause, lead=c.lead, owner=p.owner, word=c.word))
    promises.settle(d, ev.Settled.KEPT)
    promises.make(d, c.lead, terms.due, terms=terms)
