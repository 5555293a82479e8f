"""The labelled sentences: `+` sends a customer away, `-` does not; and how well the check tells them apart."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from stayline.wording import check

HERE = Path(__file__).parent
_MARKS = re.compile(r"(\[\[.*?\]\])")


class Labelled(NamedTuple):
    brush_off: bool
    text: str
    kind: str = ""
    """The section it stands in, where its file has sections."""
    spans: tuple[tuple[int, int], ...] = ()
    """The sentences meant, where they are marked."""
    split_by: int = 0
    """Which byte of the text's digest tells whether it is held out."""

    @property
    def held_out(self) -> bool:
        """Half of them, by the text alone: never looked at while the patterns were written."""
        return hashlib.sha256(self.text.encode()).digest()[self.split_by] % 2 == 1


class Figures(NamedTuple):
    found: int
    missed: int
    false: int
    left: int

    @property
    def recall(self) -> float:
        return self.found / (self.found + self.missed)

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.false)

    def __str__(self) -> str:
        return (
            f"recall {self.recall:.3f}  precision {self.precision:.3f}"
            f"  found {self.found}, missed {self.missed}, false {self.false}, left alone {self.left}"
        )


def load(name: str) -> list[Labelled]:
    """`+ ` sends a customer away, `- ` does not, `? ` is left out; `## ` begins a section."""
    found, kind, split_by = [], "", -1 if name.startswith(("annotated", "voices")) else 0
    for line in (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            kind = line[3:]
        elif line[:2] in ("+ ", "- "):
            text, spans = _unmarked(line[2:])
            found.append(Labelled(line[0] == "+", text, kind, spans, split_by))
    return found


def _unmarked(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    text, spans = "", []
    for piece in _MARKS.split(marked):
        if piece.startswith("[["):
            said = piece[2:-2]
            spans.append((len(text), len(text) + len(said)))
            text += said
        else:
            text += piece
    return text, tuple(spans)


def figures(sentences: Iterable[Labelled]) -> Figures:
    counted = [(one.brush_off, bool(check(one.text))) for one in sentences]
    return Figures(
        found=counted.count((True, True)),
        missed=counted.count((True, False)),
        false=counted.count((False, True)),
        left=counted.count((False, False)),
    )


def wrong(sentences: Iterable[Labelled]) -> list[str]:
    """What the check gets wrong, for reading."""
    return [
        f"{'missed' if one.brush_off else 'false '} {one.text}"
        + "".join(f"  [{finding.kind}]" for finding in check(one.text))
        for one in sentences
        if one.brush_off != bool(check(one.text))
    ]


if __name__ == "__main__":
    for name in sys.argv[1:]:
        part, _, half = name.partition(":")
        chosen = [one for one in load(part) if not half or one.held_out == (half == "held-out")]
        print(name, figures(chosen))  # noqa: T201
        if half != "held-out" or "--wrong" in sys.argv:
            print("\n".join(wrong(chosen)))  # noqa: T201
