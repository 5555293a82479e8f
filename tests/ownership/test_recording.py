"""Recording a call: announced before it begins, stopped by anybody of ours, never against a no."""

from __future__ import annotations

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.ids import ColleagueId
from stayline.ownership.problem import LiveKind, Recording
from tests.ownership.cast import (
    BEA,
    CALL,
    CAROL,
    CHAT,
    ERIK,
    HOUR,
    NOON,
    TODAY,
    TOM,
    Story,
    kinds,
    without,
)
from tests.ownership.says import says

LATER = NOON + HOUR

AS_THE_DOOR_DOES = do.WantRecording(at=NOON, contact=CALL)
HEARD = do.AnnounceRecording(at=LATER, contact=CALL)


def _wants(by: ColleagueId) -> do.WantRecording:
    return do.WantRecording(at=NOON, by=by, contact=CALL)


def _stops(by: ColleagueId, *, refused: bool = False) -> do.StopRecording:
    return do.StopRecording(at=LATER, by=by, contact=CALL, refused=refused)


def _recorded() -> Story:
    return Story().owned().on_the_line().then(AS_THE_DOOR_DOES, HEARD)


def _recording(story: Story) -> Recording | None:
    (contact,) = story.problem.live
    return contact.recording


@says("A call is recorded only after the customer has heard of it")
def test_a_call_is_recorded_once_the_customer_has_heard_of_it() -> None:
    story = Story().owned().on_the_line()
    assert story.do(AS_THE_DOOR_DOES) == (ev.RecordingWanted(at=NOON, contact=CALL),)
    assert _recording(story) is Recording.WANTED
    assert story.do(HEARD) == (ev.RecordingAnnounced(at=LATER, contact=CALL),)
    assert _recording(story) is Recording.ON
    assert story.do(HEARD) == ()


def test_nothing_is_announced_that_nobody_wants() -> None:
    story = Story().owned().on_the_line()
    assert story.do(HEARD) == ()
    story.then(AS_THE_DOOR_DOES, _stops(BEA))
    assert story.do(HEARD) == ()


def test_what_is_said_during_hold_was_not_said_to_the_customer() -> None:
    story = Story().owned().on_the_line().then(AS_THE_DOOR_DOES)
    story.then(do.Hold(at=NOON, by=BEA, contact=CALL))
    assert story.do(HEARD) == ()
    story.then(do.Unhold(at=LATER, by=BEA, contact=CALL))
    assert kinds(story.do(HEARD)) == ["RecordingAnnounced"]


def test_a_door_wants_it_once_and_only_while_somebody_is_there() -> None:
    assert Story().owned().call().do(AS_THE_DOOR_DOES) == ()
    story = _recorded().then(_stops(BEA))
    assert story.do(AS_THE_DOOR_DOES) == ()


def test_it_starts_again_after_a_stop_and_is_announced_again() -> None:
    story = _recorded()
    assert story.do(_stops(BEA)) == (ev.RecordingStopped(at=LATER, contact=CALL, by=BEA),)
    assert story.do(_stops(BEA)) == ()
    assert story.do(_wants(BEA)) == (ev.RecordingWanted(at=NOON, contact=CALL, by=BEA),)
    assert _recording(story) is Recording.WANTED


@says("A call is recorded only after the customer has heard of it", refuses=True)
def test_who_does_not_want_it_is_not_recorded_in_this_call() -> None:
    story = _recorded().brought_in()
    assert story.do(_stops(TOM, refused=True)) == (
        ev.RecordingStopped(at=LATER, contact=CALL, by=TOM, refused=True),
    )
    assert story.refuses(_wants(BEA)) == "Carol does not want this call recorded."
    assert story.do(HEARD) == ()
    assert story.do(_stops(BEA)) == story.do(_stops(BEA, refused=True)) == ()


def test_a_no_counts_also_before_anything_was_recorded() -> None:
    story = Story().owned().on_the_line()
    assert kinds(story.do(_stops(BEA, refused=True))) == ["RecordingStopped"]
    assert story.do(AS_THE_DOOR_DOES) == ()


def test_only_who_stays_with_them_starts_it_and_only_ours_stop_it() -> None:
    story = _recorded().then(_stops(BEA)).brought_in()
    assert story.refuses(_wants(TOM)) == (
        "Bea stays with Carol in this call, so only Bea records it."
    )
    assert story.refuses(_stops(ERIK)).startswith("Bea is with Carol.")


def test_nobody_starts_it_who_is_not_there_or_has_left() -> None:
    dropped = Story().owned().on_the_line().brought_in()
    dropped.then(do.DropLine(at=LATER, contact=CALL, who=BEA, call_back_by=TODAY))
    assert "in this call, so only" in dropped.refuses(_wants(BEA))
    story = Story().owned().on_the_line().in_company(without(BEA))
    gone = "Only somebody who works here now can be with Carol; Bea does not."
    assert story.refuses(_wants(BEA)) == story.refuses(_stops(BEA)) == gone


def test_a_call_that_is_over_is_not_recorded() -> None:
    story = Story().owned()
    over = "That conversation is over. Carol hears from Bea as promised."
    assert story.refuses(_wants(BEA)) == story.refuses(_stops(BEA, refused=True)) == over
    assert story.do(AS_THE_DOOR_DOES) == story.do(HEARD) == ()


def test_what_was_never_wanted_needs_no_stop() -> None:
    assert Story().owned().on_the_line().do(_stops(BEA)) == ()


def test_nothing_is_wanted_twice() -> None:
    story = _recorded()
    assert story.do(_wants(BEA)) == ()


def test_it_is_not_announced_to_who_waits_alone() -> None:
    story = Story().owned().on_the_line().then(AS_THE_DOOR_DOES)
    story.then(do.DropLine(at=LATER, contact=CALL, who=BEA, call_back_by=TODAY))
    assert story.do(HEARD) == ()


def test_a_chat_is_not_recorded() -> None:
    story = Story().owned()
    chat = do.StartLive(
        at=NOON, contact=CHAT, kind=LiveKind.CHAT, answer_by=TODAY, party=CAROL, called_by=BEA
    )
    story.then(chat)
    assert story.do(do.WantRecording(at=NOON, contact=CHAT)) == ()
    asked = do.WantRecording(at=NOON, by=BEA, contact=CHAT)
    assert story.refuses(asked) == "Only a call can be recorded."


def test_who_waits_alone_is_not_recorded_and_hears_of_it_again() -> None:
    story = _recorded()
    story.then(do.DropLine(at=LATER, contact=CALL, who=BEA, call_back_by=TODAY))
    assert _recording(story) is Recording.ON
    while story.problem.live[0].ringing:
        (whom,) = story.problem.live[0].ringing
        why = ev.RingEnds.LAPSED
        story.then(do.EndRing(at=LATER, contact=CALL, whom=whom, why=why, call_back_by=TODAY))
    assert story.problem.live[0].all_rung
    assert _recording(story) is Recording.WANTED
