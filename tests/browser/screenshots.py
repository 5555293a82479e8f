"""Pictures of every page, of a demo in the middle of a working day: `bin/screenshots` runs it."""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from stayline.project.database import place_of
from tests.browser import pages
from tests.browser.conftest import customers_page, find_chromium, mail
from tests.installation import Installation

MORNING = (
    ("Piotr Nowak", "Moving out on the 30th", "Good morning,\n\nI am moving out on the 30th. What do you need from me, and what happens to my deposit?\n\nPiotr Nowak"),
    ("Amina Haddad", "Where do I see last year's readings?", "I need them for my tax return, and the page shows only this year. Thank you!\n\nAmina"),
)  # fmt: skip
NOON = (
    ("Carol Reyes", "My invoice is wrong", "Hello,\n\nmy invoice says 4,812 kWh for November. That is more than the whole last winter, and the meter shows E17 since Monday. Please help me before it is debited.\n\nCarol Reyes"),
)  # fmt: skip
JUST_NOW = (
    ("Jakob Winter", "Zweimal abgebucht", "Guten Tag,\n\nim November wurde zweimal abgebucht. Bitte prüfen Sie das.\n\nJakob Winter"),
    ("Li Wei", "The display stays dark", "Since the storm yesterday the display of the meter stays dark."),
)  # fmt: skip
REPLIES = {
    "Piotr Nowak": "Hello Piotr,\n\nI will help you. Send me a photo of the meter on the day you hand over the keys; your deposit of 120 € comes back with the last invoice. I am checking the dates and write to you today.",
    "Amina Haddad": "Hello Amina,\n\nI will help you. I am having last year's readings put together for you, month by month.",
    "Carol Reyes": "Hello Carol,\n\nI will help you. Nothing will be debited until this is clear: I have stopped the invoice just now. E17 means that the meter and the pump do not talk to each other, so the number is not yours. I am looking for who can repair that today.",
}
ANSWERS = {
    "Amina Haddad": "That is kind, thank you. A PDF would be perfect.",
    "Carol Reyes": "Thank you, Bea, that is a relief. It still says E17, and it beeps every hour.",
}
NOTE = "@Tom ok\n is this the radio module again? Hers was changed in May."
HERS = {"Carol Reyes": "reyes", "Amina Haddad": "haddad"}
VARIANTS = {
    "desk-light": {"phone": False, "dark": False},
    "desk-dark": {"phone": False, "dark": True},
    "phone-light": {"phone": True, "dark": False},
    "phone-dark": {"phone": True, "dark": True},
}
BRIEF = (
    "E17 since Monday, beeping; the reading of 4,812 kWh comes from that. The invoice is stopped, "
    "she will not be debited. Her radio module was changed in May. Nothing was said about costs."
)
HOURS_UNTIL_NOON, MINUTES_UNTIL_NOW = 3.2, 11


class Studio:
    """One demo and one browser; whoever is opened has a window of their own."""

    def __init__(self, demo: Installation, browser: Browser) -> None:
        self.demo, self.browser = demo, browser
        self.language = "en"

    def window(self, *, phone: bool = False, dark: bool = False) -> Page:
        context = self.browser.new_context(
            base_url=self.demo.url,
            viewport={"width": 390, "height": 844} if phone else {"width": 1280, "height": 860},
            device_scale_factor=2 if phone else 1.5,
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


def _time_passes(page: Page, minutes: float) -> None:
    page.goto("/demo/")
    button = page.get_by_role("button", name="35 minutes")
    button.evaluate("(one, minutes) => { one.value = minutes; }", str(round(minutes)))
    button.click()
    page.wait_for_load_state()


def _arrive(studio: Studio, mails: tuple[tuple[str, str, str], ...]) -> None:
    for name, subject, text in mails:
        mail(studio.demo, name, subject, text)


def _help(bea: Page, name: str) -> str:
    """Bea is with somebody, and writes to them. Gives the problem's address."""
    bea.goto("/")
    bea.locator(".call", has_text=name).get_by_role("button", name="I will help you").click()
    expect(bea.get_by_text("You are with")).to_be_visible()
    bea.get_by_label("Your words to the customer").fill(REPLIES[name])
    bea.get_by_role("button", name="Send", exact=True).click()
    expect(bea.locator(".entry--ours")).to_be_visible()
    return bea.url.partition("#")[0]


def _answer(studio: Studio, bea: Page, name: str) -> str:
    """The customer writes back on their own page. Gives its address."""
    link = customers_page(bea, HERS[name])
    customer = studio.window(phone=True)
    customer.goto(link)
    customer.get_by_label("Write to Bea").fill(ANSWERS[name])
    customer.get_by_role("button", name="Send").click()
    expect(customer.locator(".said--me")).to_have_count(2)
    customer.context.close()
    return link


def _bring_tom(studio: Studio, bea: Page, problem: str) -> None:
    bea.goto(problem)
    bea.keyboard.press("n")
    bea.keyboard.type(NOTE.partition("\n")[0])
    expect(bea.get_by_role("option", name="Tom Okafor")).to_be_visible()
    bea.keyboard.press("Enter")
    bea.keyboard.type(NOTE.partition("\n")[2].strip())
    bea.keyboard.press("Alt+Enter")
    expect(bea.locator(".entry--note")).to_be_visible()
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


def a_working_day(studio: Studio) -> dict[str, str]:
    """A morning, a noon and just now: some wait for a word of Bea's, Carol is being handed over and
    was asked, and two have just arrived. The addresses of what is pictured."""
    bea = studio.colleague("Bea")
    _arrive(studio, MORNING)
    for name, _subject, _words in MORNING:
        _help(bea, name)
    _time_passes(bea, 60 * HOURS_UNTIL_NOON)
    _answer(studio, bea, "Amina Haddad")
    _arrive(studio, NOON)
    problem = _help(bea, "Carol Reyes")
    _time_passes(bea, MINUTES_UNTIL_NOW)
    link = _answer(studio, bea, "Carol Reyes")
    _bring_tom(studio, bea, problem)
    _arrive(studio, JUST_NOW)
    return {"problem": problem, "customer": link}


def rarer_things(studio: Studio, found: dict[str, str]) -> dict[str, str]:
    """A kept reply, a common cause and an absence, beside that day."""
    bea, tom = studio.colleague("Bea"), studio.colleague("Tom Okafor")
    bea.goto("/")
    piotr = bea.get_by_role("link", name="Piotr Nowak").first.get_attribute("href") or ""
    return {**found, **pages.made(bea, tom, found["problem"]), "piotr": piotr}


def pictured(found: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Of each: its name, who looks (nobody: before signing in), and its address."""
    whose = (
        ("Bea", pages.COLLEAGUES | pages.OF_A_DEMO | pages.MADE),
        ("Bea", {name: path.replace("{problem}", "{piotr}") for name, path in pages.ACTS.items()}),
        ("Tom Okafor", {"receiver": "{problem}"} | pages.ASKED),
        ("Petra", pages.LEADS),
        ("Mara", pages.ADMINISTRATORS | pages.SPOKEN),
        ("", pages.NOBODY | pages.CUSTOMERS),
    )
    for who, those in whose:
        for name, path in pages.filled(those, **found).items():
            yield name, who, path


README: dict[str, tuple[str, str]] = {
    "home-desk-light": ("home", "Bea"),
    "problem-desk-light": ("problem", "Bea"),
    "problem-desk-dark": ("problem", "Tom Okafor"),
    "home-phone-dark": ("home", "Bea"),
    "problem-phone-light": ("problem", "Bea"),
    "customer-phone-light": ("customer", ""),
}
"""The six pictures that the README shows: of which page, and who looks."""


def _for_the_readme(studio: Studio, found: dict[str, str], folder: Path) -> None:
    """What one sees without scrolling, packed well: a page of six pictures is quickly there."""
    for name, (page_name, who) in README.items():
        how = VARIANTS[name.partition("-")[2]]
        page = studio.colleague(who, **how) if who else studio.window(**how)
        page.goto({"home": "/", **found}[page_name])
        page.wait_for_timeout(500)
        picture = Image.open(io.BytesIO(page.screenshot()))
        few = picture.convert("RGB").quantize(
            256, Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE
        )
        few.save(folder / f"{name}.png", optimize=True)
        page.context.close()


def main(folder: Path, language: str = "en", which: str = "every") -> None:
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
            if which != "readme":
                found = rarer_things(studio, found)
            studio.language = language
            studio.customers_speak(language)
            if which == "readme":
                _for_the_readme(studio, found, folder)
            else:
                for variant, how in VARIANTS.items():
                    _picture(studio, found, folder, variant, how)
            browser.close()
        finally:
            demo.end()


def _picture(
    studio: Studio, found: dict[str, str], folder: Path, variant: str, how: dict[str, bool]
) -> None:
    windows: dict[str, Page] = {}
    for name, who, path in pictured(found):
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
    main(Path(sys.argv[1]), *sys.argv[2:4])
