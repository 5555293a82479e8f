"""Promises: the moment by which the customer hears next."""

from __future__ import annotations

from datetime import timedelta

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.problem import Role, WaitsFor
from tests.ownership.cast import (
    BEA,
    BUTTON,
    CALL,
    CAROL,
    CAUSE,
    DAN,
    DAY,
    ERIK,
    HOUR,
    IN_FIVE_DAYS,
    MINUTE,
    NOON,
    REASON,
    REPLY,
    SALLY,
    SOON,
    TODAY,
    TOM,
    TOMORROW,
    WORD,
    Story,
    hears,
    kinds,
    terms,
    without,
)
from tests.ownership.says import says

LATER = NOON + HOUR
LATE = TODAY + MINUTE


def _write(**changes: object) -> do.Write:
    return do.Write(at=NOON, by=BEA, word=WORD, promise=terms(**changes))  # type: ignore[arg-type]


@says("A problem waits for us, for the customer, for a third party, or for a fix")
@says("Whatever it waits for, there is a promise")
def test_a_promise_says_what_it_waits_for_and_who_gave_it() -> None:
    story = Story().owned()
    made = story.do(_write(due=TOMORROW, waits_for=WaitsFor.FIX, reference=REASON))[-1]
    assert made == ev.PromiseMade(
        at=NOON,
        giver=BEA,
        carrier=BEA,
        due=TOMORROW,
        waits_for=WaitsFor.FIX,
        reference=REASON,
    )
    assert story.promise.reference == REASON


def test_a_word_after_which_we_wait_for_the_customer_is_a_question() -> None:
    story = Story().owned()
    made = story.do(_write(due=TOMORROW, waits_for=WaitsFor.CUSTOMER))[-1]
    assert isinstance(made, ev.PromiseMade)
    assert made.asks
    assert story.problem.unanswered == 1


@says("It is computed in the hours of the colleague who gives it", refuses=True)
def test_a_promise_is_about_a_moment_to_come() -> None:
    assert Story().owned().refuses(_write(due=NOON)) == (
        "A promise is about a moment to come: say by when Carol hears from you next."
    )


@says("It is computed in the hours of the colleague who gives it")
def test_the_latest_moment_comes_in_with_the_word() -> None:
    story = Story().owned().then(_write(due=IN_FIVE_DAYS))
    assert story.promise.due == IN_FIVE_DAYS


@says("has a\nlongest length", refuses=True)
def test_a_promise_has_a_longest_length() -> None:
    assert Story().owned().refuses(_write(due=IN_FIVE_DAYS + MINUTE)) == (
        "That is longer than Carol should go without a word. Choose an earlier moment; you can"
        " always write again."
    )


@says("moves only with a word to the customer", refuses=True)
@says("What was promised is never put off but by a word", refuses=True)
def test_a_customers_word_does_not_move_a_promise_they_were_given() -> None:
    story = Story().owned()
    before = story.promise
    story.hears(answer_by=SOON)
    assert story.promise == before


def test_a_word_the_customer_owed_makes_us_owe_one() -> None:
    story = Story().owned().then(_write(due=TOMORROW, waits_for=WaitsFor.CUSTOMER))
    number = story.promise.number
    told = story.do(hears(at=LATER, answer_by=TODAY))
    assert told[1:] == (
        ev.PromiseSettled(at=LATER, promise=number, how=ev.Settled.RENEWED),
        ev.PromiseMade(at=LATER, giver=BEA, carrier=BEA, due=TODAY),
    )


def test_the_answer_comes_no_later_than_we_would_have_looked_again() -> None:
    story = Story().owned().then(_write(due=SOON, waits_for=WaitsFor.CUSTOMER))
    story.hears(answer_by=TOMORROW)
    assert story.promise.due == SOON


def test_a_look_again_that_has_passed_does_not_hurry_the_answer_into_the_past() -> None:
    story = Story().owned().then(_write(due=SOON, waits_for=WaitsFor.CUSTOMER))
    told = story.do(hears(at=SOON + MINUTE, answer_by=TOMORROW))
    assert kinds(told) == ["WordHeard", "PromiseSettled", "AlarmRaised", "PromiseMade"]
    assert story.promise.due == TOMORROW


# -- broken --------------------------------------------------------------------------------------


@says(
    "A promise that passes is *broken*, once",
    "each promise is kept, renewed or recorded broken exactly once",
)
def test_a_promise_that_passes_is_broken_and_replaced_at_once() -> None:
    story = Story().owned()
    number = story.promise.number
    told = story.do(do.BreakPromise(at=LATE, promise=number, next_due=TOMORROW))
    assert told == (
        ev.PromiseSettled(at=LATE, promise=number, how=ev.Settled.BROKEN),
        ev.AlarmRaised(at=LATE, about=ev.Alarm.PROMISE_BROKEN, to=(BEA, SALLY)),
        ev.PromiseMade(at=LATE, giver=BEA, carrier=BEA, due=TOMORROW),
    )
    assert story.do(do.BreakPromise(at=LATE, promise=number, next_due=TOMORROW)) == ()


@says("A promise that passes is *broken*, once", refuses=True)
def test_a_promise_is_not_broken_before_its_moment() -> None:
    story = Story().owned()
    number = story.promise.number
    assert story.do(do.BreakPromise(at=TODAY, promise=number, next_due=TOMORROW)) == ()


def test_what_replaces_a_broken_promise_waits_for_the_same_and_is_not_in_the_past() -> None:
    story = Story().owned().then(_write(due=SOON, waits_for=WaitsFor.THIRD_PARTY, reference=REASON))
    story.do(do.BreakPromise(at=LATE, promise=story.promise.number, next_due=NOON))
    promise = story.promise
    assert (promise.due, promise.waits_for, promise.reference) == (
        LATE,
        WaitsFor.THIRD_PARTY,
        REASON,
    )
    assert not promise.call_back


def test_a_promised_call_that_was_forgotten_is_still_owed() -> None:
    story = Story().ringing(arrival=ev.Arrival.CALL, contact=CALL)
    story.do(do.HangUp(at=NOON, contact=CALL, call_back_by=SOON))
    story.do(do.BreakPromise(at=LATE, promise=story.promise.number, next_due=TOMORROW))
    assert story.promise.call_back


@says("told to the\ncustomer honestly, to its giver, the owner and the owner's manager")
def test_giver_carrier_owner_and_manager_hear_of_it() -> None:
    story = Story().owned().helped(ERIK)
    story.do(do.CarryPromise(at=NOON, by=BEA, carrier=ERIK))
    told = story.do(do.BreakPromise(at=LATE, promise=story.promise.number, next_due=TOMORROW))
    assert told[1] == ev.AlarmRaised(at=LATE, about=ev.Alarm.PROMISE_BROKEN, to=(BEA, ERIK, SALLY))
    assert (story.promise.giver, story.promise.carrier) == (ERIK, ERIK)


def test_a_giver_who_has_left_does_not_hear_of_it() -> None:
    story = Story().owned().handed_over().in_company(without(BEA))
    told = story.do(do.BreakPromise(at=LATE, promise=story.promise.number, next_due=TOMORROW))
    assert told[1] == ev.AlarmRaised(at=LATE, about=ev.Alarm.PROMISE_BROKEN, to=(TOM, SALLY))


def test_where_nobody_answers_for_the_owner_only_the_owner_hears() -> None:
    story = Story().owned().in_company(without(manager={}))
    told = story.do(do.BreakPromise(at=LATE, promise=story.promise.number, next_due=TOMORROW))
    assert told[1] == ev.AlarmRaised(at=LATE, about=ev.Alarm.PROMISE_BROKEN, to=(BEA,))


def test_a_promise_kept_late_was_broken() -> None:
    story = Story().owned()
    number = story.promise.number
    told = story.do(do.Write(at=LATE, by=BEA, word=WORD, promise=terms(TOMORROW)))
    assert told[1:3] == (
        ev.PromiseSettled(at=LATE, promise=number, how=ev.Settled.BROKEN),
        ev.AlarmRaised(at=LATE, about=ev.Alarm.PROMISE_BROKEN, to=(BEA, SALLY)),
    )


def test_a_promise_kept_at_its_very_moment_was_kept() -> None:
    story = Story().owned()
    number = story.promise.number
    told = story.do(do.Write(at=TODAY, by=BEA, word=WORD, promise=terms(TOMORROW)))
    assert told[1] == ev.PromiseSettled(at=TODAY, promise=number, how=ev.Settled.KEPT)


# -- carrying ------------------------------------------------------------------------------------


@says("A helper may carry the promise")
def test_the_owner_gives_a_helper_the_promise_to_carry() -> None:
    story = Story().owned().helped()
    before = story.promise
    assert story.do(do.CarryPromise(at=LATER, by=BEA, carrier=TOM)) == (
        ev.PromiseCarried(at=LATER, promise=before.number, carrier=TOM),
    )
    assert (story.promise.due, story.promise.giver) == (before.due, BEA)
    assert story.do(do.CarryPromise(at=LATER, by=BEA, carrier=TOM)) == ()


def test_a_helper_may_say_so_in_person() -> None:
    story = Story().owned().helped()
    told = story.do(do.CarryPromise(at=LATER, by=TOM, carrier=TOM))
    assert kinds(told) == ["PromiseCarried"]


@says("A helper may carry the promise", refuses=True)
def test_nobody_carries_who_has_not_joined() -> None:
    story = Story().owned()
    assert story.refuses(do.CarryPromise(at=NOON, by=BEA, carrier=TOM)) == (
        "Tom has not joined Carol yet. Ask Tom to help first."
    )


def test_nobody_gives_another_the_promise_but_the_owner() -> None:
    story = Story().owned().helped(TOM).helped(ERIK)
    assert story.refuses(do.CarryPromise(at=NOON, by=TOM, carrier=ERIK)) == (
        "Bea gave this to Carol; only Bea, or Erik in person, can say that Erik carries the"
        " promise."
    )


def test_an_outsider_and_a_leaver_carry_nothing() -> None:
    story = Story().owned().helped()
    assert story.refuses(do.CarryPromise(at=NOON, by=ERIK, carrier=TOM)) == (
        "Bea is with Carol. Ask Bea to bring you in, so that Carol knows who is there."
    )
    story.in_company(without(TOM))
    assert story.refuses(do.CarryPromise(at=NOON, by=BEA, carrier=TOM)) == (
        "Only somebody who works here now can be with Carol; Tom does not."
    )


def test_there_is_nothing_to_carry_once_the_customer_is_satisfied() -> None:
    story = Story().owned().helped().satisfied()
    assert story.refuses(do.CarryPromise(at=NOON, by=BEA, carrier=TOM)) == (
        "There is no promise to Carol to carry."
    )


# -- the customer's say --------------------------------------------------------------------------


@says("the customer may choose the rhythm")
def test_the_customer_chooses_how_often_they_hear() -> None:
    story = Story().owned().then(_write(due=TOMORROW, waits_for=WaitsFor.FIX, reference=REASON))
    number = story.promise.number
    told = story.do(do.ChooseRhythm(at=LATER, party=CAROL, every=4 * HOUR, next_due=TOMORROW))
    assert told == (
        ev.RhythmChosen(at=LATER, party=CAROL, every=4 * HOUR),
        ev.PromiseSettled(at=LATER, promise=number, how=ev.Settled.RENEWED),
        ev.PromiseMade(
            at=LATER,
            giver=BEA,
            carrier=BEA,
            due=LATER + 4 * HOUR,
            waits_for=WaitsFor.FIX,
            reference=REASON,
        ),
    )
    assert story.problem.rhythm == 4 * HOUR


def test_the_next_word_comes_no_later_than_our_hours_allow() -> None:
    story = Story().owned().then(_write(due=TOMORROW))
    story.do(do.ChooseRhythm(at=NOON, party=CAROL, every=DAY, next_due=SOON))
    assert story.promise.due == SOON


def test_a_rhythm_never_delays_what_was_promised() -> None:
    story = Story().owned()
    told = story.do(do.ChooseRhythm(at=NOON, party=CAROL, every=DAY, next_due=TOMORROW))
    assert kinds(told) == ["RhythmChosen"]


def test_a_promised_call_stays_a_call_when_the_rhythm_changes() -> None:
    story = Story().ringing(arrival=ev.Arrival.CALL, contact=CALL)
    story.do(do.HangUp(at=NOON, contact=CALL, call_back_by=SOON))
    story.do(do.ChooseRhythm(at=NOON, party=CAROL, every=10 * MINUTE, next_due=TOMORROW))
    assert story.promise.call_back
    assert story.promise.due == NOON + 10 * MINUTE


def test_the_choice_can_be_given_back() -> None:
    story = Story().owned()
    story.do(do.ChooseRhythm(at=NOON, party=CAROL, every=HOUR, next_due=TOMORROW))
    told = story.do(do.ChooseRhythm(at=NOON, party=CAROL, every=None, next_due=TOMORROW))
    assert told == (ev.RhythmChosen(at=NOON, party=CAROL, every=None),)
    assert story.problem.rhythm is None


def test_a_rhythm_chosen_while_nothing_is_open_makes_no_promise() -> None:
    story = Story().owned().satisfied()
    told = story.do(do.ChooseRhythm(at=NOON, party=CAROL, every=HOUR, next_due=TOMORROW))
    assert kinds(told) == ["RhythmChosen"]


@says("the customer may choose the rhythm", refuses=True)
def test_we_keep_to_the_customers_rhythm() -> None:
    story = Story().owned()
    story.do(do.ChooseRhythm(at=NOON, party=CAROL, every=HOUR, next_due=TOMORROW))
    assert story.refuses(_write(due=NOON + HOUR + MINUTE)) == (
        "Carol asked to hear more often than that. Choose an earlier moment."
    )
    assert kinds(story.do(_write(due=NOON + HOUR)))[-1] == "PromiseMade"


def test_a_stranger_chooses_nothing_and_nobody_hears_every_instant() -> None:
    story = Story().owned()
    stranger = do.ChooseRhythm(at=NOON, party=DAN, every=HOUR, next_due=TOMORROW)
    assert story.refuses(stranger) == ("Only somebody on Carol's side chooses how often they hear.")
    always = do.ChooseRhythm(at=NOON, party=CAROL, every=timedelta(), next_due=TOMORROW)
    assert story.refuses(always) == "Choose how long Carol may go without a word."


@says('say "I am waiting for you"')
def test_the_customer_says_that_we_are_the_ones_who_owe_a_word() -> None:
    story = Story().owned().then(_write(due=TOMORROW, waits_for=WaitsFor.CUSTOMER))
    number = story.promise.number
    told = story.do(do.SayWaitingForYou(at=LATER, party=CAROL, answer_by=TODAY))
    assert told == (
        ev.PromiseSettled(at=LATER, promise=number, how=ev.Settled.RENEWED),
        ev.PromiseMade(at=LATER, giver=BEA, carrier=BEA, due=TODAY),
    )
    assert story.do(do.SayWaitingForYou(at=LATER, party=CAROL, answer_by=TODAY)) == ()


def test_waiting_for_us_never_makes_it_later() -> None:
    story = Story().owned().then(_write(due=SOON, waits_for=WaitsFor.THIRD_PARTY))
    story.do(do.SayWaitingForYou(at=NOON, party=CAROL, answer_by=TOMORROW))
    assert story.promise.due == SOON
    late = Story().owned().then(_write(due=SOON, waits_for=WaitsFor.THIRD_PARTY))
    late.do(do.SayWaitingForYou(at=LATER, party=CAROL, answer_by=TOMORROW))
    assert late.promise.due == TOMORROW


@says('say "I am waiting for you"', refuses=True)
def test_only_their_side_says_who_waits_for_whom() -> None:
    story = Story().owned()
    assert story.refuses(do.SayWaitingForYou(at=NOON, party=DAN, answer_by=TODAY)) == (
        "Only somebody on Carol's side can say who waits for whom."
    )


def test_nobody_waits_where_nothing_is_open() -> None:
    story = Story().owned().satisfied()
    assert story.do(do.SayWaitingForYou(at=NOON, party=CAROL, answer_by=TODAY)) == ()


# -- with nothing open ---------------------------------------------------------------------------


@says("a problem that is neither resting, set aside nor satisfied has a promise")
def test_satisfied_lifts_the_promise() -> None:
    story = Story().owned()
    number = story.promise.number
    told = story.do(do.SaySatisfied(at=LATER, evidence=BUTTON))
    assert told[0] == ev.PromiseSettled(at=LATER, promise=number, how=ev.Settled.LIFTED)
    assert story.problem.promise is None


def test_a_promise_for_a_common_cause_is_the_owners_when_the_customer_writes() -> None:
    """The lead's next text skips whoever has written since, so only the owner can keep it."""
    story = Story().owned().caused()
    story.do(
        do.SpeakForCause(
            at=NOON, cause=CAUSE, lead=SALLY, word=REPLY, written_at=NOON, promise=terms()
        )
    )
    assert story.promise.carrier == SALLY
    story.hears(at=LATER)
    assert (story.promise.carrier, story.promise.giver) == (BEA, SALLY)


def test_an_older_promises_timer_or_one_where_nothing_is_promised_means_nothing() -> None:
    story = Story().owned()
    older = do.BreakPromise(at=TOMORROW + HOUR, promise=story.promise.number, next_due=TOMORROW)
    story.then(_write(due=TOMORROW))
    assert story.do(older) == ()
    assert story.satisfied().do(older) == ()


def test_an_earlier_promise_stands_also_for_who_carries_it() -> None:
    story = Story().owned().helped()
    story.do(do.CarryPromise(at=NOON, by=BEA, carrier=TOM))
    told = story.then(do.AddParty(at=NOON, party=DAN, role=Role.COPIED, answer_by=SOON, by=BEA))
    assert told.promise.carrier == TOM
    story.hears()
    assert story.promise.carrier == TOM


def test_a_word_in_the_very_moment_puts_nothing_off() -> None:
    story = Story().owned().then(_write(due=SOON, waits_for=WaitsFor.CUSTOMER))
    told = story.do(hears(at=SOON, answer_by=TOMORROW))
    assert kinds(told) == ["WordHeard", "PromiseSettled", "PromiseMade"]
    assert story.promise.due == SOON


def test_a_rhythm_that_is_kept_already_changes_no_promise() -> None:
    story = Story().owned()
    told = story.do(do.ChooseRhythm(at=NOON, party=CAROL, every=4 * HOUR, next_due=TOMORROW))
    assert story.promise.due == NOON + 4 * HOUR
    assert kinds(told) == ["RhythmChosen"]
