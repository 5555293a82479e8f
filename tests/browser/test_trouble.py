"""No dead ends: slow, broken, away, signed out in the middle of a sentence. Nothing that was typed is lost."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

import pytest
from django.db import OperationalError
from django.test import RequestFactory
from playwright.sync_api import Page, Route, expect

from stayline.project import trouble
from tests.accessibility import cut_off_when_narrow_and_spaced, violations
from tests.browser.conftest import Opens, Signs, customers_page, met
from tests.installation import Installation

WORDS = "Your words to the customer"
PROVOKED = ("401", "403", "404", "500", "503", "net::ERR_", "htmx:")


@pytest.fixture(autouse=True)
def _trouble_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.browser.conftest._MEANT", PROVOKED)


def _way_on(page: Page) -> None:
    """A page of trouble is for everybody, says one thing, and has at least one link to go on by."""
    assert violations(page) == []
    assert cut_off_when_narrow_and_spaced(page) == []
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link").first).to_be_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_page_of_trouble_has_a_way_on(as_: Signs, opens: Opens, dark: bool) -> None:
    bea, stranger = as_("Bea", dark=dark), opens(phone=True, dark=dark)
    for page, path in ((bea, "/nowhere/"), (stranger, f"/with/{'a' * 26}/"), (stranger, "/with/x/y/z/")):  # fmt: skip
        page.goto(path)
        _way_on(page)
    stranger.goto(f"/with/{'a' * 26}/")
    expect(stranger.get_by_role("link", name="billing@fernwood.example")).to_be_visible()


def _send_form(page: Page, path: str, more: int = 0) -> None:
    """A form of ours, without what the server wants to see in it."""
    page.evaluate(
        """([path, more]) => {
          const form = Object.assign(document.createElement("form"), { method: "post", action: path });
          const field = Object.assign(document.createElement("textarea"), { name: "words", value: "x".repeat(more) });
          form.append(field);
          document.body.append(form);
          form.submit();
        }""",
        [path, more],
    )
    page.wait_for_load_state()


def test_a_form_too_old_and_one_too_large_lead_back(as_: Signs) -> None:
    bea = as_("Bea")
    problem = met(bea, "Old Form")
    _send_form(bea, f"{problem}notes/")
    expect(bea.get_by_role("heading", level=1)).to_have_text("Please go back and try once more.")
    _way_on(bea)
    bea.get_by_role("link", name="Go back").click()
    expect(bea.get_by_text("You are with Old")).to_be_visible()


def test_a_colleague_signed_out_in_the_middle_of_a_sentence_loses_none(as_: Signs) -> None:
    bea = as_("Bea")
    problem = met(bea, "Sig Ned")
    cookies = bea.context.cookies()
    bea.context.clear_cookies(name="session")
    bea.get_by_label(WORDS).fill("Half a sentence that nobody may lose")
    notice = bea.locator("[data-signed-out]")
    expect(notice).to_be_visible()
    assert violations(bea) == []
    expect(notice.get_by_role("link")).to_have_attribute("href", re.compile(r"next=%2Fproblems%2F"))
    bea.get_by_role("button", name="Send", exact=True).click()
    expect(bea.get_by_role("heading", level=1)).to_be_visible()
    _way_on(bea)
    bea.context.add_cookies(cookies)  # type: ignore[arg-type]
    bea.goto(problem)
    expect(bea.get_by_label(WORDS)).to_have_value("Half a sentence that nobody may lose")


def test_what_takes_long_says_so(as_: Signs) -> None:
    bea = as_("Bea")
    met(bea, "Slow Line")
    bea.get_by_role("link", name="Bring somebody in").first.click()
    held: list[Route] = []
    bea.route("**/bring/?*", lambda route: held.append(route))
    bea.get_by_label("What is needed?").press_sequentially("pump")
    expect(bea.locator("[data-waiting]")).to_be_visible()
    expect(bea.locator("[data-voice]")).to_have_text("One moment…")
    held[0].continue_()
    expect(bea.locator("[data-waiting]")).to_be_hidden()


def test_a_form_that_is_on_its_way_is_sent_once(as_: Signs) -> None:
    bea = as_("Bea")
    problem = met(bea, "Two Clicks")
    sent: list[str] = []
    bea.on("request", lambda one: sent.append(one.url) if one.method == "POST" else None)
    bea.get_by_label(WORDS).fill("Hello, I will help you.")
    bea.evaluate("for (const _ of [1, 2, 3]) document.querySelector('[data-send]').click()")
    expect(bea.locator(".entry--ours")).to_have_count(1)
    assert sent.count(f"{problem}words/") == 1


@pytest.mark.parametrize("how", ["500", "offline"])
def test_a_fragment_that_fails_says_so_and_leaves_the_page(as_: Signs, how: str) -> None:
    bea = as_("Bea")
    met(bea, "Frag Ment")
    bea.get_by_role("link", name="Bring somebody in").first.click()
    fails = (lambda route: route.abort()) if how == "offline" else (lambda route: route.fulfill(status=500))  # fmt: skip
    bea.route("**/bring/?*", fails)
    bea.get_by_label("What is needed?").press_sequentially("pump")
    toast = bea.locator(".toast")
    expect(toast).to_contain_text(
        "cannot be reached" if how == "offline" else "did not work on our side"
    )
    expect(bea.get_by_label("The brief")).to_be_visible()


def _away(demo: Installation, path: str) -> str:
    """The page of a server whose database is gone, with the styles and scripts of this one."""
    try:
        raise OperationalError("gone")
    except OperationalError:
        page = trouble.broken(RequestFactory().get(path)).content.decode()
    names = json.loads((demo.folder / "static" / "staticfiles.json").read_text())["paths"]
    return re.sub(r"/static/([^\"#]+)", lambda found: f"/static/{names[found[1]]}", page)


def test_while_we_are_away_the_page_waits_and_goes_on_by_itself(
    as_: Signs, demo: Installation
) -> None:
    bea = as_("Bea")
    problem = met(bea, "Way Off")
    away = _away(demo, urlsplit(problem).path)
    bea.route(
        problem,
        lambda route: route.fulfill(status=503, body=away, content_type="text/html"),
        times=1,
    )
    bea.goto(problem)
    expect(bea.get_by_role("heading", level=1)).to_have_text("We are back in a moment.")
    _way_on(bea)
    expect(bea.get_by_text("You are with Way")).to_be_visible(timeout=12_000)


def test_a_customer_loses_no_word_when_we_fail(as_: Signs, opens: Opens) -> None:
    bea = as_("Bea")
    met(bea, "Kin Dly")
    bea.get_by_label(WORDS).fill("Hello Kin, I will help you.")
    bea.get_by_role("button", name="Send", exact=True).click()
    expect(bea.locator(".entry--ours")).to_be_visible()
    kin, link = opens(phone=True), customers_page(bea, "kin@dly.example")
    kin.goto(link)
    kin.route("**/words/", lambda route: route.fulfill(status=500, body="broken"))
    words = kin.get_by_label("Write to Bea")
    words.fill("My words, which are mine.")
    kin.get_by_role("button", name="Send").click()
    expect(kin.get_by_text("Nothing is lost: please try once more.").first).to_be_visible()
    expect(words).to_have_value("My words, which are mine.")
    kin.reload()
    expect(words).to_have_value("My words, which are mine.")
