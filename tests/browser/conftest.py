"""A real browser, before a real installation of the demo: the command, the mail port, everything."""

from __future__ import annotations

import os
import shutil
import smtplib
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from tests.installation import Installation

expect.set_options(timeout=5_000)

BILLING = "billing@fernwood.example"
WITHIN_A_SECOND = 1_000
"""Milliseconds in which one browser sees what another did."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is a journey. Each worker has an installation of its own."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("journeys") / "data"
    settings = {"STAYLINE_UNDO_SEND_SECONDS": "0", "STAYLINE_PSEUDO_LANGUAGE": "yes"}
    installation = Installation(folder, **settings)
    installation.start()
    yield installation
    installation.end()


def find_chromium() -> str | None:
    named = os.environ.get("STAYLINE_CHROMIUM")
    names = ("chromium-headless-shell", "chromium", "chromium-browser")
    return named or next(filter(None, map(shutil.which, names)), None)


_A_MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
"""One that beeps once a second, for pages that may have one."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=find_chromium(),
            args=["--no-sandbox", "--disable-background-networking", *_A_MICROPHONE],
        )
        yield chromium
        chromium.close()


#: Answers that a journey provokes on purpose: not found, refused, not filled in, not reached.
_MEANT = ("401", "404", "409", "422", "net::ERR_", "htmx:sendError", "htmx:afterRequest")


def _complaint(said: ConsoleMessage) -> list[str]:
    """What a page's console says that it should not have to say."""
    is_meant = said.type != "error" or any(one in said.text for one in _MEANT)
    if is_meant and "Content Security Policy" not in said.text:
        return []
    return [f"console: {said.text[:200]}"]


Opens = Callable[..., Page]


@pytest.fixture
def opens(browser: Browser, demo: Installation) -> Iterator[Opens]:
    """Opens a browser of its own. Whatever a page complains about fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_browser(
        *, phone: bool = False, dark: bool = False, zone: str = "UTC", keeps: bool = False
    ) -> Page:
        context = browser.new_context(
            base_url=demo.url,
            service_workers="allow" if keeps else "block",  # one less program for most journeys
            viewport={"width": 360, "height": 740} if phone else {"width": 1280, "height": 800},
            has_touch=phone,
            color_scheme="dark" if dark else "light",
            timezone_id=zone,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        page.on("console", lambda said: complaints.extend(_complaint(said)))
        return page

    yield open_browser
    for context in contexts:
        context.close()
    assert not complaints


Signs = Callable[..., Page]


@pytest.fixture
def as_(opens: Opens) -> Signs:
    """A colleague of the demo at their desk."""

    def sign_in(name: str, **how: object) -> Page:
        page = opens(**how)
        page.goto("/demo/")
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("heading", name="With you now")).to_be_visible()
        page.wait_for_load_state()  # the keys listen from here on
        return page

    return sign_in


Mails = Callable[..., None]


@pytest.fixture
def mails(demo: Installation) -> Mails:
    """Somebody outside writes a mail, over SMTP."""

    def send(subject: str, text: str, *, name: str, door: str = BILLING) -> None:
        mail(demo, name, subject, text, door)

    return send


def mail(demo: Installation, name: str, subject: str, text: str, door: str = BILLING) -> None:
    """A mail of somebody outside, at their own address."""
    address = f"{name.split()[0].lower()}@{name.split()[-1].lower()}.example"
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = f"{name} <{address}>", door, subject
    message["Message-ID"] = make_msgid(domain="outside.example")
    message.set_content(text)
    with smtplib.SMTP("127.0.0.1", demo.mail_port, timeout=10) as line:
        line.send_message(message, from_addr=address, to_addrs=[door])


def met(page: Page, name: str, words: str = "The heating is cold", *, knows: str = "") -> str:
    """Somebody has met a customer, and is with them now: the problem's address."""
    page.goto("/encounters/new/")
    page.get_by_label("Their name").fill(name)
    page.get_by_label("How to reach them").fill(f"{name.replace(' ', '@').lower()}.example")
    page.get_by_label("What they said").fill(words)
    if knows:
        page.get_by_label("Who should know").select_option(label=knows)
    page.get_by_role("button", name="They are with me").click()
    expect(page.get_by_text("You are with")).to_be_visible()
    page.wait_for_load_state()
    return page.url


def customers_page(desk: Page, about: str) -> str:
    """The address of a customer's own page, out of the latest mail about something."""
    desk.goto("/outbox/")
    mail = desk.locator("details.mail", has_text=about).first
    mail.locator("summary").click()
    link = mail.get_by_role("link", name="Open the customer's page")
    return link.get_attribute("href") or ""
