"""The driver against a real Asterisk, with telephones that hear."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import numpy as np
import pytest

from stayline.channels.phone.telephony import (
    Arrived,
    Gone,
    HoldPressed,
    HoldReleased,
    KeyPressed,
    LegGone,
    LegId,
    LegState,
    LegUp,
    LineUnreachable,
    SayingEnded,
    SayingId,
    TransferPressed,
    Words,
)
from tests.phone.phones import HEADER, RATE, how_alike, tones_in, wav
from tests.phone.real.conftest import Asterisk, SwitchOn
from tests.phone.real.listening import Listening, fresh
from tests.phone.real.scene import DOOR, TONES

pytestmark = [pytest.mark.phone, pytest.mark.anyio]

CAROL, BEA, TOM, SALLY = TONES


async def test_a_call_arrives_with_its_number_and_waits(
    ari: Listening, switched_on: SwitchOn
) -> None:
    (carol,) = await switched_on("carol")
    await carol.dial(DOOR)
    arrived = await ari.told(Arrived)
    assert (arrived.dialled, arrived.caller, arrived.line) == (DOOR, carol.number, "PJSIP/trunk")
    await ari.ringing(arrived.leg)
    await carol.saw("CALL_RINGING")
    there = await ari.snapshot()
    assert there.legs[arrived.leg].state is LegState.RINGING
    await carol.hang_up()
    assert (await ari.told(LegGone, leg=arrived.leg)).why is Gone.GOODBYE


async def test_three_in_one_room_hear_each_other_and_then_only_who_is_left(
    ari: Listening, switched_on: SwitchOn
) -> None:
    carol, bea, tom = await switched_on("carol", "bea", "tom")
    call = await ari.call_from(carol, DOOR)
    beas = await ari.reach(bea)
    room = await ari.room_with(call, beas)
    await carol.hears(BEA, among=TONES)

    toms = await ari.ring_at("tom")
    await tom.saw("CALL_INCOMING")
    assert carol.tones(TONES) == {BEA}  # they go on talking while it rings
    await tom.answer()
    await ari.told(LegUp, leg=toms)
    await ari.join(room, toms)
    await carol.hears(BEA, TOM, among=TONES)
    await tom.hears(CAROL, BEA, among=TONES)
    await bea.hears(CAROL, TOM, among=TONES)

    await ari.drop(beas)
    await carol.hears(TOM, among=TONES)
    await tom.hears(CAROL, among=TONES)
    assert (await ari.told(LegGone, leg=beas)).why is Gone.GOODBYE
    assert set((await ari.snapshot()).legs) == {call, toms}


async def test_who_declines_is_busy_or_does_not_answer_is_told_apart(
    ari: Listening, switched_on: SwitchOn
) -> None:
    (bea,) = await switched_on("bea")
    declined = await ari.ring_at("bea")
    await bea.decline()
    assert (await ari.told(LegGone, leg=declined)).why is Gone.BUSY
    unanswered = await ari.ring_at("bea", seconds=1)
    assert (await ari.told(LegGone, leg=unanswered)).why is Gone.NO_ANSWER


async def test_a_telephone_that_is_switched_off_cannot_be_rung(ari: Listening) -> None:
    with pytest.raises(LineUnreachable):
        await ari.ring_at("sally")


@pytest.mark.parametrize(
    "line",
    [
        "Local/100@to-stayline",
        "PJSIP/bea&PJSIP/tom",
        "PJSIP/bea,30",
        "PJSIP/trunk/sip:somebody@elsewhere.example",
        "PJSIP/+4930;x=1@trunk",
        "PJSIP/bea\r\nX: y",
        "PJSIP/",
    ],
)
async def test_nothing_but_a_telephone_or_a_number_is_rung(ari: Listening, line: str) -> None:
    with pytest.raises(LineUnreachable):
        await ari.ring(LegId("never"), line, shown="", name="", seconds=5)


async def test_words_are_heard_by_all_and_end(ari: Listening, switched_on: SwitchOn) -> None:
    carol, bea = await switched_on("carol", "bea")
    room = await ari.room_with(await ari.call_from(carol, DOOR), await ari.reach(bea))
    await carol.hears(BEA, among=TONES)
    saying = await ari.speak(room, "coming", "good-bye", language="de-AT")
    await carol.hears_a_voice(beside=TONES)
    await bea.hears_a_voice(beside=TONES)
    assert BEA in carol.tones(TONES)  # and each other all the while
    await ari.hush(saying)
    assert not (await ari.told(SayingEnded, saying=saying)).heard
    short = await ari.speak(room, "by")
    assert (await ari.told(SayingEnded, saying=short)).heard


async def test_words_that_nobody_recorded_end_at_once(
    ari: Listening, switched_on: SwitchOn
) -> None:
    (carol,) = await switched_on("carol")
    room = await ari.room_with(await ari.call_from(carol, DOOR))
    saying = await ari.speak(room, "no-such-words")
    assert not (await ari.told(SayingEnded, saying=saying)).heard


async def test_a_whisper_is_heard_by_one_only(ari: Listening, switched_on: SwitchOn) -> None:
    carol, bea = await switched_on("carol", "bea")
    call, beas = await ari.call_from(carol, DOOR), await ari.reach(bea)
    await ari.room_with(call, beas)
    await carol.hears(BEA, among=TONES)
    saying = SayingId(fresh("saying"))
    await ari.whisper(beas, Words(language="en", prompts=("alone-soon",)), saying)
    await bea.hears_a_voice(beside=TONES)
    assert not carol.hears_words(beside=TONES)
    assert set((await ari.snapshot()).legs) == {call, beas}
    assert (await ari.told(SayingEnded, saying=saying)).heard
    assert not carol.hears_words(beside=TONES, seconds=2)


async def test_who_is_alone_in_a_room_is_whispered_to_as_well(
    ari: Listening, switched_on: SwitchOn
) -> None:
    (carol,) = await switched_on("carol")
    call = await ari.call_from(carol, DOOR)
    words = Words(language="en", prompts=("coming",))
    first = SayingId(fresh("saying"))
    await ari.whisper(call, words, first)
    await carol.hears_a_voice()
    await ari.hush(first)
    await ari.room_with(call)
    await ari.whisper(call, words, SayingId(fresh("saying")))
    await carol.hears_a_voice()


async def test_the_hold_key_is_told_and_the_customer_hears_a_persons_words(
    ari: Listening, switched_on: SwitchOn
) -> None:
    carol, bea = await switched_on("carol", "bea")
    beas = await ari.reach(bea)
    await ari.room_with(await ari.call_from(carol, DOOR), beas)
    await carol.hears(BEA, among=TONES)
    await bea.hold()
    await ari.told(HoldPressed, leg=beas)
    held = time.monotonic()
    await carol.hears_a_voice(beside=TONES)
    await asyncio.sleep(2)
    assert carol.tones(TONES) == set()
    assert carol.longest_quiet(2) < 0.8  # a voice draws breath
    assert carol.longest_gap(held) < 1
    await bea.resume()
    await ari.told(HoldReleased, leg=beas)
    await carol.hears(BEA, among=TONES)


async def test_who_is_held_hears_their_own_language(
    asterisk: Asterisk, ari: Listening, switched_on: SwitchOn
) -> None:
    carol, bea = await switched_on("carol", "bea")  # whose line speaks English
    await ari.room_with(await ari.call_from(carol, DOOR), await ari.reach(bea), language="de-AT")
    await carol.hears(BEA, among=TONES)
    await bea.hold()
    await carol.hears_a_voice(beside=TONES)
    await asyncio.sleep(2)
    likeness = {}
    for language in ("de", "en"):
        file = asterisk.prompts.find_in("hold-words", language)
        assert file is not None
        likeness[language] = how_alike(carol.sound(1.5), wav(file.with_suffix(".wav")))
    assert likeness["de"] > 0.6 > 0.3 > likeness["en"], likeness


async def test_the_transfer_key_moves_nobody(ari: Listening, switched_on: SwitchOn) -> None:
    carol, bea = await switched_on("carol", "bea")
    call, beas = await ari.call_from(carol, DOOR), await ari.reach(bea)
    room = await ari.room_with(call, beas)
    await carol.hears(BEA, among=TONES)
    before = await ari.snapshot()
    await bea.transfer("tom")
    pressed = await ari.told(TransferPressed)
    assert (pressed.leg, pressed.to) == (beas, "tom")
    await asyncio.sleep(0.5)
    assert await ari.snapshot() == before
    assert before.legs[call].room == before.legs[beas].room == room
    assert ari.count(TransferPressed) == 1
    await carol.hears(BEA, among=TONES)
    await bea.hears(CAROL, among=TONES)


async def test_keys_are_told_one_by_one(ari: Listening, switched_on: SwitchOn) -> None:
    carol, bea = await switched_on("carol", "bea")
    call = await ari.call_from(carol, DOOR)
    await ari.room_with(call, await ari.reach(bea))
    await carol.press("1*2#")
    await ari.told(KeyPressed, leg=call, key="#")
    keys = [one.key for one in ari.kept if isinstance(one, KeyPressed)]
    assert keys == ["1", "*", "2", "#"]


async def test_a_room_is_recorded_and_forgotten(ari: Listening, switched_on: SwitchOn) -> None:
    carol, bea = await switched_on("carol", "bea")
    room = await ari.room_with(await ari.call_from(carol, DOOR), await ari.reach(bea))
    await carol.hears(BEA, among=TONES)
    name = fresh("recording")
    await ari.record(room, name, seconds=30, beep=False)
    await asyncio.sleep(1)
    with pytest.raises(KeyError):
        await ari.fetch_recording(name)
    await ari.stop_recording(name)
    recorded = np.frombuffer((await ari.fetch_recording(name))[HEADER:], dtype="<i2") / 32768
    assert tones_in(recorded[-RATE // 2 :], TONES) == {CAROL, BEA}
    await ari.forget_recording(name)
    with pytest.raises(KeyError):
        await ari.fetch_recording(name)


async def test_everything_may_be_asked_twice_and_of_what_is_gone(
    ari: Listening, switched_on: SwitchOn
) -> None:
    carol, bea = await switched_on("carol", "bea")
    call = await ari.call_from(carol, DOOR)
    room = await ari.room_with(call)
    leg = await ari.ring_at("bea")
    await ari.ring(leg, "PJSIP/bea", shown="", name="", seconds=20)
    await bea.answer()
    await ari.told(LegUp, leg=leg)
    for _ in range(2):
        await ari.answer(call)
        await ari.open_room(room)
        await ari.join(room, leg)
    assert len((await ari.snapshot()).legs) == 2
    for _ in range(2):
        await ari.drop(leg)
        await ari.close_room(room)
        await ari.told(LegGone, leg=leg)
    await ari.join(room, leg)
    await ari.join(room, call)
    await ari.ringing(leg)
    await ari.answer(leg)
    await ari.speak(room, "coming")
    await ari.stop_recording(fresh("never"))
    assert set((await ari.snapshot()).legs) == {call}
    assert ari.count(LegGone, leg=leg) == 1


async def test_a_telephone_that_dies_is_noticed_by_its_silence(
    ari: Listening, switched_on: SwitchOn, record_property: Callable[[str, object], None]
) -> None:
    carol, bea = await switched_on("carol", "bea")
    beas = await ari.reach(bea)
    await ari.room_with(await ari.call_from(carol, DOOR), beas)
    await carol.hears(BEA, among=TONES)
    await bea.die()
    died = time.monotonic()
    assert (await ari.told(LegGone, seconds=10, leg=beas)).why is Gone.LOST
    noticed = time.monotonic() - died
    record_property("figures", f"a telephone dies: noticed after {noticed:.1f} s")
    assert noticed < 9


async def test_a_flood_of_keys_harms_nobody(ari: Listening, switched_on: SwitchOn) -> None:
    carol, bea = await switched_on("carol", "bea")
    call = await ari.call_from(carol, DOOR)
    await ari.room_with(call, await ari.reach(bea))
    for _ in range(40):
        await carol.command("sndcode", "7")
    await ari.told(KeyPressed, leg=call, key="7")
    await carol.hears(BEA, among=TONES)
    await bea.hears(CAROL, among=TONES, seconds=12)


async def test_what_we_call_ourselves_is_shown_to_who_is_rung(
    ari: Listening, switched_on: SwitchOn
) -> None:
    (bea,) = await switched_on("bea")
    leg = LegId(fresh("bea"))
    named = 'Carol Ünal\r\nEvil: yes" <sip:x@y>'
    await ari.ring(leg, "PJSIP/bea", shown="+4930555000", name=named, seconds=20)
    incoming = await bea.saw("CALL_INCOMING")
    assert incoming["peeruri"].startswith("sip:+4930555000@")
    assert incoming["peerdisplayname"].startswith("Carol Ünal")


async def test_a_number_outside_is_rung_by_the_trunk(
    asterisk: Asterisk, ari: Listening, switched_on: SwitchOn
) -> None:
    (outside,) = await switched_on("outside")
    leg = LegId(fresh("outside"))
    line = f"PJSIP/{outside.number}@trunk"
    await ari.ring(leg, line, shown=DOOR, name="Fernwood", seconds=20)
    incoming = await outside.saw("CALL_INCOMING")
    assert incoming["peeruri"].startswith(f"sip:{DOOR}@")
    await outside.answer()
    await ari.told(LegUp, leg=leg)
    room = await ari.room_with(leg)
    await ari.speak(room, "coming")
    await outside.hears_a_voice()
