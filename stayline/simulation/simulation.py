"""A whole company by seed: its people, its customers, its calls, its bad days.

One act is one attempt: somebody tries something, a timer goes off, a message comes twice or late,
the process dies in the middle, a colleague leaves. After every act the auditor judges what was told.
The same seed gives the same company; a run that fails says how to see it again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.auditor import audit_act
from stayline.ownership.company import Company
from stayline.ownership.ids import ColleagueId, ProblemId
from stayline.ownership.problem import JoinedTwin, Problem, Resting, Satisfied, SetAside
from stayline.ownership.refusal import Refused
from stayline.simulation.coverage import Reached
from stayline.simulation.journal import Crash, Crashed, Journal
from stayline.simulation.office import STAFF, Clock, Office
from stayline.simulation.timers import Timers
from stayline.simulation.workload import Workload

PROBLEMS_AT_ONCE = 24
_LONGEST_TIMELINE = 240
_SWARM_ACTS = 4_000
"""After so many acts the company changes its habits: another swarm of weights."""

_NIGHT_SHIFT = 0.15
"""How much of the daytime's work is tried at night and on weekends."""

FACTS = (do.HearWord, do.HearStranger, do.HearMachine, do.HangUp, do.DropLine, do.EndRing)


class Wrong(Exception):
    """Something that must always hold did not; says how to see it again."""


@dataclass
class Report:
    """What one run did."""

    seed: int
    acts: int = 0
    told: int = 0
    refused: int = 0
    idle: int = 0
    crashes: int = 0
    duplicates: int = 0
    left: int = 0
    could_not_leave: int = 0
    filed: int = 0
    reached: Reached = field(default_factory=Reached)


class Simulation:
    """Runs one company. `after` is called with every act that told something, for tests; `journal`
    is one that is to be looked into afterwards."""

    def __init__(
        self,
        seed: int,
        after: Callable[[do.Command], None] | None = None,
        journal: Journal | None = None,
    ) -> None:
        self.report = Report(seed)
        self._rng = Random(seed)  # noqa: S311 - a simulation wants to be repeated
        self._random = self._rng.random
        self._clock = Clock(self._rng)
        self._office = Office(self._rng)
        self._timers = Timers(self._rng, self._clock)
        self._journal = journal or Journal()
        self._workload = Workload(self._rng, self._office, self._clock)
        self._open: list[ProblemId] = []
        self._folded: dict[ProblemId, Problem] = {}  # by the auditor alone, from the first event on
        self._joined: dict[ProblemId, set[ProblemId]] = {}
        self._on_the_way: deque[tuple[ProblemId, do.Command, int]] = deque()
        self._last_problem = 0
        self._last_outside = 0
        self._after = after

    def run(self, acts: int) -> Report:
        """Raises Wrong with the seed and the act, as soon as anything is."""
        while self.report.acts < acts:
            if self.report.acts % _SWARM_ACTS == 0:
                self._workload = Workload(self._rng, self._office, self._clock)
            self.report.acts += 1
            try:
                self._act()
            except Wrong:
                raise
            except Exception as error:
                raise self._wrong(f"{type(error).__name__}: {error}") from error
        for problem in tuple(self._open):
            self._file(problem)
        return self.report

    def _wrong(self, what: str, command: object = None) -> Wrong:
        seed, acts = self.report.seed, self.report.acts
        again = f"see it again: stayline simulate --seed {seed} --acts {acts} --processes 1"
        return Wrong(f"{what}\n  at act {acts} of seed {seed}: {command}\n  {again}")

    # -- one act ---------------------------------------------------------------------------------

    def _act(self) -> None:
        self._clock.tick()
        draw = self._random()
        if draw < 0.03:
            self._message_again()
        elif draw < 0.0306:
            self._somebody_comes_or_goes()
        else:
            timer = self._timers.next()
            if timer is not None:
                self._timer(*timer)
            elif not self._open or (len(self._open) < PROBLEMS_AT_ONCE and draw < 0.2):
                self._arrive()
            elif self._clock.is_working or draw > 1 - _NIGHT_SHIFT:
                self._work()
            else:
                self.report.idle += 1

    def _work(self) -> None:
        open_ = self._open
        problem = open_[int(self._random() * len(open_))]
        p = self._journal.problems[problem]
        command = self._workload.next(p) or self._workload.next(p) or self._workload.next(p)
        if command is None:
            self.report.idle += 1
            return
        self._last_outside += 1
        told = self._try(problem, command, self._last_outside)
        if self._random() < 0.03:
            self._on_the_way.append((problem, command, self._last_outside))
        if told and self._is_over(self._journal.problems[problem]):
            self._file(problem)

    def _arrive(self) -> None:
        self._last_problem += 1
        problem = ProblemId(self._last_problem)
        self._last_outside += 1
        self._try(problem, self._workload.opens(problem), self._last_outside)
        if problem in self._journal.problems:
            self._open.append(problem)
            self._workload.twins = [self._journal.problems[one] for one in self._open[-6:]]

    def _message_again(self) -> None:
        """The same message by the same outside id, later and out of order: nothing happens (P10)."""
        if not self._on_the_way:
            return
        if self._random() < 0.5:
            self._on_the_way.rotate(1)
        problem, command, outside = self._on_the_way.popleft()
        if problem not in self._journal.problems:
            return
        if not self._journal.remembers(outside):
            return
        before = self._journal.problems[problem]
        self.report.duplicates += 1
        with suppress(Refused):  # as it was the first time
            self._journal.handle(problem, command, self._office.company, outside=outside)
        if self._journal.problems[problem] is not before:
            raise self._wrong("P10 the same input had another effect", command)

    def _timer(self, problem: ProblemId, command: do.Command) -> None:
        """A timer is never refused, and says nothing the second time."""
        if problem not in self._journal.problems:
            return
        self._try(problem, command, None, must=True)
        if self._random() < 0.1 and problem in self._journal.problems:
            again = self._journal.handle(problem, command, self._office.company)
            if again:
                raise self._wrong("a timer that comes twice has the effect of one", command)

    # -- one command, with everything that can go wrong --------------------------------------------

    def _try(
        self, problem: ProblemId, command: do.Command, outside: int | None, *, must: bool = False
    ) -> tuple[ev.Event, ...]:
        before = self._journal.problems.get(problem)
        company = self._office.company
        try:
            told = self._with_crashes(problem, command, company, outside)
        except Refused as refused:
            self.report.refused += 1
            if must or isinstance(command, FACTS):
                raise self._wrong(f"P7 a fact was refused: {refused}", command) from refused
            if self._journal.problems.get(problem) is not before:
                raise self._wrong("P9 a refused command changed something", command) from refused
            return ()
        if told:
            self._judge(problem, told, company, command)
            self._follow(problem, before)
        return told

    def _with_crashes(
        self, problem: ProblemId, command: do.Command, company: Company, outside: int | None
    ) -> tuple[ev.Event, ...]:
        """Dies now and then; whoever asked asks again."""
        if outside is None or self._random() > 0.004:
            return self._journal.handle(problem, command, company, outside=outside)
        crash = Crash.BEFORE_COMMIT if self._random() < 0.5 else Crash.BEFORE_ANSWER
        before = self._journal.problems.get(problem)
        try:
            self._journal.handle(problem, command, company, outside=outside, crash=crash)
        except Crashed:
            self.report.crashes += 1
            after = self._journal.problems.get(problem)
            if crash is Crash.BEFORE_COMMIT and after is not before:
                raise self._wrong("a crash before the commit left something", command) from None
        return self._journal.handle(problem, command, company, outside=outside)

    def _judge(
        self,
        problem: ProblemId,
        told: tuple[ev.Event, ...],
        company: Company,
        command: do.Command,
    ) -> None:
        self.report.told += 1
        see = self.report.reached.see
        for event in told:
            see(event)
        after, broken = audit_act(self._folded.get(problem), told, company)
        self._folded[problem] = after
        if broken:
            raise self._wrong("; ".join(str(one) for one in broken), command)
        self._timers.set_by(after, told)
        for event in told:
            if type(event) is ev.SplitOff:
                self._split(after, len(event.problems))
        if self._after is not None:
            self._after(command)

    # -- what the journal does in the same transaction ---------------------------------------------

    def _split(self, p: Problem, count: int) -> None:
        for _ in range(count):
            self._last_problem += 1
            problem = ProblemId(self._last_problem)
            self._try(problem, self._workload.split_off(p, problem), None)
            if problem in self._journal.problems:
                self._open.append(problem)

    def _follow(self, problem: ProblemId, before: Problem | None) -> None:
        """Joined problems follow their twin; a problem that was just joined is remembered."""
        p = self._journal.problems[problem]
        if isinstance(p.stage, JoinedTwin):
            twin = p.stage.twin
            if before is not None and not isinstance(before.stage, JoinedTwin):
                self._joined.setdefault(twin, set()).add(problem)
                if twin in self._journal.problems:
                    self._try(twin, do.ReceiveTwin(at=self._clock.now, younger=problem), None)
        for younger in sorted(self._joined.get(problem, ())):
            if younger in self._journal.problems:
                ended = isinstance(p.stage, Satisfied | Resting)
                follow = do.FollowTwin(at=self._clock.now, owner=p.owner, ended=ended)
                self._try(younger, follow, None, must=True)

    # -- people ------------------------------------------------------------------------------------

    def _somebody_comes_or_goes(self) -> None:
        if len(self._office.company.active) < STAFF and self._random() < 0.6:
            self._office.become(self._office.with_one_more())
            return
        self._leave(self._office.anybody())

    def _leave(self, leaver: ColleagueId) -> None:
        """They give up every role everywhere in one transaction, or stay where they are."""
        company = self._office.without(leaver)
        decided: list[tuple[ProblemId, do.Command]] = []
        command = do.GiveUpRoles(
            at=self._clock.now, leaver=leaver, introduce_by=self._clock.in_minutes(240)
        )
        journal = Journal()
        journal.problems = dict(self._journal.problems)
        try:
            for problem in self._journal.problems:
                journal.handle(problem, command, company)
                decided.append((problem, command))
        except Refused:
            self.report.could_not_leave += 1
            return
        self._office.become(company)
        self.report.left += 1
        for problem, _ in decided:
            self._try(problem, command, None, must=True)

    # -- the end -----------------------------------------------------------------------------------

    def _is_over(self, p: Problem) -> bool:
        """Long settled, or so long that a new one is more interesting."""
        if p.version > _LONGEST_TIMELINE:
            return True
        settled = isinstance(p.stage, Satisfied | Resting | SetAside | JoinedTwin)
        return settled and self._random() < (0.01 if isinstance(p.stage, SetAside) else 0.08)

    def _file(self, problem: ProblemId) -> None:
        self._open.remove(problem)
        self._joined.pop(problem, None)
        if self._folded.pop(problem) != self._journal.problems[problem]:
            raise self._wrong(f"P8 folding the timeline of {problem} gives something else")
        self._journal.forget(problem)
        self.report.filed += 1
