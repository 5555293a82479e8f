"""The only writer: lock, decide, append, evolve, store, set in motion; one transaction.

Every command comes through `handle`. What it decides is stored whole or not at all; what it
refuses changes nothing.

Locks are taken in one order everywhere, so that nobody waits in a circle: the company first
(shared), then outside ids, then problems by id, then the problems joined to them. Whoever keeps
words and decides in one transaction opens it with `deciding`, which takes the first of them.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from hashlib import sha256
from typing import ParamSpec

from django.db import connection, transaction
from django.db.models import BigIntegerField, F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_noop

from stayline.hours import add_working, add_working_days
from stayline.ownership import Company, Problem, Refused, fold
from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.ids import ColleagueId, Number, ProblemId
from stayline.ownership.problem import JoinedTwin, Role
from stayline.ownership.protocol import act
from stayline.problems import codec, company, effects, instant, projection, promising, statements
from stayline.problems import models as m
from stayline.problems.timers import Lengths, Timer, timers

CHANNEL = "stayline"
"""Where PostgreSQL tells listeners that a problem has a new version."""

_RING_MINUTES = 15
"""How long a host's turn is where no door says so."""


@dataclass(frozen=True)
class Answer:
    """What came of a command: the problem as it now is, and what was told (perhaps nothing)."""

    problem: Problem
    events: tuple[ev.Event, ...]

    @property
    def version(self) -> int:
        return self.problem.version


class UsedForSomethingElse(Refused):
    """An outside id came again with another content: a client's mistake, never a second effect."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop(
                "This was sent before, with other words, and that stands. Reload the page and say"
                " again what is new for {customer}."
            )
        )


@contextmanager
def deciding(*, savepoint: bool = True) -> Iterator[None]:
    """A transaction in which the company stays as it is: for keeping words and deciding together.

    One inside another is part of it, and undone alone where it fails; without `savepoint` the
    failure is the outer one's too, and must not be caught between them.
    """
    outer = instant.current()
    if outer is None:
        with transaction.atomic(savepoint=savepoint), instant.begun():
            company.hold()
            yield
    elif savepoint:
        with transaction.atomic():
            try:
                yield
            except BaseException:
                outer.forget()
                raise
    else:
        yield


NEW_PROBLEM: statements.Query = ("SELECT nextval('problems_problem_id_seq')", [])


def new_problem_id() -> ProblemId:
    """The id of a problem about to be opened. One that is never used leaves no trace."""
    (((number,),),) = statements.ask(NEW_PROBLEM)
    return ProblemId(number)


# -- the same act twice --------------------------------------------------------------------------

P = ParamSpec("P")


def once_for_key(act: Callable[P, Answer]) -> Callable[P, Answer]:
    """Let an act with the arguments `problem`, `at` and `key` happen once for its key.

    Sent again, it gets the answer it got; without a key it is done each time. Its transaction is
    `deciding`: kept whole, or nothing of it.
    """
    shape = inspect.signature(act)

    @wraps(act)
    def acted(*args: P.args, **kwargs: P.kwargs) -> Answer:
        said = dict(shape.bind(*args, **kwargs).arguments)
        key = said.pop("key", "")
        with deciding():
            if not key:
                return act(*args, **kwargs)
            outside_id, at = f"client:{key}", said.pop("at")
            digest = sha256(repr((act.__name__, sorted(said.items()))).encode()).hexdigest()
            if not once(outside_id, digest, ProblemId(said["problem"]), at):
                return answer_to(outside_id)
            return _answered(outside_id, act(*args, **kwargs))

    return acted


def once(outside_id: str, digest: str, problem: ProblemId | None, at: datetime) -> bool:
    """Claim an outside act for this transaction; False when it had its effect before.

    Waits for another transaction that is about the same act. Raises UsedForSomethingElse when
    the id stood for another content, or for another problem.
    """
    if instant.current() is None:
        company.lock_shared()  # whoever waits here may hold it already: first, as everywhere
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO problems_outsideact (outside_id, digest, problem_id, told, at)"
            " VALUES (%s, %s, %s, 0, %s) ON CONFLICT (outside_id) DO NOTHING",
            [outside_id, digest, problem, at],
        )
        if cursor.rowcount == 1:
            return True
    known = m.OutsideAct.objects.get(pk=outside_id)
    if known.digest != digest or (problem is not None and known.problem_id != problem):
        raise UsedForSomethingElse
    return False


def _answered(outside_id: str, answer: Answer) -> Answer:
    told = len(answer.events)
    m.OutsideAct.objects.filter(pk=outside_id).update(version=answer.version, told=told)
    return answer


def answer_to(outside_id: str) -> Answer:
    """The answer an act was given when it had its effect, word for word."""
    known = m.OutsideAct.objects.get(pk=outside_id)
    assert known.problem_id is not None, "an act that was answered was about a problem"
    assert known.version is not None, "an act that was claimed was answered"
    stored = m.TimelineEvent.objects.filter(
        problem=known.problem_id, number__lte=known.version
    ).order_by("number")
    events = tuple(codec.event_from_json(one.kind, one.at, one.body) for one in stored)
    return Answer(fold(events), events[len(events) - known.told :])


def problem_of(outside_id: str) -> ProblemId | None:
    """The problem on which an outside act had its effect."""
    act_ = m.OutsideAct.objects.filter(pk=outside_id).only("problem_id").first()
    return ProblemId(act_.problem_id) if act_ and act_.problem_id else None


# -- commands ------------------------------------------------------------------------------------


def open_problem(command: do.Open, *, subject: str = "") -> Answer:
    """Open a problem. Raises Refused when nobody stands behind the door."""
    with deciding():
        return begin(command, subject=subject)


def begin(command: do.Open, *, subject: str = "") -> Answer:
    """`open_problem`, for who is deciding already. Raises Refused before anything is written."""
    seen = company.now()
    events, after = act(None, command, seen)
    row = _kept(
        m.Problem(
            pk=command.problem, door_id=command.door, opened_at=command.at, subject=subject[:500]
        )
    )
    _store(row, None, after, events, seen, command.at)
    return Answer(after, events)


def handle(problem: ProblemId, command: do.Command) -> Answer:
    """Let one command meet one problem. Raises Refused, and nothing has changed."""
    with deciding():
        return meet(hold(problem), command)


def meet(row: m.Problem, command: do.Command) -> Answer:
    """`handle`, for a problem that is held. Raises Refused; the caller then undoes what it did."""
    return _handle(row, command, company.now())


def join(younger: ProblemId, twin: ProblemId, by: int, at: datetime) -> Answer:
    """Join a problem to its twin; both halves in one transaction, while nobody else decides.

    The younger's parties are heard on the twin from now on.
    """
    with transaction.atomic():
        company.lock_alone()  # so that for everybody else what is joined to what stands still
        rows = lock({younger, twin})
        seen = company.now()
        other = codec.problem_from_json(_row(rows, twin).state)
        parties = codec.problem_from_json(_row(rows, younger).state).parties
        facts = do.TwinFacts(
            problem=twin,
            owner=other.owner,
            is_open=other.is_open,
            is_joined=isinstance(other.stage, JoinedTwin),
            offer_open=other.offer is not None,
            principal=other.principal.id if other.principal else None,
        )
        command = do.JoinTwin(at=at, by=ColleagueId(by), twin=facts)
        answer = _handle(rows[younger], command, seen)
        _handle(rows[twin], do.ReceiveTwin(at=at, younger=younger), seen)
        for party in parties:
            taken = party.role is Role.PRINCIPAL and other.principal is not None
            heard = do.AddParty(
                at=at,
                party=party.id,
                role=Role.AFFECTED if taken else party.role,
                answer_by=other.promise.due if other.promise else at,
                colleague=party.colleague,
            )
            _handle(rows[twin], heard, seen)
        return answer


def lock(problems: Collection[int]) -> dict[int, m.Problem]:
    """Hold these problems until the transaction ends, and read them as they are.

    What is joined to a twin comes after what is not, then by id.
    """
    found = _locked.filter(pk__in=problems).order_by(F("twin").asc(nulls_first=True), "pk")
    return {row.pk: _kept(row) for row in found}


def hold(problem: int) -> m.Problem:
    """One problem, held until the transaction ends. Raises Problem.DoesNotExist."""
    here = instant.current()
    known = here.held.get(problem) if here is not None else None
    return known or _kept(_locked.get(pk=problem))


def hold_where_heard(problem: int) -> m.Problem:
    """The problem on which words about this one are heard, held: itself, or its twin.

    Raises Problem.DoesNotExist. What is joined to what stands still meanwhile (see `join`).
    """
    here = instant.current()
    row = here.held.get(problem) if here is not None else None
    if row is None:
        twin = m.Problem.objects.filter(pk=problem).values("twin_id")
        row = _kept(_locked.get(pk=Coalesce(twin, problem, output_field=BigIntegerField())))
    return row if row.twin_id is None else hold_where_heard(row.twin_id)


_locked = m.Problem.objects.select_for_update(no_key=True)


def _kept(row: m.Problem) -> m.Problem:
    if row.door_id is not None:
        row.door = company.arrangements().entrance(row.door_id).door
    here = instant.current()
    if here is not None:
        row = here.held.setdefault(row.pk, row)
    return row


def where_heard(problem: int) -> int:
    """The id of that problem, for who only wants to read."""
    row = m.Problem.objects.only("id", "twin_id").get(pk=problem)
    return row.pk if row.twin_id is None else where_heard(row.twin_id)


def _row(rows: dict[int, m.Problem], problem: int) -> m.Problem:
    try:
        return rows[problem]
    except KeyError:
        raise m.Problem.DoesNotExist(f"There is no problem {problem}.") from None


def _handle(row: m.Problem, command: do.Command, seen: Company) -> Answer:
    before = codec.problem_from_json(row.state)
    events, after = act(before, command, seen)
    if not events:
        return Answer(before, ())
    _store(row, before, after, events, seen, command.at)
    if before.owner != after.owner or _is_over(before) != _is_over(after):
        _let_follow(after, seen, command.at)
    return Answer(after, events)


def _is_over(problem: Problem) -> bool:
    """Nobody is waiting for us here, nor on the twin this was joined to."""
    stage = problem.stage
    return stage.ended if isinstance(stage, JoinedTwin) else not problem.is_open


def _let_follow(twin: Problem, seen: Company, at: datetime) -> None:
    """What was joined to a problem has its owner, and ends and wakes with it."""
    younger = m.Problem.objects.filter(twin=twin.id).values_list("pk", flat=True)
    for row in lock(list(younger)).values():
        follow = do.FollowTwin(at=at, owner=twin.owner, ended=_is_over(twin))
        _handle(row, follow, seen)


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
    with statements.at_once():
        projection.store(row, before, after, numbered, seen.version)
        _notify(row, before, after)
    happened = effects.Happened(row=row, before=before, after=after, events=numbered, at=at)
    effects.tell(happened)


def _wind(row: m.Problem, after: Problem, at: datetime) -> None:
    """Set the problem's timers; hours are only looked up for a timer that is new."""
    lengths = Lengths(
        ring_ends=lambda: _ring_ends(row, at),
        aside_confirmed_by=lambda: add_working_days(at, 1, promising.hours_of(after.owner)),
    )
    now = timers(after, timers_of(row), lengths, at)
    row.timers = [(timer.kind, timer.key, timer.due.isoformat()) for timer in now]
    row.wakes_at = min((timer.due for timer in now), default=None)


def timers_of(row: m.Problem) -> list[Timer]:
    return [Timer(kind, key, datetime.fromisoformat(due)) for kind, key, due in row.timers]


def _ring_ends(row: m.Problem, at: datetime) -> datetime:
    if row.door_id is None:
        return at + timedelta(minutes=_RING_MINUTES)
    entrance = company.arrangements().entrance(row.door_id)
    return add_working(at, entrance.door.ring_minutes, entrance.hours)


def _notify(row: m.Problem, before: Problem | None, after: Problem) -> None:
    """Tell listening pages; heard by nobody until the transaction commits."""
    people: set[int] = {after.owner, *projection.involved(after), *_readers(row)}
    if before is not None:
        people |= {before.owner} | projection.involved(before)
    _tell_pages(after.id, after.version, people)


def nudge(row: m.Problem, *more: int) -> None:
    """Tell the pages of those on a problem, and `more`, to look again: something beside its
    timeline has changed, such as who is writing. Heard when the transaction commits."""
    _tell_pages(row.pk, row.version, {row.owner_id, *row.involved, *_readers(row), *more})


def _readers(row: m.Problem) -> list[int]:
    """Who was mentioned, while that lets them read it."""
    return [] if row.stage in m.Stage.over() else row.mentioned


def _tell_pages(problem: int, version: int, people: Collection[int]) -> None:
    payload = {"problem": problem, "version": version, "people": sorted(people)[:200]}
    statements.run("SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps(payload)])
