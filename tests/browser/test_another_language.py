"""Every page in a language nobody speaks: from right to left, two fifths longer, and each sentence in
marks, so that what cannot be translated stands out."""

from __future__ import annotations

import re

import psycopg
from playwright.sync_api import Browser, Page, expect
from psycopg.sql import SQL, Identifier

from stayline.project.database import place_of
from stayline.project.messages.pseudo import CODE
from tests.browser.conftest import Signs, customers_page, mail
from tests.browser.pages import ACTS, ADMINISTRATORS, COLLEAGUES, LEADS, NOBODY, filled
from tests.installation import Installation

#: What stands outside of the marks, but for what the browser says, what is a key, and what is lang="…".
_OUTSIDE = """() => {
  let depth = 0;
  const outside = (text) => [...text].filter((char) => {
    if (char === "⟦") depth += 1;
    const is = depth === 0;
    if (char === "⟧") depth -= 1;
    return is;
  }).join("").trim();
  const ours = (one) => !one.closest(
    "script, style, template, time, kbd, code, textarea, .face, [data-left], [data-local-option], [name=time_zone], [lang]:not(html)");
  const found = [], walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = outside(walker.currentNode.data);
    if (text && ours(walker.currentNode.parentElement)) found.push(text);
  }
  for (const name of ["aria-label", "title", "placeholder", "alt"])
    for (const one of document.querySelectorAll(`[${name}]`)) {
      depth = 0;
      const text = outside(one.getAttribute(name));
      if (text && ours(one)) found.push(text);
    }
  return found;
}"""
_STICKING_OUT = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().left < -1)
    .map((one) => one.outerHTML.slice(0, 160)).slice(-3)"""

_WORD = re.compile(r"[^\W\d_]{2,}")
_NO_SENTENCE = re.compile(r"\{\{.*?\}\}|\S+@\S+|https?:\S+")
#: Said the same in every language, or typed by the test.
_THE_SAME = {"Stayline", "Ctrl", "Shift", "SMTP", "English", "Deutsch", "Pseudo", "meter", "onwer"}
_COLUMNS = """
SELECT table_name, column_name FROM information_schema.columns
WHERE table_schema = 'public' AND data_type IN ('text', 'character varying', 'ARRAY')
AND table_name ~ '^(people_|problems_(word|text|attachment|problem|cause|savedsearch)$|desk_)'
"""


def test_every_page_can_be_read_in_another_language(
    browser: Browser, demo: Installation, as_: Signs
) -> None:
    bea = as_("Bea")
    problem, hers = _zoes_pump(demo, bea), customers_page(bea, "marsh")
    reader = browser.new_page(
        base_url=demo.url,
        extra_http_headers={"Accept-Language": CODE},
        service_workers="block",
        reduced_motion="reduce",
    )
    data, wrong = _words_of_people(demo), list[str]()
    for path in (*NOBODY.values(), "/no/", hers):
        wrong += _wrong_on(reader, path, data)
    for who, pages in (("Bea", COLLEAGUES | ACTS), ("Mara", LEADS | ADMINISTRATORS)):
        reader.goto("/demo/")
        reader.get_by_role("button", name=who).click()
        for path in filled(pages, problem=problem).values():
            wrong += _wrong_on(reader, path, data)
    reader.close()
    assert wrong == [], "\n".join(wrong)


def _zoes_pump(demo: Installation, bea: Page) -> str:
    """Zoe, who speaks it, wrote about her pump, and Bea is with her."""
    mail(demo, "Zoe Marsh", "A pump", "It hums at night.")
    bea.locator(".call", has_text="Zoe").get_by_role("button", name="I will help you").click()
    bea.get_by_label("Your words to the customer").fill("Hello Zoe, I will help you.")
    bea.get_by_role("button", name="Send, ask if solved").click()
    expect(bea.locator(".entry--ours")).to_be_visible()
    with psycopg.connect(place_of(demo.folder).url) as connection:
        speaks = "UPDATE people_customer SET language = %s WHERE name = 'Zoe Marsh'"
        connection.execute(speaks, [CODE])
    return bea.url.removeprefix(demo.url).partition("#")[0]


def _words_of_people(demo: Installation) -> set[str]:
    """Every word that stands in a table: names, addresses, what people wrote."""
    words = set(_THE_SAME)
    with psycopg.connect(place_of(demo.folder).url) as connection:
        for table, column in connection.execute(_COLUMNS).fetchall():
            every = SQL("SELECT {}::text FROM {}").format(Identifier(column), Identifier(table))
            for (text,) in connection.execute(every):
                words.update(_WORD.findall(text or ""))
    return words


def _wrong_on(page: Page, path: str, data: set[str]) -> list[str]:
    """What is wrong with a page in that language, on a phone and at a desk."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(path)
    wrong = [
        f"not translated: {text!r}"
        for text in page.evaluate(_OUTSIDE)
        if set(_WORD.findall(_NO_SENTENCE.sub("", text))) - data
    ]
    if page.evaluate("document.documentElement.dir") != "rtl":
        wrong.append("not from right to left")
    wrong += [f"sticks out on a phone: {one}" for one in page.evaluate(_STICKING_OUT)]
    page.set_viewport_size({"width": 1280, "height": 800})
    wrong += [f"sticks out at a desk: {one}" for one in page.evaluate(_STICKING_OUT)]
    return [f"{path}: {one}" for one in wrong]
