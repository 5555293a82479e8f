"""Set aside: what is no customer's keeps an owner, and two people stand behind it."""

from __future__ import annotations

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.ids import Number
from stayline.ownership.problem import Aside, LiveKind, Nature, Owned, Ringing, SetAside
from tests.ownership.cast import (
    BEA,
    BRIEF,
    CALL,
    CAROL,
    DAN,
    ERIK,
    HOUR,
    NOON,
    SALLY,
    THIRD,
    TODAY,
    TOM,
    TOMORROW,
    WORD,
    Story,
    kinds,
    without,
)
from tests.ownership.says import says

LATER = NOON + HOUR


@says("It names who and why; it is a state of the problem")
@says("Never after a colleague has met the sender")
def test_the_host_sets_it_aside_and_the_reviewer_owns_it() -> None:
    story = Story().ringing()
    promise = story.promise.number
    assert story.do(do.PutAside(at=LATER, by=BEA, why=Aside.SPAM)) == (
        ev.PromiseSettled(at=LATER, promise=promise, how=ev.Settled.LIFTED),
        ev.WasSetAside(at=LATER, why=Aside.SPAM, by=BEA, reviewer=SALLY),
    )
    assert story.problem.owner == SALLY
    assert story.problem.nature is Nature.CUSTOMERS
    assert story.problem.stage == SetAside(why=Aside.SPAM, by=BEA)


def test_the_reviewer_may_set_aside_too() -> None:
    told = Story().unmet().do(do.PutAside(at=LATER, by=SALLY, why=Aside.BOUNCE))
    assert told[-1] == ev.WasSetAside(at=LATER, why=Aside.BOUNCE, by=SALLY, reviewer=SALLY)


def test_helpers_and_those_asked_are_released() -> None:
    story = Story().unmet().helped().then(do.AskToHelp(at=NOON, by=BEA, whom=ERIK))
    told = story.do(do.PutAside(at=LATER, by=BEA, why=Aside.SPAM))
    assert told[1:3] == (
        ev.HelperLeft(at=LATER, helper=TOM, why=ev.HelpEnds.STEPPED_BACK),
        ev.HelperLeft(at=LATER, helper=ERIK, why=ev.HelpEnds.STEPPED_BACK),
    )
    assert story.problem.helpers | story.problem.asked_to_help == frozenset()


def test_a_reviewer_who_has_left_is_represented() -> None:
    story = Story(without(SALLY)).unmet().set_aside()
    assert story.problem.owner == ERIK
    alone = Story(without(SALLY, TOM, ERIK)).unmet().set_aside()
    assert alone.problem.owner == BEA


def test_a_relief_that_was_asked_for_ends_with_it() -> None:
    story = Story().ringing().relief_asked().set_aside()
    assert story.problem.unsigned is None


@says("Never after a colleague has met the sender", refuses=True)
@says("a customer has met a colleague once", refuses=True)
def test_whom_we_have_met_is_never_set_aside() -> None:
    assert Story().owned().refuses(do.PutAside(at=NOON, by=BEA, why=Aside.SPAM)) == (
        "Carol has met one of us, so this is theirs for good. Only their word ends it."
    )


@says("a customer has met a colleague once")
def test_whom_we_have_asked_something_has_met_us() -> None:
    story = Story().unmet().then(do.Split(at=NOON, by=BEA, problems=(THIRD,)))
    assert story.refuses(do.PutAside(at=NOON, by=BEA, why=Aside.SPAM)).startswith("Carol has met")


@says("never during a live contact", refuses=True)
def test_who_is_on_the_line_is_never_set_aside() -> None:
    story = Story().ringing(arrival=ev.Arrival.CALL, contact=CALL)
    assert story.refuses(do.PutAside(at=NOON, by=BEA, why=Aside.SPAM)) == (
        "Carol is on the line now; talk to them."
    )


def test_others_do_not_set_it_aside_nor_while_an_offer_is_open_nor_later() -> None:
    other = do.PutAside(at=NOON, by=TOM, why=Aside.SPAM)
    mine = do.PutAside(at=NOON, by=BEA, why=Aside.SPAM)
    assert Story().unmet().refuses(other) == (
        "Bea has this now; only Bea or the reviewer sets it aside."
    )
    assert Story().unmet().offered().refuses(mine) == "An offer is open here; withdraw it first."
    assert Story().unmet().let_be().refuses(mine) == (
        "This is beyond setting aside: somebody outside is waiting to be heard."
    )
    assert Story().unmet().in_company(without(BEA)).refuses(mine) == (
        "Only somebody who works here now can be with Carol; Bea does not."
    )


# -- confirming ----------------------------------------------------------------------------------


@says("a second colleague confirms from a list")
def test_a_second_colleague_confirms() -> None:
    story = Story().unmet().set_aside()
    assert story.do(do.ConfirmAside(at=LATER, by=TOM)) == (ev.AsideConfirmed(at=LATER, by=TOM),)
    assert story.problem.stage == SetAside(why=Aside.SPAM, by=BEA, confirmed_by=TOM)
    assert story.do(do.ConfirmAside(at=LATER, by=ERIK)) == ()


@says("a second colleague confirms from a list", refuses=True)
def test_nobody_confirms_their_own() -> None:
    story = Story().unmet().set_aside()
    assert story.refuses(do.ConfirmAside(at=NOON, by=BEA)) == (
        "Somebody else confirms it, so that nobody is taken for no customer by one person alone."
    )
    assert story.in_company(without(TOM)).refuses(do.ConfirmAside(at=NOON, by=TOM)) == (
        "Only somebody who works here now can be with Carol; Tom does not."
    )
    assert Story().owned().refuses(do.ConfirmAside(at=NOON, by=TOM)) == (
        "This is not set aside; Bea is with Carol."
    )


def test_what_only_the_screen_said_needs_two_colleagues() -> None:
    story = Story().ringing(screened=Aside.SPAM)
    story.do(do.ConfirmAside(at=NOON, by=SALLY))
    assert story.problem.stage == SetAside(why=Aside.SPAM, by=SALLY)
    assert story.refuses(do.ConfirmAside(at=NOON, by=SALLY)).startswith("Somebody else confirms")
    story.do(do.ConfirmAside(at=NOON, by=TOM))
    assert story.problem.stage == SetAside(why=Aside.SPAM, by=SALLY, confirmed_by=TOM)


@says("what is unconfirmed by the next working day's end alarms the reviewer's manager")
def test_what_is_unconfirmed_alarms_the_reviewers_manager_once() -> None:
    story = Story().unmet().set_aside()
    assert story.do(do.AlarmAside(at=TOMORROW)) == (
        ev.AlarmRaised(at=TOMORROW, about=ev.Alarm.ASIDE_UNCONFIRMED, to=(ERIK,)),
    )
    assert story.do(do.AlarmAside(at=TOMORROW)) == ()
    assert Story().unmet().set_aside().then(_confirmed()).do(do.AlarmAside(at=TOMORROW)) == ()
    assert Story().owned().do(do.AlarmAside(at=TOMORROW)) == ()


def test_where_nobody_answers_for_the_reviewer_they_hear_themselves() -> None:
    story = Story(without(manager={}, deputy={})).unmet().set_aside()
    told = story.do(do.AlarmAside(at=TOMORROW))
    assert told == (ev.AlarmRaised(at=TOMORROW, about=ev.Alarm.ASIDE_UNCONFIRMED, to=(SALLY,)),)


def _confirmed() -> do.ConfirmAside:
    return do.ConfirmAside(at=NOON, by=TOM)


# -- bringing back -------------------------------------------------------------------------------


@says('"I am a customer" or any word from a known one brings it back, ringing')
def test_i_am_a_customer_brings_it_back_ringing() -> None:
    story = Story().unmet().set_aside().then(_confirmed())
    back = do.BringBack(at=LATER, hosts=(TOM, BEA), answer_by=TODAY, party=CAROL)
    assert story.do(back) == (
        ev.BroughtBack(at=LATER, host=TOM, next_hosts=(BEA, SALLY), party=CAROL),
        ev.PromiseMade(at=LATER, giver=TOM, carrier=TOM, due=TODAY),
    )
    assert (story.problem.owner, story.problem.host) == (TOM, TOM)
    assert isinstance(story.problem.stage, Ringing)


def test_any_colleague_may_bring_it_back() -> None:
    story = Story().unmet().set_aside(Aside.OTHER)
    told = story.do(do.BringBack(at=LATER, hosts=(BEA,), answer_by=TODAY, by=ERIK))
    assert told[0] == ev.BroughtBack(at=LATER, host=BEA, next_hosts=(SALLY,), by=ERIK)
    assert story.problem.nature is Nature.CUSTOMERS


def test_where_nobody_of_the_round_can_be_host_the_owner_is() -> None:
    story = Story().unmet().set_aside(Aside.OTHER)
    story.do(do.Offer(at=NOON, by=SALLY, receivers=(ERIK,), brief=BRIEF, lapses=TODAY))
    story.do(do.PickUp(at=NOON, by=ERIK, offer=story.offer.number, lapses=TODAY))
    story.in_company(without(BEA, SALLY))
    told = story.do(do.BringBack(at=LATER, hosts=(BEA,), answer_by=TODAY, by=TOM))
    assert told[0] == ev.BroughtBack(at=LATER, host=ERIK, next_hosts=(), by=TOM)


@says('"I am a customer" or any word from a known one brings it back, ringing', refuses=True)
def test_who_has_nothing_to_do_with_it_does_not_bring_it_back() -> None:
    story = Story().unmet().set_aside()
    for party in (DAN, None):
        stranger = do.BringBack(at=NOON, hosts=(BEA,), answer_by=TODAY, party=party)
        assert story.refuses(stranger) == "Only somebody on Carol's side can say that."
    left = do.BringBack(at=NOON, hosts=(BEA,), answer_by=TODAY, by=TOM)
    assert story.in_company(without(TOM)).refuses(left) == (
        "Only somebody who works here now can be with Carol; Tom does not."
    )
    theirs = do.BringBack(at=NOON, hosts=(BEA,), answer_by=TODAY, by=TOM)
    assert Story().owned().refuses(theirs) == "This is not set aside; Bea is with Carol."


def test_a_redirect_that_was_offered_ends_when_it_is_a_customers() -> None:
    story = Story().unmet().set_aside(Aside.OTHER)
    story.do(do.Offer(at=NOON, by=SALLY, receivers=(ERIK,), brief=BRIEF, lapses=TODAY))
    number = story.offer.number
    told = story.do(do.BringBack(at=LATER, hosts=(BEA,), answer_by=TODAY, by=ERIK))
    assert told[0] == ev.OfferEnded(at=LATER, offer=number, why=ev.OfferEnds.WITHDRAWN)


@says("Until somebody has been met, ringing may move on by a timer", refuses=True)
def test_whom_one_of_us_answered_keeps_that_person_when_it_is_a_customers() -> None:
    story = Story().unmet().set_aside(Aside.OTHER)
    story.do(do.Write(at=NOON, by=SALLY, word=WORD))
    told = story.do(do.BringBack(at=LATER, hosts=(BEA,), answer_by=TODAY, by=ERIK))
    assert told[:2] == (
        ev.BroughtBack(at=LATER, host=SALLY, next_hosts=(), by=ERIK),
        ev.SaidIWillHelp(at=LATER, by=SALLY),
    )
    assert story.problem.stage == Owned()
    assert story.problem.owner == SALLY


def test_a_call_about_it_brings_it_back_too() -> None:
    story = Story().unmet().set_aside()
    told = story.do(
        do.StartLive(at=NOON, contact=CALL, kind=LiveKind.CALL, answer_by=TODAY, party=CAROL)
    )
    assert kinds(told) == ["BroughtBack", "PromiseMade", "LiveStarted", "RingStarted"]
    assert told[0] == ev.BroughtBack(at=NOON, host=SALLY, next_hosts=(), party=CAROL)


def test_nobody_calls_whom_we_set_aside() -> None:
    story = Story().unmet().set_aside()
    call = do.StartLive(at=NOON, contact=CALL, kind=LiveKind.CALL, answer_by=TODAY, called_by=SALLY)
    assert story.refuses(call) == (
        "This was set aside as no customer's. If Carol is one, bring it back first."
    )


@says("owned by the door's reviewer")
def test_other_correspondence_is_other_and_its_turns_are_over() -> None:
    story = Story().unmet().set_aside(Aside.OTHER)
    assert story.problem.nature is Nature.OTHER
    assert story.do(do.RingOn(at=LATER, turn=Number(1))) == ()


def test_the_reviewers_own_final_no_ends_when_they_set_it_aside() -> None:
    story = Story().ringing(hosts=(SALLY,)).then(do.SayIWillHelp(at=NOON, by=SALLY))
    story.do(do.SayFinalNo(at=NOON, by=SALLY, word=WORD, names_complaint=True))
    told = story.do(do.PutAside(at=LATER, by=SALLY, why=Aside.SPAM))
    assert kinds(told) == ["PromiseSettled", "WasSetAside", "SignatureLapsed"]


def test_a_relief_that_was_asked_for_ends_when_it_is_brought_back() -> None:
    story = Story(without(leads=frozenset({TOM}))).unmet().set_aside()
    story.do(do.Relieve(at=NOON, by=TOM, reason=BRIEF))
    told = story.do(do.BringBack(at=LATER, hosts=(BEA,), answer_by=TODAY, by=ERIK))
    assert kinds(told) == ["BroughtBack", "SignatureLapsed", "PromiseMade"]
