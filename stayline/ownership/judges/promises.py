"""P5: promises."""

from __future__ import annotations

from stayline.ownership import events as ev
from stayline.ownership.act import Act, judges
from stayline.ownership.problem import (
    WaitsFor,
)


@judges(ev.PromiseMade)
def _promise_made(a: Act, e: ev.PromiseMade) -> None:
    p = a.problem
    a.must(p.promise is None, "P5 one promise stands at a time")
    a.must(e.due >= e.at, "a promise is about a moment to come")
    a.must(e.carrier in a.company.active, "P1 who carries a promise is active")
    a.must(p.is_open or e.call_back, "P5 nothing is promised where nothing is open")
    if p.rhythm is not None and a.told_any(ev.WordSpoken, ev.CauseSpoken):
        a.must(e.due <= e.at + p.rhythm, "the customer hears as often as they chose")
    if a.settled is ev.Settled.RENEWED and a.promise is not None:
        a.must(e.due <= a.promise.due, "a promise moves later only with a word to the customer")
    a.settled = None
    if e.asks:
        a.must(
            e.waits_for is WaitsFor.CUSTOMER and a.told_any(ev.WordSpoken),
            "only a word after which we wait for the customer is a question",
        )


@judges(ev.PromiseSettled)
def _promise_settled(a: Act, e: ev.PromiseSettled) -> None:
    promise = a.problem.promise
    a.must(promise is not None and promise.number == e.promise, "P5 each promise is settled once")
    a.promise, a.settled = promise, e.how
    if e.how is ev.Settled.KEPT:
        spoken = a.told_any(ev.WordSpoken, ev.CauseSpoken, ev.EnteredLive)
        a.must(spoken, "P5 a promise is kept by a word to the customer")
    if e.how is ev.Settled.LIFTED:
        ends = (ev.SaidSatisfied, ev.CameToRest, ev.WasSetAside, ev.Joined)
        a.must(a.told_any(*ends), "a promise is lifted only where nothing is open any more")
    if promise is not None:
        a.must(
            (e.how is ev.Settled.BROKEN) == (e.at > promise.due),
            "P5 a promise is broken when it passes, and only then",
        )
        if e.how is ev.Settled.BROKEN:
            owner = a.problem.owner
            people = {promise.giver, promise.carrier, owner, a.company.manager_of(owner)}
            a.hear_of_it = a.company.active.intersection(who for who in people if who is not None)


@judges(ev.PromiseCarried)
def _promise_carried(a: Act, e: ev.PromiseCarried) -> None:
    promise = a.problem.promise
    a.must(
        promise is not None and promise.number == e.promise, "the promise that stands is carried"
    )
    a.must(e.carrier in a.problem.ours, "who carries the promise has joined the customer")
    a.must(a.can_act(e.carrier), "who carries the promise works here")


@judges(ev.RhythmChosen)
def _rhythm_chosen(a: Act, e: ev.RhythmChosen) -> None:
    a.must(a.problem.party(e.party) is not None, "the customer's side chooses the rhythm")
    a.must(e.every is None or e.every.total_seconds() > 0, "a rhythm leaves time to breathe")
