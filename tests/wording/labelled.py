"""The labelled sentences: `+` sends a customer away, `-` does not; and how well the check tells them apart."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from stayline.wording import check

HERE = Path(__file__).parent


class Labelled(NamedTuple):
    brush_off: bool
    text: str

    @property
    def held_out(self) -> bool:
        """Half of them, by the text alone: never looked at while the patterns were written."""
        return hashlib.sha256(self.text.encode()).digest()[0] % 2 == 1


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
    lines = (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [Labelled(line[0] == "+", line[2:]) for line in lines if line[:2] in ("+ ", "- ")]


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
