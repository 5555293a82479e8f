"""Arriving and ringing."""

from __future__ import annotations

from stayline.ownership import events as ev
from stayline.ownership.act import Act, judges
from stayline.ownership.problem import (
    Nature,
    Ringing,
)


@judges(ev.Opened)
def _opened(a: Act, e: ev.Opened) -> None:
    a.must(a.version == 0, "P8 a problem opens once, with its first event")
    a.must(e.owner in a.company.active, "P1 who is rung first is active")
    a.must(
        (e.nature is Nature.INTERNAL) == (e.arrival is ev.Arrival.INTERNAL),
        "only what comes from inside is internal",
    )
    met = e.arrival in (ev.Arrival.ENCOUNTER, ev.Arrival.INTERNAL, ev.Arrival.SPLIT)
    a.must(e.met == met, "whoever was met at an encounter is the owner at once, others ring")


@judges(ev.RangOn)
def _rang_on(a: Act, e: ev.RangOn) -> None:
    stage = a.problem.stage
    a.must(isinstance(stage, Ringing), "P2 only ringing moves on")
    a.must(not a.problem.met, "P2 ringing moves on only where nobody has been met")
    if isinstance(stage, Ringing):
        a.must(not stage.round_ended, "it goes round once")
        able = [who for who in stage.next_hosts if a.can_act(who) and who != a.problem.owner]
        a.must(able[:1] == [e.host], "ringing moves on to the next host who can act")
        a.must(set(e.next_hosts) <= set(able[1:]), "it goes round once")


@judges(ev.RoundEnded)
def _round_ended(a: Act, e: ev.RoundEnded) -> None:
    stage = a.problem.stage
    a.must(isinstance(stage, Ringing), "P2 only a ringing problem goes round")
    if isinstance(stage, Ringing):
        a.must(not stage.round_ended, "it goes round once")
        able = [who for who in stage.next_hosts if a.can_act(who) and who != a.problem.owner]
        a.must(not able, "a round ends with its last host")


@judges(ev.SaidIWillHelp)
def _said_i_will_help(a: Act, e: ev.SaidIWillHelp) -> None:
    a.must(isinstance(a.problem.stage, Ringing), 'P2 "I will help you" is said while it rings')
    a.must(a.can_act(e.by), "P1 who says it works here and is not on the customer's side")
