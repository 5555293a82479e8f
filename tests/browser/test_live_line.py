"""The live line heals itself: nobody has to reload."""

from __future__ import annotations

import os
import signal

from playwright.sync_api import Page, expect

from tests.browser.conftest import Signs
from tests.installation import Installation


def _meets(page: Page, name: str) -> None:
    page.goto("/encounters/new/")
    page.get_by_label("Their name").fill(name)
    page.get_by_label("How to reach them").fill(f"{name.replace(' ', '@').lower()}.example")
    page.get_by_label("What they said").fill("It hums")
    page.get_by_label("Who should know").select_option(label="Jonas Weber, Warehouse")
    page.get_by_role("button", name="They are with me").click()
    expect(page.get_by_text("You are with")).to_be_visible()


def test_after_the_web_process_was_killed_an_open_page_goes_on(
    as_: Signs, demo: Installation
) -> None:
    jonas, erik = as_("Jonas"), as_("Erik")
    os.kill(demo.child("stayline.project.web"), signal.SIGKILL)
    while not demo.answers():
        erik.wait_for_timeout(200)
    _meets(erik, "Hea Ling")
    expect(jonas.get_by_text("Erik asks you to take over for Hea Ling")).to_be_visible(
        timeout=15_000
    )
