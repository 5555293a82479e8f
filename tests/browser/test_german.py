"""Everything in German: a colleague's whole day, without a word of English left."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Mails, Opens

#: Small words that stand in nearly every English sentence, and in no German one.
_ENGLISH = re.compile(r"\b(the|your|you|they|them|with|nobody|this|until|who)\b", re.IGNORECASE)

#: What people wrote themselves, who need not write German.
_THEIR_OWN = ".row__words, .row__name, .row__org, .call__words, .brief, .entry__words, .earlier"

_SAID = """(theirs) => {
  for (const one of document.querySelectorAll(theirs)) one.hidden = true;
  return document.body.innerText;
}"""


def _in_german(opens: Opens, name: str, **how: object) -> Page:
    page = opens(**how)
    page.context.set_extra_http_headers({"Accept-Language": "de-DE,de;q=0.9,en;q=0.5"})
    page.goto("/demo/")
    page.get_by_role("button", name=name).click()
    expect(page.get_by_role("heading", name="Jetzt bei dir")).to_be_visible()
    page.wait_for_load_state()
    return page


def _says_no_english(page: Page, path: str) -> None:
    page.goto(path)
    cut_off = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert cut_off <= 0, f"{path} is {cut_off} pixels too wide"
    said: str = page.evaluate(_SAID, _THEIR_OWN)
    assert [line for line in said.splitlines() if _ENGLISH.search(line)] == [], path


def test_from_the_arrival_to_the_question(opens: Opens, mails: Mails) -> None:
    mails("Frage zur Rechnung", "Welche der beiden Zeilen stimmt?", name="Nora Berger")
    bea = _in_german(opens, "Bea")
    call = bea.locator(".call", has_text="Nora Berger ist gerade angekommen")
    call.get_by_role("button", name="Ich helfe Ihnen").click()
    expect(bea.get_by_text("Du bist für Nora da")).to_be_visible()
    expect(bea.get_by_role("tab", name="Notiz")).to_be_visible()
    bea.get_by_label("Deine Nachricht nach außen").fill("Liebe Frau Berger, die zweite Zeile.")
    bea.get_by_role("button", name="Senden", exact=True).click()
    expect(bea.locator(".entry--ours", has_text="die zweite Zeile")).to_contain_text("an Nora")
    bea.get_by_role("link", name="Jemanden dazuholen").first.click()
    bea.get_by_role("checkbox", name="Tomas Varga").check()
    bea.get_by_label("Übergabe anbieten").check()
    expect(bea.get_by_label("Worum es geht")).to_have_value(re.compile("^Gebraucht: Welche der"))
    bea.get_by_role("button", name="Fragen").click()
    expect(bea.get_by_text("Noch hat niemand angenommen.")).to_be_visible()

    tomas = _in_german(opens, "Tomas", phone=True)
    asked = tomas.locator(".call", has_text="Bea bittet dich, für Nora Berger zu übernehmen")
    asked.get_by_role("button", name="Annehmen").click()
    expect(tomas.get_by_text("Tomas hat angenommen und ist da")).to_be_visible()
    bea.get_by_role("button", name="Nora fragen").click()
    line = "Nora wurde gefragt, ob Tomas ab hier weitermachen darf"
    expect(bea.get_by_text(line)).to_be_visible()
    expect(bea.get_by_text("Bis zum Ja bleibst du.")).to_be_visible()


def test_no_english_is_left_on_a_page(opens: Opens, mails: Mails) -> None:
    mails("Heizung", "Sie bleibt kalt.", name="Jan Kessler")
    bea = _in_german(opens, "Bea", phone=True)
    call = bea.locator(".call", has_text="Jan Kessler")
    call.get_by_role("button", name="Ich helfe Ihnen").click()
    expect(bea.get_by_text("Du bist für Jan da")).to_be_visible()
    problem = bea.url
    further = ("bring", "snooze", "cover", "parties", "parts", "final-no", "cause")
    for path in (
        "/", problem, *(f"{problem}{one}/" for one in further), "/search/?q=onwer:bea",
        "/drafts/", "/saved-replies/new/", "/you/", "/you/where/", "/causes/", "/aside/",
        "/encounters/new/", "/problems/999999/",
    ):  # fmt: skip
        _says_no_english(bea, path)


def test_no_english_is_left_for_an_administrator(opens: Opens) -> None:
    mara = _in_german(opens, "Mara Klein")
    for path in ("/led/", "/doors/new/", "/people/", "/people/new/", "/teams/", "/company/"):
        _says_no_english(mara, path)
    mara.goto("/doors/new/")
    mara.get_by_role("button", name="Speichern").click()
    expect(mara.get_by_text("Hinter einem Eingang muss ein Mensch stehen").first).to_be_visible()
    expect(mara.get_by_text("Das fehlt noch.").first).to_be_visible()
