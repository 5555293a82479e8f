"""Taking times, and saying them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
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
    said: str = ""
    """A sentence that belongs to it."""

    def line(self) -> str:
        reached = {None: "", True: "reached", False: "NOT reached"}[self.reached]
        aim = f"   aim {self.aim}: {reached}" if self.aim else ""
        beside = "".join(f"   {name} {value:,.4g}" for name, value in self.beside.items())
        said = f"   ({self.said})" if self.said else ""
        return f"  {self.what:<46} {self.value:>9,.4g} {self.unit:<8}{beside}{aim}{said}"

    def json(self) -> dict[str, Any]:
        return asdict(self)


# -- how fast ------------------------------------------------------------------------------------

Work = Callable[[int], object]


@dataclass(frozen=True)
class Pace:
    """How often a second something is done, and what each time costs the processor, in ms.

    The second says the same on a busy machine as on a quiet one, or nearly so.
    """

    per_second: float
    processor: float


def pace(work: Work, numbers: Iterable[int], *others: int) -> Pace:
    """With the processor time of this process and of `others` that work for it, by their ids."""
    numbers = list(numbers)
    begun, spent = time.perf_counter(), _processor(others)
    for number in numbers:
        work(number)
    took, spent = time.perf_counter() - begun, _processor(others) - spent
    return Pace(len(numbers) / took, 1000 * spent / len(numbers))


def in_turns(
    ours: Work, bare: Work, numbers: Sequence[int], *, each: int, backends: tuple[int, int]
) -> tuple[Pace, Pace]:
    """Ours and the floor, so many of `each` at a time, so that both see the same machine. The
    median of the rounds; `backends` are the database's processes that work for the one and the
    other."""
    rounds = []
    for first in range(0, len(numbers) - each + 1, each):
        these = numbers[first : first + each]
        rounds.append((pace(ours, these, backends[0]), pace(bare, these, backends[1])))
    ours_each, bare_each = zip(*rounds, strict=True)
    return _median(ours_each), _median(bare_each)


def _median(paces: Sequence[Pace]) -> Pace:
    return Pace(median(one.per_second for one in paces), median(one.processor for one in paces))


def ratios(ours: Pace, bare: Pace) -> dict[str, float]:
    """How near ours comes to the floor: by the clock, and by the processor time of each."""
    return {
        "floor": bare.per_second,
        "ratio": ours.per_second / bare.per_second,
        "by processor": bare.processor / ours.processor,
    }


def _processor(others: Iterable[int]) -> float:
    return time.process_time() + sum(processor_seconds(one) for one in others)


def processor_seconds(process: int) -> float:
    """What a process has used, all its threads together; in hundredths."""
    stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / 100


# -- how much ------------------------------------------------------------------------------------


def kilobytes(process: int) -> int:
    """A process's memory, with its share of what it shares (PSS); 0 when it has ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


# -- how long ------------------------------------------------------------------------------------


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
