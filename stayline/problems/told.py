"""What a timeline tells: the fold of its events, and the rows that must stand beside it.

Straight from the events, and without the projection: the audit compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from stayline.ownership import Problem, evolve
from stayline.ownership import events as ev
from stayline.problems import codec

Row = tuple[Any, ...]


@dataclass
class ToldTenure:
    role: str
    who: int
    start: int
    end: int | None = None

    def row(self) -> Row:
        return self.start, self.role, self.who, self.end


@dataclass
class Told:
    """The fold of one timeline, and the rows that must stand beside it."""

    problem: Problem | None = None
    last: int = 0
    broken: bool = False
    opened_at: datetime | None = None
    we_spoke_at: datetime | None = None
    tenures: list[ToldTenure] = field(default_factory=list)
    promises: dict[int, Row] = field(default_factory=dict)
    offers: dict[int, Row] = field(default_factory=dict)
    questions: dict[int, Row] = field(default_factory=dict)
    words: set[int] = field(default_factory=set)
    texts: set[int] = field(default_factory=set)

    def tell(self, number: int, event: ev.Event) -> None:
        before, self.problem = self.problem, evolve(self.problem, event)
        if before is None or _is_with(before) != _is_with(self.problem):
            self._hold(number, _roles(before), _roles(self.problem))
        self._refer(event)
        match event:
            case ev.Opened():
                self.opened_at = event.at
            case ev.WordSpoken() | ev.CauseSpoken():
                self.we_spoke_at = event.at
            case _:
                self._row(number, event, self.problem)

    def _hold(self, number: int, were: set[tuple[str, int]], are: set[tuple[str, int]]) -> None:
        for tenure in self.tenures:
            if tenure.end is None and (tenure.role, tenure.who) in were - are:
                tenure.end = number
        self.tenures += [ToldTenure(role, who, number) for role, who in are - were]

    def _refer(self, event: ev.Event) -> None:
        for name in _REFERENCES[type(event)]:
            value = getattr(event, name)
            if value is not None:
                (self.words if name == "word" else self.texts).add(value)

    def _row(self, number: int, event: ev.Event, problem: Problem) -> None:
        match event:
            case ev.PromiseMade():
                self.promises[number] = (
                    number, event.giver, event.due, event.waits_for.value, event.reference,
                    event.at, None, "",
                )  # fmt: skip
            case ev.PromiseSettled(promise=promise):
                self.promises[promise] = (*self.promises[promise][:6], event.at, event.how.value)
            case ev.Offered():
                self.offers[number] = (
                    number, event.kind.value, event.by, event.receivers, event.brief, event.at,
                    event.lapses, None, None, None, "",
                )  # fmt: skip
            case ev.PickedUp(offer=offer):
                row = self.offers[offer]
                lapses = event.lapses or row[6]
                self.offers[offer] = (*row[:6], lapses, event.receiver, event.at, *row[9:])
            case ev.OfferEnded(offer=offer):
                self.offers[offer] = (*self.offers[offer][:9], event.at, event.why.value)
            case ev.Asked():
                self._asked(number, event, problem)
            case ev.Answered(question=question):
                self.questions[question] = (
                    *self.questions[question][:6], event.reply.value, event.at, "answered",
                )  # fmt: skip
            case ev.QuestionEnded(question=question):
                self.questions[question] = (
                    *self.questions[question][:6], "", event.at, event.why.value,
                )  # fmt: skip
            case _:
                pass

    def _asked(self, number: int, event: ev.Asked, problem: Problem) -> None:
        principal = problem.principal
        self.questions[number] = (
            number, event.about.value, event.by, principal.id if principal else None,
            event.receiver, event.at, "", None, "",
        )  # fmt: skip
        if event.offer is not None and event.lapses is not None:
            row = self.offers[event.offer]
            self.offers[event.offer] = (*row[:6], event.lapses, *row[7:])


_NAMES = ("word", "brief", "reason", "text", "reference")
_REFERENCES = {
    kind: [one.name for one in fields(kind) if one.name in _NAMES]
    for kind in codec.EVENT_CLASSES.values()
}
"""Under which names each kind of event speaks of words and texts."""


def _is_with(problem: Problem) -> tuple[object, ...]:
    return problem.owner, problem.helpers, problem.cover


def _roles(problem: Problem | None) -> set[tuple[str, int]]:
    """Who is with the customer, and as what."""
    if problem is None:
        return set()
    cover = {("cover", int(problem.cover.colleague))} if problem.cover else set()
    helpers = {("helper", int(one)) for one in problem.helpers}
    return {("owner", int(problem.owner)), *helpers, *cover}
