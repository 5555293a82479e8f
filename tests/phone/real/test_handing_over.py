"""How a handoff in a call may end, with real sound: the customer is with somebody all the while."""

from __future__ import annotations

import asyncio

import pytest

from stayline.channels.phone import taking_part
from stayline.ownership import events as ev
from stayline.problems import by_colleagues
from stayline.project.clock import now
from tests.phone.real.scene import CAROL, OTHER, TOM, TONES, Scene
from tests.phone.real.telephone import in_database

pytestmark = [
    pytest.mark.phone,
    pytest.mark.anyio,
    pytest.mark.timeout(120),
    pytest.mark.django_db(transaction=True),
]


async def test_the_customer_agrees_by_key_and_only_then_the_owner_is_gone(scene: Scene) -> None:
    await scene.talking("bea")
    await scene.three()
    await scene.hear("bea", CAROL, TOM)
    await scene.hear("tom", CAROL, OTHER)
    await scene.owned_by("tom")
    await scene.asked()
    await scene["carol"].press("1")
    await scene.owned_by("bea")
    await scene["tom"].saw("CALL_CLOSED", seconds=10)
    await scene.hear("carol", OTHER)
    await scene.hear("bea", CAROL)
    scene.spared("the customer says yes by key")


async def test_a_spoken_yes_is_recorded_by_a_click(scene: Scene) -> None:
    await scene.talking("bea")
    await scene.three()
    await scene.asked()
    call, problem = await scene.telephone.call(), await scene.telephone.state()
    assert problem.offer is not None
    owner, question = scene.people["tom"], problem.offer.question
    assert question is not None
    await in_database(
        lambda: by_colleagues.record_spoken(
            call.problem_id, owner, question, call.contact_id, ev.Reply.YES, now()
        )
    )
    await scene["tom"].saw("CALL_CLOSED", seconds=10)
    await scene.hear("carol", OTHER)
    scene.spared("the customer says yes aloud")


async def test_a_receiver_who_does_not_answer_leaves_all_as_it_was(scene: Scene) -> None:
    await scene.rings_for(seconds=2)
    await scene.talking("bea")
    await scene.offered("bea")
    await scene.gone("bea")
    await scene.hear("carol", TOM)
    await scene.owned_by("tom")
    scene.spared("the receiver does not answer")


async def test_a_receiver_who_declines_leaves_all_as_it_was(scene: Scene) -> None:
    await scene.talking("bea")
    await scene.offered("bea")
    await scene["bea"].decline()
    await scene.gone("bea")
    await scene.hear("carol", TOM)
    await scene.owned_by("tom")
    scene.spared("the receiver is busy or declines")


async def test_a_receiver_whose_telephone_is_off_leaves_all_as_it_was(scene: Scene) -> None:
    await scene.talking()
    await scene.offers("bea")
    await scene.gone("bea")
    await scene.hear("carol", TOM)
    scene.spared("the receiver's telephone is off")


async def test_the_customer_says_no_and_all_three_go_on(scene: Scene) -> None:
    await scene.talking("bea")
    await scene.three()
    await scene.asked()
    await scene["carol"].press("2")
    await scene.becomes(lambda p: p.offer is None)
    await scene.hear("carol", TOM, OTHER)
    await scene.owned_by("tom")
    scene.spared("the customer says no")


async def test_of_two_receivers_the_first_is_the_one(scene: Scene) -> None:
    await scene.talking("bea", "sally")
    await scene.offered("bea", "sally")
    await scene["bea"].answer()
    await scene["sally"].saw("CALL_CLOSED")
    assert scene["sally"].was_told("completed elsewhere"), "it shows a missed call"
    await scene.hear("carol", TOM, OTHER)
    problem = await scene.becomes(lambda p: p.offer is not None and p.offer.receiver is not None)
    assert problem.live[0].here == {scene.people["tom"], scene.people["bea"]}
    scene.spared("two receivers are rung at once")


async def test_the_transfer_key_offers_and_moves_nobody(scene: Scene) -> None:
    await scene.talking("bea")
    await scene["tom"].transfer(str(100 + scene.people["bea"]))
    await scene["bea"].saw("CALL_INCOMING")
    await scene.hear("carol", TOM)
    await scene["bea"].answer()
    await scene.hear("carol", TOM, OTHER)
    problem = await scene.becomes(lambda p: p.offer is not None and p.offer.receiver is not None)
    assert problem.owner == scene.people["tom"]
    scene.spared("the Transfer key")


async def test_a_telephone_that_would_ask_first_reaches_nobody_and_moves_nobody(
    scene: Scene,
) -> None:
    """For a transfer with a question first, a telephone makes a second call and joins the two."""
    await scene.talking("bea")
    await scene["tom"].dial(str(100 + scene.people["bea"]))
    await scene["tom"].saw("CALL_CLOSED")
    await scene["tom"].resume()
    await scene.hear("carol", TOM)
    problem = await scene.becomes(lambda p: p.live[0].here == {scene.people["tom"]})
    assert problem.offer is None
    assert not [one for one in scene["bea"].events if one["type"] == "CALL_INCOMING"]


async def test_a_transfer_to_nobody_is_heard_by_who_pressed_it_alone(scene: Scene) -> None:
    await scene.talking()
    await scene["tom"].transfer("999")
    await scene["tom"].hears_a_voice(beside=TONES, seconds=8)
    assert not scene["carol"].hears_words(beside=TONES)
    await scene.hear("carol", TOM)
    scene.spared("a Transfer key that names nobody")


async def test_a_held_customer_hears_a_person_and_past_the_limit_somebody_is_alarmed(
    scene: Scene,
) -> None:
    await scene.hold_limit(1)
    await scene.talking()
    await scene["tom"].hold()
    await scene.hears_a_voice()
    await scene.becomes(lambda p: p.live[0].burning)
    await scene["tom"].resume()
    await scene.hear("carol", TOM)
    await scene.becomes(lambda p: p.live[0].hold_since is None)
    scene.spared("the Hold key")


async def test_a_flood_of_keys_is_no_answer_and_the_asked_key_is_one(scene: Scene) -> None:
    await scene.talking("bea")
    await scene.three()
    for _ in range(20):
        await scene["carol"].command("sndcode", "1")
    await scene.hear("carol", TOM, OTHER)
    await scene.owned_by("tom")
    await asyncio.sleep(3)  # telephones play keys one after the other
    call, problem = await scene.telephone.call(), await scene.telephone.state()
    assert problem.offer is not None
    by, number = scene.people["tom"], problem.offer.number
    await in_database(lambda: by_colleagues.ask(call.problem_id, by, number, now()))
    await scene["carol"].press("1")  # before she can know what she is asked
    await scene.becomes(lambda p: p.questions[-1].heard_in is not None)
    await scene.owned_by("tom")
    await scene["carol"].press("1")
    await scene.owned_by("bea")
    scene.spared("a flood of keys")


async def test_a_call_we_end_ends_with_a_voice_and_a_promise(scene: Scene) -> None:
    await scene.talking()
    call, by = await scene.telephone.call(), scene.people["tom"]
    why, words = ev.LiveEnds.SILENCE, "I could not hear you; I write to you today."
    await in_database(
        lambda: taking_part.end(call.problem_id, call.contact_id, by, why, words, now())
    )
    await scene["tom"].saw("CALL_CLOSED", seconds=8)
    await scene.hears_a_voice()
    await scene["carol"].saw("CALL_CLOSED", seconds=20)
    problem = await scene.becomes(lambda p: not p.live)
    assert problem.owner == by
    assert problem.promise is not None
