"""The auditor: hears a timeline and says which sentence of the protocol does not hold."""

from __future__ import annotations

import dataclasses
from typing import get_args

import pytest

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.act import JUDGES
from stayline.ownership.auditor import Auditor, audit_timeline
from stayline.ownership.evidence import SpokenWord
from stayline.ownership.invariants import check
from stayline.ownership.problem import About, Rest, Resting
from stayline.ownership.replacing import replace
from tests.ownership.cast import (
    BEA,
    BUTTON,
    CALL,
    CAROL,
    DAN,
    ERIK,
    FERNWOOD,
    HOUR,
    NOON,
    TOM,
    Story,
    without,
)
from tests.ownership.says import says

LATER = NOON + HOUR
NOTHING_TO_JUDGE = {ev.StrangerHeard, ev.MachineHeard, ev.TwinReceived}


def _wrong(story: Story, *forged: ev.Event) -> list[str]:
    """What the auditor says of a story with these events put at its end."""
    timeline = [(event, FERNWOOD) for event in (*story.timeline, *forged)]
    return [broken.sentence for broken in audit_timeline(timeline)]


def test_every_kind_of_event_has_a_judge() -> None:
    assert {*get_args(ev.Event)} - {*JUDGES} == NOTHING_TO_JUDGE


@says("a problem's timeline is append-only, gapless from 1")
def test_a_story_that_was_decided_is_right() -> None:
    assert _wrong(Story().owned().asked().satisfied()) == []


@says("an owner changes only by", refuses=True)
def test_an_owner_who_changes_without_the_customers_yes_is_noticed() -> None:
    stolen = ev.OwnerChanged(at=LATER, former=BEA, owner=TOM, why=ev.OwnerChange.HANDOFF)
    assert "P2 P3 a handoff needs the customer's yes to that question" in _wrong(
        Story().owned().asked(), stolen
    )


def test_the_receivers_own_record_of_the_yes_is_noticed() -> None:
    story = Story().owned().on_the_line().brought_in().identified().asked()
    yes = ev.Answered(
        at=LATER,
        question=story.question,
        about=About.TAKEOVER,
        reply=ev.Reply.YES,
        evidence=SpokenWord(party=CAROL, contact=CALL, by=TOM),
        receiver=TOM,
    )
    assert "nobody records the yes that makes them the owner" in _wrong(story, yes)


@says("a problem that is neither resting, set aside nor satisfied has a promise", refuses=True)
def test_a_promise_that_vanishes_is_noticed() -> None:
    story = Story().owned()
    gone = ev.PromiseSettled(at=NOON, promise=story.promise.number, how=ev.Settled.KEPT)
    assert "P5 a problem that is neither resting, set aside nor satisfied has a promise" in _wrong(
        story, gone
    )


def test_a_broken_promise_nobody_hears_of_is_noticed() -> None:
    story = Story().owned()
    number, late = story.promise.number, story.promise.due + HOUR
    settled = ev.PromiseSettled(at=late, promise=number, how=ev.Settled.BROKEN)
    made = ev.PromiseMade(at=late, giver=BEA, carrier=BEA, due=late + HOUR)
    assert _wrong(story, settled, made) == [
        "P5 giver, carrier, owner and the owner's manager hear of a broken promise"
    ]


@says(
    "Nobody is taken out until another is in it or being rung in the same transaction", refuses=True
)
@says("If a line drops, the owner is rung again", refuses=True)
def test_a_customer_left_alone_on_the_line_is_noticed() -> None:
    story = Story().owned().on_the_line()
    left = ev.LeftLive(at=LATER, contact=CALL, who=BEA, why=ev.StepsOut.RELEASED)
    wrong = _wrong(story, left)
    assert "P6 the owner stays in the live contact" in wrong
    assert "P6 one of us is in it, or being rung, or a call-back promise stands" in wrong


@says("a problem's timeline is append-only, gapless from 1", refuses=True)
def test_a_problem_that_opens_twice_is_noticed() -> None:
    story = Story().ringing()
    with pytest.raises(AssertionError, match="a problem opens once"):
        _wrong(story, dataclasses.replace(story.timeline[0], at=LATER))


@says("from opened on, whatever its state, a problem has exactly one owner", refuses=True)
def test_an_owner_who_has_left_is_noticed_wherever_the_problem_stands() -> None:
    for story in (Story().ringing(), Story().owned().let_be(), Story().owned().satisfied()):
        sentences = [broken.sentence for broken in check(story.problem, without(BEA))]
        assert "P1 the owner is a colleague active at that instant" in sentences


def test_who_carries_what_without_being_there_is_noticed() -> None:
    story = Story().owned()
    carried = ev.PromiseCarried(at=LATER, promise=story.promise.number, carrier=ERIK)
    assert "who carries the promise has joined the customer" in _wrong(story, carried)


def test_what_rests_with_a_promise_is_noticed() -> None:
    story = Story().owned()
    resting = replace(story.problem, stage=Resting(how=Rest.QUIET, since=NOON))
    sentences = [broken.sentence for broken in check(resting, FERNWOOD)]
    assert sentences == ["what rests is promise-free, but for a call that is owed"]


def test_it_says_where_the_sentence_broke() -> None:
    story = Story().owned()
    forged = ev.SaidSatisfied(at=LATER, party=DAN, evidence=BUTTON)
    [first, *_] = audit_timeline((event, FERNWOOD) for event in (*story.timeline, forged))
    assert str(first).startswith(f"problem 42, event {len(story.timeline) + 1}: P4 ")


def test_acts_of_one_moment_are_judged_together_and_each_version_of_the_company_apart() -> None:
    auditor = Auditor()
    story = Story().owned()
    broken = [one for event in story.timeline for one in auditor.hear(event, FERNWOOD)]
    leaves = story.in_company(without(BEA)).do(
        do.GiveUpRoles(at=NOON, leaver=BEA, introduce_by=LATER)
    )
    for event in leaves:
        broken += auditor.hear(event, story.company)
    assert broken + auditor.end() == []
    assert auditor.problem == story.problem
    assert auditor.end() == []


def test_an_auditor_that_heard_nothing_says_nothing() -> None:
    assert Auditor().end() == []
