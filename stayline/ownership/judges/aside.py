"""What is set aside."""

from __future__ import annotations

from stayline.ownership import events as ev
from stayline.ownership.act import Act, judges
from stayline.ownership.problem import (
    Owned,
    Ringing,
    SetAside,
)


@judges(ev.WasSetAside)
def _was_set_aside(a: Act, e: ev.WasSetAside) -> None:
    p = a.problem
    a.must(isinstance(p.stage, Ringing | Owned), "what nobody has met is set aside")
    a.must(not p.met, "P2 nobody is set aside whom a colleague has met")
    a.must(not p.live, "nobody is set aside during a live contact")
    a.must(p.offer is None, "nobody is set aside who is being handed over")
    if e.by is None:
        a.must(a.told_any(ev.Opened), "only a colleague sets aside what rings already")
    else:
        a.must(
            e.by in (p.owner, p.reviewer) and a.can_act(e.by),
            "the owner or the reviewer sets it aside",
        )
    people = [p.reviewer, *a.company.successors_of(p.reviewer), p.owner]
    expected = next((who for who in people if a.can_act(who)), p.owner)
    a.must(e.reviewer == expected, "what is set aside is owned by the door's reviewer")


@judges(ev.AsideConfirmed)
def _aside_confirmed(a: Act, e: ev.AsideConfirmed) -> None:
    stage = a.problem.stage
    a.must(isinstance(stage, SetAside), "what was set aside is confirmed")
    if isinstance(stage, SetAside):
        a.must(e.by != stage.by, "a second colleague confirms")
        a.must(stage.confirmed_by is None, "it is confirmed once")
    a.must(a.can_act(e.by), "who confirms works here")


@judges(ev.BroughtBack)
def _brought_back(a: Act, e: ev.BroughtBack) -> None:
    p = a.problem
    a.must(isinstance(p.stage, SetAside), "what was set aside is brought back")
    theirs = e.party is not None and p.party(e.party) is not None
    ours = e.by is not None and a.can_act(e.by)
    a.must(theirs or ours or a.told_any(ev.LiveStarted), "somebody brings it back")
    a.must(a.can_act(e.host), "P1 the host works here")
    if p.met:
        a.must(e.host == p.owner, "P2 whom a colleague has met keeps that person")


@judges(ev.AlarmRaised)
def _alarm_raised(a: Act, e: ev.AlarmRaised) -> None:
    a.must(bool(e.to) and a.company.active.issuperset(e.to), "an alarm is heard by somebody here")
    if e.about is ev.Alarm.ASIDE_UNCONFIRMED:
        stage = a.problem.stage
        a.must(
            isinstance(stage, SetAside) and stage.confirmed_by is None and not stage.alarmed,
            "what nobody confirmed is alarmed, once",
        )
