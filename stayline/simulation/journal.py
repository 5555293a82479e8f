"""The journal, in memory: what the real one promises, with the places where a crash may come.

One command is one transaction: decided, appended, evolved, stored, its jobs noted; then it is
committed, and then answered. A crash before the commit leaves nothing; one after it leaves
everything but the answer, and whoever asked asks again with the same outside id.
"""

from __future__ import annotations

from collections import deque
from enum import Enum

from stayline.ownership import commands as do
from stayline.ownership.company import Company
from stayline.ownership.events import Event
from stayline.ownership.ids import ProblemId
from stayline.ownership.problem import Problem
from stayline.ownership.protocol import act
from stayline.ownership.refusal import Refused

REMEMBERED = 512


class Crash(Enum):
    """Where the process died."""

    NOWHERE = "nowhere"
    BEFORE_COMMIT = "decided, nothing stored"
    BEFORE_ANSWER = "stored, nobody told"


class Crashed(Exception):
    """The process died; nobody got an answer."""


class Journal:
    """Every problem's state, and what was answered to which outside id."""

    def __init__(self) -> None:
        self.problems: dict[ProblemId, Problem] = {}
        self._answers: dict[int, tuple[Event, ...] | Refused] = {}
        self._order: deque[int] = deque()

    def handle(
        self,
        problem: ProblemId,
        command: do.Command,
        company: Company,
        *,
        outside: int | None = None,
        crash: Crash = Crash.NOWHERE,
    ) -> tuple[Event, ...]:
        """Decide and store in one step; the same outside id has the effect, and answer, of one.

        Raises Refused, with nothing changed, and Crashed, with nothing or everything changed.
        """
        if outside is not None and outside in self._answers:
            return _the_same(self._answers[outside])
        try:
            told, after = self._decide(problem, command, company)
        except Refused as refused:
            if outside is not None:
                self._remember(outside, refused)
            raise
        if crash is Crash.BEFORE_COMMIT:
            raise Crashed
        if told:
            self.problems[problem] = after
        if outside is not None:
            self._remember(outside, told)
        if crash is Crash.BEFORE_ANSWER:
            raise Crashed
        return told

    def _decide(
        self, problem: ProblemId, command: do.Command, company: Company
    ) -> tuple[tuple[Event, ...], Problem]:
        return act(self.problems.get(problem), command, company)

    def remembers(self, outside: int) -> bool:
        return outside in self._answers

    def _remember(self, outside: int, answer: tuple[Event, ...] | Refused) -> None:
        self._answers[outside] = answer
        self._order.append(outside)
        if len(self._order) > REMEMBERED:
            del self._answers[self._order.popleft()]

    def forget(self, problem: ProblemId) -> None:
        """File a problem away."""
        del self.problems[problem]


def _the_same(answer: tuple[Event, ...] | Refused) -> tuple[Event, ...]:
    if isinstance(answer, Refused):
        raise answer
    return answer
