"""Live contact: while the customer is in a call or chat, one of us is in it with them.

Nobody is taken out until another is in it or being rung in the same decision. Lines drop; that
is a fact and is never refused: then the owner is rung again, then helpers, cover, the host, whoever
is on duty, the managers, and when nobody can be rung the customer hears recorded words and is
called back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.decision import Decision
from stayline.ownership.ids import ColleagueId, ContactId, PartyId
from stayline.ownership.problem import (
    JoinedTwin,
    LiveContact,
    Resting,
    Ringing,
    Satisfied,
    SetAside,
)
from stayline.ownership.refusal import Refused
from stayline.ownership.rules import arrival, aside, helping, offers, promises

_OVER = "That conversation is over. {customer} hears from {owner} as promised."


def going_on(d: Decision, contact: ContactId) -> LiveContact:
    """The live contact; refused where it is over."""
    one = d.problem.contact(contact)
    if one is None:
        raise Refused(_OVER, owner=d.problem.owner)
    return one


def start(d: Decision, c: do.StartLive) -> None:
    """A call is a word from the customer's side: it wakes whatever rests."""
    if d.problem.contact(c.contact) is not None:
        return
    d.require(
        not isinstance(d.problem.stage, JoinedTwin),
        "This is looked after together with its twin; go on there, so that {customer} hears one"
        " voice.",
    )
    caller = d.problem.party(c.party)
    if c.called_by is not None:
        d.require_not_elsewhere()
        d.require_ours(c.called_by)
    elif isinstance(d.problem.stage, SetAside):
        aside.ring_again(d, (d.problem.owner,), c.answer_by, party=c.party)
    elif caller is not None:
        _wake(d, caller.id, c.answer_by)
    d.tell(ev.LiveStarted(at=d.at, contact=c.contact, kind=c.kind, party=c.party))
    if c.called_by is None:
        ring_next(d, c.contact, c.answer_by)
        return
    if isinstance(d.problem.stage, Ringing):
        arrival.take_on(d, c.called_by)
    d.tell(ev.EnteredLive(at=d.at, contact=c.contact, who=c.called_by))
    promises.called_back(d, c.answer_by)


def _wake(d: Decision, party: PartyId, answer_by: datetime) -> None:
    if isinstance(d.problem.stage, Resting | Satisfied):
        d.tell(ev.Woken(at=d.at, party=party))
        promises.answer_by(d, answer_by)


# -- ringing colleagues --------------------------------------------------------------------------


def ring_next(
    d: Decision, contact: ContactId, call_back_by: datetime, on_duty: Sequence[ColleagueId] = ()
) -> None:
    """Ring the next who can come; when nobody is left, promise to call back."""
    one = d.problem.contact(contact)
    assert one is not None, "somebody is rung into a conversation that goes on"
    if one.here or one.ringing:
        return
    for together in _who_may_come(d, on_duty):
        untried = [who for who in dict.fromkeys(together) if who not in one.tried]
        able = [who for who in untried if d.may_act(who)]
        if able:
            for whom in able:
                d.tell(ev.RingStarted(at=d.at, contact=contact, whom=whom))
            return
    d.tell(ev.AllRung(at=d.at, contact=contact))
    manager = d.company.manager_of(d.problem.owner)
    to = manager if manager is not None else d.problem.owner
    d.tell(ev.AlarmRaised(at=d.at, about=ev.Alarm.ALL_RUNG, to=(to,)))
    promises.no_later_than(d, call_back_by, call_back=True)


def _who_may_come(d: Decision, on_duty: Sequence[ColleagueId]) -> Iterator[Sequence[ColleagueId]]:
    """Who knows the customer, one after the other; who is on duty, together; who answers for it."""
    p = d.problem
    cover = [p.cover.colleague] if p.cover is not None else []
    for who in (p.owner, *sorted(p.helpers), *cover, p.host):
        yield [who]
    yield on_duty
    for who in (p.fallback, *d.company.managers_of(p.owner)):
        yield [who]


def answer_ring(d: Decision, c: do.AnswerRing) -> None:
    d.require_colleague(c.by)
    contact = going_on(d, c.contact)
    if c.by in contact.here:
        return
    d.require(
        c.by in contact.ringing,
        "Somebody else is with {customer} already; this no longer rings for you.",
    )
    alone = not contact.here
    if isinstance(d.problem.stage, Ringing):
        arrival.take_on(d, c.by)
    helping.join_if_needed(d, c.by)
    d.tell(ev.EnteredLive(at=d.at, contact=contact.id, who=c.by))
    if alone:
        for other in sorted(contact.ringing - {c.by, d.problem.owner}):
            end = ev.RingEnds.ANSWERED_ELSEWHERE
            d.tell(ev.RingEnded(at=d.at, contact=contact.id, whom=other, why=end))
    promises.called_back(d, c.answer_by)


def end_ring(d: Decision, c: do.EndRing) -> None:
    contact = d.problem.contact(c.contact)
    if contact is None or c.whom not in contact.ringing:
        return
    d.tell(ev.RingEnded(at=d.at, contact=c.contact, whom=c.whom, why=c.why))
    ring_next(d, c.contact, c.call_back_by, c.on_duty)


def bring_in(d: Decision, c: do.BringIn) -> None:
    contact = going_on(d, c.contact)
    d.require_ours(c.by)
    d.require(
        c.by in contact.here or c.by == c.whom,
        "Only somebody who is in the conversation brings another in.",
    )
    d.require_colleague(c.whom)
    if c.whom not in contact.here | contact.ringing:
        d.tell(ev.RingStarted(at=d.at, contact=c.contact, whom=c.whom))


# -- leaving -------------------------------------------------------------------------------------


def step_out(d: Decision, c: do.StepOut) -> None:
    d.require_colleague(c.by)
    contact = going_on(d, c.contact)
    d.require(c.by in contact.here, "You are not in this conversation.")
    d.require(
        c.by != d.problem.owner,
        "Stay with {customer}: you own this until they agree to somebody else, and nobody is"
        " left on the line.",
    )
    d.require(
        contact.answered_by != c.by,
        "Stay with {customer} until {owner} is there; you answered for {owner}.",
        owner=d.problem.owner,
    )
    _off_the_line(d, contact, c.by, ev.StepsOut.RELEASED)


def drop_line(d: Decision, c: do.DropLine) -> None:
    contact = d.problem.contact(c.contact)
    if contact is None or c.who not in contact.here:
        return
    _left(d, contact, c.who, ev.StepsOut.DROPPED, c.call_back_by, c.on_duty)


def leave_company(d: Decision, leaver: ColleagueId, call_back_by: datetime) -> None:
    for contact in d.problem.live:
        if leaver in contact.ringing:
            gone = ev.RingEnds.LEFT_COMPANY
            d.tell(ev.RingEnded(at=d.at, contact=contact.id, whom=leaver, why=gone))
            ring_next(d, contact.id, call_back_by)
        if leaver in contact.here:
            _left(d, contact, leaver, ev.StepsOut.LEFT_COMPANY, call_back_by)


def _left(
    d: Decision,
    contact: LiveContact,
    who: ColleagueId,
    why: ev.StepsOut,
    call_back_by: datetime,
    on_duty: Sequence[ColleagueId] = (),
) -> None:
    """Somebody is gone from the line; the owner is rung again at once, and never nobody."""
    _off_the_line(d, contact, who, why)
    if who == d.problem.owner:
        d.tell(ev.RingStarted(at=d.at, contact=contact.id, whom=who))
    else:
        ring_next(d, contact.id, call_back_by, on_duty)


def _off_the_line(d: Decision, contact: LiveContact, who: ColleagueId, why: ev.StepsOut) -> None:
    """Their hold ends with it, and so does the question whether they may take it from here."""
    _hold_no_more(d, contact, who)
    d.tell(ev.LeftLive(at=d.at, contact=contact.id, who=who, why=why))
    offer = d.problem.offer
    if offer is not None and offer.receiver == who and offer.question is not None:
        offers.end(d, ev.OfferEnds.RECEIVER_GONE)


def hang_up(d: Decision, c: do.HangUp) -> None:
    contact = d.problem.contact(c.contact)
    if contact is None:
        return
    for whom in sorted(contact.ringing):
        left = ev.RingEnds.CUSTOMER_LEFT
        d.tell(ev.RingEnded(at=d.at, contact=c.contact, whom=whom, why=left))
    how = ev.LiveEnds.CUSTOMER_DROPPED if c.dropped else ev.LiveEnds.CUSTOMER_LEFT
    d.tell(ev.LiveEnded(at=d.at, contact=c.contact, how=how))
    if not c.dropped and contact.here:
        return
    if d.problem.is_open or _slept_when_they_called(d, contact):
        promises.no_later_than(d, c.call_back_by, call_back=True)


def end_live(d: Decision, c: do.EndLive) -> None:
    d.require_colleague(c.by)
    contact = going_on(d, c.contact)
    d.require(
        c.by in contact.here and c.by in (d.problem.owner, contact.answered_by),
        "{owner} stays with {customer}; only who answered may end this, and only with a written"
        " promise.",
        owner=d.problem.owner,
    )
    d.require(
        c.how in (ev.LiveEnds.SILENCE, ev.LiveEnds.ABUSE),
        "Let {customer} say goodbye. Only after an announced silence, or a warning to an abusive"
        " caller, do we end a conversation.",
    )
    d.tell(ev.WordSpoken(at=d.at, by=c.by, word=c.word))
    for whom in sorted(contact.ringing):
        left = ev.RingEnds.CUSTOMER_LEFT
        d.tell(ev.RingEnded(at=d.at, contact=c.contact, whom=whom, why=left))
    d.tell(ev.LiveEnded(at=d.at, contact=c.contact, how=c.how, by=c.by))
    if d.problem.is_open:
        promises.by_word(d, c.by, c.promise)
        promises.carried_by_ours(d)


# -- hold and silence ----------------------------------------------------------------------------


def hold(d: Decision, c: do.Hold) -> None:
    d.require_colleague(c.by)
    contact = going_on(d, c.contact)
    d.require(c.by in contact.here, "You are not in this conversation.")
    if c.by not in contact.held_by:
        d.tell(ev.HoldStarted(at=d.at, contact=c.contact, by=c.by))


def unhold(d: Decision, c: do.Unhold) -> None:
    d.require_colleague(c.by)
    contact = going_on(d, c.contact)
    d.require(c.by in contact.here, "You are not in this conversation.")
    _hold_no_more(d, contact, c.by)


def _hold_no_more(d: Decision, contact: LiveContact, who: ColleagueId) -> None:
    """Nobody's hold outlasts them, and nobody ends another's."""
    if who in contact.held_by:
        d.tell(ev.HoldEnded(at=d.at, contact=contact.id, by=who))


def burn_slowly(d: Decision, c: do.BurnSlowly) -> None:
    contact = d.problem.contact(c.contact)
    if contact is None or contact.burning:
        return
    if contact.hold_since is None and contact.here and not c.silence:
        return
    d.tell(ev.SlowBurned(at=d.at, contact=c.contact))
    manager = d.company.manager_of(d.problem.owner)
    heard = dict.fromkeys([d.problem.owner, *([manager] if manager is not None else [])])
    d.tell(ev.AlarmRaised(at=d.at, about=ev.Alarm.SLOW_BURN, to=tuple(heard)))


def record_leg(d: Decision, c: do.RecordLeg) -> None:
    d.require_colleague(c.by)
    contact = going_on(d, c.contact)
    d.require(c.by in contact.here, "Only somebody who hears them can say who is on the line.")
    d.require(d.problem.party(c.party) is not None, "Add them to {customer}'s side first.")
    if contact.party == c.party and contact.identified:
        return
    d.tell(ev.LegRecorded(at=d.at, contact=c.contact, party=c.party, by=c.by))
    if _slept_when_they_called(d, contact):
        _wake(d, c.party, c.answer_by)


def _slept_when_they_called(d: Decision, contact: LiveContact) -> bool:
    """Whoever says in this very conversation that it is solved wants no more of us."""
    match d.problem.stage:
        case Resting(since=since) | Satisfied(at=since):
            return since < contact.since
        case _:
            return False
