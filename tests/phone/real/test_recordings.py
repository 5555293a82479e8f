"""A call is recorded with all who are in it, after the customer has heard so, and once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from stayline.channels.phone import recording
from stayline.channels.phone.models import Call, Recording
from stayline.people.models import Door
from stayline.project.clock import now
from tests.phone.phones import HEADER, RATE, tones_in
from tests.phone.real.conftest import Asterisk
from tests.phone.real.scene import CAROL, TOM, TONES, Scene
from tests.phone.real.telephone import in_database

pytestmark = [
    pytest.mark.phone,
    pytest.mark.anyio,
    pytest.mark.timeout(120),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
async def recorded(scene: Scene) -> Scene:
    await in_database(lambda: Door.objects.filter(kind="phone").update(recording="announced"))
    return scene


async def _stops(scene: Scene) -> None:
    """Tom presses the button."""
    call, tom = await scene.telephone.call(), scene.people["tom"]
    await in_database(lambda: recording.stop(call.problem_id, call.contact_id, tom, now()))


def _grows(asterisk: Asterisk, number: int) -> Callable[[], bool]:
    """This recording runs, and has a second of sound."""
    spool = asterisk.instance.folder / "spool/recording"

    def grows() -> bool:
        room = Call.objects.latest("pk").room
        file = spool / f"{room}-recording-{number}.wav"
        return file.exists() and file.stat().st_size > 2 * RATE

    return grows


def _all_kept(number: int) -> bool:
    return Recording.objects.filter(attachment__isnull=False).count() == number


async def _tones(asterisk: Asterisk) -> list[set[int]]:
    """What is heard in each recording, when it had begun."""

    def read() -> list[bytes]:
        kept = Recording.objects.select_related("attachment").order_by("pk")
        files = [one.attachment for one in kept if one.attachment is not None]
        return [(asterisk.data / "files" / str(one.file)).read_bytes() for one in files]

    sounds = [np.frombuffer(one[HEADER:], dtype="<i2") / 32768 for one in await in_database(read)]
    return [tones_in(sound[RATE // 4 : RATE], TONES) for sound in sounds]


async def test_a_call_is_recorded_after_a_voice_said_so_and_again_after_a_stop(
    recorded: Scene, asterisk: Asterisk
) -> None:
    await recorded.talking()
    await recorded.hears_a_voice()
    await recorded.eventually(_grows(asterisk, 1), seconds=30)
    call, tom = await recorded.telephone.call(), recorded.people["tom"]
    await _stops(recorded)
    await recorded.eventually(lambda: _all_kept(1), seconds=30)
    await in_database(lambda: recording.start(call.problem_id, call.contact_id, tom, now()))
    await recorded.hears_a_voice()
    await recorded.eventually(_grows(asterisk, 2), seconds=30)
    await recorded["carol"].hang_up()
    await recorded.eventually(lambda: _all_kept(2), seconds=30)
    assert await _tones(asterisk) == [{CAROL, TOM}, {CAROL, TOM}]
    assert not any((asterisk.instance.folder / "spool/recording").glob("*-recording-*"))


async def test_a_process_that_was_killed_goes_on_with_the_same_recording(
    recorded: Scene, asterisk: Asterisk
) -> None:
    await recorded.talking()
    await recorded.eventually(_grows(asterisk, 1), seconds=30)
    await recorded.telephone.kill()
    await recorded.hear("carol", TOM)
    await recorded.telephone.start()
    await recorded.hear("carol", TOM)
    await recorded["carol"].hang_up()
    await recorded.eventually(lambda: _all_kept(1), seconds=30)
    (row,) = await in_database(lambda: list(Recording.objects.all()))
    assert row.ended_at is not None
    assert row.seconds >= (row.ended_at - row.began_at).total_seconds() - 1
