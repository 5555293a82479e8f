"""Promises: the moment by which the customer hears next, and who gave it.

Every open problem has exactly one. It moves only with a colleague's word to the customer; earlier
is always allowed. Each ends once: kept, renewed, broken, or lifted because nothing is open any
more. One that ends after its moment is broken, however it ends.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.decision import Decision
from stayline.ownership.ids import ColleagueId
from stayline.ownership.problem import Promise, WaitsFor
from stayline.ownership.refusal import Refused


def make(
    d: Decision,
    giver: ColleagueId,
    due: datetime,
    *,
    call_back: bool = False,
    terms: do.Terms | None = None,
    asks: bool = False,
) -> None:
    """Give a promise; the giver carries it. `asks`: the word it comes with is a question.

    While a caller hears recorded words, whatever is promised is a call too.
    """
    d.tell(
        ev.PromiseMade(
            at=d.at,
            giver=giver,
            carrier=giver,
            due=due,
            waits_for=terms.waits_for if terms else WaitsFor.US,
            reference=terms.reference if terms else None,
            call_back=call_back or _a_caller_waits(d),
            asks=asks,
        )
    )


def settle(d: Decision, how: ev.Settled) -> None:
    """End the promise there is, once and honestly: past its moment it is broken."""
    promise = d.problem.promise
    if promise is None:
        return
    late = d.at > promise.due
    how = ev.Settled.BROKEN if late else how
    d.tell(ev.PromiseSettled(at=d.at, promise=promise.number, how=how))
    if how is ev.Settled.BROKEN:
        tell_broken(d, promise.giver, promise.carrier)


def tell_broken(d: Decision, giver: ColleagueId, carrier: ColleagueId) -> None:
    """The giver, who carries it, the owner and the owner's manager hear of a broken promise."""
    owner = d.problem.owner
    manager = d.company.manager_of(owner)
    heard = dict.fromkeys([giver, carrier, owner, *([manager] if manager is not None else [])])
    to = tuple(who for who in heard if d.company.is_active(who))
    d.tell(ev.AlarmRaised(at=d.at, about=ev.Alarm.PROMISE_BROKEN, to=to))


def lift(d: Decision) -> None:
    """Nothing is open any more. A caller nobody could answer keeps their promised call."""
    if not _a_caller_waits(d):
        settle(d, ev.Settled.LIFTED)


def _a_caller_waits(d: Decision) -> bool:
    """Somebody is on the line whom nobody could answer: they are owed a call."""
    return any(contact.all_rung for contact in d.problem.live)


def kept(d: Decision) -> None:
    """A word where nothing is open: it keeps a call that was owed, unless they are waiting now."""
    if not _a_caller_waits(d):
        settle(d, ev.Settled.KEPT)


def by_word(d: Decision, giver: ColleagueId, terms: do.Terms) -> None:
    """A word to the customer keeps the promise there was and carries the next one.

    One after which we wait for the customer is a question to them.
    """
    check(d, terms)
    settle(d, ev.Settled.KEPT)
    make(d, giver, terms.due, terms=terms, asks=terms.waits_for is WaitsFor.CUSTOMER)


def check(d: Decision, terms: do.Terms) -> None:
    d.require(
        terms.due > d.at,
        "A promise is about a moment to come: say by when {customer} hears from you next.",
    )
    d.require(
        terms.due <= terms.latest,
        "That is longer than {customer} should go without a word. Choose an earlier moment;"
        " you can always write again.",
    )
    rhythm = d.problem.rhythm
    d.require(
        rhythm is None or terms.due <= d.at + rhythm,
        "{customer} asked to hear more often than that. Choose an earlier moment.",
    )


def answer_by(d: Decision, due: datetime) -> None:
    """We owe the customer an answer: the promise waits for us, and is no later than `due`."""
    promise = d.problem.promise
    owner = d.problem.owner
    if promise is None:
        make(d, owner, due)
    elif promise.waits_for is WaitsFor.CUSTOMER:
        settle(d, ev.Settled.RENEWED)
        make(d, owner, _never_later(d, promise, due))
    else:
        carried_by_ours(d)


def no_later_than(d: Decision, due: datetime, *, call_back: bool = False) -> None:
    """Something is owed by `due`; what was promised earlier is never put off."""
    promise = d.problem.promise
    owner = d.problem.owner
    if promise is None:
        make(d, owner, due, call_back=call_back)
    elif promise.due > due or (call_back and not promise.call_back):
        settle(d, ev.Settled.RENEWED)
        make(d, owner, _never_later(d, promise, due), call_back=call_back)


def _never_later(d: Decision, promise: Promise, due: datetime) -> datetime:
    """A promise moves later only with a word to the customer; one that has passed was broken."""
    return due if d.at > promise.due else min(due, promise.due)


def _carried_by(d: Decision, promise: Promise, carrier: ColleagueId) -> None:
    if promise.carrier != carrier:
        d.tell(ev.PromiseCarried(at=d.at, promise=promise.number, carrier=carrier))


def carried_by_ours(d: Decision) -> None:
    """Who is no longer with the customer, or gave it for a common cause, carries it no longer."""
    promise = d.problem.promise
    if promise is not None and promise.carrier not in d.problem.ours:
        _carried_by(d, promise, d.problem.owner)


def given_back(d: Decision, former: ColleagueId) -> None:
    """What `former` carried, the owner carries again."""
    promise = d.problem.promise
    if promise is not None and promise.carrier == former:
        _carried_by(d, promise, d.problem.owner)


def called_back(d: Decision, next_due: datetime) -> None:
    """We speak with the customer: the promised call is kept, and the next word is owed."""
    promise = d.problem.promise
    if promise is not None and promise.call_back and not _a_caller_waits(d):
        settle(d, ev.Settled.KEPT)
        if d.problem.is_open:
            make(d, d.problem.owner, next_due)


# -- commands ------------------------------------------------------------------------------------


def break_promise(d: Decision, c: do.BreakPromise) -> None:
    promise = d.problem.promise
    if promise is None or promise.number != c.promise or d.at <= promise.due:
        return
    settle(d, ev.Settled.BROKEN)
    d.tell(
        ev.PromiseMade(
            at=d.at,
            giver=promise.carrier,
            carrier=promise.carrier,
            due=max(c.next_due, d.at),
            waits_for=promise.waits_for,
            reference=promise.reference,
            call_back=promise.call_back,
        )
    )


def carry_promise(d: Decision, c: do.CarryPromise) -> None:
    d.require_ours(c.by)
    d.require_colleague(c.carrier)
    p = d.problem
    d.require(
        c.carrier in p.ours,
        "{carrier} has not joined {customer} yet. Ask {carrier} to help first.",
        carrier=c.carrier,
    )
    d.require(
        c.by in (p.owner, c.carrier),
        "{owner} gave this to {customer}; only {owner}, or {carrier} in person, can say that"
        " {carrier} carries the promise.",
        owner=p.owner,
        carrier=c.carrier,
    )
    if p.promise is None:
        raise Refused("There is no promise to {customer} to carry.")
    _carried_by(d, p.promise, c.carrier)


def choose_rhythm(d: Decision, c: do.ChooseRhythm) -> None:
    party = d.problem.party(c.party)
    d.require(party is not None, "Only somebody on {customer}'s side chooses how often they hear.")
    d.require(
        c.every is None or c.every > timedelta(),
        "Choose how long {customer} may go without a word.",
    )
    d.tell(ev.RhythmChosen(at=d.at, party=c.party, every=c.every))
    promise = d.problem.promise
    if c.every is None or promise is None:
        return
    soonest = min(c.next_due, d.at + c.every)
    if promise.due > soonest:
        settle(d, ev.Settled.RENEWED)
        d.tell(
            ev.PromiseMade(
                at=d.at,
                giver=promise.giver,
                carrier=promise.carrier,
                due=soonest,
                waits_for=promise.waits_for,
                reference=promise.reference,
                call_back=promise.call_back,
            )
        )


def say_waiting_for_you(d: Decision, c: do.SayWaitingForYou) -> None:
    d.require(
        d.problem.party(c.party) is not None,
        "Only somebody on {customer}'s side can say who waits for whom.",
    )
    promise = d.problem.promise
    if promise is None or promise.waits_for is WaitsFor.US:
        return
    settle(d, ev.Settled.RENEWED)
    make(d, d.problem.owner, _never_later(d, promise, c.answer_by))
