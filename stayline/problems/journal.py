"""The only writer: lock, decide, append, evolve, store, set in motion; one transaction.

Every command comes through `handle`. What it decides is stored whole or not at all; what it
refuses changes nothing. Locks are taken in one order everywhere, so that nobody waits in a
circle: the company first (shared), then problems by id, a problem's joined twins with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from stayline.hours import add_working, add_working_days
from stayline.ownership import Company, Problem, act
from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.ids import ColleagueId, Number, ProblemId
from stayline.ownership.problem import JoinedTwin
from stayline.people.duty import door_hours
from stayline.people.models import Door
from stayline.problems import codec, company, effects, projection, promising
from stayline.problems import models as m
from stayline.problems.timers import Lengths, Timer, timers

CHANNEL = "stayline"
"""Where PostgreSQL tells listeners that a problem has a new version."""


@dataclass(frozen=True)
class Answer:
    """What came of a command: the problem as it now is, and what was told (perhaps nothing)."""

    problem: Problem
    events: tuple[ev.Event, ...]

    @property
    def version(self) -> int:
        return self.problem.version


class UsedForSomethingElse(Exception):
    """An outside id came again with another content: a client's mistake, never a second effect."""


def new_problem_id() -> ProblemId:
    """The id of a problem about to be opened. One that is never used leaves no trace."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('problems_problem', 'id'))")
        (number,) = cursor.fetchone() or (0,)
    return ProblemId(number)


def once(outside_id: str, digest: str, problem: ProblemId | None, at: datetime) -> bool:
    """Claim an outside act for this transaction; False when it had its effect before.

    Waits for another transaction that is about the same act. Raises UsedForSomethingElse when
    the id stood for another content.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO problems_outsideact (outside_id, digest, problem_id, at)"
            " VALUES (%s, %s, %s, %s) ON CONFLICT (outside_id) DO NOTHING",
            [outside_id, digest, problem, at],
        )
        if cursor.rowcount == 1:
            return True
    known = m.OutsideAct.objects.get(pk=outside_id)
    if known.digest != digest:
        raise UsedForSomethingElse(outside_id)
    return False


def problem_of(outside_id: str) -> ProblemId | None:
    """The problem on which an outside act had its effect."""
    act_ = m.OutsideAct.objects.filter(pk=outside_id).only("problem_id").first()
    return ProblemId(act_.problem_id) if act_ and act_.problem_id else None


def open_problem(command: do.Open, *, subject: str = "") -> Answer:
    """Open a problem. Raises Refused when nobody stands behind the door."""
    with transaction.atomic():
        company.lock_shared()
        seen = company.now()
        events, after = act(None, command, seen)
        row = m.Problem(
            pk=command.problem, door_id=command.door, opened_at=command.at, subject=subject[:500]
        )
        _store(row, None, after, events, seen, command.at)
        return Answer(after, events)


def handle(problem: ProblemId, command: do.Command) -> Answer:
    """Let one command meet one problem. Raises Refused, and nothing has changed."""
    return handle_all([(problem, command)])[0]


def handle_all(acts: Sequence[tuple[ProblemId, do.Command]]) -> list[Answer]:
    """Several commands in order, all or none; the problems are locked together first."""
    with transaction.atomic():
        company.lock_shared()
        rows = _lock({problem for problem, _ in acts})
        seen = company.now()
        return [_handle(rows, problem, command, seen) for problem, command in acts]


def join(younger: ProblemId, twin: ProblemId, by: int, at: datetime) -> Answer:
    """Join a problem to its twin; both halves in one transaction."""
    with transaction.atomic():
        company.lock_shared()
        rows = _lock({younger, twin})
        seen = company.now()
        other = codec.problem_from_json(_row(rows, twin).state)
        facts = do.TwinFacts(
            problem=twin,
            owner=other.owner,
            is_open=other.is_open,
            is_joined=isinstance(other.stage, JoinedTwin),
            offer_open=other.offer is not None,
            principal=other.principal.id if other.principal else None,
        )
        command = do.JoinTwin(at=at, by=ColleagueId(by), twin=facts)
        answer = _handle(rows, younger, command, seen)
        _handle(rows, twin, do.ReceiveTwin(at=at, younger=younger), seen)
        return answer


def _lock(problems: Iterable[ProblemId]) -> dict[int, m.Problem]:
    wanted = list(problems)
    found = (
        m.Problem.objects.filter(Q(pk__in=wanted) | Q(twin__in=wanted))
        .select_related("door__fallback")
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
    )
    return {row.pk: row for row in found}


def _row(rows: dict[int, m.Problem], problem: ProblemId) -> m.Problem:
    try:
        return rows[problem]
    except KeyError:
        raise m.Problem.DoesNotExist(f"There is no problem {problem}.") from None


def _handle(
    rows: dict[int, m.Problem], problem: ProblemId, command: do.Command, seen: Company
) -> Answer:
    row = _row(rows, problem)
    before = codec.problem_from_json(row.state)
    events, after = act(before, command, seen)
    if not events:
        return Answer(before, ())
    _store(row, before, after, events, seen, command.at)
    for younger in [one for one in rows.values() if one.twin_id == problem]:
        follow = do.FollowTwin(at=command.at, owner=after.owner, ended=not after.is_open)
        _handle(rows, ProblemId(younger.pk), follow, seen)
    return Answer(after, events)


def _store(
    row: m.Problem,
    before: Problem | None,
    after: Problem,
    events: tuple[ev.Event, ...],
    seen: Company,
    at: datetime,
) -> None:
    first = (before.version if before else 0) + 1
    numbered = tuple((Number(first + place), event) for place, event in enumerate(events))
    _wind(row, after, at)
    projection.store(row, before, after, numbered, seen.version)
    happened = effects.Happened(row=row, before=before, after=after, events=numbered, at=at)
    effects.tell(happened)
    _notify(before, after)


def _wind(row: m.Problem, after: Problem, at: datetime) -> None:
    """Set the problem's timers; hours are only looked up for a timer that is new."""
    door = row.door if row.door_id else None
    before = [Timer(kind, key, datetime.fromisoformat(due)) for kind, key, due in row.timers]
    lengths = Lengths(
        ring_ends=lambda: _ring_ends(door, at),
        aside_confirmed_by=lambda: add_working_days(at, 1, promising.hours_of(after.owner)),
    )
    now = timers(after, before, lengths)
    row.timers = [(timer.kind, timer.key, timer.due.isoformat()) for timer in now]
    row.wakes_at = min((timer.due for timer in now), default=None)


def _ring_ends(door: Door | None, at: datetime) -> datetime:
    if door is None:
        return at
    return add_working(at, door.ring_minutes, door_hours(door))


def _notify(before: Problem | None, after: Problem) -> None:
    """Tell listening pages; heard by nobody until the transaction commits."""
    people = {after.owner} | projection.involved(after)
    if before is not None:
        people |= {before.owner} | projection.involved(before)
    payload = {"problem": after.id, "version": after.version, "people": sorted(people)[:200]}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps(payload)])
