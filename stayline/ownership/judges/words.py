"""Words from either side."""

from __future__ import annotations

from stayline.ownership import events as ev
from stayline.ownership.act import Act, judges
from stayline.ownership.problem import (
    Aside,
    JoinedTwin,
    Proposed,
    Resting,
    Ringing,
    Satisfied,
    SetAside,
    WaitsFor,
)


@judges(ev.WordHeard)
def _word_heard(a: Act, e: ev.WordHeard) -> None:
    p = a.problem
    a.must(p.party(e.party) is not None, "who is not a party never speaks as the customer")
    if isinstance(p.stage, Resting):
        a.owed[ev.Woken] = "P7 any word wakes what rests"
    if isinstance(p.stage, Satisfied) and e.substance:
        a.owed[ev.Woken] = "P7 words of substance reopen what was satisfied"
    waits = p.promise is not None and p.promise.waits_for is WaitsFor.CUSTOMER
    if waits and e.substance and p.is_open:
        a.owed[ev.PromiseSettled] = "when the customer has spoken we no longer wait for them"


@judges(ev.WordSpoken)
def _word_spoken(a: Act, e: ev.WordSpoken) -> None:
    p = a.problem
    a.must(a.can_act(e.by), "who speaks for us works here and is not on the customer's side")
    a.must(a.in_the_room(e.by), "who speaks to the customer is with them")
    a.must(not isinstance(p.stage, Ringing), "who writes has said I will help you")
    a.must(not isinstance(p.stage, JoinedTwin), "what is joined is spoken about on the twin")
    if isinstance(p.stage, SetAside):
        a.must(p.stage.why is Aside.OTHER, "only other correspondence is answered where set aside")
    if p.is_open and not a.told_any(ev.CameToRest):
        cover = p.cover.colleague if p.cover else None
        carrier = p.promise.carrier if p.promise else None
        if e.by in (p.owner, cover, carrier):
            sentence = "the word of who answers for the promise carries the next one"
            a.owed[ev.PromiseMade] = sentence


@judges(ev.NoteWritten)
def _note_written(a: Act, e: ev.NoteWritten) -> None:
    a.must(a.can_act(e.by), "who writes a note works here and is not on the customer's side")


@judges(ev.Woken)
def _woken(a: Act, e: ev.Woken) -> None:
    p = a.problem
    a.must(p.party(e.party) is not None, "P7 a word from the customer's side wakes it")
    a.must(
        isinstance(p.stage, Resting | Satisfied | Proposed)
        or (isinstance(p.stage, JoinedTwin | SetAside) and a.told_any(ev.TookBack)),
        "only what rests or was ended wakes",
    )
    a.must(
        a.told_any(ev.WordHeard, ev.LiveStarted, ev.LegRecorded, ev.TookBack, ev.Answered),
        "P7 a word from the customer's side wakes it",
    )
    if isinstance(p.stage, Satisfied) and not a.told_any(
        ev.LiveStarted, ev.LegRecorded, ev.TookBack, ev.Answered
    ):
        of_substance = any(isinstance(one, ev.WordHeard) and one.substance for one in a.told)
        a.must(of_substance, "after satisfied a thank-you is a word the owner reads")
