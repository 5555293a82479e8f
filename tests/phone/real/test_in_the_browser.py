"""A colleague's phone in their browser, with real sound."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.phone.real.browsers import desk, hears, is_, phone_in_a_browser
from tests.phone.real.conftest import Asterisk
from tests.phone.real.scene import CAROL, DOOR, FOURTH, TONES, Experience, Scene

pytestmark = [
    pytest.mark.phone,
    pytest.mark.anyio,
    pytest.mark.timeout(120),
    pytest.mark.django_db(transaction=True),
]

BROWSER = FOURTH
"""The tone of whoever speaks by a browser."""


@pytest.fixture
async def url(asterisk: Asterisk, scene: Scene) -> AsyncIterator[str]:
    async with desk(asterisk) as address:
        yield address


async def test_a_call_is_answered_in_the_browser_and_a_closed_window_says_goodbye(
    scene: Scene, url: str, tmp_path: Path
) -> None:
    async with phone_in_a_browser(url, "Tom", BROWSER, tmp_path) as tom:
        await scene.begins("carol")
        await scene["carol"].dial(DOOR)
        await is_(tom, "ringing")
        await tom.get_by_role("button", name="Answer").click()
        await scene.hear("carol", BROWSER)
        await hears(tom, CAROL, among=TONES)
        scene.experience = Experience(scene["carol"])
        tom.on("dialog", lambda asks: asks.accept())
        await tom.close(run_before_unload=True)
        await scene.hears_a_voice()
        scene.spared("the owner closes the browser's window")
