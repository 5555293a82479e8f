"""Without a connection: what was read is readable, whom one meets is kept and sent exactly once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opens
from tests.installation import Installation, SecondWeb


@pytest.fixture(scope="module")
def other_web(demo: Installation) -> Iterator[SecondWeb]:
    found = SecondWeb(demo)
    yield found
    found.stop()


@pytest.fixture
def web(other_web: SecondWeb) -> SecondWeb:
    """There, whatever the journey before left."""
    if not other_web.there.answers():
        other_web.start()
    return other_web


def signs_in(page: Page, web: SecondWeb, name: str) -> None:
    page.goto(f"{web.there.url}/demo/")
    page.get_by_role("button", name=name).click()
    expect(page.get_by_role("heading", name="With you now")).to_be_visible()


def has_kept(page: Page, *paths: str) -> None:
    """Until the worker has these; it works beside the page, when that has nothing to do."""
    page.wait_for_function(
        """async (paths) => {
          const found = [];
          for (const name of await caches.keys()) if (name.startsWith("pages-"))
            for (const one of await (await caches.open(name)).keys()) found.push(new URL(one.url).pathname);
          return paths.every((path) => found.includes(path));
        }""",
        arg=list(paths),
    )


def meets(page: Page, name: str) -> None:
    page.get_by_label("Their name").fill(name)
    page.get_by_label("How to reach them").fill(f"{name.split()[0].lower()}@signal.example")
    page.get_by_label("What they said").fill(f"{name} says that the valve drips.")
    page.get_by_role("button", name="They are with me").click()


KEPT = "Object.keys(localStorage).find((key) => key.startsWith('met:'))"
"""Where a browser keeps whom one met, until the server has it."""


def test_a_working_day_without_signal(opens: Opens, web: SecondWeb) -> None:
    tom = opens(phone=True, keeps=True)
    signs_in(tom, web, "Tom Okafor")
    tom.goto(f"{web.there.url}/encounters/new/")
    meets(tom, "Ida Indoors")
    expect(tom.get_by_text("You are with Ida")).to_be_visible()
    problem = tom.url.removeprefix(web.there.url).partition("#")[0]
    tom.goto(web.there.url)
    has_kept(tom, "/", problem, "/encounters/new/")

    tom.context.set_offline(True)
    web.stop()
    tom.goto(web.there.url)
    expect(tom.get_by_text("You are offline.")).to_be_visible()
    expect(tom.get_by_role("link", name="Ida Indoors", exact=True)).to_be_visible()
    tom.goto(f"{web.there.url}{problem}")
    expect(tom.get_by_text("the valve drips").first).to_be_visible()
    tom.goto(f"{web.there.url}/search/?q=valve")
    expect(tom.get_by_role("heading", name="No connection")).to_be_visible()

    tom.goto(f"{web.there.url}/encounters/new/")
    meets(tom, "Lars Lift")
    expect(tom.get_by_text("Kept in this browser. It is sent")).to_be_visible()
    meets(tom, "Mia Metro")
    expect(tom.get_by_role("region", name="Still only in this browser")).to_contain_text(
        "Lars Lift"
    )

    web.start()
    with tom.expect_navigation():  # the kept page is read anew by itself
        tom.context.set_offline(False)
    tom.wait_for_function(f"() => localStorage.getItem({KEPT}) === '[]'")
    tom.goto(web.there.url)
    for name in ("Lars Lift", "Mia Metro"):
        expect(tom.get_by_role("link", name=name, exact=True)).to_have_count(1)
    tom.goto(f"{web.there.url}/encounters/new/")
    expect(tom.get_by_text("Lars Lift")).to_have_count(0)
    tom.goto(web.there.url)
    for name in ("Lars Lift", "Mia Metro"):
        expect(tom.get_by_role("link", name=name, exact=True)).to_have_count(1)


def test_whoever_sits_there_next_reads_nothing_of_it(opens: Opens, web: SecondWeb) -> None:
    tom = opens(keeps=True)
    signs_in(tom, web, "Tom Okafor")
    tom.goto(web.there.url)
    has_kept(tom, "/")
    tom.evaluate("localStorage.setItem('draft:problem-1:reply', 'half a sentence')")
    tom.locator(".shell__you summary").click()
    tom.get_by_role("button", name="Sign out").click()
    expect(tom).not_to_have_url(f"{web.there.url}/")
    assert tom.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))") == []
    tom.wait_for_function(
        "async () => !(await caches.keys()).some((name) => name.startsWith('pages-'))"
    )
    tom.context.set_offline(True)
    tom.goto(web.there.url)
    expect(tom.get_by_role("heading", name="No connection")).to_be_visible()
