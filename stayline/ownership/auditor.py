"""The auditor: reads what happened to a problem, event by event, and believes nobody.

It folds the timeline itself and holds each event against the protocol as it stood just before.
It never calls `decide` or a rule; where a rule and a sentence here differ, one of them is wrong.
What belongs together (a promise settled and the next one made) is judged when the act is over. An
act is what one command told: events of one moment under one version of the company.

    auditor = Auditor()
    for event, company in timeline:
        yield from auditor.hear(event, company)
    yield from auditor.end()
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from stayline.ownership import events as ev
from stayline.ownership import judges
from stayline.ownership.act import JUDGES, Act
from stayline.ownership.company import Company
from stayline.ownership.evolve import evolve
from stayline.ownership.invariants import Broken
from stayline.ownership.problem import (
    Problem,
)


class Auditor:
    """Reads one problem's timeline in order, in constant memory; says what does not hold."""

    def __init__(self) -> None:
        self.problem: Problem | None = None
        self._act: list[ev.Event] = []
        self._company: Company | None = None

    def hear(self, event: ev.Event, company: Company) -> list[Broken]:
        """The next event; gives what was wrong with the act before it, if that is over now."""
        broken: list[Broken] = []
        if self._act and not (self._act[-1].at == event.at and self._company is company):
            broken = self.end()
        self._company = company
        self._act.append(event)
        return broken

    def end(self) -> list[Broken]:
        """The timeline, or the act, is over."""
        if self._company is None or not self._act:
            return []
        self.problem, broken = audit_act(self.problem, self._act, self._company)
        self._act = []
        return broken


def audit_timeline(timeline: Iterable[tuple[ev.Event, Company]]) -> Iterator[Broken]:
    """What does not hold in one problem's timeline, with the company each event saw."""
    auditor = Auditor()
    for event, company in timeline:
        yield from auditor.hear(event, company)
    yield from auditor.end()


def audit_act(
    before: Problem | None, told: Sequence[ev.Event], company: Company
) -> tuple[Problem, list[Broken]]:
    """Judge what one command told; gives the problem after it."""
    act = Act(before, told, company)
    for event in told:
        act.owed.pop(type(event), None)
        judge = JUDGES.get(type(event))
        if judge is not None:
            judge(act, event)
        act.problem = evolve(act.problem if act.version else None, event)
        act.version += 1
    act.over()
    return act.problem, act.broken


__all__ = ["Act", "Auditor", "audit_act", "audit_timeline", "judges"]
