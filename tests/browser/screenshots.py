"""Pictures of every page, of a demo in the middle of a working day: `bin/screenshots` runs it."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
from playwright.sync_api import Browser, Page, expect, sync_playwright

from stayline.project.database import place_of
from tests.browser.conftest import customers_page, find_chromium, mail
from tests.installation import Installation

MAILS = (
    ("Carol Reyes", "My invoice is wrong", "Hello,\n\nthe reading on my invoice is wrong, and the meter shows E17.\n\nCarol"),
    ("Jonas Weber", "Zweimal abgebucht", "Guten Tag,\n\nim November wurde zweimal abgebucht. Bitte prüfen Sie das.\n\nJonas Weber"),
    ("Amina Haddad", "Where do I see last year's readings?", "I need them for my tax return. Thank you!"),
    ("Piotr Nowak", "Moving out on the 30th", "What do you need from me, and what happens to my deposit?"),
    ("Li Wei", "The display stays dark", "Since the storm yesterday the display of the meter stays dark."),
)  # fmt: skip
VARIANTS = {
    "desk-light": {"phone": False, "dark": False},
    "desk-dark": {"phone": False, "dark": True},
    "phone-light": {"phone": True, "dark": False},
    "phone-dark": {"phone": True, "dark": True},
}
BRIEF = "The reading is 4,812; the meter shows E17 since Monday. She was told nothing about costs."


class Studio:
    """One demo and one browser; whoever is opened has a window of their own."""

    def __init__(self, demo: Installation, browser: Browser) -> None:
        self.demo, self.browser = demo, browser
        self.language = "en"

    def window(self, *, phone: bool = False, dark: bool = False) -> Page:
        context = self.browser.new_context(
            base_url=self.demo.url,
            viewport={"width": 390, "height": 844} if phone else {"width": 1280, "height": 860},
            device_scale_factor=2 if phone else 1,
            has_touch=phone,
            color_scheme="dark" if dark else "light",
            timezone_id="Europe/Berlin",
            extra_http_headers={"Accept-Language": self.language},
            reduced_motion="reduce",
        )
        return context.new_page()

    def colleague(self, name: str, **how: bool) -> Page:
        page = self.window(**how)
        page.goto("/demo/")
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        return page

    def customers_speak(self, language: str) -> None:
        with psycopg.connect(place_of(self.demo.folder).url) as connection:
            connection.execute("UPDATE people_customer SET language = %s", [language])


def a_working_day(studio: Studio) -> dict[str, str]:
    """Five customers; Carol is being handed over and was asked. The addresses of what is pictured."""
    for name, subject, text in MAILS:
        mail(studio.demo, name, subject, text)
    bea = studio.colleague("Bea")
    for name in ("Piotr Nowak", "Amina Haddad", "Carol Reyes"):
        bea.goto("/")
        bea.locator(".call", has_text=name).get_by_role("button", name="I will help you").click()
        expect(bea.get_by_text("You are with")).to_be_visible()
        words = f"Hello {name.split()[0]}, I will help you. I am looking into it now."
        bea.get_by_label("Your words to the customer").fill(words)
        bea.get_by_role("button", name="Send", exact=True).click()
        expect(bea.locator(".entry--ours")).to_be_visible()
    problem = bea.url.partition("#")[0]
    bea.goto(f"{problem}bring/")
    bea.get_by_label("Offer to take over").check()
    bea.get_by_label("Tom Okafor").check()
    bea.get_by_label("The brief").fill(BRIEF)
    bea.get_by_role("button", name="Ask them").click()
    expect(bea.locator(".step--done")).to_have_count(1)
    tom = studio.colleague("Tom Okafor")
    tom.goto(problem)
    tom.get_by_role("button", name="Pick up").click()
    expect(tom.get_by_text("asks Carol next")).to_be_visible()
    bea.goto(problem)
    bea.get_by_role("button", name="Ask Carol").click()
    expect(bea.get_by_text("has not answered yet")).to_be_visible()
    return {"problem": problem, "customer": customers_page(bea, "reyes")}


def pages(found: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Of each: its name, who looks (nobody: before signing in), and its address."""
    problem = found["problem"]
    yield from (
        ("home", "Bea", "/"),
        ("problem", "Bea", problem),
        ("bring", "Bea", f"{problem}bring/"),
        ("snooze", "Bea", f"{problem}snooze/"),
        ("common-cause", "Bea", f"{problem}cause/"),
        ("causes", "Bea", "/causes/"),
        ("search", "Bea", "/search/?q=meter"),
        ("met", "Bea", "/encounters/new/"),
        ("outbox", "Bea", "/outbox/"),
        ("you", "Bea", "/you/"),
        ("receiver", "Tom Okafor", problem),
        ("led", "Sally", "/led/"),
        ("doors", "Mara", "/doors/"),
        ("door", "Mara", "/doors/1/"),
        ("people", "Mara", "/people/"),
        ("colleague", "Mara", "/people/1/"),
        ("teams", "Mara", "/teams/"),
        ("company", "Mara", "/company/"),
        ("demo", "", "/demo/"),
        ("sign-in", "", "/accounts/login/"),
        ("customer", "", found["customer"]),
    )


def main(folder: Path, language: str = "en") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        settings = {"STAYLINE_UNDO_SEND_SECONDS": "0", "STAYLINE_PSEUDO_LANGUAGE": "yes"}
        demo = Installation(Path(scratch) / "data", **settings).start()
        try:
            browser = playwright.chromium.launch(
                executable_path=find_chromium(),
                args=["--no-sandbox", "--disable-background-networking"],
            )
            studio = Studio(demo, browser)
            found = a_working_day(studio)
            studio.language = language
            studio.customers_speak(language)
            for variant, how in VARIANTS.items():
                _picture(studio, found, folder, variant, how)
            browser.close()
        finally:
            demo.end()


def _picture(
    studio: Studio, found: dict[str, str], folder: Path, variant: str, how: dict[str, bool]
) -> None:
    windows: dict[str, Page] = {}
    for name, who, path in pages(found):
        if who not in windows:
            windows[who] = studio.colleague(who, **how) if who else studio.window(**how)
        page = windows[who]
        page.goto(path)
        page.wait_for_timeout(300)
        page.screenshot(path=folder / f"{name}-{variant}.png", full_page=True)
        print(f"{name}-{variant}.png", flush=True)  # noqa: T201 - progress
    for page in windows.values():
        page.context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3])
