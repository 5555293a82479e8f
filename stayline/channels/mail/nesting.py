"""HTML nested no deeper than people nest it.

A browser's parser asks all open elements about some of the new ones, so that fifty thousand
unclosed `<div>` cost minutes. Beyond a depth nobody writes, such tags are left out; their words
stay.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from html import escape, unescape

DEEPEST = 250

_MANY_TAGS = 2_000
_NESTING = re.compile(r"<(/?)([a-z][a-z0-9:-]{0,30})\b[^<>]{0,2000}>?", re.IGNORECASE)
#: Never hold anything, or end by themselves when their like begins.
_FLAT = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "p", "li", "dd", "dt", "option", "tr", "td", "th", "tbody", "thead", "tfoot",
    "colgroup", "html", "head", "body",
}  # fmt: skip


def shallow(html: str) -> str:
    """The same HTML without the tags that nest too deeply, and without what else costs a parser
    more the more there is of it."""
    html = _with_few_references(html)
    if html.count("<") < _MANY_TAGS:
        return html
    opened: Counter[str] = Counter()
    depth = 0

    def keep(tag: re.Match[str]) -> str:
        nonlocal depth
        name = tag[2].lower()
        if name in _FLAT:
            return tag[0]
        step = 1 if not tag[1] else -1 if opened[name] else 0
        within = depth + min(step, 0) < DEEPEST
        opened[name] += step
        depth += step
        return tag[0] if within else " "

    return _NESTING.sub(keep, html)


MOST_COPIED = 2_000_000_000
"""Letters that a parser may copy over references; it copies what follows for each of them."""
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,31});", re.ASCII)
_AS_SIGNS = (
    ("&lt;", "＜"),
    ("&gt;", "＞"),
    ("&quot;", "”"),
    ("&#39;", "’"),
    ("&amp;", "＆"),
    ("&", "＆"),
)


def _with_few_references(html: str) -> str:
    """The same with characters written as themselves where there are more `&` than a person
    writes; and where that is not enough, with signs that look like those that must be written so."""
    most = MOST_COPIED // max(1, len(html))
    if html.count("&") <= most:
        return html
    html = _REFERENCE.sub(lambda found: _itself(found[0]), html)
    if html.count("&") > most:
        for written, sign in _AS_SIGNS:
            html = html.replace(written, sign)
    return html


@lru_cache(maxsize=2048)
def _itself(reference: str) -> str:
    """The characters that a reference stands for; those that are HTML's own stay written."""
    meant = unescape(reference)
    return escape(meant) if meant != reference else reference
