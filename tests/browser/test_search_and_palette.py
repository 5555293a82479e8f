"""Search, the palette and who is here, by the keyboard and in two browsers."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.accessibility import violations
from tests.browser.conftest import WITHIN_A_SECOND, Signs, met


def test_search_by_the_keyboard_alone(as_: Signs) -> None:
    bea = as_("Bea")
    problem = met(bea, "Søren Ågård", "The Wärmepumpe hums at night")
    bea.keyboard.press("g")
    bea.keyboard.press("h")
    expect(bea.get_by_role("heading", name="With you now")).to_be_visible()
    bea.keyboard.press("/")
    field = bea.get_by_role("combobox", name="A name, a word they used, an address")
    expect(field).to_be_focused()
    bea.keyboard.type("soren")
    suggested = bea.get_by_role("option", name="Søren Ågård")
    expect(suggested).to_be_visible()
    assert violations(bea) == []
    bea.keyboard.press("ArrowDown")
    expect(suggested).to_have_attribute("aria-selected", "true")
    bea.keyboard.press("Enter")
    expect(field).to_have_value('from:"Søren Ågård" ')
    bea.keyboard.type("warmepumpe")
    expect(bea.locator("mark", has_text="Wärmepumpe").first).to_be_visible()
    expect(bea.get_by_role("status").filter(has_text="1 problem")).to_be_visible()
    bea.get_by_label("Keep this search as").fill("Søren hums")
    bea.keyboard.press("Enter")
    expect(bea.get_by_role("link", name="Søren hums")).to_be_visible()
    bea.get_by_role("main").get_by_role("link", name="Søren Ågård").click()
    expect(bea).to_have_url(problem)


def test_the_palette_by_the_keyboard_alone(as_: Signs) -> None:
    bea = as_("Bea")
    met(bea, "Pal Ette", "It drips")
    bea.keyboard.press("Control+k")
    palette = bea.get_by_role("dialog", name="Anything, by name")
    field = palette.get_by_role("combobox")
    expect(field).to_be_focused()
    expect(palette.get_by_role("option", name="Reply")).to_have_attribute("aria-selected", "true")
    assert violations(bea) == []
    bea.keyboard.press("Enter")
    expect(palette).to_be_hidden()
    expect(bea.get_by_label("Your words to the customer")).to_be_focused()
    bea.keyboard.press("Control+k")
    bea.keyboard.type("transfer")
    bea.keyboard.press("Enter")
    expect(bea.get_by_role("heading", name="Bring somebody in")).to_be_visible()
    bea.keyboard.press("Control+k")
    bea.keyboard.type("pal ett")
    expect(palette.get_by_role("option", name=re.compile("Pal Ette It drips"))).to_be_visible()
    bea.keyboard.press("Enter")
    expect(bea.get_by_role("heading", name="It drips")).to_be_visible()
    bea.keyboard.press("Control+k")
    bea.keyboard.press("Escape")
    expect(palette).to_be_hidden()


def test_two_who_look_at_one_problem_see_each_other_within_a_second(as_: Signs) -> None:
    bea, petra = as_("Bea"), as_("Petra")
    problem = met(bea, "Two Fold", "It drips twice")
    petra.goto(problem)
    reading = bea.locator("#presence").get_by_text("Petra is looking at this too")
    expect(reading).to_be_visible(timeout=WITHIN_A_SECOND)
    assert violations(bea) == []
    bea.get_by_label("Your words to the customer").press_sequentially("Hello")
    writing = petra.locator("#presence").get_by_text("Bea is writing to Two")
    expect(writing).to_be_visible(timeout=WITHIN_A_SECOND)
    expect(petra.get_by_role("status").filter(has_text="Bea is writing to Two")).to_have_count(1)
    petra.goto("/")
    expect(reading).to_be_hidden(timeout=WITHIN_A_SECOND)


def test_the_keys_stay_off_wherever_one_signs_in(as_: Signs) -> None:
    jonas = as_("Jonas")
    jonas.goto("/you/where/")
    assert violations(jonas) == []
    jonas.get_by_role("button", name="Switch the keys off").first.click()
    expect(jonas.get_by_text("The keys are off.")).to_be_visible()
    other = as_("Jonas")
    other.keyboard.press("/")
    expect(other.get_by_role("heading", name="With you now")).to_be_visible()
    other.keyboard.press("Control+k")
    expect(other.get_by_role("dialog", name="Anything, by name")).to_be_visible()
    other.keyboard.press("Escape")
    other.goto("/you/where/")
    other.get_by_role("button", name="Switch the keys on").first.click()
    expect(other.get_by_text("The keys are on.")).to_be_visible()
