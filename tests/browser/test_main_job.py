"""The main job, by hand: a problem comes in, one person owns it, hands it over warmly, and the
customer says that it is solved. Two browsers see each other's acts within a second."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import WITHIN_A_SECOND, Mails, Opens, Signs, customers_page


def test_from_the_first_mail_to_the_customers_yes(as_: Signs, opens: Opens, mails: Mails) -> None:
    bea, tom = as_("Bea"), as_("Tom Okafor")

    mails("The tablet does not let me in", "It says: try again later.", name="Carol Whitfield")
    call = bea.locator(".call", has_text="Carol Whitfield just arrived at Billing")
    expect(call).to_be_visible()
    call.get_by_role("button", name="I will help you").click()

    bea.get_by_label("Your words to the customer").fill("Hello Carol, I will help you. Bea")
    bea.get_by_role("button", name="Send", exact=True).click()
    expect(bea.locator(".entry--ours")).to_contain_text("I will help you")

    bea.get_by_role("link", name="Bring somebody in").first.click()
    bea.get_by_label("Tom Okafor").check()
    bea.get_by_label("Offer to take over").check()
    expect(bea.get_by_label("The brief")).to_have_value(re.compile("try again later"))
    bea.get_by_role("button", name="Ask them").click()
    expect(bea.locator(".step--done")).to_have_count(1)

    offer = tom.locator(".call", has_text="Bea asks you to take over for Carol Whitfield")
    expect(offer).to_be_visible(timeout=WITHIN_A_SECOND)
    offer.get_by_role("button", name="Pick up").click()

    expect(bea.locator(".step--done")).to_have_count(2, timeout=WITHIN_A_SECOND)
    bea.get_by_role("button", name="Ask Carol").click()
    expect(bea.locator(".step--done")).to_have_count(3)
    expect(tom.locator(".step--done")).to_have_count(3, timeout=WITHIN_A_SECOND)

    carol = opens(phone=True)
    carol.goto(customers_page(as_("Erik"), "carol@whitfield.example"))
    expect(carol.get_by_role("heading", level=1)).to_have_text(
        "Is it all right if Tom takes it from here?"
    )
    carol.get_by_role("button", name="Yes").click()
    expect(carol.get_by_role("heading", level=1)).to_have_text("Tom is with you")

    expect(tom.get_by_text("You are with Carol")).to_be_visible(timeout=WITHIN_A_SECOND)
    expect(bea.get_by_text("Carol is with somebody else now")).to_be_visible(
        timeout=WITHIN_A_SECOND
    )

    tom.get_by_label("Your words to the customer").fill("Please try once more: it works here.")
    tom.get_by_role("button", name="Send, ask if solved").click()
    expect(tom.get_by_text("was asked whether it is solved").first).to_be_visible()
    expect(carol.get_by_role("heading", level=1)).to_have_text("Is it solved for you?")
    carol.get_by_label("If you like, in your words").fill("It does. Thank you both!")
    carol.get_by_role("button", name="Yes").click()
    expect(carol.get_by_role("heading", level=1)).to_contain_text("It is solved")
    expect(tom.get_by_text("Carol is satisfied.")).to_be_visible(timeout=WITHIN_A_SECOND)
