"""Words: a customer's is never refused and wakes whatever rests; ours carries a promise."""

from __future__ import annotations

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.decision import Decision
from stayline.ownership.ids import ColleagueId
from stayline.ownership.problem import Aside, Proposed, Resting, Ringing, Satisfied, SetAside
from stayline.ownership.rules import arrival, aside, promises


def hear_word(d: Decision, c: do.HearWord) -> None:
    if d.problem.party(c.party) is None:
        d.tell(ev.StrangerHeard(at=d.at, word=c.word))
        return
    d.tell(
        ev.WordHeard(at=d.at, party=c.party, word=c.word, contact=c.contact, substance=c.substance)
    )
    match d.problem.stage:
        case SetAside():
            if c.claims_customer:
                aside.ring_again(d, c.hosts, c.answer_by, party=c.party)
        case Resting():
            d.tell(ev.Woken(at=d.at, party=c.party))
            promises.answer_by(d, c.answer_by)
        case Satisfied() if c.substance:
            d.tell(ev.Woken(at=d.at, party=c.party))
            promises.answer_by(d, c.answer_by)
        case Proposed() if c.substance:
            d.tell(ev.Woken(at=d.at, party=c.party))
            promises.answer_by(d, c.answer_by)
        case _:
            if d.problem.is_open and c.substance:
                promises.answer_by(d, c.answer_by)


def hear_stranger(d: Decision, c: do.HearStranger) -> None:
    d.tell(ev.StrangerHeard(at=d.at, word=c.word))


def hear_machine(d: Decision, c: do.HearMachine) -> None:
    d.tell(ev.MachineHeard(at=d.at, word=c.word, bounced=c.bounced))


def write(d: Decision, c: do.Write) -> None:
    stage = d.problem.stage
    if not (isinstance(stage, SetAside) and stage.why is Aside.OTHER):
        d.require_not_elsewhere()
    if isinstance(stage, Ringing):
        d.require(
            c.by == d.problem.owner,
            "Say “I will help you” first, so that {customer} knows who is with them.",
        )
        arrival.take_on(d, c.by)
    d.require_ours(c.by)
    d.tell(ev.WordSpoken(at=d.at, by=c.by, word=c.word))
    if not d.problem.is_open:
        d.require(
            c.promise is None,
            "Nothing is open here, so there is nothing to promise; a word from {customer}"
            " opens it again.",
        )
        promises.kept(d)
    elif c.promise is not None:
        promises.by_word(d, c.by, c.promise)
    else:
        d.require(
            c.by not in _answer_for_the_promise(d),
            "Say by when {customer} hears from you next.",
        )


def _answer_for_the_promise(d: Decision) -> set[ColleagueId]:
    """Those whose word to the customer always carries the next promise."""
    p = d.problem
    cover = {p.cover.colleague} if p.cover else set[ColleagueId]()
    carrier = {p.promise.carrier} if p.promise else set[ColleagueId]()
    return {p.owner} | cover | carrier


def write_note(d: Decision, c: do.WriteNote) -> None:
    d.require_colleague(c.by)
    d.tell(ev.NoteWritten(at=d.at, by=c.by, word=c.word))
