"""A stroll: any command with any people, through the real journal; most are refused, many are not.

Fields are filled by their types and names, with what the problem knows of them where it can be,
so that a new command strolls along without a word here.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from enum import Enum
from random import Random
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from stayline.ownership import Problem, Refused, decide, evidence
from stayline.ownership import commands as do
from stayline.ownership.ids import ProblemId
from stayline.ownership.problem import Aside
from stayline.people.models import Colleague, Customer, Door
from stayline.problems import by_colleagues, clock, company, intake, journal
from stayline.problems import models as m
from tests.problems.acts import state

NOT_ALONE = {
    "Open",
    "JoinTwin",
    "ReceiveTwin",
    "FollowTwin",
    "GiveUpRoles",
    "Split",
    "Link",
    "Unlink",
}
"""Commands that the shell sends with others, in one transaction."""

COMMANDS = [one for one in get_args(do.Command) if one.__name__ not in NOT_ALONE]
LINKING = (by_colleagues.link, by_colleagues.unlink)
KINDS = get_args(evidence.Evidence)


class Stroll:
    """Somebody who tries everything, at one door."""

    def __init__(
        self, seed: int, door: Door, people: Sequence[Colleague], customers: Sequence[Customer]
    ) -> None:
        self.rng = Random(seed)  # noqa: S311 - the same stroll every time
        self.door = door
        self.people = [one.pk for one in people]
        self.customers = list(customers)
        self.at = datetime.fromisoformat("2026-11-02T09:00:00+00:00")
        self.problems: list[ProblemId] = []
        self.words: dict[int, list[int]] = {}
        self.texts: dict[int, int] = {}
        self.told: Counter[str] = Counter()
        self.refused = 0

    def go(self, acts: int) -> None:
        self._open()
        for _ in range(acts):
            self.at += timedelta(seconds=self.rng.choice([0, 1, 60, 600, 7200]))
            try:
                self._act(self.rng.choice(self.problems[-6:]))
            except Refused:
                self.refused += 1

    def _act(self, problem: ProblemId) -> None:
        chance = self.rng.random()
        if chance < 0.04:
            clock.tick(self.at)
        elif chance < 0.05:
            self._leave_or_come()
        elif chance < 0.08:
            twin = self.rng.choice(self.problems[-6:])
            self._count(journal.join(problem, twin, state(problem).owner, self.at))
        elif chance < 0.09:
            owner = state(problem).owner
            self._count(by_colleagues.split(problem, owner, ["Another"], self.at))
        elif chance < 0.1:
            other, act = self.rng.choice(self.problems[-6:]), self.rng.choice(LINKING)
            self._count(act(problem, state(problem).owner, other, self.at))
        elif chance < 0.14:
            self._open()
        else:
            self._count(journal.handle(problem, self._telling(state(problem))))

    def _open(self) -> None:
        customer = self.rng.choice([*self.customers, None])
        screened = self.rng.choice([None, None, *Aside])
        answer = intake.arrive(self.door, customer, self.at, screened=screened)
        self._count(answer)
        problem, me = answer.problem.id, self.people[0]
        self.problems.append(problem)
        self.words[problem] = [
            intake.store_word(problem, m.WordKind.NOTE, self.at, "Words.", colleague=me)
            for _ in range(10)
        ]
        self.texts[problem] = intake.store_text(problem, m.TextKind.BRIEF, me, "Text.", self.at)

    def _telling(self, problem: Problem) -> do.Command:
        """A command that tells something here; after many tries, any."""
        seen = company.now()
        command: do.Command = self._filled(self.rng.choice(COMMANDS), problem)
        for _ in range(self.rng.choice([0, 20, 20])):
            with suppress(Refused):
                if decide(problem, command, seen):
                    break
            command = self._filled(self.rng.choice(COMMANDS), problem)
        return command

    def _count(self, answer: journal.Answer) -> None:
        self.told.update(type(event).__name__ for event in answer.events)

    def _leave_or_come(self) -> None:
        who = Colleague.objects.get(pk=self.rng.choice(self.people))
        (company.leave if who.is_active else company.employ)(who, self.at)

    # -- filling a command -------------------------------------------------------------------------

    def _filled(self, kind: type[Any], problem: Problem) -> Any:
        hints = get_type_hints(kind)
        return kind(
            **{one.name: self._value(one.name, hints[one.name], problem)
               for one in dataclasses.fields(kind)}
        )  # fmt: skip

    def _value(self, name: str, hint: Any, problem: Problem) -> Any:
        if hint is evidence.Evidence or set(get_args(hint)) == set(KINDS):
            return self._filled(self.rng.choice(KINDS), problem)
        if get_origin(hint) in (Union, UnionType):
            options = [one for one in get_args(hint) if one is not NoneType]
            if NoneType in get_args(hint) and self.rng.random() < 0.4:
                return None
            return self._value(name, self.rng.choice(options), problem)
        if get_origin(hint) is tuple:
            return tuple(self._value(name, get_args(hint)[0], problem) for _ in range(2))
        if dataclasses.is_dataclass(hint):
            return self._filled(hint, problem)  # type: ignore[arg-type]
        if isinstance(hint, type) and issubclass(hint, Enum):
            return self.rng.choice(list(hint))
        return self._plain(name, getattr(hint, "__name__", str(hint)), problem)

    def _plain(self, name: str, kind: str, problem: Problem) -> Any:
        makers: dict[str, Callable[[], Any]] = {
            "ColleagueId": lambda: self._colleague(name, problem),
            "PartyId": lambda: self._party(problem),
            "WordId": lambda: self._word(problem),
            "TextId": lambda: self._text(problem),
            "ContactId": lambda: self._contact(problem),
            "CauseId": lambda: m.Cause.objects.values_list("pk", flat=True).first(),
            "Number": lambda: self._number(name, problem),
            "datetime": lambda: self._moment(name, problem),
            "timedelta": lambda: timedelta(hours=self.rng.choice([2, 48])),
            "bool": lambda: self.rng.random() < 0.5,
            "int": lambda: problem.questions[-1].times if problem.questions else 1,
        }
        return makers[kind]()

    def _colleague(self, name: str, problem: Problem) -> int:
        near = [problem.owner, *problem.helpers, *problem.asked_to_help]
        if problem.offer is not None:
            near += [*problem.offer.receivers] * 2
        for contact in problem.live:
            near += [*contact.here, *contact.ringing]
        far = name in ("whom", "receivers", "cover")
        return self.rng.choice(self.people if far or self.rng.random() < 0.2 else near)

    def _party(self, problem: Problem) -> int:
        near = [party.id for party in problem.parties]
        far = [one.pk for one in self.customers]
        return self.rng.choice(near if near and self.rng.random() < 0.8 else far)

    def _word(self, problem: Problem) -> int:
        replies = [word for question in problem.questions for word in question.replies]
        known = self.words[problem.id]
        return self.rng.choice(replies if replies and self.rng.random() < 0.5 else known)

    def _text(self, problem: Problem) -> int:
        return self.texts[problem.id]

    def _contact(self, problem: Problem) -> int:
        if problem.live and self.rng.random() < 0.9:
            return self.rng.choice(problem.live).id
        return problem.version

    def _number(self, name: str, problem: Problem) -> int:
        if name == "offer" and problem.offer is not None:
            return problem.offer.number
        if name == "promise" and problem.promise is not None:
            return problem.promise.number
        if name == "question" and problem.questions:
            return self.rng.choice(problem.questions).number
        return problem.version

    def _moment(self, name: str, problem: Problem) -> datetime:
        if name == "at":
            return self.at
        if name == "written_at":
            return self.at - timedelta(minutes=1)
        if name == "lapses" and problem.offer is not None and self.rng.random() < 0.3:
            return problem.offer.lapses
        return self.at + timedelta(hours=80 if name == "latest" else self.rng.choice([1, 8, 30]))
