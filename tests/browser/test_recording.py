"""What callers hear, spoken into the browser; and the door that records."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility import too_wide, violations
from tests.browser.conftest import Signs

HOW = [pytest.param({}, id="desk"), pytest.param({"phone": True, "dark": True}, id="phone-dark")]
PICTURES = os.environ.get("STAYLINE_PICTURES", "")


def _is_for_everybody(page: Page, name: str) -> None:
    assert violations(page) == [], name
    assert too_wide(page) == [], name
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def _has_a_door_for_calls(page: Page) -> None:
    """An administrator opens one, where there is none yet."""
    page.goto("/doors/")
    if page.get_by_role("link", name="The telephone").count():
        return
    page.goto("/doors/new/")
    expect(page.get_by_label("Calls are recorded")).to_be_hidden()
    page.get_by_label("Kind of door").select_option(label="Phone")
    expect(page.get_by_label("Calls are recorded")).to_have_value("off")
    page.get_by_label("Name", exact=True).first.fill("The telephone")
    page.get_by_label("Address", exact=True).fill("+49 30 555100")
    page.get_by_label("Who is behind it").select_option(index=1)
    _is_for_everybody(page, "door")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="The telephone")).to_be_visible()


def _speaks(page: Page) -> None:
    """Two seconds; the microphone of the tests beeps by itself."""
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.get_by_text("Recording. Speak now.")).to_be_visible()
    expect(page.locator("[data-recorder-time]")).to_have_text("2 s")
    page.get_by_role("button", name="That's it").click()
    expect(page.get_by_text("Listen to it, then keep it")).to_be_visible()


@pytest.mark.parametrize("how", HOW)
def test_a_colleague_records_their_own_name_and_takes_it_back(
    as_: Signs, how: dict[str, bool]
) -> None:
    mara = as_("Mara", **how)
    _has_a_door_for_calls(mara)
    mara.goto("/you/")
    mine = mara.get_by_role("region", name="Your name, in your voice")
    expect(mine.get_by_text("Until then it says “One of us”")).to_be_visible()
    _speaks(mara)
    expect(mine.get_by_label("Your recording")).to_be_visible()
    _is_for_everybody(mara, f"name-{len(how)}")
    mine.get_by_role("button", name="Keep it").click()
    expect(mine.get_by_label("How your name sounds")).to_be_visible()
    sound = mara.request.get("/you/name/sound/")
    assert sound.headers["content-type"] == "audio/wav"
    assert len(sound.body()) > 1_000
    mine.get_by_role("button", name="Take it back").click()
    expect(mine.get_by_label("How your name sounds")).to_be_hidden()


@pytest.mark.parametrize("how", HOW)
def test_an_administrator_records_a_sentence_that_callers_hear(
    as_: Signs, how: dict[str, bool]
) -> None:
    mara = as_("Mara", **how)
    _has_a_door_for_calls(mara)
    mara.goto("/people/")
    mara.get_by_role("link", name="What callers hear").click()
    _is_for_everybody(mara, f"prompts-{len(how)}")
    mara.get_by_role("link", name="This call is being recorded from now on.").click()
    expect(mara.get_by_text("A synthetic voice")).to_be_visible()
    _speaks(mara)
    _is_for_everybody(mara, f"prompt-{len(how)}")
    mara.get_by_role("button", name="Keep it").click()
    expect(mara.get_by_text("Callers hear this from now on.")).to_be_visible()
    expect(mara.get_by_role("region", name="How it sounds now")).to_contain_text("Mara Klein")
    mara.get_by_role("button", name="Take it back").click()
    expect(mara.get_by_text("A synthetic voice")).to_be_visible()
