"""Words with some shape: **bold**, *italic*, lists, [links](https://…), > quotes and `code`.

What a colleague types is a little Markdown; what leaves is plain text without its marks, and HTML
of a dozen elements. Everything else of Markdown is off: nobody's "#1", indented address or path
turns into something they did not mean. Words without any mark stay as they were typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import nh3
from django.utils.html import conditional_escape, escape, urlize
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, emphasis
from markdown_it.token import Token

_RULES = ["newline", "emphasis", "balance_pairs", "fragments_join", "link", "backticks", "list", "blockquote"]  # fmt: skip
_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "code", "img"}
_PLAIN = {"paragraph_open", "paragraph_close", "inline", "text", "softbreak", "hardbreak"}


@dataclass(frozen=True, slots=True)
class Rich:
    """The same words twice: as text, and (where they have a shape) as HTML that is safe."""

    text: str
    html: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that may stand among the words: its key, and how large it is shown, in pixels."""

    key: str
    width: int
    height: int


WIDEST = 560
"""Pixels: as wide as the letters that leave."""


@cache
def _markdown() -> MarkdownIt:
    reader = MarkdownIt("zero", {"breaks": True, "html": False, "maxNesting": 20}).enable(_RULES)
    reader.inline.ruler.at("emphasis", _by_stars)
    return reader


def _by_stars(state: StateInline, silent: bool) -> bool:
    """Emphasis by stars alone: names of files and programs are full of underscores."""
    return state.src[state.pos] != "_" and emphasis.tokenize(state, silent)


def read(typed: str, pictures: Mapping[str, Picture] = MappingProxyType({})) -> Rich:
    """What a colleague typed, as it leaves. `![NAME]` is the picture of that name, where there is
    one: `pictures` tells them by their names."""
    typed = typed.replace("\r\n", "\n")
    blocks = _markdown().parse(typed)
    named = {name: one for name, one in pictures.items() if picture_mark(name) in typed}
    if {one.type for one in _all(blocks)} <= _PLAIN and not named:
        return Rich(typed)
    shaped = safe(_with_pictures(_html(blocks), named))
    text = "\n".join(_Lines(blocks).lines()).strip("\n")
    for name in named:
        text = text.replace(picture_mark(name), f"[{name}]")
    return Rich(text, shaped)


def picture_mark(name: str) -> str:
    """How a picture among the words is typed; as plain text it is its name in brackets."""
    return f"![{name}]"


def _with_pictures(html: str, pictures: Mapping[str, Picture]) -> str:
    for name, one in pictures.items():
        smaller = min(1, WIDEST / one.width)
        size = f'width="{one.width * smaller:.0f}" height="{one.height * smaller:.0f}"'
        drawn = f'<img src="cid:{content_id(one.key)}" alt="{escape(name)}" {size}>'
        html = html.replace(escape(picture_mark(name)), drawn)
    return html


def content_id(key: object) -> str:
    """By what the picture with this key is found within one mail (RFC 2392)."""
    return f"{key}@picture"


_PICTURE = re.compile(r"cid:([0-9a-f-]{36})@picture")


def with_pictures_from(html: str, folder: str) -> SafeString:
    """Safe words for a page, where each picture stands below `folder` by its key."""
    shown = _SHOWN_PICTURE.sub(rf' src="{folder}\1/picture/"', safe(html))
    return mark_safe(shown)  # noqa: S308 - only addresses of ours were put in


_SHOWN_PICTURE = re.compile(rf' src="{_PICTURE.pattern}"')


def _all(tokens: Sequence[Token]) -> Iterator[Token]:
    for one in tokens:
        yield one
        yield from one.children or ()


def safe(html: str) -> SafeString:
    """Only our dozen elements, whoever wrote it: asked again whenever it leaves or is shown."""
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}, "img": {"src", "alt", "width", "height"}},
        attribute_filter=_ours,
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(clean)  # noqa: S308 - nh3 has just made it so


def _ours(tag: str, attribute: str, value: str) -> str | None:
    """A picture is one that goes with the words, and nothing else is of its kind."""
    if (tag, attribute) == ("img", "src"):
        return value if _PICTURE.fullmatch(value) else None
    return None if value.strip().lower().startswith("cid:") else value


# -- as HTML -------------------------------------------------------------------------------------


def _html(blocks: Sequence[Token]) -> str:
    return "".join(
        _inline_html(one.children or ()) if one.type == "inline" else _element(one)
        for one in blocks
        if not one.hidden
    )


def _element(token: Token) -> str:
    """An element's begin or end; its attributes are those that Markdown gives it."""
    if token.nesting < 0:
        return f"</{token.tag}>"
    given = "".join(f' {name}="{escape(value)}"' for name, value in token.attrs.items())
    return f"<{token.tag}{given}>"


def _inline_html(tokens: Sequence[Token]) -> str:
    said, links = [], 0
    for one in tokens:
        links += one.nesting if one.type.startswith("link") else 0
        said.append(_piece(one, is_in_link=links > 0))
    return "".join(said)


def _piece(token: Token, *, is_in_link: bool) -> str:
    match token.type:
        case "text":
            return (
                conditional_escape(token.content)
                if is_in_link
                else urlize(token.content, autoescape=True)
            )
        case "softbreak" | "hardbreak":
            return "<br>"
        case "code_inline":
            return f"<code>{escape(token.content)}</code>"
        case _:
            return _element(token)


# -- as text -------------------------------------------------------------------------------------


class _Lines:
    """Plain lines, with what a list or a quote puts before them."""

    def __init__(self, blocks: Sequence[Token]) -> None:
        self._blocks = blocks
        self._before: list[str] = []
        self._mark = ""  # of an item that has just begun
        self._numbers: list[int | None] = []

    def lines(self) -> Iterator[str]:
        for one in self._blocks:
            match one.type:
                case "inline":
                    yield from self._paragraph(_inline_text(one.children or ()))
                case "bullet_list_open" | "ordered_list_open":
                    start = one.attrs.get("start", 1)
                    self._numbers.append(int(start) if one.type.startswith("ordered") else None)
                case "list_item_open":
                    self._begin_item()
                case "blockquote_open":
                    self._before.append("> ")
                case "list_item_close" | "blockquote_close":
                    self._before.pop()
                case "bullet_list_close" | "ordered_list_close":
                    self._numbers.pop()
                case _:
                    pass
            if _ends_a_part(one, self._numbers):
                yield "".join(self._before).rstrip()

    def _begin_item(self) -> None:
        number = self._numbers[-1]
        self._mark = "- " if number is None else f"{number}. "
        self._numbers[-1] = number if number is None else number + 1
        self._before.append(" " * len(self._mark))

    def _paragraph(self, text: str) -> Iterator[str]:
        for line in text.split("\n"):
            before = "".join(self._before)
            if self._mark:
                before = before[: -len(self._mark)] + self._mark
                self._mark = ""
            yield f"{before}{line}"


def _ends_a_part(token: Token, lists: Sequence[object]) -> bool:
    """After a paragraph, and after a list that is in no other."""
    if token.type == "paragraph_close":
        return not token.hidden
    return token.type in ("bullet_list_close", "ordered_list_close") and not lists


def _inline_text(tokens: Sequence[Token]) -> str:
    said: list[str] = []
    begun: list[tuple[int, str]] = []
    for one in tokens:
        match one.type:
            case "text" | "code_inline":
                said.append(one.content)
            case "softbreak" | "hardbreak":
                said.append("\n")
            case "link_open":
                begun.append((len(said), str(one.attrs.get("href", ""))))
            case "link_close":
                place, address = begun.pop()
                if address.removeprefix("mailto:") not in "".join(said[place:]):
                    said.append(f" ({address})")
            case _:
                pass
    return "".join(said)
