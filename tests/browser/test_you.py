"""One's own page, and what one does not want to see now."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.accessibility import violations
from tests.browser.conftest import Signs, met
from tests.people.test_pictures import drawn


def test_a_picture_of_oneself_is_seen_on_every_page(as_: Signs, tmp_path: Path) -> None:
    erik = as_("Erik")
    picture = tmp_path / "me.jpg"
    picture.write_bytes(drawn(800, 500, "JPEG"))
    erik.goto("/you/")
    erik.get_by_role("button", name="Initials instead").click()  # the made-up company has faces
    erik.get_by_label("Your picture").set_input_files(picture)
    expect(erik.locator(".you__face .face img")).to_be_visible()
    assert violations(erik) == []
    erik.goto("/")
    seen = erik.locator(".shell__you .face img")
    expect(seen).to_be_visible()
    assert seen.evaluate("(image) => image.complete && image.naturalWidth") == 192
    erik.goto("/you/")
    erik.get_by_role("button", name="Initials instead").click()
    expect(erik.locator(".you__face .face img")).to_have_count(0)


def test_a_customer_leaves_my_list_and_comes_back_by_one_key(as_: Signs) -> None:
    bea = as_("Bea")
    met(bea, "Nora Notnow")
    bea.goto("/")
    row = bea.locator("section", has_text="They hear from you next").locator(
        ".row", has_text="Nora Notnow"
    )
    row.hover()
    row.get_by_role("link", name="Not now: Nora Notnow").click()
    bea.get_by_label("until anything happens").check()
    bea.get_by_role("button", name="Out of sight").click()
    expect(bea.get_by_text("Nora Notnow is out of your sight.")).to_be_visible()
    expect(row).to_have_count(0)
    bea.get_by_text("out of your sight only").click()
    expect(bea.locator(".later")).to_contain_text("Nora Notnow")
    assert violations(bea) == []
    bea.keyboard.press("z")
    expect(row).to_have_count(1)


def test_what_one_is_told_is_chosen_and_tried(as_: Signs) -> None:
    erik = as_("Erik")
    erik.goto("/you/")
    erik.get_by_label("Mail: A customer of yours writes").check()
    erik.locator(".you__notices").get_by_role("button", name="Save").click()
    expect(erik.get_by_label("Mail: A customer of yours writes")).to_be_checked()
    erik.get_by_role("button", name="Try it").click()
    expect(erik.get_by_text("This demo sends no mail; it would go to")).to_be_visible()
    erik.get_by_role("button", name="Make an address").click()
    address = erik.get_by_label("Your address, shown this once").input_value()
    answer = erik.request.get(address)
    assert answer.text().startswith("BEGIN:VCALENDAR")
