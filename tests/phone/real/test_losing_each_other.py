"""The exchange or we are gone for a while; the customer is not."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable

import pytest

from stayline.channels.phone.telephony import (
    Arrived,
    Connected,
    Disconnected,
    ExchangeUnreachable,
    LegId,
    LegState,
    LegUp,
    RoomId,
)
from tests.phone.real.conftest import Asterisk, SwitchOn
from tests.phone.real.listening import Listening
from tests.phone.real.scene import DOOR, TONES

pytestmark = [pytest.mark.phone, pytest.mark.anyio]

CAROL, BEA, TOM, SALLY = TONES


async def test_a_killed_process_is_not_heard_on_the_line_and_the_next_finds_everything(
    asterisk: Asterisk, switched_on: SwitchOn, record_property: Callable[[str, object], None]
) -> None:
    carol, bea, tom = await switched_on("carol", "bea", "tom")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.phone.real.attendant", str(asterisk.data)),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    while b"listens" not in await process.stdout.readline():
        pass
    await carol.dial(DOOR)
    await bea.answer()
    _, call, beas, toms, room = (await process.stdout.readline()).decode().split()
    await carol.hears(BEA, among=TONES)
    process.kill()
    await process.wait()
    killed = time.monotonic()

    await tom.answer()  # while nobody listens
    await carol.hears(BEA, among=TONES)
    async with Listening(asterisk.settings, asterisk.prompts) as ari:
        there = await ari.snapshot()
        assert there.rooms == {RoomId(room)}
        assert {leg.id: leg.room for leg in there.legs.values()} == {
            LegId(call): room,
            LegId(beas): room,
            LegId(toms): None,
        }
        await ari.told(Arrived, leg=call)  # told again: whoever is new has never heard of it
        await ari.join(RoomId(room), LegId(toms))
        await carol.hears(BEA, TOM, among=TONES)
        gap = carol.longest_gap(killed)
        record_property(
            "figures", f"our process killed: {gap:.2f} s without sound for the customer"
        )
        assert gap < 1
        await ari.clear()


async def test_while_we_are_down_a_voice_speaks_and_then_we_are_told(
    asterisk: Asterisk, switched_on: SwitchOn, record_property: Callable[[str, object], None]
) -> None:
    (carol,) = await switched_on("carol")
    dialled = time.monotonic()
    await carol.dial(DOOR)
    await carol.hears_a_voice(seconds=2.5)
    record_property("figures", f"we are down: a voice after {time.monotonic() - dialled:.2f} s")
    async with Listening(asterisk.settings, asterisk.prompts) as ari:
        arrived = await ari.told(Arrived, seconds=10)
        assert (arrived.dialled, arrived.caller) == (DOOR, carol.number)
        await ari.told(LegUp, leg=arrived.leg)  # the voice had picked up
        assert (await ari.snapshot()).legs[arrived.leg].state is LegState.UP
        assert carol.longest_gap(dialled + 2.5) < 1
        await ari.clear()


async def test_a_dead_exchange_is_noticed_at_once_and_found_again(
    asterisk: Asterisk, switched_on: SwitchOn
) -> None:
    (carol,) = await switched_on("carol")
    async with Listening(asterisk.settings, asterisk.prompts) as ari:
        call = await ari.call_from(carol, DOOR)
        room = await ari.room_with(call)
        asterisk.kill()
        await ari.told(Disconnected, seconds=1)
        with pytest.raises(ExchangeUnreachable):
            await ari.snapshot()
        with pytest.raises(ExchangeUnreachable):
            await ari.speak(room, "coming")
        ari.kept.clear()
        asterisk.start()
        await ari.told(Connected, seconds=3)
        assert (await ari.snapshot()).legs == {}


async def test_an_exchange_that_ends_properly_is_gone_too(asterisk: Asterisk) -> None:
    async with Listening(asterisk.settings, asterisk.prompts) as ari:
        asterisk.instance.stop()
        await ari.told(Disconnected, seconds=3)
        ari.kept.clear()
        asterisk.start()
        await ari.told(Connected, seconds=3)


async def test_garbage_does_not_bring_the_exchange_down(
    asterisk: Asterisk, switched_on: SwitchOn
) -> None:
    (carol,) = await switched_on("carol")
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(
        asyncio.DatagramProtocol, remote_addr=("127.0.0.1", asterisk.settings.sip_port)
    )
    for number in range(300):
        transport.sendto(b"INVITE sip:\xff\x00 SIP/2.0\r\nVia: " + bytes([number % 256]) * number)
    transport.close()
    async with Listening(asterisk.settings, asterisk.prompts) as ari:
        await ari.call_from(carol, DOOR)
        await ari.clear()
