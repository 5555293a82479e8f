"""The simulated company on the real database: the same workload, through the real journal.

The workload thinks in numbers; whatever it names is made before it is spoken of. Time is told by
the real clock, leaving and coming is the company's own, processes die in the middle of a decision,
messages come twice. Afterwards the audit finds nothing.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from random import Random
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from stayline.ownership import Problem, Refused
from stayline.ownership import commands as do
from stayline.ownership.ids import CauseId, ColleagueId, DoorId, PartyId, ProblemId, TextId, WordId
from stayline.ownership.problem import JoinedTwin, Resting, Satisfied
from stayline.people.models import Colleague, Customer, Door
from stayline.people.models.patterns import whole_week
from stayline.problems import (
    by_colleagues,
    clock,
    codec,
    company,
    effects,
    journal,
)
from stayline.problems import models as m
from stayline.problems.audit import Audited, audit
from stayline.problems.effects import Happened
from stayline.simulation.office import Clock, Office
from stayline.simulation.workload import Workload

AT_ONCE = 16


class Died(Exception):
    """The process died in the middle of a decision."""


class OnDatabase:
    """A company by seed, whose journal is the real one."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)  # noqa: S311 - a simulation wants to be repeated
        self.time = Clock(self.rng)
        self.office = Office(self.rng)
        self.workload = Workload(self.rng, self.office, self.time)
        self.open: list[ProblemId] = []
        self.told: Counter[str] = Counter()
        self.refused = self.died = self.again = 0
        self.outside = 0
        self._dies = False
        self._people()
        effects.register(self._perhaps_die)

    def close(self) -> None:
        effects._effects.remove(self._perhaps_die)

    def run(self, acts: int) -> None:
        for act in range(acts):
            self.time.tick()
            if act % 8 == 0:
                clock.tick(self.time.now)
            if act % 150 == 149:
                self._somebody_comes_or_goes()
            if len(self.open) < AT_ONCE and (not self.open or self.rng.random() < 0.2):
                self._arrive()
            else:
                self._work()

    # -- acts --------------------------------------------------------------------------------------

    def _arrive(self) -> None:
        command = self.workload.opens(journal.new_problem_id())
        self._make(command, None)
        with suppress(Refused):
            self._count(journal.open_problem(command))
            self.open.append(command.problem)
            self.workload.twins = [self._state(one) for one in self.open[-6:]]

    def _work(self) -> None:
        problem = self.rng.choice(self.open)
        before = self._state(problem)
        command = self.workload.next(before)
        if command is None:
            return
        self._make(command, problem)
        try:
            if isinstance(command, do.JoinTwin):  # takes the company alone, so no claim before it
                self._count(journal.join(problem, command.twin.problem, command.by, command.at))
            else:
                self._once(problem, command)
        except Refused:
            self.refused += 1
            assert self._state(problem) == before, "a refused command changed something"
        over = isinstance(self._state(problem).stage, Satisfied | Resting | JoinedTwin)
        if over and self.rng.random() < 0.1:
            self.open.remove(problem)

    def _once(self, problem: ProblemId, command: do.Command) -> None:
        """As a doorway does it: by its outside id, again when the process died, and once more."""
        self.outside += 1
        outside_id = f"simulated:{self.outside}"
        self._dies = self.rng.random() < 0.03
        try:
            self._claimed(outside_id, problem, command)
        except Died:
            self.died += 1
            self._claimed(outside_id, problem, command)
        if self.rng.random() < 0.05:
            self.again += 1
            before = self._state(problem)
            self._claimed(outside_id, problem, command)
            assert self._state(problem) == before, "the same input had another effect"

    def _claimed(self, outside_id: str, problem: ProblemId, command: do.Command) -> None:
        with journal.deciding():
            if journal.once(outside_id, "", problem, command.at):
                self._count(self._handle(problem, command))

    def _handle(self, problem: ProblemId, command: do.Command) -> journal.Answer:
        match command:
            case do.Split():
                subjects = [f"Another of {problem}" for _ in command.problems]
                return by_colleagues.split(problem, command.by, subjects, command.at)
            case do.Link(by=by, other=other) | do.Unlink(by=by, other=other):
                act = by_colleagues.link if isinstance(command, do.Link) else by_colleagues.unlink
                known = other if other in self.open else self.rng.choice(self.open)
                return act(problem, by, known, command.at)
            case _:
                return journal.handle(problem, command)

    def _somebody_comes_or_goes(self) -> None:
        who = Colleague.objects.get(pk=self.rng.choice(range(1, 13)))
        with suppress(Refused):
            (company.leave if who.is_active else company.employ)(who, self.time.now)
        self.office.become(company.now())

    def _perhaps_die(self, _: Happened) -> None:
        dies, self._dies = self._dies, False
        if dies:
            raise Died

    def _count(self, answer: journal.Answer) -> None:
        self.told.update(type(event).__name__ for event in answer.events)

    def _state(self, problem: ProblemId) -> Problem:
        return codec.problem_from_json(m.Problem.objects.get(pk=problem).state)

    # -- what is spoken of is there ------------------------------------------------------------------

    def _people(self) -> None:
        seen = self.office.company
        for who in sorted(seen.active):
            role = "lead" if who in seen.leads else "colleague"
            Colleague.objects.create(
                pk=who, name=f"Colleague {who}", email=f"{who}@fernwood.example", role=role,
                working_pattern=whole_week(),
            )  # fmt: skip
        for who in sorted(seen.active):
            Colleague.objects.filter(pk=who).update(
                manager=seen.manager.get(who),
                deputy=seen.deputy.get(who),
                successor=_not(who, seen.successor.get(who)),
            )
        company.record(self.time.now)
        for door in range(1, 6):
            Door.objects.create(
                pk=door, name=f"Door {door}", address=f"door{door}@fernwood.example", fallback_id=1
            )
        self.office.become(company.now())

    def _make(self, command: do.Command, problem: ProblemId | None) -> None:
        for kind, number in spoken_of(command, type(command)):
            self._make_one(kind, number, problem)

    def _make_one(self, kind: object, number: int, problem: ProblemId | None) -> None:
        at = self.time.now
        if kind is PartyId:
            Customer.objects.get_or_create(pk=number, defaults={"name": f"Customer {number}"})
        elif kind is CauseId:
            m.Cause.objects.get_or_create(
                pk=number, defaults={"title": "Storm", "lead_id": 1, "started_at": at}
            )
        elif kind is WordId:
            m.Word.objects.get_or_create(
                pk=number,
                defaults={"problem_id": problem or 0, "kind": "note", "at": at, "colleague_id": 1},
            )
        elif kind is TextId:
            m.Text.objects.get_or_create(
                pk=number,
                defaults={"problem_id": problem or 0, "kind": "brief", "by_id": 1, "at": at},
            )


def _not(who: ColleagueId, other: ColleagueId | None) -> ColleagueId | None:
    return None if other == who else other


def spoken_of(value: Any, hint: Any) -> Iterator[tuple[object, int]]:
    """Every word, text, party, cause in a command, with what kind of number it is."""
    if value is None:
        return
    if get_origin(hint) in (Union, UnionType):
        kinds = [one for one in get_args(hint) if one is not NoneType]
        hint = type(value) if dataclasses.is_dataclass(value) else kinds[0]
    if get_origin(hint) is tuple:
        for one in value:
            yield from spoken_of(one, get_args(hint)[0])
    elif dataclasses.is_dataclass(value):
        hints = get_type_hints(type(value))
        for field in dataclasses.fields(value):
            yield from spoken_of(getattr(value, field.name), hints[field.name])
    elif hint in (PartyId, WordId, TextId, CauseId, DoorId):
        yield hint, value


@pytest.fixture
def simulated(db: None) -> Iterator[OnDatabase]:
    made = OnDatabase(20261105)
    try:
        yield made
    finally:
        made.close()


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_after_two_thousand_acts_of_a_simulated_company_all_is_well(simulated: OnDatabase) -> None:
    simulated.run(2000)
    read = Audited()
    assert [str(wrong) for wrong in audit(read)] == []
    assert read.events > 2000
    assert simulated.died > 10
    assert simulated.again > 20
    assert simulated.refused > 50
    assert len(simulated.told) > 40
