"""One call more every so often, all of them held, until something is late for the first time."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable
from contextlib import suppress

from bench.phone.handing_over import Load
from bench.phone.office import Phones
from bench.phone.watching import Watch

LOOK = 0.05
NUMBERS = itertools.count()
"""Of calls: nobody calls twice, for whoever is known already is answered by their own person."""

DRAINS = 20.0
"""Seconds in which all calls should be gone once everybody has hung up."""


class Climb:
    """Calls that go through the load, each so many seconds after the other."""

    def __init__(self, load: Load, phones: Phones, watch: Watch, every: float) -> None:
        self._load = load
        self._phones = phones
        self._watch = watch
        self._every = every
        self._begun = 0
        self._failed = ""
        self._tasks: set[asyncio.Task[None]] = set()
        self.late = ""
        """What was late first."""

    async def to(self, calls: int) -> int:
        """How many are held once all went through; less where something is late."""
        due, first = time.monotonic(), self._begun
        while self._begun - first < calls and not self.late:
            self._begin()
            due += self._every
            await self._on_time(lambda due=due: time.monotonic() >= due)  # type: ignore[misc]
        await self._on_time(lambda: not self._tasks)
        return self._watch.held if self.late else calls

    async def hold(self, seconds: float) -> None:
        """As many as there are: whenever one ends, another begins."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self.late:
            self._phones.hang_up(min(self._phones.held))
            self._begin()
            due = time.monotonic() + self._every
            await self._on_time(lambda due=due: time.monotonic() >= due)  # type: ignore[misc]
        await self._on_time(lambda: not self._tasks)

    async def all_hang_up(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._phones.hang_up(*self._phones.begun)
        with suppress(TimeoutError):  # what is left over then is in nobody's way
            await self._watch.until(lambda: self._watch.is_quiet, DRAINS)

    def _begin(self) -> None:
        task = asyncio.create_task(self._one(next(NUMBERS)))
        self._begun += 1
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _one(self, number: int) -> None:
        try:
            await self._load.call(number)
        except Exception as error:  # noqa: BLE001 - whatever it was, it ends the climb
            self._failed = self._failed or f"a call went no further: {error!r}"

    async def _on_time(self, true: Callable[[], bool]) -> None:
        """Returns once this is so, or something is late."""
        while not true():
            self._watch.held = len(self._phones.held)
            self.late = self._watch.late() or self._silent() or self._failed
            if self.late:
                return
            await asyncio.sleep(LOOK)

    def _silent(self) -> str:
        for seconds in self._phones.silent.values():
            return f"a customer heard nothing for {seconds:.1f} s"
        return ""
