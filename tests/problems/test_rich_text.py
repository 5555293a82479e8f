"""What colleagues type with a little Markdown leaves as clean HTML and as plain text."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stayline.problems import rich_text


@pytest.mark.parametrize(
    "typed",
    [
        "Hello Carol,\n\nI will help you.\n\nBea",
        "It costs 2 * 3 * 4 = 24.",
        "Number #1 is C:\\temp\\_new_files_ here",
        "    12 Mill Lane\n    Fernwood",
        "<b>not markup</b> & so on",
        "Line one\nline two   \nline three",
        "snake_case_name stays, so does 5_000",
        "---\nHeading\n===",
    ],
)  # fmt: skip
def test_words_without_a_mark_stay_as_they_were_typed(typed: str) -> None:
    assert rich_text.read(typed) == rich_text.Rich(typed)


@pytest.mark.parametrize(
    ("typed", "text", "html"),
    [
        ("It is **solved**.", "It is solved.", "<p>It is <strong>solved</strong>.</p>"),
        ("It is *almost* done", "It is almost done", "<p>It is <em>almost</em> done</p>"),
        ("Type `reset`", "Type reset", "<p>Type <code>reset</code></p>"),
        ("Please:\n\n- restart\n- wait", "Please:\n\n- restart\n- wait",
         "<p>Please:</p><ul><li>restart</li><li>wait</li></ul>"),
        ("3. three\n4. four", "3. three\n4. four", '<ol start="3"><li>three</li><li>four</li></ol>'),
        ("- a\n  - b\n- c", "- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("> You wrote this\n> there\n\nYes.", "> You wrote this\n> there\n>\nYes.",
         "<blockquote><p>You wrote this<br>there</p></blockquote><p>Yes.</p>"),
    ],
)  # fmt: skip
def test_marks_leave_as_shape_and_as_plain_text(typed: str, text: str, html: str) -> None:
    found = rich_text.read(typed)
    assert found.text == text
    assert found.html == html


def test_a_link_is_named_in_the_text_too() -> None:
    found = rich_text.read("See [the guide](https://fernwood.example/guide).")
    assert found.text == "See the guide (https://fernwood.example/guide)."
    assert 'href="https://fernwood.example/guide"' in found.html
    assert 'rel="noopener noreferrer nofollow"' in found.html


def test_a_bare_address_becomes_a_link_where_there_is_shape() -> None:
    found = rich_text.read("**Here**: https://fernwood.example/a")
    assert '<a href="https://fernwood.example/a"' in found.html
    assert found.text == "Here: https://fernwood.example/a"


@pytest.mark.parametrize(
    "typed",
    [
        "**x** <script>alert(1)</script>",
        "**x** [y](javascript:alert(1))",
        "**x** [y](data:text/html,hi)",
        '**x** [y](https://a.example/" onmouseover="alert(1))',
        "**x** ![p](https://a.example/p.png)",
        "**x** <img src=x onerror=alert(1)>",
    ],
)
def test_nothing_that_runs_or_fetches_leaves(typed: str) -> None:
    html = rich_text.read(typed).html
    found = Elements()
    found.feed(html)
    assert html.startswith("<p><strong>x</strong>")
    assert found.names <= {"p", "strong", "a"}
    assert found.attributes <= {"href", "rel"}
    assert all(one.startswith("https:") for one in found.addresses)


class Elements(HTMLParser):
    """What a browser would make of it."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name == "href"]


@given(st.text(alphabet="ab *_`[]()<>-.1\n\t#&\"'h:/", max_size=60))
def test_whatever_is_typed_leaves_safely_and_loses_no_letter(typed: str) -> None:
    found = rich_text.read(typed)
    assert rich_text.safe(found.html) == found.html
    letters = [one for one in typed if one in "ab"]
    assert [one for one in found.text if one in "ab"] == letters or "](" in typed


# -- pictures ------------------------------------------------------------------------------------

KEY = "0b5f8a5e-0000-4000-8000-000000000001"
WIDE = rich_text.Picture(KEY, 1120, 500)


def test_a_picture_stands_where_its_name_stands_no_wider_than_a_letter() -> None:
    said = rich_text.read("Press *here*: ![a.png]", {"a.png": WIDE})
    assert said.text == "Press here: [a.png]"
    shown = f'<img src="cid:{KEY}@picture" alt="a.png" width="560" height="250">'
    assert said.html == f"<p>Press <em>here</em>: {shown}</p>"


def test_a_name_without_a_picture_is_only_words() -> None:
    assert rich_text.read("See ![b.png]", {"a.png": WIDE}) == rich_text.Rich("See ![b.png]")


@pytest.mark.parametrize(
    "html",
    [
        '<img src="https://outside.example/x.png">',
        '<img src="cid:guessed">',
        f'<img src="cid:{KEY}@picture" onerror="alert(1)">',
        f'<a href="cid:{KEY}@picture">x</a>',
        '<img src="/you/">',
    ],
)
def test_no_other_picture_is_ever_shown_or_fetched(html: str) -> None:
    shown = rich_text.with_pictures_from(html, "/files/")
    assert "outside" not in shown
    assert "onerror" not in shown
    assert "href" not in shown
    assert shown.count("src=") == shown.count(f'src="/files/{KEY}/picture/"')
