"""Our process or the exchange dies in the middle of a call, and comes back."""

from __future__ import annotations

import asyncio
import time

import pytest

from stayline.channels.phone.models import Call
from tests.phone.real.conftest import Asterisk
from tests.phone.real.scene import DOOR, OTHER, TOM, Experience, Scene
from tests.phone.real.telephone import in_database

pytestmark = [
    pytest.mark.phone,
    pytest.mark.anyio,
    pytest.mark.timeout(120),
    pytest.mark.django_db(transaction=True),
]

BEFORE_WE_ACT = 3.0
"""Seconds a customer may be without a person or a voice, beside those of our start."""


async def _restarted(scene: Scene) -> float:
    """How long it took."""
    began = time.monotonic()
    await scene.telephone.start()
    return time.monotonic() - began


async def test_killed_while_two_talk_and_the_owner_drops_meanwhile(scene: Scene) -> None:
    await scene.talking()
    await scene.telephone.kill()
    await scene.hear("carol", TOM)
    scene.spared("we are killed while two talk")
    scene["tom"].forget()
    await scene["tom"].hang_up()
    limit = BEFORE_WE_ACT + await _restarted(scene)
    await scene.hears_a_voice()
    await scene["tom"].answer()
    await scene.hear("carol", TOM)
    scene.spared("we are killed, and the owner drops meanwhile", gap=limit, silence=limit)


async def test_a_goodbye_after_a_restart_is_heard_at_once(scene: Scene) -> None:
    await scene.talking()
    await scene.telephone.kill()
    await scene.telephone.start()
    await scene.hear("carol", TOM)
    await scene["carol"].hang_up()
    await scene.telephone.becomes(lambda p: not p.live, seconds=3)


async def test_killed_while_it_rings_and_somebody_answers_meanwhile(scene: Scene) -> None:
    await scene.begins("carol", "tom")
    await scene["carol"].dial(DOOR)
    await scene["tom"].saw("CALL_INCOMING")
    await scene.telephone.kill()
    await scene["tom"].answer()
    answered = time.monotonic()
    took = await _restarted(scene)
    await scene.hear("carol", TOM)
    scene.tell(
        "figures",
        f"{time.monotonic() - answered:5.2f} s until they hear each other, of which {took:.2f} s"
        " are our start: we are killed while it rings",
    )
    await scene.owned_by("tom")


async def test_killed_while_the_receiver_is_rung_who_answers_meanwhile(scene: Scene) -> None:
    await scene.talking("bea")
    await scene.offered("bea")
    await scene.telephone.kill()
    await scene["bea"].answer()
    await scene.hear("carol", TOM)
    await scene.telephone.start()
    await scene.hear("carol", TOM, OTHER)
    scene.spared("we are killed while the receiver is rung")


async def test_killed_while_three_talk_nobody_notices(scene: Scene) -> None:
    await scene.talking("bea")
    await scene.three()
    await scene.asked()
    await scene.telephone.kill()
    await scene.hear("carol", TOM, OTHER)
    await scene.telephone.start()
    await scene["carol"].press("1")
    await scene.owned_by("bea")
    await scene["tom"].saw("CALL_CLOSED", seconds=12)
    await scene.hear("carol", OTHER)
    scene.spared("we are killed while three talk")


async def test_killed_right_after_the_yes_the_former_owner_is_let_go_afterwards(
    scene: Scene,
) -> None:
    await scene.talking("bea")
    await scene.three()
    await scene.asked()
    await scene["carol"].press("1")
    await scene.owned_by("bea")
    await scene.telephone.kill()
    await scene.hear("carol", TOM, OTHER)
    await scene.telephone.start()
    await scene["tom"].saw("CALL_CLOSED", seconds=12)
    await scene.hear("carol", OTHER)
    scene.spared("we are killed after the yes")


async def test_when_the_exchange_dies_everybody_who_was_in_a_call_is_called_back(
    scene: Scene, asterisk: Asterisk
) -> None:
    await scene.talking("bea")
    await scene.begins("dora")
    await scene["dora"].dial(DOOR)
    await scene["dora"].saw("CALL_RINGING", seconds=8)
    asterisk.kill()
    asterisk.start()
    for problem in await in_database(lambda: list(Call.objects.values_list("problem", flat=True))):
        state = await scene.telephone.becomes(lambda p: not p.live, seconds=15, of=problem)
        assert state.promise is not None
        assert state.promise.call_back
    assert await in_database(lambda: Call.objects.filter(ended_at=None).count()) == 0


async def test_who_calls_while_we_are_down_is_spoken_to_and_then_answered(scene: Scene) -> None:
    await scene.begins("carol", "tom")
    await scene.telephone.kill()
    await scene["carol"].dial(DOOR)
    await scene.hears_a_voice()
    scene.experience = Experience(scene["carol"])
    limit = BEFORE_WE_ACT + await _restarted(scene)
    await scene["tom"].answer()
    await scene.hear("carol", TOM)
    scene.spared("we are down when the call comes", gap=limit, silence=limit)


async def test_garbage_does_not_disturb_a_call(scene: Scene, asterisk: Asterisk) -> None:
    await scene.talking()
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(
        asyncio.DatagramProtocol, remote_addr=("127.0.0.1", asterisk.settings.sip_port)
    )
    for number in range(300):
        transport.sendto(b"INVITE sip:\xff\x00 SIP/2.0\r\nVia: " + bytes([number % 256]) * number)
        transport.sendto(b"BYE sip:tom SIP/2.0\r\nCall-ID: x\r\nCSeq: " + b"9" * number)
        if number % 50 == 0:
            await scene.hear("carol", TOM)
    transport.close()
    await scene.hear("carol", TOM)
    scene.spared("garbage on the exchange's port")
