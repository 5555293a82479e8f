"""What keeps somebody from using a page, in readable lines: by axe, and by measures that axe has not.

Every measure names its success criterion of WCAG 2.2 (https://www.w3.org/TR/WCAG22/).
"""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Switched off in axe unless asked for: how large what one presses is (2.5.8).
_OPTIONS = {"rules": {"target-size": {"enabled": True}}}


def violations(page: Page) -> list[str]:
    """Every rule of axe that is broken, with the elements that break it; empty when the page is for everybody."""
    found = Axe().run(page, options=_OPTIONS).response["violations"]
    return [
        f"{rule['id']}: {rule['help']}: {node['html'][:120]} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


_WIDER_THAN_THE_PAGE = """() => {
  const over = document.documentElement.scrollWidth - innerWidth;
  if (over <= 0) return [];
  return [`${over} pixels too wide`, ...[...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > innerWidth)
    .map((one) => one.outerHTML.slice(0, 160)).slice(-5)];
}"""


def too_wide(page: Page) -> list[str]:
    """What makes one scroll sideways (1.4.10)."""
    found: list[str] = page.evaluate(_WIDER_THAN_THE_PAGE)
    return found


_SPACED = """
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-block-end: 2em !important; }
"""
_CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((one) => {
  if (!one.checkVisibility({ visibilityProperty: true }) || one.matches("textarea, input, select, option, svg, svg *")) return false;
  if (![...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())) return false;
  if (one.closest(".visually-hidden, [aria-hidden=true]") || one.closest("[data-may-cut]")) return false;
  const { overflowX, overflowY } = getComputedStyle(one);
  return (overflowY === "hidden" && one.scrollHeight > one.clientHeight + 4)
    || (overflowX === "hidden" && one.scrollWidth > one.clientWidth + 4);
}).map((one) => one.outerHTML.slice(0, 160))"""


def cut_off_when_narrow_and_spaced(page: Page) -> list[str]:
    """What is cut off at 320 pixels (400 % zoom, 1.4.10), and there with wide letters and lines (1.4.12)."""
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    found = too_wide(page)
    style = page.evaluate_handle(
        "(css) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets.push(sheet); }",
        _SPACED,
    )
    found += [f"spaced: {one}" for one in too_wide(page) + page.evaluate(_CUT_OFF)]
    page.evaluate("document.adoptedStyleSheets.pop()")
    style.dispose()
    if size:
        page.set_viewport_size(size)
    return found


_FOCUSED = """() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return null;
  /* A file is chosen by a label that looks like a button: it stands for its field. */
  const at = focused.type === "file" ? focused.labels[0] : focused;
  const box = at.getBoundingClientRect(), style = getComputedStyle(at);
  const name = at.outerHTML.slice(0, 120);
  const holder = at.closest(".choice, .segment, .candidate, .writer, .search") ?? at;
  const isMarked = [at, holder].some((one) => {
    const look = getComputedStyle(one);
    return (look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2) || look.boxShadow !== "none";
  });
  const points = [0.5, 0.2, 0.8].flatMap((x) => [0.5, 0.2, 0.8].map((y) => [box.left + box.width * x, box.top + box.height * y]));
  const isSeen = points.some(([x, y]) => { const top = document.elementFromPoint(x, y); return top && (at.contains(top) || top.contains(at) || top.closest("label")?.contains(at)); });
  return { name, isMarked, isSeen };
}"""


def walk_by_tab(page: Page, most: int = 120) -> tuple[list[str], list[str]]:
    """Through the page by Tab until it ends: the stops, and what was wrong at any.

    Focus is visible (2.4.7), not hidden behind something (2.4.11), and leaves again (2.1.2).
    """
    stops: list[str] = []
    wrong: list[str] = []
    page.evaluate("document.activeElement?.blur(); scrollTo(0, 0)")
    for _ in range(most):
        page.keyboard.press("Tab")
        at = page.evaluate(_FOCUSED)
        if at is None:
            return stops, wrong
        stops.append(at["name"])
        wrong += [f"not marked: {at['name']}"] * (not at["isMarked"])
        wrong += [f"hidden: {at['name']}"] * (not at["isSeen"])
    return stops, [*wrong, f"no end after {most} stops"]


_OUTLINE = """() => [...document.querySelectorAll("h1, h2, h3, h4")].filter((one) => one.checkVisibility())
  .map((one) => [Number(one.tagName[1]), one.textContent.trim().replace(/\\s+/g, " ")])"""


def outline(page: Page) -> list[tuple[int, str]]:
    """The headings as they are read: their level, and their words."""
    return [(level, words) for level, words in page.evaluate(_OUTLINE)]
