"""The rarer acts, as somebody does them who has never done them before: join, split, link, their
side, rest, cover; as sheets over the problem, by keyboard and by thumb."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.accessibility import violations
from tests.browser.conftest import Mails, Opens, Signs, customers_page, met

SEVERAL = (
    "Hello,\n\nthe reading on my invoice is wrong. Also, my neighbour Rosa asked about the green"
    " tariff. And where do I find last year's readings?\n\nCarla"
)


def _sheet(page: Page, act: str) -> Locator:
    """Opened from the problem's own menu."""
    page.get_by_label("More for this problem").click()
    page.locator(".menu__list").get_by_role("link", name=act).click()
    sheet = page.locator("dialog.dialog--act")
    expect(sheet).to_be_visible()
    expect(page.locator("[data-unseen]:visible")).to_have_count(0)
    return sheet


def _taken(bea: Page, name: str) -> str:
    """Bea says "I will help you" to whoever wrote."""
    bea.goto("/")
    call = bea.locator(".call", has_text=name).first
    call.get_by_role("button", name="I will help you").click()
    expect(bea.get_by_text("You are with")).to_be_visible()
    bea.wait_for_load_state()
    return bea.url.partition("#")[0]


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_same_thing_told_twice_is_joined(as_: Signs, mails: Mails, phone: bool) -> None:
    name = f"Carla Twice{phone}"
    bea = as_("Bea", phone=phone)
    mails("My October invoice", "The reading on the invoice is wrong.", name=name)
    expect(bea.locator(".call", has_text=name)).to_be_visible()
    older = _taken(bea, name)
    mails("The invoice again", "Did you get my mail about the invoice?", name=name)
    bea.goto("/")
    expect(bea.locator(".call", has_text=name)).to_be_visible()
    _taken(bea, name)
    sheet = _sheet(bea, "The same as another")
    expect(sheet.get_by_role("radio", name="My October invoice")).to_be_checked()
    expect(sheet.locator(".seen--stays")).to_contain_text("The reading on the invoice is wrong.")
    expect(sheet).to_contain_text("Nothing is sent to Carla.")
    assert violations(bea) == []
    sheet.get_by_role("button", name="Join them").click()
    expect(bea.get_by_text("Looked after together with its twin.")).to_be_visible()
    bea.locator("#links").get_by_role("link", name="My October invoice").click()
    expect(bea).to_have_url(re.compile(re.escape(older)))
    expect(bea.locator("#links")).to_contain_text("The invoice again")


def test_several_things_in_one_mail_are_pointed_at(as_: Signs, opens: Opens, mails: Mails) -> None:
    bea = as_("Bea")
    mails("Three things", SEVERAL, name="Carla Several")
    expect(bea.locator(".call", has_text="Carla Several")).to_be_visible()
    _taken(bea, "Carla Several")
    sheet = _sheet(bea, "Several things in one")
    sheet.get_by_role("checkbox", name="Also, my neighbour Rosa").check()
    sheet.get_by_role("checkbox", name="And where do I find").check()
    expect(sheet.get_by_label("The other things")).to_have_value(
        re.compile("neighbour Rosa.*\n.*last year's readings", re.DOTALL)
    )
    expect(sheet.locator(".letter")).to_contain_text("several things?")
    expect(sheet.locator(".letter")).to_contain_text("neighbour Rosa")

    bea.keyboard.press("Escape")  # put away, what was pointed at is kept
    expect(sheet).to_be_hidden()
    expect(bea.get_by_label("More for this problem")).to_be_focused()
    sheet = _sheet(bea, "Several things in one")
    expect(sheet.get_by_role("checkbox", name="And where do I find")).to_be_checked()
    assert violations(bea) == []
    sheet.get_by_role("button", name="Split them").click()
    expect(bea.locator("#links").get_by_role("link")).to_have_count(2)

    carla = opens(phone=True)
    carla.goto(customers_page(bea, "carla@several.example"))
    expect(carla.get_by_role("heading", level=1)).to_contain_text("several things")


def test_a_link_is_seen_on_both_and_taken_back(as_: Signs) -> None:
    bea = as_("Bea", phone=True)
    met(bea, "Rosa Linked", "The pump hums since the storm")
    one = bea.url
    met(bea, "Nils Linked", "Since the storm my pump hums")
    sheet = _sheet(bea, "What has to do with it")
    sheet.get_by_label("Which one?").fill("rosa linked")
    sheet.get_by_role("radio", name="The pump hums").check()
    expect(sheet).to_contain_text("Nothing is sent to Nils.")
    sheet.get_by_role("button", name="Link them").click()
    expect(bea.locator("#links")).to_contain_text("Rosa Linked")
    bea.goto(one)
    expect(bea.locator("#links")).to_contain_text("Nils Linked")
    _sheet(bea, "What has to do with it").get_by_role("button", name="Take the link away").click()
    expect(bea.locator("#links")).to_be_hidden()


def test_somebody_reads_along_and_only_carlas_yes_counts(as_: Signs) -> None:
    bea = as_("Bea")
    met(bea, "Carla Side", "The heating is cold")
    sheet = _sheet(bea, "Who is on their side")
    expect(sheet).to_contain_text("Only Carla agrees")
    sheet.get_by_label("Their name").fill("Sven Side")
    sheet.get_by_role("button", name="Add them").click()
    expect(sheet.get_by_text("This field is required.")).to_be_visible()
    sheet.get_by_label("Their mail address").fill("sven@side.example")
    sheet.get_by_role("radio", name="Reads along").check()
    assert violations(bea) == []
    sheet.get_by_role("button", name="Add them").click()
    expect(bea.locator(".problem__customer")).to_contain_text("Sven Side")


def test_what_may_not_rest_yet_says_why_beside_its_button(as_: Signs) -> None:
    bea = as_("Bea", phone=True, dark=True)
    met(bea, "Carla Rest", "I want my money back")
    sheet = _sheet(bea, "Let it rest")
    quiet = sheet.get_by_role("button", name="Let it be quiet")
    expect(quiet).to_have_accessible_description(re.compile("Only after three questions"))
    assert violations(bea) == []
    sheet.get_by_role("link", name="Write an honest no").click()
    expect(sheet.get_by_role("heading", name="An honest no")).to_be_visible()
    sheet.get_by_label("Your words to the customer").fill("We cannot pay it back.")
    ask = sheet.get_by_role("button", name="Ask for the second signature")
    expect(ask).to_have_accessible_description(re.compile("names the way to complain outside"))
    sheet.get_by_label("They name the way to complain").check()
    expect(sheet).to_contain_text("Nothing is sent to Carla before the second signature.")
    ask.click()
    expect(bea.locator("[data-toast]")).to_contain_text("It waits for a second signature.")
    bea.locator("[data-toast]").get_by_role("button", name="Undo").click()
    expect(bea.get_by_text("It waits for a second signature.")).to_be_hidden()


def test_an_absence_is_planned_and_accepted(as_: Signs) -> None:
    erik, jonas = as_("Erik"), as_("Jonas", phone=True)
    met(erik, "Carla Away", "My pump leaks")
    erik.goto("/you/absence/")
    expect(erik.locator(".letter")).to_contain_text("Jonas")
    assert violations(erik) == []
    erik.get_by_role("button", name="Plan it and ask them").click()
    expect(erik.get_by_text("Jonas has not answered yet.").first).to_be_visible()
    jonas.goto("/")
    jonas.locator(".call", has_text="Erik asks you to stand in").get_by_role(
        "link", name="Read first"
    ).click()
    expect(jonas.get_by_text("Carla Away").first).to_be_visible()
    assert violations(jonas) == []
    jonas.get_by_role("button", name="I stand in").click()
    expect(jonas.locator("[data-toast]")).to_contain_text("You stand in for Erik")
    erik.reload()
    expect(erik.get_by_text("Jonas has said yes.").first).to_be_visible()
    erik.get_by_role("button", name="Call it off").click()
    expect(erik.get_by_role("button", name="Plan it and ask them")).to_be_visible()


def test_what_no_customer_sent_is_set_aside_by_two_together(as_: Signs, mails: Mails) -> None:
    bea, petra = as_("Bea"), as_("Petra", phone=True)
    for subject in ("Cheap toner for you", "Our new price list"):
        mails(subject, "Dear Sir or Madam, have a look.", name="Paper Aside")
        call = bea.locator(".call", has_text=subject)
        call.get_by_role("link", name="Read first").click()
        expect(bea.get_by_role("heading", level=1)).to_have_text(subject)
        bea.wait_for_load_state()
        sheet = _sheet(bea, "set aside")
        expect(sheet).to_contain_text("It goes to Petra Lang")
        sheet.get_by_role("radio", name="Other correspondence").check()
        assert violations(bea) == []
        sheet.get_by_role("button", name="Set it aside").click()
        expect(bea.locator("[data-toast]")).to_contain_text("A second colleague confirms it.")
    bea.locator("[data-toast]").get_by_role("button", name="Undo").click()
    expect(bea.get_by_role("button", name="I will help you").first).to_be_visible()
    petra.goto("/aside/")
    confirm = petra.get_by_role("button", name="No customer's")
    confirm.click()
    expect(petra.get_by_text("Choose at least one first")).to_be_visible()
    petra.locator(".row__pick", has_text="Paper Aside").first.click()
    expect(confirm).to_have_text("No customer's (1)")
    assert violations(petra) == []
    confirm.click()
    expect(petra.locator("[data-toast]")).to_contain_text("is no customer's")


@pytest.mark.parametrize("how", [{"phone": False}, {"phone": True, "dark": True}])
def test_each_is_a_page_of_its_own_too(as_: Signs, how: dict[str, bool]) -> None:
    bea = as_("Bea", **how)
    met(bea, "Carla " + "Page" * 12, "The heating is cold. And who reads the meter now?")
    problem = bea.url.partition("#")[0]
    for act in ("twin", "parts", "links", "parties", "rest", "cover", "final-no", "cause"):
        bea.goto(f"{problem}{act}/")
        expect(bea.locator("[data-unseen]:visible")).to_have_count(0)
        assert violations(bea) == [], act
        assert bea.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, act
