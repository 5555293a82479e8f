"""Words left, calls from our side, and who calls again."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest
from pytest_django.fixtures import Settings

from stayline.channels.phone import calling
from stayline.channels.phone.models import Call
from stayline.problems.models import Attachment
from stayline.project.clock import now
from tests.phone.phones import HEADER, RATE, tones_in
from tests.phone.real.conftest import OUTSIDE, Asterisk
from tests.phone.real.scene import CAROL, DOOR, OTHER, TONES, Experience, Scene
from tests.phone.real.telephone import in_database

pytestmark = [
    pytest.mark.phone,
    pytest.mark.anyio,
    pytest.mark.timeout(120),
    pytest.mark.django_db(transaction=True),
]


async def test_whom_nobody_can_answer_leaves_words_and_is_called_back(
    scene: Scene, asterisk: Asterisk
) -> None:
    await scene.begins("carol")
    await scene["carol"].dial(DOOR)
    await scene.hears_a_voice()
    scene.experience = Experience(scene["carol"])
    recordings = asterisk.instance.folder / "spool/recording"
    await scene.eventually(lambda: any(recordings.glob("*-words.wav")), seconds=30)
    scene.spared("nobody can come")
    await asyncio.sleep(1.5)  # what she says
    await scene["carol"].hang_up()
    await scene.is_called_back()
    sound = await _words_of(scene, asterisk.data / "files")
    assert CAROL in tones_in(sound[-RATE // 2 :], TONES)


async def _words_of(scene: Scene, files: Path) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    call = await scene.telephone.call()
    await scene.eventually(
        lambda: Call.objects.filter(pk=call.pk, words_kept_at__isnull=False).exists()
    )

    def read() -> bytes:
        (file,) = Attachment.objects.filter(word__problem=call.problem_id)
        return (files / str(file.file)).read_bytes()

    return np.frombuffer((await in_database(read))[HEADER:], dtype="<i2") / 32768


async def test_a_call_from_our_side_rings_the_colleague_and_then_the_customer(
    scene: Scene, settings: Settings
) -> None:
    settings.STAYLINE_PHONE_TRUNK = "trunk"
    await scene.begins(OUTSIDE, "tom")
    outside, tom = scene[OUTSIDE], scene["tom"]
    await outside.dial(DOOR)
    await tom.answer()
    await outside.hears(1000, among=TONES, seconds=8)
    await outside.hang_up()
    before = await scene.becomes(lambda p: not p.live)
    for phone in (outside, tom):
        await phone.saw("CALL_CLOSED", seconds=8)
        phone.forget()

    last = await scene.telephone.call()
    await in_database(lambda: calling.call_customer(last.problem_id, scene.people["tom"], now()))
    await tom.saw("CALL_INCOMING", seconds=8)
    assert not [one for one in outside.events if one["type"] == "CALL_INCOMING"]
    await tom.answer()
    rung = await outside.saw("CALL_INCOMING", seconds=8)
    assert rung["peeruri"].startswith(f"sip:{DOOR}@")
    await outside.answer()
    await outside.hears(1000, among=TONES, seconds=8)
    after = await scene.becomes(lambda p: bool(p.live))
    assert (after.id, after.owner) == (before.id, before.owner)


async def test_who_calls_again_rings_the_owner_they_had(scene: Scene) -> None:
    await scene.begins("carol", "tom", "sally")
    await scene["carol"].dial(DOOR)
    await scene["tom"].decline()
    await scene["sally"].answer()
    await scene.hear("carol", OTHER)
    await scene.owned_by("sally")
    await scene["carol"].hang_up()
    await scene.becomes(lambda p: not p.live)
    for phone in scene.phones.values():
        await phone.saw("CALL_CLOSED", seconds=8)
        phone.forget()
    await scene["carol"].dial(DOOR)
    await scene["sally"].answer()
    await scene.hear("carol", OTHER)
    assert not [one for one in scene["tom"].events if one["type"] == "CALL_INCOMING"]
    assert await in_database(lambda: Call.objects.values("problem").distinct().count()) == 1
