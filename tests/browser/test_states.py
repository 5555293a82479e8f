"""Pages in the states they can be in: filled, refused, open, narrow, in the system's own colours."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility import cut_off_when_narrow_and_spaced, violations, walk_by_tab
from tests.browser.conftest import Opens, Signs, customers_page, met


@pytest.fixture
def problem(as_: Signs) -> tuple[Page, str]:
    bea = as_("Bea")
    return bea, met(bea, "Sta Tes")


def _is_for_everybody(page: Page) -> None:
    assert violations(page) == []
    assert cut_off_when_narrow_and_spaced(page) == []


def test_what_opens_over_a_page(problem: tuple[Page, str]) -> None:
    bea, _ = problem
    bea.locator("#problem-head .menu summary").click()
    _is_for_everybody(bea)
    bea.keyboard.press("Escape")
    bea.keyboard.press("Control+k")
    expect(bea.get_by_role("dialog")).to_be_visible()
    bea.keyboard.type("bring")
    assert violations(bea) == []
    bea.keyboard.press("Escape")
    bea.keyboard.press("r")
    bea.keyboard.type("/")
    expect(bea.get_by_role("listbox")).to_be_visible()
    assert violations(bea) == []


def test_what_opens_from_below_on_a_phone(as_: Signs) -> None:
    bea = as_("Bea", phone=True, dark=True)
    bea.get_by_role("button", name="More").click()
    expect(bea.get_by_role("dialog", name="More")).to_be_visible()
    _is_for_everybody(bea)


def test_a_brush_off_and_a_refusal_in_the_writer(problem: tuple[Page, str]) -> None:
    bea, _ = problem
    bea.get_by_label("Your words to the customer").fill(
        "That is not my department. Please call our hotline."
    )
    expect(bea.locator("[data-mirror] mark").first).to_be_attached()
    _is_for_everybody(bea)
    bea.get_by_label("They hear from you again by").select_option("other")
    bea.get_by_label("Date and time of the promise").fill("2031-01-01T10:00")
    bea.get_by_role("button", name="Send", exact=True).click()
    expect(bea.get_by_role("alert").first).to_be_visible()
    _is_for_everybody(bea)


def test_a_form_that_comes_back_begins_at_what_is_not_right_yet(as_: Signs) -> None:
    mara = as_("Mara Klein")
    mara.goto("/people/new/")
    mara.get_by_role("button", name="Save").or_(mara.get_by_role("button", name="Add")).click()
    mistakes = mara.get_by_role("alert")
    expect(mistakes).to_be_focused()
    _is_for_everybody(mara)
    mistakes.get_by_role("link", name="Name").click()
    name = mara.get_by_label("Name", exact=True)
    expect(name).to_be_focused()
    expect(name).to_have_attribute("aria-invalid", "true")
    described = (name.get_attribute("aria-describedby") or "").split()
    assert any("required" in mara.locator(f"#{one}").inner_text() for one in described)


def test_where_the_system_chooses_the_colours(problem: tuple[Page, str], opens: Opens) -> None:
    bea, address = problem
    bea.get_by_label("Your words to the customer").fill("Hello Sta, I will help you.")
    bea.get_by_role("button", name="Send", exact=True).click()
    expect(bea.locator(".entry--ours")).to_be_visible()
    link = customers_page(bea, "sta@tes.example")
    sta = opens()
    for page, path in ((bea, address), (bea, "/"), (sta, link)):
        page.emulate_media(forced_colors="active")
        page.goto(path)
        assert violations(page) == []
        assert (
            page.locator(".button").first.evaluate("one => getComputedStyle(one).borderStyle")
            == "solid"
        )


def test_tab_goes_through_every_page_and_out_again(as_: Signs) -> None:
    bea, phone = as_("Bea"), as_("Bea", phone=True)
    problem = met(bea, "Tab Bing")
    for page, path in (
        (bea, problem),
        (bea, f"{problem}bring/"),
        (phone, problem),
        (phone, "/"),
        (phone, "/encounters/new/"),
        (phone, "/you/"),
    ):
        page.goto(path)
        stops, wrong = walk_by_tab(page)
        assert (wrong, len(stops) > 3) == ([], True), path


def test_every_page_has_a_name_of_its_own(as_: Signs) -> None:
    mara = as_("Mara Klein")
    names: dict[str, str] = {}
    for path in (
        "/", "/search/", "/encounters/new/", "/drafts/", "/saved-replies/", "/saved-replies/new/", "/you/",
        "/you/where/", "/causes/", "/aside/", "/outbox/", "/led/", "/doors/", "/doors/new/", "/doors/1/",
        "/people/", "/people/new/", "/people/1/", "/teams/", "/teams/new/", "/company/", "/nowhere/",
    ):  # fmt: skip
        mara.goto(path)
        name = mara.title()
        assert name not in names, (path, names[name])
        names[name] = path


def test_close_or_comfortable_and_larger_letters_are_ones_own_choice(as_: Signs) -> None:
    erik = as_("Erik", phone=True)
    met(erik, "Den Sity")
    erik.goto("/")
    height = "document.querySelector('.row').getBoundingClientRect().height"
    letters = "parseFloat(getComputedStyle(document.querySelector('.row__name')).fontSize)"
    comfortable, size = erik.evaluate(height), erik.evaluate(letters)
    erik.goto("/you/")
    erik.get_by_role("radio", name="Close", exact=True).check()
    erik.goto("/")
    assert erik.evaluate(height) < comfortable
    targets = ".tabbar__link, .call .button, .menu__item"
    small = "all => all.filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44).length"
    assert erik.locator(targets).evaluate_all(small) == 0
    assert violations(erik) == []
    erik.evaluate(
        "document.documentElement.style.fontSize = '200%'"
    )  # as the browser's own setting
    assert erik.evaluate(letters) >= 1.8 * size
    erik.goto("/you/")
    erik.get_by_role("radio", name="Comfortable").check()
    erik.goto("/")
    assert erik.evaluate(height) == comfortable
