"""The words of an HTML mail as plain text: blocks become lines, quotes get their `>`.

The HTML is first made well-formed by nh3, so that one linear pass over its tags is enough
whatever came in.
"""

from __future__ import annotations

import html as entities
import re

import nh3

from stayline.channels.mail.nesting import shallow

_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s[^\s"=>/]+="[^"]*")*)\s*/?>')
_ATTRIBUTE = re.compile(r'\s([^\s"=>/]+)="([^"]*)"')
_LINES = {
    "p", "div", "tr", "li", "ul", "ol", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6",
    "hr", "pre", "address", "article", "section", "header", "footer", "dl", "dt", "dd", "center",
    "figure", "figcaption", "caption", "tbody", "thead", "tfoot", "main", "aside",
}  # fmt: skip
_APART = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "table", "pre"}
_KEPT = _LINES | {"br", "a", "td", "th", "img", "b", "strong", "span"}
_ATTRIBUTES = {"a": {"href"}, "img": {"alt"}, "*": {"class", "id", "style"}}
#: Where a mail program begins the quoted rest without a blockquote.
_QUOTE_STARTS = re.compile(
    r"\b(?:divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|mail-editor-reference-message-container"
    r"|stopSpelling|ms-outlook-mobile-reference-message|reply-intro)\b",
    re.IGNORECASE,
)
QUOTE_RULE = "\u2500" * 8
"""A line that stands where a mail program's own mark begins the quoted rest."""


class _Writer:
    """Collects lines, with how deeply each is quoted."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.depth = 0
        self.pre = 0
        self.links: list[tuple[str, int, int]] = []  # where to, and where its words began

    def words(self, text: str) -> None:
        if self.pre:
            first, *rest = text.split("\n")
            self.line.append(first)
            for more in rest:
                self.end_line(force=True)
                self.line.append(more)
            return
        flat = re.sub(r"[ \t\r\n\f]+", " ", text)
        if flat.startswith(" ") and (not self.line or self.line[-1].endswith(" ")):
            flat = flat[1:]
        if flat:
            self.line.append(flat)

    def end_line(self, *, force: bool = False) -> None:
        text = "".join(self.line).replace("\u00a0", " ").rstrip()
        if text.strip() or force:
            mark = "> " * self.depth
            self.lines.append((mark + (text if self.pre else text.strip())).rstrip())
        self.line = []

    def gap(self) -> None:
        mark = ("> " * self.depth).rstrip()
        if self.lines and self.lines[-1] not in ("", mark):
            self.lines.append(mark)


def html_to_text(html: str) -> str:
    """Plain text of an HTML body. Pictures are their descriptions; links keep their address when
    their words do not show it."""
    clean = nh3.clean(
        shallow(html),
        tags=_KEPT,
        clean_content_tags={"script", "style", "title", "head", "template", "noscript"},
        attributes=_ATTRIBUTES,
        link_rel=None,
        strip_comments=True,
    )
    writer = _Writer()
    at = 0
    for token in _TOKEN.finditer(clean):
        if token.start() > at:
            writer.words(entities.unescape(clean[at : token.start()]))
        at = token.end()
        _tag(writer, token[2], closes=bool(token[1]), attributes=token[3])
    writer.words(entities.unescape(clean[at:]))
    writer.end_line()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(writer.lines)).strip("\n")


def _tag(writer: _Writer, name: str, *, closes: bool, attributes: str) -> None:
    if name == "br":
        writer.end_line(force=True)
    elif name in ("td", "th"):
        writer.words(" ")
    elif name == "a":
        _link(writer, closes=closes, attributes=attributes)
    elif name == "img":
        alt = dict(_ATTRIBUTE.findall(attributes)).get("alt", "")
        writer.words(f" {entities.unescape(alt)} " if alt and "." not in alt else " ")
    elif name in _LINES:
        _block(writer, name, closes=closes, attributes=attributes)


def _block(writer: _Writer, name: str, *, closes: bool, attributes: str) -> None:
    writer.end_line()
    if name in _APART:
        writer.gap()
    if attributes and not closes and _QUOTE_STARTS.search(attributes):
        writer.lines.append(QUOTE_RULE)
    if name == "blockquote":
        # A quote that a mail program made, not an indent that a person made for looks.
        writer.depth = max(0, writer.depth + (-1 if closes else 1))
    elif name == "pre":
        writer.pre = max(0, writer.pre + (-1 if closes else 1))
    elif name == "hr" and not closes:
        writer.lines.append("-" * 8)
    elif name == "li" and not closes:
        writer.words("- ")


def _link(writer: _Writer, *, closes: bool, attributes: str) -> None:
    if not closes:
        href = entities.unescape(dict(_ATTRIBUTE.findall(attributes)).get("href", ""))
        writer.links.append((href, len(writer.lines), len(writer.line)))
        return
    if not writer.links:
        return
    href, line, word = writer.links.pop()
    shown = "".join(writer.line[word:]).strip() if line == len(writer.lines) else ""
    bare = re.sub(r"^(?:mailto:|tel:|https?://)", "", href).rstrip("/")
    if href.startswith(("http://", "https://")) and shown and bare not in shown:
        writer.line.append(f" <{href}>")
