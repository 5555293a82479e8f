"""Joining, splitting, links, common causes."""

from __future__ import annotations

from stayline.ownership import events as ev
from stayline.ownership.act import Act, judges
from stayline.ownership.problem import (
    JoinedTwin,
    Owned,
    Proposed,
    Satisfied,
    SetAside,
)


@judges(ev.Joined)
def _joined(a: Act, e: ev.Joined) -> None:
    p = a.problem
    a.must(a.can_act(e.by), "who joins them works here")
    a.must(e.twin != p.id, "a problem is not its own twin")
    a.must(
        not isinstance(p.stage, SetAside | JoinedTwin | Satisfied),
        "what goes on is joined to what goes on",
    )
    a.must(p.offer is None, "no offer is open on what is joined")
    a.must(not p.live, "nobody is joined to something else while on the line")


@judges(ev.FollowedTwin)
def _followed_twin(a: Act, e: ev.FollowedTwin) -> None:
    a.must(isinstance(a.problem.stage, JoinedTwin), "P4 a joined problem follows its twin")


@judges(ev.SplitOff)
def _split_off(a: Act, e: ev.SplitOff) -> None:
    p = a.problem
    a.must(e.by == p.owner and a.can_act(e.by), "the owner splits")
    a.must(isinstance(p.stage, Owned | Proposed), "what is open and has been answered is split")
    a.must(bool(e.problems) and p.id not in e.problems, "it is split into others")
    principal = p.principal
    if principal is not None and not principal.gone:
        a.must(a.told_any(ev.Asked), "the customer is asked about it")


@judges(ev.Linked)
def _linked(a: Act, e: ev.Linked) -> None:
    a.must(a.can_act(e.by), "who links it works here")
    a.must(e.other != a.problem.id, "a problem is linked to another")
    a.must(e.other not in a.problem.links, "two problems are linked once")


@judges(ev.Unlinked)
def _unlinked(a: Act, e: ev.Unlinked) -> None:
    a.must(a.can_act(e.by), "who unlinks it works here")
    a.must(e.other in a.problem.links, "what is linked is unlinked")


@judges(ev.CauseLinked)
def _cause_linked(a: Act, e: ev.CauseLinked) -> None:
    a.must(a.problem.cause is None, "a problem has one common cause")
    a.must(a.can_act(e.by), "who links it works here")
    a.must(
        not isinstance(a.problem.stage, SetAside | JoinedTwin), "what is elsewhere is not linked"
    )


@judges(ev.CauseUnlinked)
def _cause_unlinked(a: Act, e: ev.CauseUnlinked) -> None:
    a.must(a.problem.cause == e.cause, "what is linked is unlinked")
    a.must(e.by in a.problem.ours and a.can_act(e.by), "who is with the customer unlinks it")


@judges(ev.CauseSpoken)
def _cause_spoken(a: Act, e: ev.CauseSpoken) -> None:
    p = a.problem
    a.must(p.cause == e.cause, "a lead speaks to whom the cause concerns")
    a.must(e.owner == p.owner, "it is sent in the owner's name")
    a.must(e.lead in a.company.leads and a.can_act(e.lead), "a lead speaks for a common cause")
    a.must(isinstance(p.stage, Owned | Proposed), "a lead speaks where somebody waits")
    a.must(a.told_any(ev.PromiseMade), "the lead's text carries a promise")
