"""HTML nested no deeper than people nest it.

A browser's parser asks all open elements about some of the new ones, so that fifty thousand
unclosed `<div>` cost minutes. Beyond a depth nobody writes, such tags are left out; their words
stay.
"""

from __future__ import annotations

import re
from collections import Counter

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
    """The same HTML without the tags that nest too deeply."""
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
