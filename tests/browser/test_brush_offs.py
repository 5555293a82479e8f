"""As one types, what sends a customer away is underlined, with a better sentence."""

from __future__ import annotations

from playwright.sync_api import Page, expect

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
    _lines_lie_under_their_words(bea)
    found.get_by_role("button", name="Write it so").click()
    expect(found).to_have_count(0)
    assert "Hello Wanda, thank you for writing." in words.input_value()
    assert "not my department" not in words.input_value()
    words.fill("😀 Thank you. Our policy doesn't allow refunds.")
    found.get_by_role("button", name="Write it so").focus()
    bea.keyboard.press("Enter")
    expect(found).to_have_count(0)
    bea.keyboard.type("a voucher")
    assert words.input_value().startswith("😀 Thank you. I can't do that.")
    assert "I can offer you a voucher instead" in words.input_value()
    words.fill(AWAY)
    found.get_by_role("button", name="Leave it").click()
    expect(found).to_have_count(0)
    bea.get_by_role("button", name="Send", exact=True).click()
    expect(bea.locator(".entry--ours")).to_contain_text(AWAY)


def _lines_lie_under_their_words(page: Page) -> None:
    """On a phone too, where fields have larger letters: the same type in the same width."""
    wide = page.viewport_size
    assert wide
    for width in (wide["width"], 390):
        page.set_viewport_size({"width": width, "height": wide["height"]})
        types = page.eval_on_selector_all(
            "[data-mirror], [data-brush-offs-of]",
            "all => all.map(one => getComputedStyle(one).font + one.clientWidth)",
        )
        assert len(set(types)) == 1, types
    page.set_viewport_size(wide)
