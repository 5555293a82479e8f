"""Live contact: while the customer is in a call or chat, one of us is in it with them."""

from __future__ import annotations

from datetime import datetime

import pytest

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.ids import ColleagueId
from stayline.ownership.problem import LiveKind, Owned, Resting, Ringing, Satisfied
from tests.ownership.cast import (
    BEA,
    BUTTON,
    CALL,
    CAROL,
    CHAT,
    DAN,
    ERIK,
    HOUR,
    MINUTE,
    NOON,
    REPLY,
    SALLY,
    TODAY,
    TOM,
    TOMORROW,
    WORD,
    Story,
    kinds,
    terms,
    without,
)
from tests.ownership.says import says

LATER, AT_TWO = NOON + HOUR, NOON + 2 * HOUR
OVER = "That conversation is over. Carol hears from Bea as promised."
NOT_THERE = "You are not in this conversation."


def _start(**changes: object) -> do.StartLive:
    usual = {
        "at": LATER,
        "contact": CALL,
        "kind": LiveKind.CALL,
        "answer_by": TODAY,
        "party": CAROL,
    }
    return do.StartLive(**(usual | changes))  # type: ignore[arg-type]


def _end_ring(whom: int, why: ev.RingEnds = ev.RingEnds.LAPSED, on_duty: object = ()) -> do.EndRing:
    return do.EndRing(
        at=LATER,
        contact=CALL,
        whom=whom,  # type: ignore[arg-type]
        why=why,
        call_back_by=AT_TWO,
        on_duty=on_duty,  # type: ignore[arg-type]
    )


def _answer(by: int) -> do.AnswerRing:
    return do.AnswerRing(at=LATER, by=by, contact=CALL, answer_by=TODAY)  # type: ignore[arg-type]


def _drops(who: int) -> do.DropLine:
    return do.DropLine(at=LATER, contact=CALL, who=who, call_back_by=AT_TWO)  # type: ignore[arg-type]


def _hangs_up(*, dropped: bool = False) -> do.HangUp:
    return do.HangUp(at=LATER, contact=CALL, call_back_by=AT_TWO, dropped=dropped)


def _all_rung() -> Story:
    """Carol called, and nobody could be rung."""
    return Story().owned().call().then(*(_end_ring(who) for who in (BEA, SALLY, ERIK)))


# -- the customer calls --------------------------------------------------------------------------


@says("that owner is rung\nfirst")
@says("While a customer is in a call or chat, the owner")
def test_the_owner_is_rung_first() -> None:
    story = Story().owned()
    assert story.do(_start()) == (
        ev.LiveStarted(at=LATER, contact=CALL, kind=LiveKind.CALL, party=CAROL),
        ev.RingStarted(at=LATER, contact=CALL, whom=BEA),
    )
    assert story.problem.live[0].since == LATER
    assert story.do(_start()) == ()


@says("Any word wakes it")
def test_a_call_wakes_what_rests_or_was_satisfied() -> None:
    for story in (Story().owned().let_be(), Story().owned().satisfied()):
        told = story.do(_start())
        assert told[:2] == (
            ev.Woken(at=LATER, party=CAROL),
            ev.PromiseMade(at=LATER, giver=BEA, carrier=BEA, due=TODAY),
        )


def test_an_unknown_caller_wakes_nothing_until_somebody_says_who_they_are() -> None:
    for rest in (Story().owned().let_be(), Story().owned().satisfied()):
        for party in (None, DAN):
            assert kinds(rest.do(_start(contact=CHAT, party=party)))[0] == "LiveStarted"
            rest.do(do.HangUp(at=LATER, contact=CHAT, call_back_by=AT_TWO))
        rest.then(_start(party=None), _answer(BEA))
        record = do.RecordLeg(at=LATER, by=BEA, contact=CALL, party=CAROL, answer_by=TOMORROW)
        assert rest.do(record) == (
            ev.LegRecorded(at=LATER, contact=CALL, party=CAROL, by=BEA),
            ev.Woken(at=LATER, party=CAROL),
            ev.PromiseMade(at=LATER, giver=BEA, carrier=BEA, due=TOMORROW),
        )


def test_what_they_said_during_the_call_is_not_undone_by_naming_them() -> None:
    for last in (
        do.SaySatisfied(at=LATER, evidence=BUTTON),
        do.LetBe(at=LATER, evidence=BUTTON),
    ):
        story = Story().owned().on_the_line().then(last)
        record = do.RecordLeg(at=LATER, by=BEA, contact=CALL, party=CAROL, answer_by=TOMORROW)
        assert kinds(story.do(record)) == ["LegRecorded"]
        assert isinstance(story.problem.stage, Satisfied | Resting)


def test_a_call_about_a_joined_problem_goes_to_the_twin() -> None:
    assert Story().owned().joined().refuses(_start()) == (
        "This is looked after together with its twin; go on there, so that Carol hears one voice."
    )


def test_a_colleague_who_calls_is_in_it_already() -> None:
    story = Story().owned()
    assert story.do(_start(party=None, called_by=BEA)) == (
        ev.LiveStarted(at=LATER, contact=CALL, kind=LiveKind.CALL),
        ev.EnteredLive(at=LATER, contact=CALL, who=BEA),
    )
    assert story.problem.live[0].answered_by == BEA


def test_a_host_who_calls_has_said_i_will_help() -> None:
    told = Story().ringing().do(_start(called_by=BEA))
    assert kinds(told) == ["LiveStarted", "SaidIWillHelp", "EnteredLive"]


def test_our_call_wakes_nothing_and_outsiders_do_not_make_it() -> None:
    story = Story().owned().satisfied()
    assert story.refuses(_start(called_by=TOM)).startswith("Bea is with Carol.")
    assert kinds(story.do(_start(called_by=BEA))) == ["LiveStarted", "EnteredLive"]


def test_the_promised_call_is_kept_by_calling() -> None:
    story = Story().ringing(arrival=ev.Arrival.CALL, contact=CHAT)
    story.do(do.HangUp(at=NOON, contact=CHAT, call_back_by=AT_TWO))
    number = story.promise.number
    told = story.do(_start(at=NOON, called_by=BEA, answer_by=TOMORROW))
    assert told[-2:] == (
        ev.PromiseSettled(at=NOON, promise=number, how=ev.Settled.KEPT),
        ev.PromiseMade(at=NOON, giver=BEA, carrier=BEA, due=TOMORROW),
    )


# -- who is rung, and who answers ----------------------------------------------------------------


def test_helpers_cover_host_fallback_and_managers_are_rung_in_turn() -> None:
    story = Story().ringing().then(do.SayIWillHelp(at=NOON, by=ERIK))
    story.then(
        do.AskToHelp(at=NOON, by=ERIK, whom=TOM),
        do.Join(at=NOON, by=TOM),
        _start(),
    )
    for expected in (ERIK, TOM, BEA, SALLY):
        assert story.problem.live[0].ringing == {expected}
        story.do(_end_ring(expected))
    assert story.problem.live[0].all_rung


def test_who_is_on_duty_is_rung_together_before_the_fallback() -> None:
    story = Story().ringing().then(_start())
    assert story.problem.live[0].ringing == {BEA}
    duty = (BEA, TOM, ERIK)
    story.do(_end_ring(BEA, on_duty=duty))
    assert story.problem.live[0].ringing == {TOM, ERIK}
    assert story.do(_end_ring(TOM, on_duty=duty))[1:] == ()
    story.do(_end_ring(ERIK, on_duty=duty))
    assert story.problem.live[0].ringing == {SALLY}


def test_who_is_on_duty_comes_when_the_last_line_drops_and_nobody_else_can() -> None:
    story = Story(without(SALLY, ERIK)).owned().call().then(_end_ring(BEA, on_duty=(TOM,)))
    story.then(_answer(TOM))
    assert story.do(_drops(TOM))[1:] == (ev.RingStarted(at=LATER, contact=CALL, whom=BEA),)


@says("speaks in their own name, carries promises and calls, gives all back")
def test_the_cover_is_rung_for_an_absent_owner() -> None:
    story = Story().owned().covered(TOM).call()
    told = story.do(_end_ring(BEA, ev.RingEnds.UNREACHABLE))
    assert told == (
        ev.RingEnded(at=LATER, contact=CALL, whom=BEA, why=ev.RingEnds.UNREACHABLE),
        ev.RingStarted(at=LATER, contact=CALL, whom=TOM),
    )


@says("when nobody\ncan be rung, recorded words and a promise to call back")
def test_when_nobody_can_be_rung_the_customer_is_called_back() -> None:
    story = Story().owned().call()
    promise = story.promise.number
    story.then(_end_ring(BEA), _end_ring(SALLY))
    assert story.do(_end_ring(ERIK)) == (
        ev.RingEnded(at=LATER, contact=CALL, whom=ERIK, why=ev.RingEnds.LAPSED),
        ev.AllRung(at=LATER, contact=CALL),
        ev.AlarmRaised(at=LATER, about=ev.Alarm.ALL_RUNG, to=(SALLY,)),
        ev.PromiseSettled(at=LATER, promise=promise, how=ev.Settled.RENEWED),
        ev.PromiseMade(at=LATER, giver=BEA, carrier=BEA, due=AT_TWO, call_back=True),
    )
    assert story.problem.live[0].all_rung


def test_where_nobody_answers_for_the_owner_the_owner_hears_of_it() -> None:
    story = Story(without(SALLY, TOM, ERIK)).owned().call()
    told = story.do(_end_ring(BEA))
    assert told[2] == ev.AlarmRaised(at=LATER, about=ev.Alarm.ALL_RUNG, to=(BEA,))


def test_an_earlier_promised_call_stands() -> None:
    story = _all_rung()
    before = story.promise
    story.do(do.BringIn(at=NOON, by=BEA, contact=CALL, whom=BEA))
    assert kinds(story.do(_end_ring(BEA))) == ["RingEnded", "AllRung", "AlarmRaised"]
    assert story.promise == before


def test_a_ring_that_is_over_or_a_call_that_is_over_means_nothing() -> None:
    story = Story().owned().call()
    assert story.do(_end_ring(TOM)) == ()
    assert story.then(_hangs_up()).do(_end_ring(BEA)) == ()


def test_while_another_rings_or_is_there_nobody_else_is_rung() -> None:
    several = Story().ringing(arrival=ev.Arrival.CALL, contact=CALL, rings=(TOM,))
    assert kinds(several.do(_end_ring(TOM))) == ["RingEnded"]
    there = Story().owned().on_the_line()
    there.do(do.BringIn(at=NOON, by=BEA, contact=CALL, whom=TOM))
    assert kinds(there.do(_end_ring(TOM))) == ["RingEnded"]


@says("another who answers joins as helper and stays until the owner is there")
def test_another_who_answers_joins_as_helper() -> None:
    story = Story().owned().call().then(_end_ring(BEA))
    assert story.do(_answer(SALLY)) == (
        ev.HelperJoined(at=LATER, helper=SALLY),
        ev.EnteredLive(at=LATER, contact=CALL, who=SALLY),
    )
    [contact] = story.problem.live
    assert contact.answered_by == SALLY
    assert contact.ringing | contact.tried == frozenset()
    assert SALLY in story.problem.met
    assert story.problem.owner == BEA
    assert story.do(_answer(SALLY)) == ()


@says("who answers becomes the owner")
def test_who_answers_a_ringing_problem_owns_it_and_the_others_stop_ringing() -> None:
    story = Story().ringing(arrival=ev.Arrival.CALL, contact=CALL, rings=(TOM, ERIK))
    promise = story.promise.number
    assert story.do(_answer(TOM)) == (
        ev.SaidIWillHelp(at=LATER, by=TOM),
        ev.PromiseCarried(at=LATER, promise=promise, carrier=TOM),
        ev.EnteredLive(at=LATER, contact=CALL, who=TOM),
        ev.RingEnded(at=LATER, contact=CALL, whom=BEA, why=ev.RingEnds.ANSWERED_ELSEWHERE),
        ev.RingEnded(at=LATER, contact=CALL, whom=ERIK, why=ev.RingEnds.ANSWERED_ELSEWHERE),
    )


def test_when_another_answers_the_owner_goes_on_being_rung() -> None:
    story = Story().owned().on_the_line()
    story.then(do.BringIn(at=NOON, by=BEA, contact=CALL, whom=ERIK), _drops(BEA))
    assert story.problem.live[0].ringing == {ERIK, BEA}
    told = story.do(_answer(ERIK))
    assert kinds(told) == ["HelperJoined", "EnteredLive"]
    assert story.problem.live[0].ringing == {BEA}


def test_who_comes_second_stops_nobodys_ringing() -> None:
    story = Story().owned().on_the_line()
    for whom in (TOM, ERIK):
        story.do(do.BringIn(at=NOON, by=BEA, contact=CALL, whom=whom))
    story.do(_answer(TOM))
    assert story.problem.live[0].ringing == {ERIK}
    assert story.problem.live[0].answered_by == BEA


@says("that owner is rung\nfirst", refuses=True)
@says("A call or chat opens its problem on arrival", refuses=True)
def test_nobody_answers_who_is_not_being_rung() -> None:
    story = Story().owned().call()
    assert story.refuses(_answer(TOM)) == (
        "Somebody else is with Carol already; this no longer rings for you."
    )
    assert Story().owned().refuses(_answer(BEA)) == OVER
    assert story.in_company(without(BEA)).refuses(_answer(BEA)) == (
        "Only somebody who works here now can be with Carol; Bea does not."
    )


def test_answering_keeps_a_promised_call() -> None:
    story = _all_rung().then(do.BringIn(at=NOON, by=BEA, contact=CALL, whom=BEA))
    number = story.promise.number
    told = story.do(do.AnswerRing(at=NOON, by=BEA, contact=CALL, answer_by=TOMORROW))
    assert told[-2:] == (
        ev.PromiseSettled(at=NOON, promise=number, how=ev.Settled.KEPT),
        ev.PromiseMade(at=NOON, giver=BEA, carrier=BEA, due=TOMORROW),
    )


def test_a_kept_call_about_what_is_not_open_promises_nothing_more() -> None:
    story = _all_rung().satisfied()
    assert story.promise.call_back
    story.do(do.BringIn(at=NOON, by=BEA, contact=CALL, whom=BEA))
    assert kinds(story.do(_answer(BEA))) == ["EnteredLive", "PromiseSettled"]
    assert story.problem.promise is None


# -- bringing in ---------------------------------------------------------------------------------


@says("Nobody is taken out until another is in it or being rung in the same transaction")
def test_somebody_is_rung_in_while_the_others_stay() -> None:
    story = Story().owned().on_the_line()
    bring = do.BringIn(at=LATER, by=BEA, contact=CALL, whom=TOM)
    assert story.do(bring) == (ev.RingStarted(at=LATER, contact=CALL, whom=TOM),)
    assert story.problem.live[0].here == {BEA}
    assert story.do(bring) == ()
    assert story.then(_answer(TOM)).do(bring) == ()


def test_only_who_is_in_it_brings_in_another() -> None:
    story = Story(without(ERIK)).owned().helped().on_the_line()
    by_tom = do.BringIn(at=NOON, by=TOM, contact=CALL, whom=SALLY)
    assert story.refuses(by_tom) == ("Only somebody who is in the conversation brings another in.")
    by_sally = do.BringIn(at=NOON, by=SALLY, contact=CALL, whom=SALLY)
    assert story.refuses(by_sally).startswith("Bea is with Carol.")
    gone = do.BringIn(at=NOON, by=BEA, contact=CALL, whom=ERIK)
    assert story.refuses(gone) == (
        "Only somebody who works here now can be with Carol; Erik does not."
    )
    assert Story().owned().refuses(by_sally) == OVER


@says("One of ours may always come into a call")
@says("One of ours may always come into a call", refuses=True)
def test_one_of_ours_may_always_come_but_brings_no_other_from_outside() -> None:
    story = _all_rung().helped()
    other = do.BringIn(at=NOON, by=BEA, contact=CALL, whom=TOM)
    assert story.refuses(other) == "Only somebody who is in the conversation brings another in."
    self = do.BringIn(at=NOON, by=TOM, contact=CALL, whom=TOM)
    assert story.do(self) == (ev.RingStarted(at=NOON, contact=CALL, whom=TOM),)
    assert not story.problem.live[0].all_rung
    there = Story().owned().helped().on_the_line()
    assert kinds(there.do(self)) == ["RingStarted"]


# -- leaving -------------------------------------------------------------------------------------


@says("leaves only by the rule", refuses=True)
@says('The only proper answer is "I will help you"', refuses=True)
@says("While a customer is in a call or chat, the owner", refuses=True)
def test_the_owner_stays_in_the_call() -> None:
    story = Story().owned().on_the_line().brought_in()
    assert story.refuses(do.StepOut(at=NOON, by=BEA, contact=CALL)) == (
        "Stay with Carol: you own this until they agree to somebody else, and nobody is left on"
        " the line."
    )


@says("another who answers joins as helper and stays until the owner is there", refuses=True)
def test_who_answered_for_the_owner_stays_until_the_owner_is_there() -> None:
    story = Story().owned().call().then(_end_ring(BEA), _answer(SALLY))
    out = do.StepOut(at=LATER, by=SALLY, contact=CALL)
    assert story.refuses(out) == "Stay with Carol until Bea is there; you answered for Bea."
    story.then(do.BringIn(at=NOON, by=SALLY, contact=CALL, whom=BEA), _answer(BEA))
    assert story.do(out) == (
        ev.LeftLive(at=LATER, contact=CALL, who=SALLY, why=ev.StepsOut.RELEASED),
    )
    assert story.problem.live[0].here == {BEA}


def test_who_is_not_in_it_does_not_step_out() -> None:
    story = Story().owned().on_the_line()
    assert story.refuses(do.StepOut(at=NOON, by=TOM, contact=CALL)) == NOT_THERE
    assert Story().owned().refuses(do.StepOut(at=NOON, by=BEA, contact=CALL)) == OVER
    brought = Story().owned().on_the_line().brought_in().in_company(without(TOM))
    assert brought.refuses(do.StepOut(at=NOON, by=TOM, contact=CALL)) == (
        "Only somebody who works here now can be with Carol; Tom does not."
    )


@says("If a line drops, the owner is rung again, then helpers, cover, the host, the manager")
def test_when_the_owners_line_drops_they_are_rung_again() -> None:
    story = Story().owned().on_the_line()
    assert story.do(_drops(BEA)) == (
        ev.LeftLive(at=LATER, contact=CALL, who=BEA, why=ev.StepsOut.DROPPED),
        ev.RingStarted(at=LATER, contact=CALL, whom=BEA),
    )
    assert story.problem.live[0].answered_by is None
    assert story.do(_drops(BEA)) == ()


def test_who_is_left_in_the_call_answers_for_the_owner() -> None:
    story = Story().owned().on_the_line().brought_in(TOM).brought_in(ERIK)
    told = story.do(_drops(BEA))
    assert told[1] == ev.RingStarted(at=LATER, contact=CALL, whom=BEA)
    assert story.problem.live[0].answered_by == TOM
    assert kinds(story.do(_drops(ERIK))) == ["LeftLive"]
    assert story.problem.live[0].answered_by == TOM


def test_when_the_last_ones_line_drops_the_owner_is_rung() -> None:
    story = Story().owned().call().then(_end_ring(BEA), _answer(SALLY))
    told = story.do(_drops(SALLY))
    assert told[1:] == (ev.RingStarted(at=LATER, contact=CALL, whom=BEA),)


def test_a_dropped_line_of_a_call_that_is_over_means_nothing() -> None:
    assert Story().owned().do(_drops(BEA)) == ()


def test_the_customer_says_goodbye() -> None:
    story = Story().owned().on_the_line().then(do.BringIn(at=NOON, by=BEA, contact=CALL, whom=TOM))
    assert story.do(_hangs_up()) == (
        ev.RingEnded(at=LATER, contact=CALL, whom=TOM, why=ev.RingEnds.CUSTOMER_LEFT),
        ev.LiveEnded(at=LATER, contact=CALL, how=ev.LiveEnds.CUSTOMER_LEFT),
    )
    assert story.problem.live == ()
    assert story.do(_hangs_up()) == ()


def test_whose_line_dropped_is_called_back() -> None:
    story = Story().owned().on_the_line()
    told = story.do(_hangs_up(dropped=True))
    assert told[0] == ev.LiveEnded(at=LATER, contact=CALL, how=ev.LiveEnds.CUSTOMER_DROPPED)
    assert (story.promise.call_back, story.promise.due) == (True, AT_TWO)


@says("What was promised is never put off but by a word")
def test_an_earlier_promise_to_write_becomes_a_call_and_is_not_put_off() -> None:
    story = (
        Story().owned().then(do.Write(at=NOON, by=BEA, word=REPLY, promise=terms(NOON + MINUTE)))
    )
    story.call()
    story.do(do.HangUp(at=NOON, contact=CALL, call_back_by=AT_TWO))
    assert (story.promise.call_back, story.promise.due) == (True, NOON + MINUTE)


@says("all were rung and a call-back promise stands")
@says("A caller nobody could answer is owed a call")
def test_whom_nobody_could_answer_is_called_back_even_about_something_satisfied() -> None:
    story = _all_rung().satisfied()
    story.do(_hangs_up())
    assert story.promise.call_back
    told = story.do(_start(contact=CHAT, called_by=BEA))
    assert "PromiseSettled" in kinds(told)
    assert story.problem.promise is None


def test_whom_somebody_answered_is_owed_nothing_more_when_it_is_satisfied() -> None:
    story = _all_rung().satisfied()
    story.do(do.BringIn(at=NOON, by=BEA, contact=CALL, whom=BEA))
    story.do(_answer(BEA))
    assert kinds(story.do(_hangs_up())) == ["LiveEnded"]


@says("all were rung and a call-back promise stands")
def test_a_caller_who_hears_recorded_words_is_owed_a_call_whatever_else_we_say() -> None:
    story = _all_rung()
    story.do(do.Write(at=LATER, by=BEA, word=WORD, promise=terms()))
    assert story.promise.call_back
    story.satisfied().do(do.Write(at=LATER, by=BEA, word=WORD))
    assert story.promise.call_back
    story.then(_start(contact=CHAT, party=None))
    story.do(do.AnswerRing(at=LATER, by=BEA, contact=CHAT, answer_by=TODAY))
    assert story.promise.call_back


@says("A colleague may end it after an announced silence")
def test_after_an_announced_silence_a_colleague_ends_it_with_a_promise() -> None:
    story = Story().owned().on_the_line().then(do.BringIn(at=NOON, by=BEA, contact=CALL, whom=TOM))
    promise = story.promise.number
    assert story.do(_end(BEA)) == (
        ev.WordSpoken(at=LATER, by=BEA, word=WORD),
        ev.RingEnded(at=LATER, contact=CALL, whom=TOM, why=ev.RingEnds.CUSTOMER_LEFT),
        ev.LiveEnded(at=LATER, contact=CALL, how=ev.LiveEnds.SILENCE, by=BEA),
        ev.PromiseSettled(at=LATER, promise=promise, how=ev.Settled.KEPT),
        ev.PromiseMade(at=LATER, giver=BEA, carrier=BEA, due=TOMORROW),
    )


def _end(by: int, how: ev.LiveEnds = ev.LiveEnds.SILENCE) -> do.EndLive:
    return do.EndLive(at=LATER, by=by, contact=CALL, how=how, word=WORD, promise=terms())  # type: ignore[arg-type]


def test_after_a_warning_who_answered_may_end_it_too() -> None:
    story = Story().owned().call().then(_end_ring(BEA), _answer(SALLY))
    assert "LiveEnded" in kinds(story.do(_end(SALLY, ev.LiveEnds.ABUSE)))


def test_where_nothing_is_open_it_ends_without_a_promise() -> None:
    story = Story().owned().on_the_line().satisfied()
    assert kinds(story.do(_end(BEA))) == ["WordSpoken", "LiveEnded"]


@says("A colleague may end it after an announced silence", refuses=True)
def test_nobody_else_ends_it_and_for_no_other_reason() -> None:
    story = Story().owned().on_the_line().brought_in()
    stays = "Bea stays with Carol; only who answered may end this, and only with a written promise."
    assert story.refuses(_end(TOM)) == stays
    assert story.refuses(_end(ERIK)) == stays
    dropped = Story().owned().on_the_line().brought_in().then(_drops(BEA))
    assert dropped.refuses(_end(BEA)).startswith("Bea stays with Carol")
    for how in (ev.LiveEnds.CUSTOMER_LEFT, ev.LiveEnds.CUSTOMER_DROPPED):
        assert story.refuses(_end(BEA, how)) == (
            "Let Carol say goodbye. Only after an announced silence, or a warning to an abusive"
            " caller, do we end a conversation."
        )
    assert Story().owned().refuses(_end(BEA)) == OVER
    assert story.in_company(without(BEA)).refuses(_end(BEA)) == (
        "Only somebody who works here now can be with Carol; Bea does not."
    )


# -- hold and silence ----------------------------------------------------------------------------


@says("Silence and hold are timed")
def test_hold_has_a_beginning_and_an_end() -> None:
    story = Story().owned().on_the_line()
    hold = do.Hold(at=LATER, by=BEA, contact=CALL)
    assert story.do(hold) == (ev.HoldStarted(at=LATER, contact=CALL, by=BEA),)
    assert story.do(hold) == ()
    unhold = do.Unhold(at=LATER, by=BEA, contact=CALL)
    assert story.do(unhold) == (ev.HoldEnded(at=LATER, contact=CALL, by=BEA),)
    assert story.problem.live[0].hold_since is None
    assert story.do(unhold) == ()


def _holds(who: ColleagueId, at: datetime = NOON) -> do.Hold:
    return do.Hold(at=at, by=who, contact=CALL)


@says("A hold belongs to whoever pressed it")
def test_of_two_who_hold_each_ends_their_own() -> None:
    story = Story().owned().on_the_line().brought_in().then(_holds(BEA), _holds(TOM, LATER))
    assert story.problem.live[0].held_by == {BEA, TOM}
    story.do(do.Unhold(at=LATER, by=BEA, contact=CALL))
    assert story.problem.live[0].held_by == {TOM}
    assert story.problem.live[0].hold_since == NOON
    story.do(do.Unhold(at=LATER, by=TOM, contact=CALL))
    assert story.problem.live[0].hold_since is None


@says("A hold belongs to whoever pressed it", refuses=True)
def test_nobody_ends_anothers_hold() -> None:
    story = Story().owned().on_the_line().brought_in().then(_holds(BEA))
    assert story.do(do.Unhold(at=LATER, by=TOM, contact=CALL)) == ()


@says("A hold belongs to whoever pressed it")
def test_a_hold_ends_with_the_line_that_held() -> None:
    story = Story().owned().on_the_line().brought_in().then(_holds(BEA))
    assert story.do(_drops(BEA))[:2] == (
        ev.HoldEnded(at=LATER, contact=CALL, by=BEA),
        ev.LeftLive(at=LATER, contact=CALL, who=BEA, why=ev.StepsOut.DROPPED),
    )
    assert story.problem.live[0].hold_since is None


def test_a_hold_ends_when_its_holder_steps_out_or_leaves_the_company() -> None:
    out = Story().owned().on_the_line().brought_in().then(_holds(TOM))
    out.do(do.StepOut(at=LATER, by=TOM, contact=CALL))
    assert out.problem.live[0].hold_since is None
    left = Story().owned().on_the_line().brought_in().then(_holds(TOM)).in_company(without(TOM))
    told = left.do(do.GiveUpRoles(at=LATER, leaver=TOM, introduce_by=TODAY))
    assert ev.HoldEnded(at=LATER, contact=CALL, by=TOM) in told


@pytest.mark.parametrize("hold", [do.Hold, do.Unhold])
@says("Silence and hold are timed", refuses=True)
def test_only_who_is_in_it_holds(hold: type[do.Hold | do.Unhold]) -> None:
    story = Story().owned().on_the_line()
    assert story.refuses(hold(at=NOON, by=TOM, contact=CALL)) == NOT_THERE
    assert story.refuses(hold(at=NOON, by=BEA, contact=CHAT)) == OVER
    assert story.in_company(without(BEA)).refuses(hold(at=NOON, by=BEA, contact=CALL)) == (
        "Only somebody who works here now can be with Carol; Bea does not."
    )


@says("past the door's limit it is a *slow burn*: an alarm")
def test_a_long_hold_is_a_slow_burn_once() -> None:
    story = Story().owned().on_the_line().then(do.Hold(at=NOON, by=BEA, contact=CALL))
    burn = do.BurnSlowly(at=LATER, contact=CALL)
    assert story.do(burn) == (
        ev.SlowBurned(at=LATER, contact=CALL),
        ev.AlarmRaised(at=LATER, about=ev.Alarm.SLOW_BURN, to=(BEA, SALLY)),
    )
    assert story.do(burn) == ()
    story.do(do.Unhold(at=LATER, by=BEA, contact=CALL))
    story.do(do.Hold(at=LATER, by=BEA, contact=CALL))
    assert kinds(story.do(burn)) == ["SlowBurned", "AlarmRaised"]


def test_silence_burns_too_and_so_does_nobody_being_there() -> None:
    there = Story().owned().on_the_line()
    assert there.do(do.BurnSlowly(at=LATER, contact=CALL)) == ()
    assert kinds(there.do(do.BurnSlowly(at=LATER, contact=CALL, silence=True)))[0] == "SlowBurned"
    nobody = Story(without(manager={})).owned().call()
    told = nobody.do(do.BurnSlowly(at=LATER, contact=CALL))
    assert told[1] == ev.AlarmRaised(at=LATER, about=ev.Alarm.SLOW_BURN, to=(BEA,))
    assert Story().owned().do(do.BurnSlowly(at=LATER, contact=CALL)) == ()


def test_who_comes_first_ends_silence() -> None:
    story = Story().owned().on_the_line().then(_drops(BEA))
    story.then(do.BurnSlowly(at=LATER, contact=CALL))
    assert story.problem.live[0].burning
    story.do(_answer(BEA))
    [contact] = story.problem.live
    assert (contact.hold_since, contact.burning) == (None, False)
    story.then(do.Hold(at=LATER, by=BEA, contact=CALL)).brought_in()
    assert story.problem.live[0].hold_since == LATER


# -- who is on the line --------------------------------------------------------------------------


@says("whom a colleague in it recorded as the principal")
def test_a_colleague_in_it_records_who_is_on_the_line() -> None:
    story = Story().owned().on_the_line()
    record = do.RecordLeg(at=LATER, by=BEA, contact=CALL, party=CAROL, answer_by=TODAY)
    assert story.do(record) == (ev.LegRecorded(at=LATER, contact=CALL, party=CAROL, by=BEA),)
    [contact] = story.problem.live
    assert (contact.party, contact.identified) == (CAROL, True)
    assert story.do(record) == ()
    story.with_dan().identified(DAN)
    assert story.problem.live[0].party == DAN


@says("whom a colleague in it recorded as the principal", refuses=True)
def test_nobody_else_says_who_is_on_the_line() -> None:
    story = Story().owned().on_the_line()
    by_tom = do.RecordLeg(at=NOON, by=TOM, contact=CALL, party=CAROL, answer_by=TODAY)
    assert story.refuses(by_tom) == "Only somebody who hears them can say who is on the line."
    dan = do.RecordLeg(at=NOON, by=BEA, contact=CALL, party=DAN, answer_by=TODAY)
    assert story.refuses(dan) == "Add them to Carol's side first."
    carol = do.RecordLeg(at=NOON, by=BEA, contact=CALL, party=CAROL, answer_by=TODAY)
    assert Story().owned().refuses(carol) == OVER
    assert story.in_company(without(BEA)).refuses(carol) == (
        "Only somebody who works here now can be with Carol; Bea does not."
    )


# -- with everything else ------------------------------------------------------------------------


def test_two_conversations_are_kept_apart() -> None:
    story = Story().owned().on_the_line()
    story.then(_start(contact=CHAT, kind=LiveKind.CHAT))
    story.do(do.HangUp(at=LATER, contact=CHAT, call_back_by=AT_TWO))
    [contact] = story.problem.live
    assert contact.id == CALL
    assert contact.here == {BEA}


def test_taking_back_during_a_call_rings_the_former_owner() -> None:
    story = Story().owned().handed_over().call().then(_answer(TOM))
    told = story.do(
        do.TakeBack(at=LATER, what=ev.TakenBackWhat.TAKEOVER, evidence=BUTTON, answer_by=TODAY)
    )
    assert told[-1] == ev.RingStarted(at=LATER, contact=CALL, whom=BEA)
    assert story.problem.live[0].answered_by == TOM


def test_ringing_and_owned_are_what_they_were() -> None:
    assert isinstance(Story().ringing().call().problem.stage, Ringing)
    assert Story().owned().call().problem.stage == Owned()


def test_an_unknown_caller_about_what_rests_who_is_cut_off_is_called_back() -> None:
    hung_up = Story().owned().satisfied().then(_start(party=None))
    hung_up.do(_hangs_up())
    cut_off = Story().owned().let_be().then(_start(party=None), _answer(BEA))
    cut_off.do(_hangs_up(dropped=True))
    for story in (hung_up, cut_off):
        assert (story.promise.call_back, story.promise.due) == (True, AT_TWO)


@says("A caller nobody could answer is owed a call", refuses=True)
def test_who_said_during_the_call_that_it_is_solved_is_owed_nothing() -> None:
    for last in (
        do.SaySatisfied(at=LATER, evidence=BUTTON),
        do.LetBe(at=LATER, evidence=BUTTON),
    ):
        story = Story().owned().on_the_line().then(last, _hangs_up(dropped=True))
        assert story.problem.promise is None


def test_a_former_owner_left_alone_in_a_call_ends_it_with_the_new_owners_promise() -> None:
    story = Story().owned().on_the_line().brought_in().asked()
    story.then(story.answers(ev.Reply.YES), _drops(TOM))
    assert story.problem.live[0].answered_by == BEA
    told = story.do(_end(BEA))
    assert told[-1] == ev.PromiseCarried(at=LATER, promise=story.promise.number, carrier=TOM)


def test_when_nobody_can_be_rung_an_earlier_word_becomes_a_call_too() -> None:
    story = Story().owned().call()
    for whom in (BEA, SALLY, ERIK):
        story.do(
            do.EndRing(
                at=NOON,
                contact=CALL,
                whom=whom,
                why=ev.RingEnds.LAPSED,
                call_back_by=TODAY + HOUR,
            )
        )
    assert (story.promise.call_back, story.promise.due) == (True, TODAY)


def test_what_came_to_rest_in_the_moment_of_the_call_stays_so() -> None:
    story = Story().owned().satisfied().call(party=None).then(_answer(BEA)).identified()
    assert isinstance(story.problem.stage, Satisfied)
