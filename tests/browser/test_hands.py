"""Hands: everything by keyboard, nothing typed is lost, a note cannot be sent by mistake."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import WITHIN_A_SECOND, Opens, Signs, customers_page, met


def test_a_reply_by_the_keyboard_alone(as_: Signs) -> None:
    bea = as_("Bea")
    met(bea, "Kay Board")
    bea.keyboard.press("g")
    bea.keyboard.press("h")
    expect(bea.get_by_role("heading", name="With you now")).to_be_visible()
    row = bea.locator(".row", has_text="Kay Board")
    for _ in range(30):
        bea.keyboard.press("j")
        if row.locator(".row__name").evaluate("one => one === document.activeElement"):
            break
    bea.keyboard.press("Enter")
    expect(bea.get_by_role("heading", name="The heating is cold")).to_be_visible()
    bea.keyboard.press("r")
    bea.keyboard.type("Hello Kay, jjj is only typed here.")
    bea.keyboard.press("Control+Enter")
    expect(bea.locator(".entry--ours")).to_contain_text("jjj is only typed here")


def test_what_was_typed_survives_a_reload(as_: Signs) -> None:
    bea = as_("Bea")
    met(bea, "Rel Oad")
    words = bea.get_by_label("Your words to the customer")
    words.fill("Half a sentence")
    expect(bea.get_by_text("Saved", exact=True)).to_be_visible()
    bea.reload()
    expect(words).to_have_value("Half a sentence")


def test_what_left_is_no_longer_a_draft(as_: Signs) -> None:
    bea = as_("Bea")
    met(bea, "Sent Away")
    words = bea.get_by_label("Your words to the customer")
    words.fill("Hello, I will help you.")
    expect(bea.get_by_text("Saved", exact=True)).to_be_visible()
    bea.get_by_role("button", name="Send", exact=True).click()
    expect(bea.locator(".entry--ours")).to_be_visible()
    expect(words).to_have_value("")
    bea.reload()
    expect(words).to_have_value("")


def test_a_refusal_keeps_what_was_typed(as_: Signs) -> None:
    bea = as_("Bea")
    met(bea, "Ref Used")
    bea.get_by_label("Your words to the customer").fill("Some day.")
    bea.get_by_label("They hear from you again by").select_option("other")
    bea.get_by_label("Date and time of the promise").fill("2031-01-01T10:00")
    bea.get_by_role("button", name="Send", exact=True).click()
    expect(bea.get_by_role("alert")).to_contain_text("longer than Ref should go without a word")
    expect(bea.get_by_label("Your words to the customer")).to_have_value("Some day.")


def test_a_note_has_no_button_that_sends(as_: Signs) -> None:
    bea = as_("Bea")
    met(bea, "Not Esent")
    bea.keyboard.press("n")
    bea.keyboard.type("Only for us.")
    expect(bea.get_by_role("button", name="Send", exact=True)).to_be_hidden()
    bea.keyboard.press("Control+Enter")
    expect(bea.get_by_text("A note is not sent: keep it with Alt+Enter.")).to_be_visible()
    bea.keyboard.press("Alt+Enter")
    expect(bea.locator(".entry--note")).to_contain_text("Only for us.")
    expect(bea.locator(".entry--ours")).to_have_count(0)


def test_their_new_word_stops_a_stale_reply(as_: Signs, opens: Opens) -> None:
    bea, stella = as_("Bea"), opens(phone=True)
    problem = met(bea, "Stella Stale")
    bea.get_by_label("Your words to the customer").fill("Hello Stella, I will help you.")
    bea.get_by_role("button", name="Send", exact=True).click()
    expect(bea.locator(".entry--ours")).to_be_visible()
    stella.goto(customers_page(bea, "stella@stale.example"))
    bea.goto(problem)
    bea.get_by_label("Your words to the customer").fill("We send somebody.")
    stella.get_by_label("Write to Bea").fill("It is warm again!")
    stella.get_by_role("button", name="Send").click()
    stale = bea.get_by_text("Stella wrote again while you were writing").first
    expect(stale).to_be_visible(timeout=WITHIN_A_SECOND)
    bea.get_by_role("button", name="Send", exact=True).click()
    expect(bea.get_by_role("alert").first).to_contain_text("It is warm again!")
    expect(bea.locator(".entry--ours")).to_have_count(1)
    bea.get_by_role("button", name="Send anyway").click()
    expect(bea.locator(".entry--ours")).to_have_count(2)


def test_an_encounter_with_one_thumb(as_: Signs) -> None:
    erik = as_("Erik", phone=True)
    erik.get_by_role("link", name="I met…").click()
    erik.get_by_label("Their name").fill("Carla Conference")
    erik.get_by_label("How to reach them").fill("carla@conference.example")
    erik.get_by_label("What they said").fill("The pump is loud, and nobody answered.")
    erik.get_by_label("Who should know").select_option(label="Sally Meyer, Head of sales support")
    erik.get_by_role("button", name="They are with me").click()
    expect(erik.get_by_text("You are with Carla")).to_be_visible()
    sally = as_("Sally")
    expect(sally.get_by_text(re.compile("Erik asks you to take over for Carla"))).to_be_visible()


def test_light_and_dark_are_switched_by_hand(as_: Signs) -> None:
    bea = as_("Bea")
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    light = bea.evaluate(paper)
    bea.locator(".shell__you summary").click()
    bea.locator(".shell__you").get_by_role("button", name="Light or dark").click()
    assert bea.evaluate(paper) != light
    bea.reload()
    assert bea.evaluate(paper) != light
