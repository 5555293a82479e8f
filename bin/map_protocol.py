#!/usr/bin/env python3
"""Maps every sentence of docs/protocol.md to what keeps it: docs/protocol-coverage.md.

For each sentence: the commands it is about, a test in which it is seen to hold, a test in which what it
forbids is refused, and the page or command where people meet it. Tests say themselves which sentence
they show (`@says`, tests/ownership/says.py); the commands and places are in docs/protocol-map.toml,
under the beginning of the sentence. A sentence that is no rule (a reason, a word's meaning) says so there.

With --check: fails on a sentence without an entry, an entry or a test without a sentence, a rule without
its two tests or its place, and a page that is out of date.
"""

from __future__ import annotations

import importlib
import re
import sys
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, get_args

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from stayline.ownership import commands as do  # noqa: E402
from tests.ownership import examples  # noqa: E402

PROTOCOL, MAP = ROOT / "docs" / "protocol.md", ROOT / "docs" / "protocol-map.toml"
PAGE = ROOT / "docs" / "protocol-coverage.md"
COMMANDS = {kind.__name__ for kind in get_args(do.Command)}
NO_RULE = ("reason", "meaning", "elsewhere")

_FENCED = re.compile(r"```.*?```|<!--.*?-->", re.DOTALL)
_PATH = re.compile(r"`(/[^`]+)`")
_ANY = re.compile(r"\d+")
_NAMED = re.compile(r"\*\*([^*]+)\.\*\* ")
_ENDS = re.compile(r"(?<=[.!?])[*\"”)]*\s+(?=[*\"“(]*[A-Z])")


@dataclass
class Sentence:
    """One sentence, what it is about, and the tests that show it."""

    id: str
    text: str
    entry: dict[str, Any] = field(default_factory=dict)
    holds: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def sentences() -> list[Sentence]:
    """The page's sentences, numbered within their sections."""
    found, section, count = [], "", 0
    for line in _FENCED.sub("", PROTOCOL.read_text()).splitlines():
        if line.startswith("#"):
            section, count = _slug(line), 0
            continue
        named = _NAMED.match(line)
        if named:
            section, count = _slug(named[1]), 0
            line = line[named.end() :]
        for text in _sentences_of(line.strip()):
            count += 1
            found.append(Sentence(f"{section}-{count}", text))
    return found


def _slug(heading: str) -> str:
    return re.sub(r"[^a-z]+", "-", heading.lower()).strip("-")


def _sentences_of(line: str) -> list[str]:
    if line.startswith("|"):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        head = set("".join(cells)) <= set("- ") or cells in (["word", "meaning"], ["", "invariant"])
        return [] if head else [": ".join(cells)]
    return [one.strip() for one in _ENDS.split(re.sub(r"^\d\. ", "", line)) if " " in one.strip()]


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _find(all_: list[Sentence], part: str, complaints: list[str], whose: str) -> Sentence | None:
    found = [one for one in all_ if _plain(part) in _plain(one.text)]
    if len(found) != 1:
        what = "no sentence" if not found else f"{len(found)} sentences"
        complaints.append(f"{whose}: {what} of the protocol: {part!r}")
        return None
    return found[0]


def read() -> tuple[list[Sentence], list[str]]:
    """Every sentence with its entry and its tests, and what is wrong with them."""
    all_, complaints = sentences(), []
    for entry in tomllib.loads(MAP.read_text())["sentence"]:
        one = _find(all_, entry["says"], complaints, "docs/protocol-map.toml")
        if one is not None:
            if one.entry:
                complaints.append(f"docs/protocol-map.toml: twice: {entry['says']!r}")
            one.entry = entry
    for name, part, refuses in _marked():
        one = _find(all_, part, complaints, name)
        if one is not None:
            (one.refused if refuses else one.holds).append(name)
    return all_, complaints


def _marked() -> list[tuple[str, str, bool]]:
    """Every test that says which sentence it shows."""
    modules = [*examples.modules(), importlib.import_module("tests.ownership.test_auditor")]
    return [
        (f"{module.__name__.rpartition('.')[2]}::{name}", part, refuses)
        for module in modules
        for name, test in sorted(vars(module).items())
        for part, refuses in getattr(test, "says", ())
    ]


def gaps(all_: list[Sentence]) -> list[str]:
    """What a sentence still lacks."""
    found = []
    for one in all_:
        entry, where = one.entry, f"{one.id} ({one.text[:60]}…)"
        if not entry:
            found.append(f"{where}: nothing says what keeps it")
            continue
        if entry.get("is") in NO_RULE:
            if not entry.get("because"):
                found.append(f"{where}: say why it is no rule of the core")
            continue
        unknown = set(entry.get("commands", ())) - COMMANDS
        if unknown:
            found.append(f"{where}: no such command: {', '.join(sorted(unknown))}")
        if not entry.get("commands"):
            found.append(f"{where}: no command")
        if not one.holds:
            found.append(f"{where}: no test in which it holds")
        if not one.refused and not entry.get("never_refused"):
            found.append(f"{where}: no test in which what it forbids is refused")
        if not entry.get("place"):
            found.append(f"{where}: no page or command where people meet it")
        missing = [one for one in _PATH.findall(entry.get("place", "")) if not _is_a_page(one)]
        found += [f"{where}: there is no page {path}" for path in missing]
    return found


def _is_a_page(path: str) -> bool:
    """Whether some `urls.py` has this path; numbers and tokens stand for any."""
    return _ANY.sub("*", path.removeprefix("/").removeprefix("with/TOKEN/")) in _pages()


_URLS = {
    "desk/urls.py": "",
    "desk/you_urls.py": "",
    "desk/acts/urls.py": "problems/<int:problem_id>/",
    "customer_page/urls.py": "",
}
"""Where addresses stand, and what stands before them."""


@cache
def _pages() -> frozenset[str]:
    found = set()
    for urls, before in _URLS.items():
        text = (ROOT / "stayline" / urls).read_text()
        paths = re.findall(r'"([^"\s]+/)"', text)
        found |= {re.sub(r"<[^>]+>", "*", before + path) for path in paths}
    return frozenset(one.removeprefix("*/") if one != "*/" else "" for one in found)


def page(all_: list[Sentence]) -> str:
    """The map as a page."""
    rules = [one for one in all_ if one.entry.get("is") not in NO_RULE]
    counts = f"{len(all_)} sentences, {len(rules)} of them rules of the core"
    sources = "[protocol.md](protocol.md), [protocol-map.toml](protocol-map.toml)"
    made = f"Made by `bin/map_protocol.py` from {sources} and the tests' own `@says`: {counts}."
    lines = [
        "# The protocol, sentence by sentence",
        "",
        made,
        "",
        "| sentence | commands | holds in | refused in | where people meet it |",
        "| --- | --- | --- | --- | --- |",
        *("| " + " | ".join(_cells(one)) + " |" for one in all_),
    ]
    return "\n".join(lines) + "\n"


def _cells(one: Sentence) -> list[str]:
    entry = one.entry
    text = f"**{one.id}** {one.text}".replace("|", "\\|")
    if entry.get("is") in NO_RULE:
        return [text, "", "", "", f"{entry['is']}: {entry.get('because', '')}"]
    refused = _tests(one.refused) or entry.get("never_refused", "")
    commands = ", ".join(f"`{command}`" for command in entry.get("commands", ()))
    return [text, commands, _tests(one.holds), refused, entry.get("place", "")]


def _tests(names: list[str]) -> str:
    return "<br>".join(f"`{name}`" for name in names[:3])


def main() -> None:
    all_, complaints = read()
    complaints += gaps(all_)
    if "--check" not in sys.argv:
        PAGE.write_text(page(all_))
    elif not PAGE.exists() or PAGE.read_text() != page(all_):
        complaints.append("docs/protocol-coverage.md is out of date: run bin/map_protocol.py")
    if complaints:
        sys.exit("\n".join(complaints))


if __name__ == "__main__":
    main()
