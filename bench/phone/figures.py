"""The figures of `stayline bench phone`, and how they come about."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bench.measuring import Figure, kilobytes, percentile, processor_seconds
from bench.phone import bare, office
from bench.phone.climbing import Climb
from bench.phone.handing_over import Bridged, HandedOver, Load
from bench.phone.office import Office, Phones
from bench.phone.watching import (
    ANSWERED,
    ASKED,
    HEARD,
    JOINED,
    OFFERED,
    RELEASED,
    RUNG,
    Taken,
    Watch,
    watching,
)

AIM_MS = 50
STEPS = (RUNG, JOINED, OFFERED, ASKED, HEARD, ANSWERED)


@dataclass(frozen=True)
class Size:
    """At most so many calls, one more every so many seconds; half of them are held so long."""

    calls: int
    every: float
    holds: float


FULL = Size(calls=300, every=0.5, holds=60)
QUICK = Size(calls=40, every=0.5, holds=10)


@dataclass
class Run:
    """What came of one run: how many calls were held, and what was late then; of each process its
    memory in MB, idle and at the end, and its processor time in hundredths of a core."""

    held: int = 0
    late: str = ""
    taken: Sequence[Taken] = ()
    gaps: Sequence[float] = ()
    phones_late: int = 0
    idle: dict[str, float] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)
    processor: dict[str, float] = field(default_factory=dict)

    def milliseconds(self, *steps: str) -> list[float]:
        """How long these took, the shortest first."""
        return sorted(one.seconds * 1000 for one in self.taken if one.what in steps)


def figures(size: Size) -> Iterator[Figure]:
    with office.folder() as data, office.exchange(data, size.calls) as there:
        people = office.build_company(there.people)
        floor = asyncio.run(climbed(there, [], size))
        ours = asyncio.run(climbed(there, people, size))
        yield from _ceiling(ours, floor, size)
        half = Size(max(ours.held // 2, 1), size.every, size.holds)
        floor = asyncio.run(climbed(there, [], half, hold=True))
        ours = asyncio.run(climbed(there, people, half, hold=True))
        yield from _at_half(ours, floor)


# -- running ---------------------------------------------------------------------------------------


async def climbed(there: Office, people: Sequence[int], size: Size, *, hold: bool = False) -> Run:
    """With Stayline, or without `people` the floor. Where it is to `hold`, all but the sound is of
    the time after the climb, in which calls end and others begin."""
    run = Run()
    async with office.switched_on(there) as phones, _attended(there, people, phones, size) as at:
        climb, watch, processes = at
        run.idle = {name: kilobytes(pid) / 1024 for name, pid in processes.items()}
        spent, begun = _spent(processes), time.monotonic()
        run.held = await climb.to(size.calls)
        if hold and not climb.late:
            watch.taken.clear()
            spent, begun = _spent(processes), time.monotonic()
            await climb.hold(size.holds)
        lasted = time.monotonic() - begun
        run.processor = {
            name: 100 * (now - spent[name]) / lasted for name, now in _spent(processes).items()
        }
        run.memory = {name: kilobytes(pid) / 1024 for name, pid in processes.items()}
        run.taken, run.late, sound = list(watch.taken), climb.late, await phones.sound()
        run.gaps, run.phones_late = sound["longest"], sound["late"]
        await climb.all_hang_up()
    return run


def _spent(processes: dict[str, int]) -> dict[str, float]:
    return {name: processor_seconds(pid) for name, pid in processes.items()}


@asynccontextmanager
async def _attended(
    there: Office, people: Sequence[int], phones: Phones, size: Size
) -> AsyncIterator[tuple[Climb, Watch, dict[str, int]]]:
    """Somebody attends to the calls; the processes that are at work, by name."""
    from stayline.channels.phone.attending import GOODBYE

    processes = {"Asterisk": there.asterisk, "telephones": phones.pid}
    async with watching(there.settings.remote, GOODBYE) as watch:
        attending = office.telephone(there) if people else bare.bridging(there)
        async with attending as ours:
            load: Load = HandedOver(phones, watch, people) if people else Bridged(phones)
            if ours is not None:
                processes["Stayline"] = ours
            yield Climb(load, phones, watch, size.every), watch, processes


# -- saying ----------------------------------------------------------------------------------------


def _ceiling(ours: Run, floor: Run, size: Size) -> Iterator[Figure]:
    held, what = float(ours.held), "calls held at once, each handed over"
    beside = {"floor": floor.held, "ratio": held / max(floor.held, 1), "at most": size.calls}
    yield Figure(what, held, "calls", beside=beside, said=ours.late)
    yield from _memory(ours)
    yield _sound("longest gap in a customer's sound", ours)


def _at_half(ours: Run, floor: Run) -> Iterator[Figure]:
    taken, bare_taken = ours.milliseconds(*STEPS), floor.milliseconds(*STEPS)
    p95 = percentile(taken, 0.95)
    beside = {"p50": percentile(taken, 0.5), "floor": percentile(bare_taken, 0.95)}
    beside |= {"times": len(taken), "calls": ours.held}
    what, aim = "event to action at half of that, p95", f"≤ {AIM_MS} ms"
    reached = p95 <= AIM_MS and not ours.late
    yield Figure(what, p95, "ms", aim, reached, beside, said=ours.late)
    for step in (*STEPS, RELEASED):
        if ours.milliseconds(step):
            yield _step(step, ours, floor)
    yield _sound("longest gap at half", ours)
    spent = ours.processor | {"floor's Asterisk": floor.processor["Asterisk"]}
    yield Figure("processor at half", spent.pop("Stayline"), "%", beside=spent)


def _step(step: str, ours: Run, floor: Run) -> Figure:
    taken, bare_taken = ours.milliseconds(step), floor.milliseconds(step)
    beside = {"p50": percentile(taken, 0.5), "times": len(taken)}
    if bare_taken:
        beside["floor"] = percentile(bare_taken, 0.95)
    return Figure(f"- {step}", percentile(taken, 0.95), "ms", beside=beside)


def _memory(ours: Run) -> Iterator[Figure]:
    for name in ("Stayline", "Asterisk"):
        what = f"memory of {name}'s process with all of them"
        yield Figure(what, ours.memory[name], "MB", beside={"idle": ours.idle[name]})


def _sound(what: str, ours: Run) -> Figure:
    gaps = [1000 * one for one in ours.gaps]
    beside = {"p50": percentile(gaps, 0.5), "telephones late": ours.phones_late}
    return Figure(what, gaps[-1], "ms", beside=beside)
