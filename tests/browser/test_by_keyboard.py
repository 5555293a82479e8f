"""The main job without a mouse, from the sign-in to the customer's yes: no press of a pointer in this file."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.accessibility import violations
from tests.browser.conftest import WITHIN_A_SECOND, Mails, Opens, Signs, customers_page

WORDS = "Your words to the customer"


def _reach(page: Page, wanted: Locator, key: str = "Tab", most: int = 80) -> None:
    """Press a key until the focus is where one wants it."""
    expect(wanted).to_be_visible()
    for _ in range(most):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{wanted} is not reached by {key}.")


def _press(page: Page, wanted: Locator, key: str = "Enter") -> None:
    _reach(page, wanted)
    page.keyboard.press(key)


def _signs_in(page: Page, name: str) -> Page:
    page.goto("/demo/")
    _press(page, page.get_by_role("button", name=name))
    expect(page.get_by_role("heading", name="With you now")).to_be_visible()
    page.wait_for_load_state()
    return page


def test_the_main_job_from_end_to_end(opens: Opens, mails: Mails) -> None:
    bea, tom = _signs_in(opens(), "Bea"), _signs_in(opens(), "Tom Okafor")

    # The customer arrives; j goes to her, Enter reads, "I will help you".
    mails("The meter shows E17", "Since Monday. What now?", name="Keya Board")
    call = bea.locator(".call", has_text="Keya Board just arrived")
    _reach(bea, call.get_by_role("button", name="I will help you"), key="j")
    bea.keyboard.press("Enter")
    expect(bea.get_by_text("You are with Keya")).to_be_visible()

    # r writes, p promises, Ctrl+Enter sends.
    bea.keyboard.press("r")
    expect(bea.get_by_label(WORDS)).to_be_focused()
    bea.keyboard.type("Hello Keya, I will help you.")
    bea.keyboard.press("Escape")
    bea.keyboard.press("p")
    expect(bea.get_by_label("They hear from you again by")).to_be_focused()
    bea.keyboard.press("ArrowDown")
    _reach(bea, bea.get_by_label(WORDS), key="Shift+Tab")
    bea.keyboard.press("Control+Enter")
    expect(bea.locator(".entry--ours")).to_contain_text("I will help you")

    # n notes, @ names a colleague, Alt+Enter keeps.
    bea.keyboard.press("n")
    bea.keyboard.type("Do you know E17, @tom ok")
    expect(bea.get_by_role("option", name="Tom Okafor")).to_be_visible()
    bea.keyboard.press("Enter")
    bea.keyboard.press("Alt+Enter")
    expect(bea.locator(".entry--note")).to_contain_text("@Tom Okafor")

    # h brings somebody in.
    bea.keyboard.press("Escape")
    bea.keyboard.press("h")
    expect(bea.get_by_role("heading", name="Bring somebody in")).to_be_visible()
    bea.wait_for_load_state()
    _press(bea, bea.get_by_role("checkbox", name="Tom Okafor"), "Space")
    _reach(bea, bea.get_by_role("radio", name="Ask to help"))
    bea.keyboard.press("ArrowDown")
    expect(bea.get_by_role("radio", name="Offer to take over")).to_be_checked()
    _press(bea, bea.get_by_role("button", name="Ask them"))
    expect(bea.locator(".step--done")).to_have_count(1)

    # Tom hears of it, reads the brief, picks up.
    offer = tom.locator(".call", has_text="Bea asks you to take over for Keya Board")
    expect(offer).to_be_visible()
    _press(tom, offer.get_by_role("button", name="Pick up"))
    expect(bea.locator(".step--done")).to_have_count(2)
    _press(bea, bea.get_by_role("button", name="Ask Keya"))
    expect(bea.locator(".step--done")).to_have_count(3)

    # Keya says yes on her page: the question is where her first Tab leads.
    keya = opens()
    keya.goto(customers_page(opens_outbox(opens), "keya@board.example"))
    _press(keya, keya.get_by_role("button", name="Yes"))
    expect(keya.get_by_role("heading", level=1)).to_have_text("Tom is with you")
    expect(tom.get_by_text("You are with Keya")).to_be_visible(timeout=5 * WITHIN_A_SECOND)

    # Tom proposes; Ctrl+Shift+Enter asks whether it is solved; she says that it is.
    tom.keyboard.press("r")
    tom.keyboard.type("Press the round button once: E17 is gone.")
    tom.keyboard.press("Control+Shift+Enter")
    expect(tom.get_by_text("was asked whether it is solved").first).to_be_visible()
    keya.reload()
    expect(keya.get_by_role("heading", level=1)).to_have_text("Is it solved for you?")
    _press(keya, keya.get_by_role("button", name="Yes").first)
    expect(keya.get_by_role("heading", level=1)).to_contain_text("It is solved")
    tom.keyboard.press("g")
    tom.keyboard.press("h")
    expect(tom.get_by_role("heading", name="With you now")).to_be_visible()


def opens_outbox(opens: Opens) -> Page:
    """Where a customer's mail is found in the demo: Erik looks into every mail that left."""
    return _signs_in(opens(), "Erik")


def test_keys_palette_and_search_open_and_close_without_a_trap(as_: Signs) -> None:
    jonas = as_("Jonas")
    jonas.keyboard.press("?")
    keys = jonas.get_by_role("dialog", name="Keys")
    expect(keys).to_be_visible()
    for _ in range(4):
        jonas.keyboard.press("Tab")
    jonas.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    jonas.keyboard.press("Control+k")
    palette = jonas.get_by_role("dialog")
    expect(palette).to_be_visible()
    jonas.keyboard.type("set aside")
    expect(jonas.get_by_role("option").first).to_be_visible()
    jonas.keyboard.press("Escape")
    expect(palette).to_be_hidden()
    jonas.keyboard.press("/")
    expect(jonas.get_by_role("heading", name="Search", level=1)).to_be_visible()
    expect(jonas.get_by_role("main").get_by_role("combobox").first).to_be_focused()
    assert violations(jonas) == []
