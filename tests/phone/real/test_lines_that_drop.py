"""Whoever's line drops, and whenever: the customer is not left alone, or is called back."""

from __future__ import annotations

import pytest

from tests.phone.real.scene import DOOR, OTHER, TOM, Scene

pytestmark = [
    pytest.mark.phone,
    pytest.mark.anyio,
    pytest.mark.timeout(120),
    pytest.mark.django_db(transaction=True),
]

RTP_TIMEOUT = 8
"""Seconds of our sample after which a desk telephone that says nothing is taken for gone."""


async def _returns(scene: Scene) -> None:
    """Tom is rung back, and answers."""
    await scene["tom"].saw("CALL_INCOMING", seconds=10)
    await scene["tom"].answer()


async def _hangs_up(scene: Scene, who: str) -> None:
    scene[who].forget()
    await scene[who].hang_up()


# -- the owner -----------------------------------------------------------------------------------


async def test_an_owner_who_drops_is_rung_back_while_a_voice_speaks(scene: Scene) -> None:
    await scene.talking()
    await _hangs_up(scene, "tom")
    await scene.hears_a_voice()
    await _returns(scene)
    await scene.hear("carol", TOM)
    scene.spared("the owner drops while two talk")


async def test_an_owner_who_drops_while_the_receiver_is_rung_is_rung_back(scene: Scene) -> None:
    await scene.talking("bea")
    await scene.offered("bea")
    await _hangs_up(scene, "tom")
    await scene.hears_a_voice()
    await scene["bea"].answer()
    await scene.hear("carol", OTHER)
    await _returns(scene)
    await scene.hear("carol", TOM, OTHER)
    await scene.owned_by("tom")
    scene.spared("the owner drops while the receiver is rung")


async def test_an_owner_who_drops_before_the_question_keeps_it(scene: Scene) -> None:
    await scene.talking("bea")
    await scene.three()
    await _hangs_up(scene, "tom")
    await scene.hear("carol", OTHER)
    await _returns(scene)
    await scene.hear("carol", TOM, OTHER)
    await scene.owned_by("tom")
    scene.spared("the owner drops before the question")


async def test_an_owner_who_drops_after_the_question_is_still_replaced_only_by_a_yes(
    scene: Scene,
) -> None:
    await scene.talking("bea")
    await scene.three()
    await scene.asked()
    await _hangs_up(scene, "tom")
    await scene["tom"].saw("CALL_INCOMING", seconds=10)
    await scene.owned_by("tom")
    await scene["carol"].press("1")
    await scene.owned_by("bea")
    await scene.hear("carol", OTHER)
    scene.spared("the owner drops after the question")


async def test_an_owner_whose_telephone_dies_is_missed_by_a_voice(scene: Scene) -> None:
    await scene.talking()
    await scene["tom"].die()
    await scene.hears_a_voice(seconds=RTP_TIMEOUT + 4)
    limit = RTP_TIMEOUT + 1
    scene.spared("the owner's telephone dies silently", gap=limit, silence=limit)


# -- the receiver --------------------------------------------------------------------------------


async def test_a_receiver_who_drops_before_the_question_leaves_the_owner(scene: Scene) -> None:
    await scene.talking("bea")
    await scene.three()
    await _hangs_up(scene, "bea")
    await scene.hear("carol", TOM)
    await scene.owned_by("tom")
    scene.spared("the receiver drops before the question")


async def test_a_receiver_who_drops_after_the_question_cannot_be_agreed_to(scene: Scene) -> None:
    await scene.talking("bea")
    await scene.three()
    await scene.asked()
    await _hangs_up(scene, "bea")
    await scene.becomes(lambda p: p.live[0].here == {scene.people["tom"]} and not p.questions)
    await scene.hears_a_voice()  # that Bea had to leave
    await scene["carol"].press("1")
    await scene.hear("carol", TOM)
    await scene.owned_by("tom")
    scene.spared("the receiver drops after the question")


async def test_a_receivers_telephone_that_dies_is_not_missed_by_the_customer(scene: Scene) -> None:
    await scene.talking("bea")
    await scene.three()
    await scene["bea"].die()
    await scene.telephone.becomes(
        lambda p: p.live[0].here == {scene.people["tom"]}, seconds=RTP_TIMEOUT + 4
    )
    await scene.hear("carol", TOM)
    scene.spared("the receiver's telephone dies silently")


# -- the customer --------------------------------------------------------------------------------


async def test_a_customer_who_gives_up_while_it_rings_is_called_back(scene: Scene) -> None:
    await scene.begins("carol", "tom")
    await scene["carol"].dial(DOOR)
    await scene["tom"].saw("CALL_INCOMING")
    await scene["carol"].hang_up()
    await scene["tom"].saw("CALL_CLOSED", seconds=8)
    await scene.is_called_back()


async def test_a_customer_who_goes_while_the_receiver_is_rung_is_gone_for_all(
    scene: Scene,
) -> None:
    await scene.talking("bea")
    await scene.offered("bea")
    await scene["carol"].hang_up()
    await scene["tom"].saw("CALL_CLOSED", seconds=8)
    await scene["bea"].saw("CALL_CLOSED", seconds=8)
    problem = await scene.becomes(lambda p: not p.live)
    assert problem.owner == scene.people["tom"]


async def test_a_customer_who_goes_after_the_question_has_said_nothing(scene: Scene) -> None:
    await scene.talking("bea")
    await scene.three()
    await scene.asked()
    await scene["carol"].hang_up()
    await scene["tom"].saw("CALL_CLOSED", seconds=8)
    await scene["bea"].saw("CALL_CLOSED", seconds=8)
    problem = await scene.becomes(lambda p: not p.live)
    assert problem.owner == scene.people["tom"]


async def test_a_customer_who_goes_while_alone_is_called_back(scene: Scene) -> None:
    await scene.talking()
    await _hangs_up(scene, "tom")
    await scene.hears_a_voice()
    await scene["carol"].hang_up()
    await scene.is_called_back()
