"""Files and pictures in everything people write: dropped, pasted, picked, photographed; never lost."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from tests.accessibility import violations
from tests.browser.conftest import Opens, Signs, customers_page, met

HOW = [pytest.param({}, id="desk"), pytest.param({"phone": True, "dark": True}, id="phone-dark")]


def a_picture(colour: str = "teal", side: int = 300) -> bytes:
    made = BytesIO()
    Image.new("RGB", (side, side), colour).save(made, "PNG")
    return made.getvalue()


def a_file(name: str, content: bytes = b"%PDF plan", kind: str = "application/pdf") -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": content}


_BRINGS = """([kind, at, name, type, data]) => {
  const brought = new DataTransfer();
  brought.items.add(new File([Uint8Array.from(atob(data), (one) => one.charCodeAt(0))], name, { type }));
  const how = { bubbles: true, cancelable: true };
  const event = kind === "paste" ? new ClipboardEvent(kind, { ...how, clipboardData: brought }) : new DragEvent(kind, { ...how, dataTransfer: brought });
  document.querySelector(at).dispatchEvent(event);
}"""


def brings(page: Page, kind: str, at: str, name: str, content: bytes, type_: str) -> None:
    """As if somebody dropped or pasted a file there."""
    page.evaluate(_BRINGS, [kind, at, name, type_, b64encode(content).decode()])


def row(page: Page | Locator, name: str) -> Locator:
    return page.locator(".upload", has_text=name)


def is_there(page: Page | Locator, name: str) -> None:
    """It has arrived at the server: its key goes with the form."""
    expect(row(page, name)).to_have_attribute("data-state", "there")


def pick(page: Page | Locator, *files: FilePayload) -> None:
    page.locator("[data-upload-pick]").first.set_input_files(files)


@pytest.mark.parametrize("how", HOW)
def test_what_is_dropped_pasted_and_picked_leaves_with_the_reply(
    as_: Signs, how: dict[str, bool]
) -> None:
    bea = as_("Bea", **how)
    met(bea, f"Nell Nimble{len(how)}")
    words, pane = bea.get_by_label("Your words to the customer"), bea.locator("#pane-reply")
    words.fill("Hello Nell, press here:\n")
    brings(bea, "paste", "#reply-words", "image.png", a_picture(), "image/png")
    is_there(pane, "screenshot-")
    assert "![screenshot-" in words.input_value()
    brings(bea, "dragover", "body", "plan.pdf", b"%PDF", "application/pdf")
    expect(bea.get_by_text("Drop here: it goes to Nell with your reply")).to_be_visible()
    brings(bea, "drop", "#writer", "plan.pdf", b"%PDF plan", "application/pdf")
    is_there(pane, "plan.pdf")
    with bea.expect_file_chooser() as chooser:
        pane.get_by_role("button", name="Add files").press("Enter")
    chooser.value.set_files([a_file("photo.png", a_picture("orange"), "image/png")])
    is_there(pane, "photo.png")
    assert violations(bea) == []
    bea.reload()  # they are the draft's, here and elsewhere
    expect(pane.locator(".upload")).to_have_count(3)
    bea.get_by_role("button", name="Send", exact=True).click()
    said = bea.locator(".entry--ours")
    expect(said.locator(".entry__words img")).to_have_js_property("complete", True)
    assert said.locator(".entry__words img").evaluate("(image) => image.naturalWidth") == 300
    expect(said.get_by_role("link", name="plan.pdf")).to_be_visible()
    expect(said.get_by_role("img", name="Picture: photo.png")).to_be_visible()
    expect(pane.locator(".upload")).to_have_count(0)
    assert violations(bea) == []


def test_what_is_taken_away_can_be_brought_back(as_: Signs) -> None:
    bea = as_("Bea")
    met(bea, "Otto Oops")
    bea.get_by_role("tab", name="Note").click()
    pane = bea.locator("#pane-note")
    pane.get_by_label("Your note to colleagues").fill("See this:\n")
    brings(bea, "paste", "#note-words", "image.png", a_picture(), "image/png")
    is_there(pane, "screenshot-")
    pane.get_by_role("button", name="away").click()
    expect(row(pane, "screenshot-")).to_contain_text("Taken away")
    expect(pane.get_by_label("Your note to colleagues")).to_have_value("See this:\n")
    pane.get_by_role("button", name="Undo").press("Enter")
    is_there(pane, "screenshot-")
    pane.get_by_role("button", name="Keep note").click()
    expect(bea.locator(".entry--note img[alt^=screenshot]")).to_be_visible()


def test_too_much_is_said_at_once_and_nothing_typed_is_lost(as_: Signs) -> None:
    bea = as_("Bea")
    met(bea, "Mona Much")
    bea.get_by_label("Your words to the customer").fill("Here is the film.")
    pane = bea.locator("#pane-reply")
    pick(pane, a_file("film.mp4", b"0" * 19_000_000, "video/mp4"))
    expect(pane.get_by_text("film.mp4 has 19 MB, and a mail takes 18 MB.")).to_be_visible()
    pick(pane, a_file("tool.exe", b"MZ", "application/x-msdownload"))
    expect(row(pane, "tool.exe")).to_contain_text("a link to where it lies")
    bea.get_by_role("button", name="Send", exact=True).click()
    expect(pane.get_by_text("A file did not arrive.")).to_be_visible()
    row(pane, "tool.exe").get_by_role("button", name="away").click()
    bea.get_by_role("button", name="Send", exact=True).click()
    expect(bea.locator(".entry--ours")).to_contain_text("Here is the film.")


def test_words_wait_for_their_files_and_a_failure_can_be_tried_again(as_: Signs) -> None:
    bea = as_("Bea")
    met(bea, "Fay Flaky")
    pane = bea.locator("#pane-reply")
    tries: list[Route] = []

    def fails_once(route: Route) -> None:
        tries.append(route)
        if len(tries) == 1:
            route.abort()
        elif len(tries) > 2:
            route.continue_()

    bea.route("**/uploads/", fails_once)
    bea.get_by_label("Your words to the customer").fill("The plan is below.")
    pick(pane, a_file("plan.pdf"))
    expect(row(pane, "plan.pdf")).to_contain_text("Did not arrive")
    pane.get_by_role("button", name="Try again").click()
    expect(pane.get_by_role("progressbar", name="On its way")).to_be_visible()
    bea.get_by_role("button", name="Send", exact=True).click()
    expect(pane.get_by_text("Your words leave as soon as the files are there.")).to_be_visible()
    tries[1].abort()
    expect(pane.get_by_text("A file did not arrive.")).to_be_visible()
    bea.reload()  # also a file that had not arrived is kept, and goes on by itself
    is_there(pane, "plan.pdf")
    bea.get_by_role("button", name="Send", exact=True).click()
    expect(bea.locator(".entry--ours").get_by_role("link", name="plan.pdf")).to_be_visible()


@pytest.mark.parametrize("how", HOW)
def test_a_customer_answers_with_a_photo(as_: Signs, opens: Opens, how: dict[str, bool]) -> None:
    bea, name = as_("Bea"), f"Cleo Camera{len(how)}"
    met(bea, name)
    problem = bea.url
    bea.get_by_label("Your words to the customer").fill("Hello Cleo, what does it show?")
    bea.get_by_role("button", name="Send", exact=True).click()
    expect(bea.locator(".entry--ours")).to_be_visible()
    cleo = opens(**how)
    cleo.goto(customers_page(bea, name.split()[-1].lower()))
    pick(cleo, a_file("display.png", a_picture("crimson"), "image/png"))
    is_there(cleo, "display.png")
    assert violations(cleo) == []
    cleo.reload()
    expect(cleo.locator(".upload")).to_have_count(1)
    cleo.get_by_role("button", name="Send", exact=True).click()
    expect(cleo.get_by_role("img", name="Picture: display.png")).to_be_visible()
    expect(cleo.locator(".upload")).to_have_count(0)
    cut_off = cleo.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert cut_off <= 0
    assert violations(cleo) == []
    bea.goto(problem)
    expect(bea.get_by_role("img", name="Picture: display.png")).to_be_visible()


def test_a_photo_of_whom_one_met_waits_for_signal_and_arrives_once(as_: Signs) -> None:
    tom = as_("Tom Okafor", phone=True)
    tom.goto("/encounters/new/")
    pick(tom, a_file("card.png", a_picture("gold"), "image/png"))
    is_there(tom, "card.png")
    tom.reload()  # not yet sent, and not lost
    is_there(tom, "card.png")
    assert violations(tom) == []
    tom.context.set_offline(True)
    tom.get_by_label("Their name").fill("Paula Photo")
    tom.get_by_label("How to reach them").fill("paula@photo.example")
    tom.get_by_label("What they said").fill("This is her card.")
    tom.get_by_role("button", name="They are with me").click()
    expect(tom.get_by_text("Kept in this browser. It is sent")).to_be_visible()
    waiting = tom.get_by_role("region", name="Still only in this browser")
    expect(waiting).to_contain_text("card.png")
    expect(tom.locator(".upload")).to_have_count(0)
    tom.context.set_offline(False)
    expect(waiting).to_be_hidden()
    tom.goto("/")
    tom.get_by_role("link", name="Paula Photo", exact=True).click()
    expect(tom.get_by_role("img", name="Picture: card.png")).to_have_count(1)
