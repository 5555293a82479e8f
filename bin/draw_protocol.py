#!/usr/bin/env python3
"""Draws docs/protocol.md's picture of a problem's life from the rule itself.

It walks `decide` through every state of a few stories and writes down which stage followed which,
by which command. With --check it only says whether the page still shows what the rule does.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from stayline.ownership.protocol import act  # noqa: E402
from stayline.simulation.areas import AREAS  # noqa: E402
from stayline.simulation.walk import Walk  # noqa: E402

PAGE = ROOT / "docs" / "protocol.md"
BEGIN, END = "<!-- drawn by bin/draw_protocol.py -->", "<!-- end of the drawing -->"
STATES_MAX = 400

Step = tuple[str, str]


class Drawing(Walk):
    """A walk that remembers which stage followed which."""

    steps: dict[Step, set[str]] = defaultdict(set)

    def _judge(self, before, told, company, command):  # type: ignore[no-untyped-def]
        if before is None or not told:
            return
        _, after = act(before, command, company)
        one, other = type(before.stage).__name__, type(after.stage).__name__
        if one != other:
            self.steps[one, other].add(type(command).__name__)


def picture() -> str:
    """A Mermaid state diagram, the same each time."""
    for area in AREAS:
        Drawing(area, states_max=STATES_MAX).run()
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> Ringing: Open"]
    lines += ["    [*] --> Owned: Open, at an encounter", "    [*] --> SetAside: Open, screened"]
    for (one, other), commands in sorted(Drawing.steps.items()):
        lines.append(f"    {one} --> {other}: {', '.join(sorted(commands))}")
    return "\n".join([*lines, "```"])


def page_with(drawing: str) -> str:
    before, _, rest = PAGE.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{drawing}\n{END}{after}"


def main() -> None:
    page = page_with(picture())
    if "--check" not in sys.argv:
        PAGE.write_text(page)
    elif PAGE.read_text() != page:
        sys.exit("docs/protocol.md does not show what the rule does: run bin/draw_protocol.py")


if __name__ == "__main__":
    main()
