"""Hanna writes in German, to a door where English is spoken: from then on everything she reads is
German, mails and page, until she says herself that it is solved."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.accessibility import violations
from tests.browser.conftest import Mails, Opens, Signs, customers_page

_DU = re.compile(r"\b([Dd]u|[Dd]ich|[Dd]ir|[Dd]ein\w*)\b")
_ENGLISH = re.compile(r"\b(the|you|your|hear|with|is)\b", re.IGNORECASE)


def _is_hers(page: Page) -> None:
    """All of it German, and polite."""
    page.locator(".said__words").evaluate_all("all => all.forEach(one => one.remove())")
    page.locator(".languages").evaluate_all("all => all.forEach(one => one.remove())")
    text = page.locator("body").inner_text()
    assert not _DU.search(text), text
    assert not _ENGLISH.search(text), text


def test_a_german_customers_whole_way(as_: Signs, opens: Opens, mails: Mails) -> None:
    bea, tom = as_("Bea"), as_("Tom Okafor")
    mails("Zähler zeigt E17", "Der Zähler zeigt E17, bitte helfen Sie mir.", name="Hanna Brandt")
    call = bea.locator(".call", has_text="Hanna Brandt")
    call.get_by_role("button", name="I will help you").click()
    problem = bea.url.partition("#")[0]
    bea.get_by_label("Your words to the customer").fill("Guten Tag, ich helfe Ihnen. Bea")
    bea.get_by_role("button", name="Send", exact=True).click()
    expect(bea.locator(".entry--ours")).to_be_visible()
    bea.goto(f"{problem}bring/")
    bea.get_by_label("Tom Okafor").check()
    bea.get_by_label("Offer to take over").check()
    bea.get_by_role("button", name="Ask them").click()
    expect(bea.locator(".step--done")).to_have_count(1)
    tom.goto(problem)
    tom.get_by_role("button", name="Pick up").click()
    bea.get_by_role("button", name="Ask Hanna").click()
    expect(bea.locator(".step--done")).to_have_count(3)

    hanna = opens(phone=True, zone="Europe/Vienna")
    hers = customers_page(as_("Erik"), "hanna@brandt.example")
    hanna.goto(hers)
    expect(hanna.get_by_role("heading", level=1)).to_have_text(
        "Ist es Ihnen recht, wenn Tom ab hier übernimmt?"
    )
    assert violations(hanna) == []
    hanna.get_by_role("button", name="Ja").click()
    expect(hanna.get_by_role("heading", level=1)).to_have_text("Tom ist für Sie da")
    hanna.get_by_role("button", name="English").click()
    expect(hanna.get_by_role("heading", level=1)).to_have_text("Tom is with you")
    hanna.get_by_role("button", name="Deutsch").click()
    expect(hanna.get_by_role("heading", level=1)).to_have_text("Tom ist für Sie da")

    tom.reload()
    tom.get_by_label("Your words to the customer").fill("Bitte versuchen Sie es noch einmal.")
    tom.get_by_role("button", name="Send, ask if solved").click()
    expect(hanna.get_by_role("heading", level=1)).to_have_text("Ist es für Sie gelöst?")
    hanna.get_by_role("button", name="Ja").click()
    expect(hanna.get_by_role("heading", level=1)).to_have_text("Es ist gelöst. Das freut uns.")
    _is_hers(hanna)

    tom.goto("/outbox/")
    to_her = tom.locator("details.mail", has_text="hanna@brandt.example")
    expect(to_her.first).to_contain_text("Schön, dass es gelöst ist")
    for words in to_her.locator(".mail__text").all_text_contents():
        said = re.sub(r"https?:\S+", "", words)
        assert not _ENGLISH.search(said), said
        assert not _DU.search(said), said
