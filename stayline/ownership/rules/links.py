"""Links: what has to do with what. Colleagues see it on both; for the customer nothing changes."""

from __future__ import annotations

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.decision import Decision


def link(d: Decision, c: do.Link) -> None:
    d.require_colleague(c.by)
    d.require(c.other != d.problem.id, "A problem has always to do with itself. Choose another.")
    if c.other not in d.problem.links:
        d.tell(ev.Linked(at=d.at, by=c.by, other=c.other))


def unlink(d: Decision, c: do.Unlink) -> None:
    d.require_colleague(c.by)
    if c.other in d.problem.links:
        d.tell(ev.Unlinked(at=d.at, by=c.by, other=c.other))
