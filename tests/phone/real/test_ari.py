"""The driver against a real Asterisk, with telephones that hear."""

from __future__ import annotations

import pytest

from stayline.channels.phone.telephony import (
    Arrived,
    Gone,
    LegGone,
    LegId,
    LegState,
    LegUp,
    LineUnreachable,
)
from tests.phone.real.conftest import DOOR, TONES, SwitchOn
from tests.phone.real.listening import Listening

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
