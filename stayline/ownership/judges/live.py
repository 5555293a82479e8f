"""P6: live contact."""

from __future__ import annotations

from stayline.ownership import events as ev
from stayline.ownership.act import Act, judges
from stayline.ownership.problem import (
    JoinedTwin,
    Promise,
    Ringing,
    SetAside,
)


@judges(ev.LiveStarted)
def _live_started(a: Act, e: ev.LiveStarted) -> None:
    a.must(a.contact(e.contact) is None, "a conversation starts once")
    a.must(
        not isinstance(a.problem.stage, SetAside | JoinedTwin),
        "a conversation is about what is looked after here",
    )
    a.must(
        not e.identified or a.told_any(ev.Opened),
        "only who opened the problem is known by the call",
    )


@judges(ev.RingStarted)
def _ring_started(a: Act, e: ev.RingStarted) -> None:
    contact = a.contact(e.contact)
    a.must(contact is not None, "somebody is rung into a conversation that goes on")
    a.must(a.can_act(e.whom), "who is rung works here and is not on the customer's side")
    if contact is not None:
        a.must(e.whom not in contact.here | contact.ringing, "nobody is rung who is there")


@judges(ev.RingEnded)
def _ring_ended(a: Act, e: ev.RingEnded) -> None:
    contact = a.contact(e.contact)
    a.must(contact is not None and e.whom in contact.ringing, "a ring that rings ends")


@judges(ev.EnteredLive)
def _entered_live(a: Act, e: ev.EnteredLive) -> None:
    contact = a.contact(e.contact)
    called = any(isinstance(one, ev.LiveStarted) and one.contact == e.contact for one in a.told)
    a.must(
        contact is not None and (e.who in contact.ringing or called),
        "who comes in was rung, or called the customer",
    )
    a.must(a.can_act(e.who), "P6 who comes in works here and is not on the customer's side")
    a.must(e.who in a.problem.ours, "who comes in is the owner, the cover or a helper")
    a.must(not isinstance(a.problem.stage, Ringing), "who answers becomes the owner")
    promise = a.problem.promise
    others = any(one.all_rung for one in a.problem.live if one.id != e.contact)
    if promise is not None and promise.call_back and not others:
        a.owed[ev.PromiseSettled] = "P5 who is spoken with has been called back"


@judges(ev.LeftLive)
def _left_live(a: Act, e: ev.LeftLive) -> None:
    contact = a.contact(e.contact)
    a.must(contact is not None and e.who in contact.here, "who is in it leaves it")
    if contact is None:
        return
    a.must(e.who not in contact.held_by, "nobody's hold outlasts them")
    offer = a.problem.offer
    if offer is not None and offer.receiver == e.who and offer.question is not None:
        a.owed[ev.QuestionEnded] = "nobody is asked about who has left the line"
    if e.why is ev.StepsOut.RELEASED:
        a.must(a.can_act(e.who), "who steps out works here")
        a.must(e.who != a.problem.owner, "P6 the owner stays in the live contact")
        a.must(contact.answered_by != e.who, "P6 who answered for the owner stays until they come")
    if e.why is ev.StepsOut.LEFT_COMPANY:
        a.must(e.who not in a.company.active, "who left the company has left it")
    elif e.who == a.problem.owner and a.can_act(e.who):
        rung = any(isinstance(one, ev.RingStarted) and one.whom == e.who for one in a.told)
        a.must(rung, "P6 when the owner's line drops the owner is rung again")


@judges(ev.AllRung)
def _all_rung(a: Act, e: ev.AllRung) -> None:
    p, contact = a.problem, a.contact(e.contact)
    if contact is None:
        a.must(False, "all are rung into a conversation that goes on")
        return
    a.must(not contact.here and not contact.ringing, "all were rung where nobody is")
    cover = [p.cover.colleague] if p.cover else []
    people = [p.owner, *p.helpers, *cover, p.host, p.fallback, *a.company.managers_of(p.owner)]
    missed = [who for who in people if a.can_act(who) and who not in contact.tried]
    a.must(not missed, "P6 owner, helpers, cover, host and managers are rung before nobody is")


@judges(ev.HoldStarted)
def _hold_started(a: Act, e: ev.HoldStarted) -> None:
    contact = a.contact(e.contact)
    a.must(contact is not None and e.by in contact.here, "who is in it puts on hold")
    a.must(contact is not None and e.by not in contact.held_by, "somebody's hold starts once")
    a.must(a.can_act(e.by), "who holds works here")


@judges(ev.HoldEnded)
def _hold_ended(a: Act, e: ev.HoldEnded) -> None:
    contact = a.contact(e.contact)
    a.must(contact is not None and e.by in contact.held_by, "whose hold it is ends it")
    leaves = any(isinstance(one, ev.LeftLive) and one.who == e.by for one in a.told)
    a.must(a.can_act(e.by) or leaves, "who holds works here, or is just leaving")


@judges(ev.SlowBurned)
def _slow_burned(a: Act, e: ev.SlowBurned) -> None:
    contact = a.contact(e.contact)
    a.must(contact is not None and not contact.burning, "a slow burn is alarmed once")


@judges(ev.LegRecorded)
def _leg_recorded(a: Act, e: ev.LegRecorded) -> None:
    contact = a.contact(e.contact)
    a.must(contact is not None and e.by in contact.here, "who hears them says who is on the line")
    a.must(a.can_act(e.by), "who says so works here")
    a.must(a.problem.party(e.party) is not None, "who is on the line is on the customer's side")


@judges(ev.LiveEnded)
def _live_ended(a: Act, e: ev.LiveEnded) -> None:
    contact = a.contact(e.contact)
    a.must(contact is not None, "a conversation ends once")
    if contact is None:
        return
    ours = e.how in (ev.LiveEnds.SILENCE, ev.LiveEnds.ABUSE)
    a.must(ours == (e.by is not None), "the customer ends it, or a colleague for a reason")
    if e.by is not None:
        a.must(
            a.can_act(e.by)
            and e.by in contact.here
            and e.by in (a.problem.owner, contact.answered_by),
            "P6 only who stays ends it",
        )
        written = a.told_any(ev.WordSpoken)
        promised = a.told_any(ev.PromiseMade) or not a.problem.is_open
        a.must(written and promised, "P6 it is ended with a written promise")
    elif a.problem.is_open and (not contact.here or e.how is ev.LiveEnds.CUSTOMER_DROPPED):
        stands: Promise | None = a.problem.promise
        made = [one for one in a.told if isinstance(one, ev.PromiseMade)]
        a.must(
            any(one.call_back for one in made) or (stands is not None and stands.call_back),
            "P6 who was cut off or not answered is called back",
        )
