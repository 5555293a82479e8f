"""Taking times, and saying them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Figure:
    """One thing that was measured. `aim` is what it should be, said with its unit."""

    what: str
    value: float
    unit: str
    aim: str = ""
    reached: bool | None = None
    beside: dict[str, float] = field(default_factory=dict)

    def line(self) -> str:
        said = {None: "", True: "reached", False: "NOT reached"}[self.reached]
        aim = f"   aim {self.aim}: {said}" if self.aim else ""
        beside = "".join(f"   {name} {value:,.4g}" for name, value in self.beside.items())
        return f"  {self.what:<46} {self.value:>9,.4g} {self.unit:<8}{beside}{aim}"

    def json(self) -> dict[str, Any]:
        return asdict(self)


def per_second(work: Callable[[int], object], numbers: Iterable[int]) -> float:
    """How often a second `work` is done."""
    begun, done = time.perf_counter(), 0
    for number in numbers:
        work(number)
        done += 1
    return done / (time.perf_counter() - begun)


def milliseconds(work: Callable[[], object], times: int) -> list[float]:
    """How long each time takes, the shortest first."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    return sorted(taken)


def percentile(taken: Sequence[float], part: float) -> float:
    """Of sorted times."""
    return taken[min(len(taken) - 1, int(len(taken) * part))]
