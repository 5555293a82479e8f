"""As one types, what sends a customer away is underlined, with a better sentence."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.accessibility import violations
from tests.browser.conftest import Mails, Signs

AWAY = "That is not my department, please call technical support."


def test_a_better_sentence_is_one_click_away(as_: Signs, mails: Mails) -> None:
    mails("The pump hums again", "It hums at night.", name="Wanda Words")
    bea = as_("Bea")
    call = bea.locator(".call", has_text="Wanda Words")
    call.get_by_role("button", name="I will help you").click()
    words = bea.get_by_label("Your words to the customer")
    words.press_sequentially(f"Hello Wanda, thank you for writing. {AWAY}")
    found = bea.locator(".brush-off")
    expect(found).to_have_count(1)
    expect(bea.locator("[data-mirror] mark")).to_have_text(AWAY)
    assert violations(bea) == []
    found.get_by_role("button", name="Write it so").click()
    expect(found).to_have_count(0)
    assert "Hello Wanda, thank you for writing." in words.input_value()
    assert "not my department" not in words.input_value()
    words.fill(AWAY)
    found.get_by_role("button", name="Leave it").click()
    expect(found).to_have_count(0)
    bea.get_by_role("button", name="Send", exact=True).click()
    expect(bea.locator(".entry--ours")).to_contain_text(AWAY)
