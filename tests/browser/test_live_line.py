"""The live line heals itself: nobody has to reload."""

from __future__ import annotations

import os
import signal

from playwright.sync_api import expect

from tests.browser.conftest import Signs, met
from tests.installation import Installation


def test_after_the_web_process_was_killed_an_open_page_goes_on(
    as_: Signs, demo: Installation
) -> None:
    jonas, erik = as_("Jonas"), as_("Erik")
    os.kill(demo.child("stayline.project.web"), signal.SIGKILL)
    while not demo.answers():
        erik.wait_for_timeout(200)
    met(erik, "Hea Ling", "It hums", knows="Jonas Weber, Warehouse")
    expect(
        jonas.get_by_role("heading", name="Erik asks you to take over for Hea Ling")
    ).to_be_visible(timeout=15_000)
