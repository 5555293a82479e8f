"""The pure rule, on what a whole simulated company asks of it; no database, no clock.

A company is simulated once, and every command that met its journal is kept with the problem and
the company as they were. Then the same commands meet the rule again, and only the rule: what is
decided, and the problem folded after it. The simulation itself does more for each act: it thinks
of something to try, holds the journal's promises, and has an auditor fold and judge what was told.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress

from bench.measuring import Figure
from stayline.ownership import Company, Problem, Refused
from stayline.ownership import commands as do
from stayline.ownership.events import Event
from stayline.ownership.ids import ProblemId
from stayline.ownership.protocol import act
from stayline.simulation.journal import Journal
from stayline.simulation.simulation import Simulation

AIM = 50_000

Met = tuple[Problem | None, do.Command, Company]


class Kept(Journal):
    """A journal that keeps what met it."""

    def __init__(self) -> None:
        super().__init__()
        self.met: list[Met] = []

    def _decide(
        self, problem: ProblemId, command: do.Command, company: Company
    ) -> tuple[tuple[Event, ...], Problem]:
        self.met.append((self.problems.get(problem), command, company))
        return super()._decide(problem, command, company)


def figures(acts: int) -> Iterator[Figure]:
    """By processor time: there is nothing to wait for."""
    simulated = _simulated(acts)
    journal = Kept()
    Simulation(1, journal=journal).run(acts)
    begun = time.process_time()
    for before, command, company in journal.met:
        with suppress(Refused):
            act(before, command, company)
    rate = len(journal.met) / (time.process_time() - begun)
    beside = {"simulated and audited": simulated}
    yield Figure("commands a second, the rule alone", rate, "/s", f"≥ {AIM:,}", rate >= AIM, beside)


def _simulated(acts: int) -> float:
    begun = time.process_time()
    Simulation(1).run(acts)
    return acts / (time.process_time() - begun)
