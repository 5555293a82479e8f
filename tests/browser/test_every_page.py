"""Every page, at a desk and on a phone, light and dark: for everybody, and nothing cut off."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility import cut_off_when_narrow_and_spaced, too_wide, violations
from tests.browser.conftest import Mails, Opens, Signs, customers_page, met
from tests.browser.pages import (
    ACTS,
    ADMINISTRATORS,
    ASKED,
    COLLEAGUES,
    LEADS,
    MADE,
    NOBODY,
    OF_A_DEMO,
    SPOKEN,
    filled,
    made,
)

_ALL = [
    pytest.param({"phone": False, "dark": False}, id="desk-light"),
    pytest.param({"phone": False, "dark": True}, id="desk-dark"),
    pytest.param({"phone": True, "dark": False}, id="phone-light"),
    pytest.param({"phone": True, "dark": True}, id="phone-dark"),
]

# The same components in another order: the two extremes tell enough.
EXTREMES = [_ALL[0], _ALL[3]]

#: All four with `bin/test --thorough`; forms, of which all are alike, then at a desk too.
IS_THOROUGH = bool(os.environ.get("STAYLINE_THOROUGH"))
HOW = _ALL if IS_THOROUGH else EXTREMES
FORMS = EXTREMES if IS_THOROUGH else [_ALL[3]]


#: Longer than any row, so that a draft of it is a page's hardest.
BEGUN = "I am asking Tom, who changed the module, whether the reading can be right. " * 4

_AS_DRAWN = "innerWidth > 1000 && !matchMedia('(prefers-color-scheme: dark)').matches"


def _is_for_everybody(page: Page, path: str) -> None:
    page.goto(path)
    page.wait_for_load_state("networkidle") if "live" in path else page.wait_for_timeout(150)
    assert violations(page) == [], path
    assert too_wide(page) == [], path
    if page.evaluate(_AS_DRAWN):  # the same at 320 pixels, wherever one comes from
        assert cut_off_when_narrow_and_spaced(page) == [], path


@pytest.mark.parametrize("how", HOW)
def test_the_colleagues_pages(as_: Signs, mails: Mails, how: dict[str, bool]) -> None:
    name = f"Ann Example{how['phone']}{how['dark']}" + "aeiou" * 8
    mails("A question about the invoice", "Which of the two lines is right?", name=name)
    bea = as_("Bea", **how)
    call = bea.locator(".call", has_text=name)
    expect(call).to_be_visible()
    _is_for_everybody(bea, "/")
    call.get_by_role("button", name="I will help you").click()
    expect(bea.get_by_text("You are with Ann")).to_be_visible()
    problem = bea.url.partition("#")[0]
    bea.get_by_label("Your words to the customer").fill(BEGUN)
    expect(bea.get_by_text("Saved", exact=True)).to_be_visible()
    bea.get_by_role("tab", name="Note").click()
    bea.get_by_label("Your note to colleagues").fill("She asked before, in May.")
    bea.get_by_role("button", name="Keep note").click()
    expect(bea.locator(".entry--note")).to_be_visible()
    for path in filled(COLLEAGUES | OF_A_DEMO, problem=problem).values():
        _is_for_everybody(bea, path)


@pytest.mark.parametrize("how", FORMS)
def test_what_is_done_more_rarely(as_: Signs, how: dict[str, bool]) -> None:
    bea, tom = as_("Bea", **how), as_("Tom Okafor", **how)
    problem = met(bea, f"Rosa Rarely{how['phone']}", knows="Tom Okafor, Technical support")
    gaps = made(bea, tom, problem.partition("#")[0])
    for path in filled(ACTS, **gaps).values():
        _is_for_everybody(bea, path)
    for path in filled(ASKED | MADE, **gaps).values():
        _is_for_everybody(tom, path)
    for path in filled(LEADS, **gaps).values():
        _is_for_everybody(as_("Petra", **how), path)


@pytest.mark.parametrize("how", FORMS)
def test_the_administrators_pages(as_: Signs, how: dict[str, bool]) -> None:
    mara = as_("Mara Klein", **how)
    met(mara, "Hanna Held")
    for path in (ADMINISTRATORS | SPOKEN).values():
        _is_for_everybody(mara, path)


@pytest.mark.parametrize("how", EXTREMES)
def test_the_pages_before_signing_in(opens: Opens, how: dict[str, bool]) -> None:
    page = opens(**how)
    for path in NOBODY.values():
        _is_for_everybody(page, path)


@pytest.mark.parametrize("how", HOW)
def test_the_customers_page(as_: Signs, opens: Opens, mails: Mails, how: dict[str, bool]) -> None:
    name = f"Zoe Page{how['phone']}{how['dark']}" + "aeiou" * 8
    mails("The pump hums", "It hums at night.", name=name)
    bea = as_("Bea")
    bea.locator(".call", has_text=name).get_by_role("button", name="I will help you").click()
    bea.get_by_label("Your words to the customer").fill("Hello Zoe, I will help you.")
    bea.get_by_role("button", name="Send, ask if solved").click()
    expect(bea.locator(".entry--ours")).to_be_visible()
    zoe = opens(**how)
    _is_for_everybody(zoe, customers_page(bea, name.split()[-1].lower()))
    expect(zoe.get_by_role("heading", level=1)).to_have_text("Is it solved for you?")
    zoe.get_by_role("button", name="Yes").click()
    expect(zoe.get_by_role("heading", level=1)).to_contain_text("It is solved")
    assert violations(zoe) == []


def test_the_keys_are_shown_and_closed_by_the_keyboard(as_: Signs) -> None:
    bea = as_("Bea")
    bea.keyboard.press("?")
    keys = bea.get_by_role("dialog", name="Keys")
    expect(keys).to_be_visible()
    assert violations(bea) == []
    bea.keyboard.press("Escape")
    expect(keys).to_be_hidden()
