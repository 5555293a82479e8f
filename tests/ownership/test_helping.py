"""Helpers speak with the customer while the owner stays; cover stands in for an absent owner."""

from __future__ import annotations

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.problem import Cover
from tests.ownership.cast import (
    BEA,
    BRIEF,
    CALL,
    ERIK,
    HOUR,
    MINUTE,
    NOON,
    REASON,
    SALLY,
    TODAY,
    TOM,
    TOMORROW,
    Story,
    kinds,
    without,
)
from tests.ownership.says import says

LATER = NOON + HOUR
STRANGER = "Bea is with Carol. Ask Bea to bring you in, so that Carol knows who is there."


@says("a colleague who has joined; speaks with the customer while the owner stays")
def test_the_owner_asks_and_a_helper_joins_while_the_owner_stays() -> None:
    story = Story().owned()
    assert story.do(do.AskToHelp(at=LATER, by=BEA, whom=TOM, text=BRIEF)) == (
        ev.HelpAsked(at=LATER, by=BEA, whom=TOM, text=BRIEF),
    )
    assert story.problem.asked_to_help == {TOM}
    assert story.do(do.Join(at=LATER, by=TOM)) == (ev.HelperJoined(at=LATER, helper=TOM),)
    assert story.problem.helpers == {TOM}
    assert story.problem.asked_to_help == frozenset()
    assert story.problem.owner == BEA
    assert story.do(do.Join(at=LATER, by=TOM)) == ()


def test_a_helper_may_ask_another() -> None:
    story = Story().owned().helped()
    assert kinds(story.do(do.AskToHelp(at=NOON, by=TOM, whom=ERIK))) == ["HelpAsked"]


@says("a colleague who has joined; speaks with the customer while the owner stays", refuses=True)
def test_nobody_joins_unasked() -> None:
    story = Story().owned()
    assert story.refuses(do.Join(at=NOON, by=TOM)) == (
        "Bea is with Carol. Ask Bea to bring you in, so that Carol knows who is there."
    )
    story.do(do.AskToHelp(at=NOON, by=BEA, whom=TOM))
    story.in_company(without(TOM))
    assert story.refuses(do.Join(at=NOON, by=TOM)) == (
        "Only somebody who works here now can be with Carol; Tom does not."
    )


def test_help_is_asked_by_those_who_are_there_for_those_who_are_not() -> None:
    story = Story(without(ERIK)).owned()
    assert story.refuses(do.AskToHelp(at=NOON, by=TOM, whom=SALLY)) == STRANGER
    assert story.refuses(do.AskToHelp(at=NOON, by=BEA, whom=ERIK)) == (
        "Only somebody who works here now can be with Carol; Erik does not."
    )
    story.helped()
    assert story.refuses(do.AskToHelp(at=NOON, by=BEA, whom=TOM)) == "Tom is with Carol already."


@says('"I will help you" ends ringing for good', refuses=True)
def test_while_it_rings_or_is_elsewhere_nobody_is_asked() -> None:
    ask = do.AskToHelp(at=NOON, by=BEA, whom=TOM)
    assert Story().ringing().refuses(ask) == (
        "Say “I will help you” first: Carol is still waiting for a person."
    )
    assert Story().owned().joined().refuses(ask) == (
        "This is looked after together with its twin; go on there, so that Carol hears one voice."
    )
    aside = do.AskToHelp(at=NOON, by=SALLY, whom=TOM)
    assert Story().unmet().set_aside().refuses(aside) == (
        "This was set aside as no customer's. If Carol is one, bring it back first."
    )


@says("Among coworkers")
def test_who_is_asked_may_decline_and_name_somebody_better() -> None:
    story = Story().owned().then(do.AskToHelp(at=NOON, by=BEA, whom=TOM))
    decline = do.DeclineHelp(at=LATER, by=TOM, reason=REASON, better=ERIK)
    assert story.do(decline) == (ev.HelpDeclined(at=LATER, by=TOM, reason=REASON, better=ERIK),)
    assert story.problem.asked_to_help == frozenset()
    assert story.refuses(decline) == "You are not being asked to help Carol any more."


def test_who_has_left_declines_nothing() -> None:
    story = Story().owned().then(do.AskToHelp(at=NOON, by=BEA, whom=TOM))
    story.in_company(without(TOM))
    assert story.refuses(do.DeclineHelp(at=NOON, by=TOM)) == (
        "Only somebody who works here now can be with Carol; Tom does not."
    )


def test_a_helper_steps_back_and_gives_back_what_they_carried() -> None:
    story = Story().owned().helped()
    story.do(do.CarryPromise(at=NOON, by=BEA, carrier=TOM))
    number = story.promise.number
    assert story.do(do.StepBack(at=LATER, by=TOM)) == (
        ev.HelperLeft(at=LATER, helper=TOM, why=ev.HelpEnds.STEPPED_BACK),
        ev.PromiseCarried(at=LATER, promise=number, carrier=BEA),
    )


@says("a helper's presence does not release them", refuses=True)
def test_the_owner_and_outsiders_do_not_step_back() -> None:
    story = Story().owned()
    for who in (BEA, TOM):
        assert story.refuses(do.StepBack(at=NOON, by=who)) == "You are not helping Carol here."
    story.helped().in_company(without(TOM))
    assert story.refuses(do.StepBack(at=NOON, by=TOM)) == (
        "Only somebody who works here now can be with Carol; Tom does not."
    )


@says("stays until the owner is there", refuses=True)
def test_a_helper_who_answered_stays_until_the_owner_is_there() -> None:
    story = Story().owned().helped().call()
    story.do(_ring_ended(BEA))
    story.do(do.AnswerRing(at=NOON, by=TOM, contact=CALL, answer_by=TODAY))
    alone = "Stay until Bea is back on the line: Carol would be alone."
    assert story.refuses(do.StepBack(at=NOON, by=TOM)) == alone
    story.do(do.BringIn(at=NOON, by=TOM, contact=CALL, whom=BEA))
    story.do(do.AnswerRing(at=NOON, by=BEA, contact=CALL, answer_by=TODAY))
    assert kinds(story.do(do.StepBack(at=NOON, by=TOM))) == ["HelperLeft"]


def test_a_helper_in_a_call_the_owner_dropped_out_of_stays() -> None:
    story = Story().owned().on_the_line().brought_in()
    story.do(do.DropLine(at=NOON, contact=CALL, who=BEA, call_back_by=TODAY))
    assert story.refuses(do.StepBack(at=NOON, by=TOM)) == (
        "Stay until Bea is back on the line: Carol would be alone."
    )


def _ring_ended(whom: int) -> do.EndRing:
    return do.EndRing(
        at=NOON,
        contact=CALL,
        whom=whom,  # type: ignore[arg-type]
        why=ev.RingEnds.BUSY,
        call_back_by=TODAY,
    )


# -- cover ---------------------------------------------------------------------------------------


@says("stands in for an absent owner from one date to another", "The owner stays the owner")
def test_the_owner_names_who_stands_in() -> None:
    story = Story().owned()
    assert story.do(do.StartCover(at=LATER, by=BEA, cover=TOM, until=TOMORROW)) == (
        ev.CoverStarted(at=LATER, cover=TOM, by=BEA, until=TOMORROW),
    )
    assert story.problem.cover == Cover(colleague=TOM, until=TOMORROW)
    assert story.problem.owner == BEA
    assert TOM in story.problem.met


@says("For illness and holidays there is cover")
def test_the_manager_names_who_stands_in_for_somebody_ill() -> None:
    story = Story().owned()
    told = story.do(do.StartCover(at=NOON, by=SALLY, cover=ERIK, until=TOMORROW))
    assert told == (ev.CoverStarted(at=NOON, cover=ERIK, by=SALLY, until=TOMORROW),)


def test_a_second_cover_takes_the_place_of_the_first() -> None:
    story = Story().owned().covered(TOM)
    story.do(do.CarryPromise(at=NOON, by=BEA, carrier=TOM))
    told = story.do(do.StartCover(at=LATER, by=BEA, cover=ERIK, until=TOMORROW))
    assert kinds(told) == ["CoverEnded", "PromiseCarried", "CoverStarted"]
    assert story.promise.carrier == BEA


@says("stands in for an absent owner from one date to another", refuses=True)
def test_cover_is_named_by_the_owner_or_who_answers_for_them() -> None:
    story = Story(without(ERIK)).owned()
    other = do.StartCover(at=NOON, by=TOM, cover=TOM, until=TOMORROW)
    assert story.refuses(other) == "Only Bea, or who answers for Bea, names who stands in."
    self = do.StartCover(at=NOON, by=BEA, cover=BEA, until=TOMORROW)
    assert story.refuses(self) == "Nobody stands in for themselves; name somebody else."
    gone = do.StartCover(at=NOON, by=BEA, cover=ERIK, until=TOMORROW)
    assert story.refuses(gone) == (
        "Only somebody who works here now can be with Carol; Erik does not."
    )
    past = do.StartCover(at=NOON, by=BEA, cover=TOM, until=NOON)
    assert story.refuses(past) == "Cover ends at a moment to come: say until when."
    story.in_company(without(BEA))
    absent = do.StartCover(at=NOON, by=BEA, cover=TOM, until=TOMORROW)
    assert story.refuses(absent) == (
        "Only somebody who works here now can be with Carol; Bea does not."
    )


def test_while_it_rings_nobody_stands_in() -> None:
    cover = do.StartCover(at=NOON, by=BEA, cover=TOM, until=TOMORROW)
    assert Story().ringing().refuses(cover) == (
        "Say “I will help you” first: Carol is still waiting for a person."
    )


@says("speaks in their own name, carries promises and calls, gives all back")
def test_on_its_last_day_the_cover_gives_all_back() -> None:
    story = Story().owned().covered()
    story.do(do.CarryPromise(at=NOON, by=TOM, carrier=TOM))
    number = story.promise.number
    assert story.do(do.EndCover(at=TOMORROW - MINUTE)) == ()
    assert story.do(do.EndCover(at=TOMORROW)) == (
        ev.CoverEnded(at=TOMORROW, cover=TOM),
        ev.PromiseCarried(at=TOMORROW, promise=number, carrier=BEA),
    )
    assert story.problem.cover is None
    assert story.do(do.EndCover(at=TOMORROW)) == ()


def test_a_cover_who_also_helps_keeps_what_they_carry() -> None:
    story = Story().owned().helped().covered()
    story.do(do.CarryPromise(at=NOON, by=BEA, carrier=TOM))
    assert kinds(story.do(do.EndCover(at=NOON, by=BEA))) == ["CoverEnded"]
    assert story.promise.carrier == TOM


def test_owner_cover_and_manager_may_end_it() -> None:
    for who in (BEA, TOM, SALLY):
        story = Story().owned().covered()
        assert story.do(do.EndCover(at=LATER, by=who)) == (ev.CoverEnded(at=LATER, cover=TOM),)


@says("speaks in their own name, carries promises and calls, gives all back", refuses=True)
def test_nobody_else_ends_it_and_only_where_it_is() -> None:
    story = Story().owned()
    assert story.refuses(do.EndCover(at=NOON, by=BEA)) == "Nobody is standing in for Bea."
    story.covered()
    assert story.refuses(do.EndCover(at=NOON, by=ERIK)) == (
        "Only Bea, Tom, or who answers for Bea ends the cover."
    )
    story.in_company(without(ERIK))
    assert story.refuses(do.EndCover(at=NOON, by=ERIK)) == (
        "Only somebody who works here now can be with Carol; Erik does not."
    )


def test_who_has_left_asks_for_no_help() -> None:
    story = Story().owned().in_company(without(BEA))
    assert story.refuses(do.AskToHelp(at=NOON, by=BEA, whom=TOM)) == (
        "Only somebody who works here now can be with Carol; Bea does not."
    )


def test_another_helper_steps_back_and_the_offer_and_the_promise_stay() -> None:
    story = Story().owned().helped(ERIK).picked_up()
    story.do(do.CarryPromise(at=NOON, by=BEA, carrier=TOM))
    assert kinds(story.do(do.StepBack(at=LATER, by=ERIK))) == ["HelperLeft"]
    assert story.offer.receiver == TOM
    assert story.promise.carrier == TOM
