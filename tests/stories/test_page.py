"""A page is read as a person reads it: words, links, and buttons by what they say."""

from __future__ import annotations

import pytest

from stayline.stories.broken import StoryBroken
from stayline.stories.page import Page, read

HTML = """<!doctype html><html><head><title>Never read aloud</title><style>p { color: red }</style></head>
<body><h1>With <em>you</em> now</h1><script>var never = "read";</script>
<p>Carol <b>waits</b>
 until noon.</p><svg><title>A heart</title></svg><span aria-hidden="true">CR</span>
<a href="/problems/7/"><span>Carol</span><span>Reyes</span></a>
<form method="post" action="/problems/7/words/"><input type="hidden" name="csrf" value="s3cret">
<textarea name="words">Dear
Carol</textarea>
<select name="due"><option value="1">soon</option><option value="2" selected>later</option></select>
<label><input type="checkbox" name="who" value="4"><span>Tom</span><span>Okafor</span></label>
<label><input type="checkbox" name="who" value="5" disabled>Sally</label>
<label><input type="radio" name="verb" value="help" checked>Ask to help</label>
<button type="button">Bold</button><button name="proposes" value="yes">Send,
 ask</button><button>Send</button></form>
<div role="alert">Wait until <b>Tom</b> is there.</div></body></html>"""


@pytest.fixture
def page() -> Page:
    return read("http://127.0.0.1/", 200, HTML)


def test_words_are_read_and_machinery_is_not(page: Page) -> None:
    assert page.says("Carol waits until noon.")
    for unseen in ("Never read aloud", "color", "never", "A heart", "CR"):
        assert not page.says(unseen)


def test_headings_and_links_are_found_by_their_words(page: Page) -> None:
    assert page.headings == ("With you now",)
    assert page.links == (("Carol Reyes", "/problems/7/"),)


def test_a_form_sends_what_stands_in_it(page: Page) -> None:
    form, _ = page.form_with("Send")
    assert form.fields == {"csrf": "s3cret", "words": "Dear\nCarol", "due": "2", "verb": "help"}


def test_a_choice_is_made_by_its_label(page: Page) -> None:
    form, _ = page.form_with("Send")
    assert (form.choice("who", "Tom Okafor"), form.choice("due", "soon")) == ("4", "1")


def test_what_is_disabled_cannot_be_chosen(page: Page) -> None:
    form, _ = page.form_with("Send")
    with pytest.raises(StoryBroken, match="Sally"):
        form.choice("who", "Sally")


def test_a_button_is_pressed_by_what_it_says(page: Page) -> None:
    _, button = page.form_with("Send, ask", to="/words/")
    assert (button.name, button.value) == ("proposes", "yes")


@pytest.mark.parametrize(("label", "to"), [("Bold", ""), ("Send", "/notes/"), ("send", "")])
def test_a_button_that_is_not_there_breaks_the_story(page: Page, label: str, to: str) -> None:
    with pytest.raises(StoryBroken, match="Send"):
        page.form_with(label, to=to)


def test_a_refusal_is_read_in_its_own_words(page: Page) -> None:
    assert page.refusal == "Wait until Tom is there."
