"""Writing: taken back in time, kept on every device, and kept while nothing is reached."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.accessibility import violations
from tests.browser.conftest import Opens, Signs, customers_page, met
from tests.installation import Installation, SecondWeb


@pytest.fixture(scope="module")
def patient(demo: Installation) -> Iterator[str]:
    """A second web process of the same company, where replies can be taken back as by default."""
    web = SecondWeb(demo, STAYLINE_UNDO_SEND_SECONDS="15")
    web.start()
    yield web.there.url
    web.stop()


def test_a_reply_is_taken_back_by_one_key(as_: Signs, patient: str) -> None:
    bea = as_("Bea")
    problem = met(bea, "Una Undone").split("/", 3)[3]
    bea.goto(f"{patient}/demo/")
    bea.get_by_role("button", name="Bea").click()
    bea.goto(f"{patient}/{problem}")
    bea.get_by_label("Your words to the customer").fill("Hello Una, it is the *wrong* valve.")
    bea.keyboard.press("Control+Enter")
    about_to_leave = bea.get_by_role("group", name="A reply about to leave")
    expect(about_to_leave.filter(has_text="To Una in")).to_be_visible()
    expect(bea.locator(".leaving")).to_contain_text("Hello Una")
    assert violations(bea) == []
    expect(bea.get_by_label("Your words to the customer")).to_have_value("")
    bea.keyboard.press("z")
    expect(bea.get_by_label("Your words to the customer")).to_be_focused()
    expect(bea.get_by_label("Your words to the customer")).to_have_value(
        "Hello Una, it is the *wrong* valve."
    )
    bea.get_by_label("Your words to the customer").fill("Hello Una, it is the right valve.")
    bea.keyboard.press("Control+Enter")
    about_to_leave.filter(has_text="To Una in").get_by_role("button", name="Send now").click()
    expect(bea.locator(".entry--ours")).to_have_count(1)
    expect(bea.locator(".entry--ours")).to_contain_text("the right valve")


def test_what_is_typed_here_is_there_two_seconds_later(as_: Signs) -> None:
    bea = as_("Bea")
    problem = met(bea, "Dee Vices")
    phone = as_("Bea", phone=True)
    bea.get_by_label("Your words to the customer").fill("Begun at the desk")
    expect(bea.get_by_text("Saved", exact=True)).to_be_visible(timeout=2_000)
    phone.goto(problem)
    expect(phone.get_by_label("Your words to the customer")).to_have_value("Begun at the desk")


def test_what_is_typed_without_a_line_is_kept_and_brought_later(as_: Signs) -> None:
    bea = as_("Bea")
    problem = met(bea, "Otto Offline")
    bea.context.set_offline(True)
    words = bea.get_by_label("Your words to the customer")
    words.fill("Written in the lift")
    expect(bea.get_by_text("Kept in this browser", exact=True)).to_be_visible()
    bea.context.set_offline(False)
    expect(bea.get_by_text("Saved", exact=True)).to_be_visible()
    phone = as_("Bea", phone=True)
    phone.goto(problem)
    expect(phone.get_by_label("Your words to the customer")).to_have_value("Written in the lift")


def test_a_saved_reply_by_the_first_key_and_a_little_shape(as_: Signs) -> None:
    bea = as_("Bea")
    bea.goto("/saved-replies/new/")
    bea.get_by_label("Its name").fill("Restart the router")
    bea.get_by_label("The words").fill("Hello {{customer.first_name}}, please restart it.")
    bea.get_by_role("button", name="Save").click()
    met(bea, "Ruth Router")
    bea.keyboard.press("p")
    expect(bea.get_by_label("They hear from you again by")).to_be_focused()
    words = bea.get_by_label("Your words to the customer")
    words.press("/")
    asked = bea.get_by_role("combobox", name="Search saved replies")
    expect(asked).to_be_focused()
    asked.press_sequentially("rout")
    expect(bea.get_by_role("option", name="Restart the router")).to_be_visible()
    assert violations(bea) == []
    asked.press("Enter")
    expect(words).to_be_focused()
    expect(words).to_have_value("Hello Ruth, please restart it.")
    words.press("Shift+Home")
    words.press("Control+b")
    words.press("Control+Enter")
    expect(bea.locator(".entry--ours strong")).to_have_text("Hello Ruth, please restart it.")


def test_a_colleague_named_in_a_note_may_read_it(as_: Signs) -> None:
    bea = as_("Bea")
    problem = met(bea, "Mia Mentioned")
    bea.keyboard.press("n")
    bea.keyboard.type("Is it the certificate, @Tom O")
    expect(bea.get_by_role("option", name="Tom Okafor")).to_be_visible()
    bea.keyboard.press("Enter")
    bea.keyboard.press("Alt+Enter")
    expect(bea.locator(".entry--note")).to_contain_text("@Tom Okafor")
    tom = as_("Tom Okafor", phone=True)
    expect(tom.get_by_text("A colleague mentions you in a note").first).to_be_visible()
    tom.goto(problem)
    expect(tom.locator(".entry--note")).to_contain_text("Is it the certificate")
    expect(tom.get_by_text("Bea is with Mia")).to_be_visible()


def test_words_that_no_longer_fit_come_back_to_an_open_page(
    as_: Signs, opens: Opens, patient: str
) -> None:
    bea, carl = as_("Bea"), opens(phone=True)
    problem = met(bea, "Carl Crossed").split("/", 3)[3]
    words = bea.get_by_label("Your words to the customer")
    words.fill("Hello Carl, I will help you.")
    words.press("Control+Enter")
    expect(bea.locator(".entry--ours")).to_be_visible()
    carl.goto(customers_page(bea, "carl@crossed.example"))
    bea.goto(f"{patient}/demo/")
    bea.get_by_role("button", name="Bea").click()
    bea.goto(f"{patient}/{problem}")
    words.fill("We send somebody.")
    words.press("Control+Enter")
    expect(bea.locator(".leaving")).to_be_visible()
    carl.get_by_label("Write to Bea").fill("It is warm again!")
    carl.get_by_role("button", name="Send").click()
    expect(bea.locator(".entry--theirs").last).to_contain_text("It is warm again!")
    elsewhere = bea.context.new_page()
    elsewhere.goto(f"{patient}/")
    elsewhere.get_by_role("button", name="Send now").click()
    expect(bea.get_by_role("alert").first).to_contain_text("Carl wrote before your words had left")
    expect(words).to_have_value("We send somebody.")
    expect(bea.locator(".entry--ours")).to_have_count(1)
    words.press("Control+Enter")  # it was read; so this is meant
    expect(bea.get_by_role("group", name="A reply about to leave")).to_be_visible()


def test_a_reply_that_was_sent_without_a_line_is_not_lost(as_: Signs) -> None:
    bea = as_("Bea")
    problem = met(bea, "Lena Lineless")
    bea.context.set_offline(True)
    bea.get_by_label("Your words to the customer").fill("Sent into the void")
    bea.keyboard.press("Control+Enter")
    expect(bea.locator("#writer")).to_have_count(0)
    bea.context.set_offline(False)
    bea.goto(problem)
    expect(bea.get_by_label("Your words to the customer")).to_have_value("Sent into the void")
