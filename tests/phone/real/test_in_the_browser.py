"""A colleague's phone in their browser, with real sound."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.phone.real.browsers import desk, hears, is_, phone_in_a_browser
from tests.phone.real.conftest import OUTSIDE, Asterisk
from tests.phone.real.scene import CAROL, DOOR, FOURTH, TOM, TONES, Experience, Scene

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


async def rung(page: Page) -> None:
    """It rings, and is answered."""
    await is_(page, "ringing")
    await page.get_by_role("button", name="Answer").click()
    await is_(page, "talking")


async def test_a_call_is_answered_in_the_browser_and_a_closed_window_says_goodbye(
    scene: Scene, url: str, tmp_path: Path
) -> None:
    async with phone_in_a_browser(url, "Tom", BROWSER, tmp_path) as tom:
        await scene.begins("carol")
        await scene["carol"].dial(DOOR)
        await rung(tom)
        await scene.hear("carol", BROWSER)
        await hears(tom, CAROL, among=TONES)
        await tom.get_by_role("button", name="Mute").click()
        await scene.hear("carol")
        await tom.get_by_role("button", name="Mute").click()
        await scene.hear("carol", BROWSER)
        scene.experience = Experience(scene["carol"])
        tom.on("dialog", lambda asks: asks.accept())
        await tom.close(run_before_unload=True)
        await scene.hears_a_voice()
        scene.spared("the owner closes the browser's window")


async def test_a_receiver_in_the_browser_reads_the_brief_and_stays(
    scene: Scene, url: str, tmp_path: Path
) -> None:
    async with phone_in_a_browser(url, "Bea", BROWSER, tmp_path) as bea:
        await scene.talking()
        await scene.offers("bea")
        await is_(bea, "ringing")
        await expect(bea.get_by_text("The router is dead.")).to_be_visible()
        await rung(bea)
        await scene.hear("carol", TOM, BROWSER)
        await hears(bea, CAROL, TOM, among=TONES)
        await scene.asked()
        await scene["carol"].press("1")
        await scene.owned_by("bea")
        await scene["tom"].saw("CALL_CLOSED", seconds=10)
        await scene.hear("carol", BROWSER)
        scene.spared("the receiver answers in the browser")


async def test_a_desk_telephone_and_the_browser_ring_and_the_first_is_it(
    scene: Scene, url: str, tmp_path: Path
) -> None:
    async with phone_in_a_browser(url, "Tom", BROWSER, tmp_path) as tom:
        await scene.begins("carol", "tom")
        await scene["carol"].dial(DOOR)
        await is_(tom, "ringing")
        await scene["tom"].answer()
        await is_(tom, "ready")
        await expect(tom.get_by_text("somebody answered elsewhere")).to_be_visible()
        await scene.hear("carol", TOM)


async def test_a_call_out_from_a_page_is_spoken_in_the_window(
    scene: Scene, url: str, tmp_path: Path
) -> None:
    async with phone_in_a_browser(url, "Tom", BROWSER, tmp_path) as tom:
        await scene.begins(OUTSIDE)
        outside = scene[OUTSIDE]
        await outside.dial(DOOR)
        await rung(tom)
        await outside.hang_up()
        await is_(tom, "ready")
        problem = (await scene.becomes(lambda problem: not problem.live)).id
        await outside.saw("CALL_CLOSED")
        outside.forget()

        page = await tom.context.new_page()
        await page.goto(f"/problems/{problem}/")
        await page.get_by_role("button", name=re.compile(r"Call \+49")).click()
        await outside.answer()
        await outside.hears(BROWSER, among=TONES)
        bar = page.get_by_role("status", name="Your phone")
        await bar.get_by_role("button", name="Hang up").click()
        await expect(bar).to_contain_text("Nobody else is with")
        await is_(tom, "talking")
        await outside.hang_up()
        await expect(bar).to_be_hidden()


async def test_hold_and_a_lost_connection_leave_the_customer_with_their_person(
    scene: Scene, url: str, tmp_path: Path
) -> None:
    async with phone_in_a_browser(url, "Tom", BROWSER, tmp_path) as tom:
        await scene.begins("carol")
        await scene["carol"].dial(DOOR)
        await rung(tom)
        await scene.hear("carol", BROWSER)
        scene.experience = Experience(scene["carol"])
        await tom.get_by_role("button", name="Hold").click()
        await scene.becomes(lambda problem: problem.live[0].hold_since is not None)
        await scene.hears_a_voice()
        await tom.get_by_role("button", name="Hold").click()
        await scene.becomes(lambda problem: problem.live[0].hold_since is None)
        await tom.evaluate("window.socket.close()")
        await is_(tom, "interrupted")
        await is_(tom, "talking")
        await scene.hear("carol", BROWSER)
        await scene["carol"].hang_up()
        await is_(tom, "ready")
        scene.spared("hold, and a connection lost and found")
