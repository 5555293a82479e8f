"""Carol's page and Bea's desk, live against each other: neither reloads, and nothing typed is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.accessibility import violations
from tests.browser.conftest import (
    WITHIN_A_SECOND,
    Mails,
    Opens,
    Signs,
    customers_page,
)
from tests.installation import Installation


@pytest.fixture
def with_bea(as_: Signs, mails: Mails) -> tuple[Page, str, str]:
    """Bea at Carol's problem, its address, and that of Carol's own page."""
    mails("The meter hums", "All night.", name="Carol Alivewell")
    bea = as_("Bea")
    call = bea.locator(".call", has_text="Carol Alivewell").first
    call.get_by_role("button", name="I will help you").click()
    expect(bea.get_by_text("You are with Carol")).to_be_visible()
    problem = bea.url
    says(bea, "Hello Carol, I will help you.")
    hers = customers_page(as_("Erik"), "carol@alivewell.example")
    bea.goto(problem)
    return bea, problem, hers


def says(bea: Page, words: str, *, asks: bool = False) -> None:
    bea.get_by_label("Your words to the customer").press_sequentially(words)
    name = "Send, ask if solved" if asks else "Send"
    bea.get_by_role("button", name=name, exact=True).click()
    expect(bea.locator(".entry--ours").last).to_contain_text(words)


def test_when_both_are_there_it_is_a_conversation_also_through_a_tunnel(
    with_bea: tuple[Page, str, str], opens: Opens
) -> None:
    bea, _problem, hers = with_bea
    carol = opens(zone="America/New_York")
    carol.goto(hers)
    presence = bea.locator("#presence")
    expect(presence).to_contain_text("Carol is here now")
    expect(presence).to_contain_text("has seen your words")
    expect(carol.locator("[data-there]")).to_contain_text("Bea is here now")

    field = carol.get_by_label("Write to Bea")
    field.press_sequentially("Is it the old")
    expect(presence).to_contain_text("Carol is writing to you", timeout=WITHIN_A_SECOND)
    field.press_sequentially(" one?")
    carol.get_by_role("button", name="Send").click()
    expect(carol.locator(".said--me").last).to_contain_text("Is it the old one?")
    expect(field).to_have_value("")
    theirs = bea.locator(".entry--theirs").last
    expect(theirs).to_contain_text("Is it the old one?", timeout=WITHIN_A_SECOND)

    field.press_sequentially("It has a red li")
    bea.get_by_label("Your words to the customer").press_sequentially("Yes.")
    writes = carol.locator("[data-there]")
    expect(writes).to_contain_text("Bea is writing to you", timeout=WITHIN_A_SECOND)
    bea.get_by_role("button", name="Send", exact=True).click()
    word = carol.locator(".said--them").last
    expect(word).to_contain_text("Yes.", timeout=WITHIN_A_SECOND)
    expect(writes).not_to_contain_text("writing", timeout=WITHIN_A_SECOND)
    expect(field).to_have_value("It has a red li")
    expect(field).to_be_focused()

    carol.context.set_offline(True)
    carol.get_by_role("button", name="Send").click()
    expect(carol.locator("[data-state]")).to_contain_text("Your words are kept here")
    expect(field).to_have_value("It has a red li")
    carol.context.set_offline(False)
    expect(carol.locator(".said--me", has_text="red li")).to_have_count(1, timeout=10_000)
    expect(bea.locator(".entry--theirs", has_text="red li")).to_have_count(1)
    expect(field).to_have_value("")


def test_a_question_comes_by_itself_and_differing_words_are_asked_about_once(
    with_bea: tuple[Page, str, str], opens: Opens
) -> None:
    bea, _problem, hers = with_bea
    carol = opens(phone=True)
    carol.goto(hers)
    heading = carol.get_by_role("heading", level=1)
    expect(heading).to_have_text("Bea is with you")
    says(bea, "Please look once more.", asks=True)
    expect(heading).to_have_text("Is it solved for you?", timeout=WITHIN_A_SECOND)
    expect(heading).to_be_in_viewport()
    carol.get_by_label("If you like, in your words").fill("It still does not work.")
    carol.get_by_role("button", name="Yes", exact=True).click()
    expect(heading).to_have_text("Which is it?")
    carol.get_by_role("button", name="Yes, it is solved").click()
    expect(heading).to_contain_text("It is solved.")
    carol.get_by_role("button", name="It is not solved after all").click()
    expect(heading).to_have_text("Bea is with you")
    carol.get_by_role("button", name="Every day").click()
    expect(carol.get_by_role("button", name="Every day")).to_have_attribute("aria-pressed", "true")
    carol.get_by_text("It is solved for me").click()
    carol.get_by_text("Did this link go to somebody else").click()
    assert violations(carol) == []


def test_without_scripts_too_every_form_works_and_a_link_that_went_astray_is_renewed(
    with_bea: tuple[Page, str, str], browser: Browser, demo: Installation, as_: Signs
) -> None:
    _bea, _problem, hers = with_bea
    context = browser.new_context(base_url=demo.url, java_script_enabled=False)
    carol = context.new_page()
    carol.goto(hers)
    carol.get_by_label("Write to Bea").fill("By an old browser.")
    carol.get_by_role("button", name="Send").click()
    expect(carol.locator(".said--me").last).to_contain_text("By an old browser.")
    carol.get_by_role("button", name="Every week").click()
    expect(carol.get_by_role("button", name="Every week")).to_have_attribute("aria-pressed", "true")
    carol.get_by_text("Did this link go to somebody else by mistake?").click()
    carol.get_by_role("button", name="End it and send me a new one").click()
    expect(carol.get_by_role("heading", level=1)).to_have_text("Look into your mailbox.")
    carol.goto(hers)
    expect(carol.get_by_role("heading", level=1)).to_contain_text("This link is not in use")
    erik = as_("Erik")
    renewed = customers_page(erik, "Your new link")
    assert re.fullmatch(r"/with/[a-z2-7]{26}/", renewed)
    carol.goto(renewed)
    expect(carol.get_by_role("heading", level=1)).to_have_text("Bea is with you")
    context.close()
