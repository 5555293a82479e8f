"""Customers' HTML made safe to show: an allow-list, cleaned by a browser's own parser (nh3).

What is left is shown in a sandboxed frame with a policy of its own; this is the first of two
walls. Remote pictures do not load: their address is kept in `data-remote` until the reader asks.
"""

from __future__ import annotations

import re

import nh3

from stayline.channels.mail.nesting import shallow

_ADDRESSES = {"http", "https", "mailto", "tel", "cid"}
_BLOCKS = {
    "a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "big", "blockquote", "br",
    "caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "dfn", "div", "dl", "dt",
    "em", "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "i", "img", "ins", "kbd", "li", "main", "mark", "ol", "p", "pre", "q", "s", "samp",
    "section", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "tt", "u", "ul", "var",
}  # fmt: skip
_ATTRIBUTES = {
    "*": {"dir", "lang", "title", "align", "valign"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "data-remote"},
    "td": {"colspan", "rowspan", "width", "bgcolor"},
    "th": {"colspan", "rowspan", "width", "bgcolor"},
    "table": {"width", "cellpadding", "cellspacing", "border", "bgcolor"},
    "col": {"span", "width"},
    "font": {"color", "size", "face"},
    "ol": {"start", "type"},
    "blockquote": {"type"},
    "bdo": {"dir"},
}
_COLOUR = re.compile(r"#?[0-9a-zA-Z]{1,20}\Z")
_REMOTE_PICTURE = re.compile(r'(<img\b[^>]*?)\bsrc="(https?:[^"]*)"')


def _attribute(element: str, name: str, value: str) -> str | None:
    if name in ("bgcolor", "color") and not _COLOUR.match(value):
        return None
    if name == "data-remote":
        return None  # only we write it
    return value


def sanitised(html: str) -> str:
    """HTML that runs nothing, fetches nothing and styles nothing outside itself."""
    clean = nh3.clean(
        shallow(html),
        tags=_BLOCKS,
        clean_content_tags={"script", "style", "title", "template", "noscript", "xmp", "iframe"},
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=_ADDRESSES,
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )
    return _REMOTE_PICTURE.sub(r'\1data-remote="\2"', clean)
