"""What is read aloud, in the order in which it is read: headings, landmarks, names that say enough alone."""

from __future__ import annotations

import re
from itertools import pairwise

from playwright.sync_api import Page, expect

from tests.accessibility import outline
from tests.browser.conftest import Mails, Opens, Signs, customers_page, met


def _names_say_enough(page: Page) -> list[str]:
    """Links and buttons in the page's main part whose name says nothing when it is read alone (2.4.4)."""
    snapshot = page.locator("main").aria_snapshot()
    found = re.findall(r'- (link|button)(?: "([^"]*)")?', snapshot)
    empty = {"", "…", "...", "···", "more", "here", "click here", "read more", "×"}
    return [f"{role} {name!r}" for role, name in found if name.strip().lower() in empty]


def _levels_never_skip(page: Page) -> bool:
    levels = [level for level, _ in outline(page)]
    return levels[:1] == [1] and all(b - a <= 1 for a, b in pairwise(levels))


def _reads_well(page: Page) -> None:
    assert _names_say_enough(page) == []
    assert _levels_never_skip(page), outline(page)
    assert page.get_by_role("main").count() == 1


def _comes_before(page: Page, first: str, then: str) -> bool:
    read = page.locator("body").aria_snapshot()
    return 0 <= read.find(first) < read.find(then)


def test_home_tells_first_who_needs_somebody_now(as_: Signs, mails: Mails) -> None:
    bea = as_("Bea")
    met(bea, "Rea Ding")
    mails("It drips", "Under the boiler.", name="Ari Val")
    bea.goto("/")
    expect(bea.get_by_role("heading", name="Ari Val just arrived at Billing")).to_be_visible()
    _reads_well(bea)
    assert [words for _, words in outline(bea)][:1] == ["With you now"]
    assert _comes_before(bea, "Ari Val just arrived", "They hear from you next")
    bea.keyboard.press("Tab")
    expect(bea.get_by_role("link", name="To the page")).to_be_focused()
    bea.keyboard.press("Enter")
    expect(bea.get_by_role("main")).to_be_focused()


def test_a_problem_is_read_from_who_is_with_them_to_the_answer(as_: Signs) -> None:
    bea = as_("Bea")
    met(bea, "Mona Logue", "The heating is cold since Monday")
    _reads_well(bea)
    order = ["The heating is cold", "Who is with them", "What happened", "Mona Logue"]
    headings = [words for _, words in outline(bea)]
    places = [next(n for n, one in enumerate(headings) if want in one) for want in order]
    assert places == sorted(places), headings
    assert _comes_before(bea, "You are with Mona", "Your words to the customer")
    for region in ("Who is with them", "What happened", "Write"):
        expect(bea.get_by_role("region", name=region).or_(bea.get_by_role("complementary", name=region)).first).to_be_visible()  # fmt: skip


def test_bringing_somebody_in_is_read_in_the_order_it_is_done(as_: Signs) -> None:
    bea = as_("Bea")
    bea.goto(f"{met(bea, 'Brin Ging')}bring/")
    _reads_well(bea)
    for first, then in (
        ("What is needed?", "Tom Okafor"),
        ("Tom Okafor", "Offer to take over"),
        ("Offer to take over", "The brief"),
        ("The brief", "Ask them"),
    ):
        assert _comes_before(bea, first, then), (first, then)
    expect(bea.get_by_role("group", name="Who", exact=True)).to_be_visible()
    tom = bea.get_by_role("checkbox", name="Tom Okafor")
    assert "Technical support" in tom.evaluate("one => one.labels[0].textContent")


def test_i_met_a_customer_asks_one_thing_after_the_other(as_: Signs) -> None:
    erik = as_("Erik", phone=True)
    erik.goto("/encounters/new/")
    _reads_well(erik)
    fields = erik.locator("form.met :is(input:not([type=hidden]), textarea, select)")
    named = fields.evaluate_all(
        "all => all.filter((one) => one.labels?.length).map((one) => one.labels[0].textContent.trim())"
    )
    assert named[:3] == ["Their name", "How to reach them", "What they said"]


def test_the_customer_is_read_the_question_first(as_: Signs, opens: Opens) -> None:
    bea = as_("Bea")
    met(bea, "Carla Question")
    bea.get_by_label("Your words to the customer").fill("Hello Carla, it is warm again.")
    bea.get_by_role("button", name="Send, ask if solved").click()
    expect(bea.locator(".entry--ours")).to_be_visible()
    carla = opens(phone=True)
    carla.goto(customers_page(bea, "carla@question.example"))
    _reads_well(carla)
    assert outline(carla)[0] == (1, "Is it solved for you?")
    assert _comes_before(carla, "Is it solved for you?", 'button "Yes"')
    assert _comes_before(carla, 'button "Not yet"', "Bea is with you")
    assert _comes_before(carla, "Bea is with you", "What we have said")
    top = carla.get_by_role("heading", level=1).bounding_box()
    assert top is not None
    assert top["y"] < 200


def test_what_appears_by_itself_is_told(as_: Signs, mails: Mails, opens: Opens) -> None:
    bea = as_("Bea")
    voice = bea.locator("[data-voice]")
    mails("Hello", "Anybody there?", name="Ann Ounced")
    expect(voice).to_have_text("Ann Ounced just arrived at Billing")
    problem = met(bea, "Una Spoken")
    bea.get_by_label("Your words to the customer").fill("Hello Una, I will help you.")
    bea.get_by_role("button", name="Send", exact=True).click()
    expect(bea.locator(".entry--ours")).to_be_visible()
    una = opens(phone=True)
    una.goto(customers_page(bea, "una@spoken.example"))
    bea.goto(problem)
    una.get_by_label("Write to Bea").fill("It is warm now.")
    una.get_by_role("button", name="Send").click()
    expect(voice).to_contain_text("Una Spoken: It is warm now.")


def test_a_page_drawn_anew_takes_nothing_out_of_ones_hand(as_: Signs, mails: Mails) -> None:
    bea = as_("Bea")
    met(bea, "Hol Dfast")
    bea.goto("/")
    name = bea.locator(".row__name", has_text="Hol Dfast")
    name.focus()
    mails("Hello", "Anybody there?", name="New Comer")
    expect(bea.get_by_role("heading", name="New Comer just arrived")).to_be_visible()
    expect(name).to_be_focused()
