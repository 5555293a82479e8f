"""The audit: every timeline folded again from its start, and compared with all that is stored.

It trusts neither the journal nor the projection: what each table must hold is told here a second
time, straight from the events. It reads one snapshot, through server-side cursors, so that
its memory does not grow with the company's, and nobody has to stop working.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import count, repeat, takewhile
from multiprocessing import get_context
from typing import Any, NamedTuple

import django
from django.db import connection, transaction
from django.db.models import QuerySet

from stayline.ownership import Company, Problem
from stayline.ownership import events as ev
from stayline.ownership.auditor import audit_act
from stayline.ownership.problem import JoinedTwin
from stayline.people.models import Colleague
from stayline.problems import codec, company, projection, statements
from stayline.problems import models as m
from stayline.problems.told import Row, Told

_CHUNK = 500
_COMPANIES = 256


@dataclass(frozen=True)
class Wrong:
    """One thing that is not as the timelines tell it. `problem` is None for the company's own."""

    problem: int | None
    what: str

    def __str__(self) -> str:
        where = f"problem {self.problem}" if self.problem is not None else "the company"
        return f"{where}: {self.what}"


@dataclass
class Audited:
    """How much was read."""

    problems: int = 0
    events: int = 0
    company_events: int = 0


class Part(NamedTuple):
    """Problems from one id to another (excluded)."""

    first: int
    end: int


EVERYTHING = Part(0, 2**62)
_PART = 5_000


def audit(audited: Audited | None = None) -> Iterator[Wrong]:
    """Everything that is wrong, as it is found. Counts what it reads in `audited`."""
    read = audited if audited is not None else Audited()
    with _snapshot():
        around = _Company()
        yield from around.audit(read)
        yield from _audit(EVERYTHING, around, read)


def audit_together(processes: int, audited: Audited) -> Iterator[Wrong]:
    """The same, read by several processes at one instant, each taking the next part; by this one
    alone where there is little to read."""
    parts = _parts()
    if processes == 1 or len(parts) == 1:
        yield from audit(audited)
        return
    with _snapshot():
        yield from _Company().audit(audited)
        (((snapshot,),),) = statements.ask(("SELECT pg_export_snapshot()", []))
        own = get_context("spawn")  # a connection is never shared
        with ProcessPoolExecutor(processes, own, django.setup) as pool:
            for read, wrong in pool.map(audit_part, parts, repeat(snapshot)):
                audited.problems += read.problems
                audited.events += read.events
                yield from wrong


def _parts() -> list[Part]:
    """The last has no end: what is opened meanwhile is not seen, and what is astray is."""
    (((last,),),) = statements.ask(("SELECT coalesce(max(id), 0) FROM problems_problem", []))
    *before, final = range(0, last + 1, _PART)
    return [*(Part(first, first + _PART) for first in before), Part(final, EVERYTHING.end)]


def audit_part(part: Part, snapshot: str = "") -> tuple[Audited, list[Wrong]]:
    """How much was read in a part, and what is wrong there, at the instant of `snapshot`."""
    read = Audited()
    with _snapshot(snapshot):
        return read, [*_audit(part, _Company(), read)]


def _audit(part: Part, around: _Company, read: Audited) -> Iterator[Wrong]:
    stored = _Stored(part)
    problems = m.Problem.objects.filter(pk__gte=part.first, pk__lt=part.end).order_by("pk")
    for row in map(_Problem._make, _streamed(problems.values_list(*_Problem._fields))):
        yield from _problem(row, stored, around, read)
        read.problems += 1
    yield from stored.left_over()


@contextmanager
def _snapshot(known: str = "") -> Iterator[None]:
    """One instant for everything that is read. Inside a caller's transaction, that one's."""
    alone = not connection.in_atomic_block
    with transaction.atomic():
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                if known:
                    cursor.execute(f"SET TRANSACTION SNAPSHOT '{known}'")
                # Whose instant it is waits while others read.
                cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        yield


# -- the company ---------------------------------------------------------------------------------


class _Company:
    """The company's timeline, and the company as it was at each of its versions."""

    def __init__(self) -> None:
        self._events = list(m.CompanyEvent.objects.order_by("version"))
        self.at = lru_cache(_COMPANIES)(self._at)

    @property
    def version(self) -> int:
        return self._events[-1].version if self._events else 0

    def audit(self, read: Audited) -> Iterator[Wrong]:
        version = 0
        for event in self._events:
            read.company_events += 1
            if event.version != version + 1:
                yield Wrong(None, f"its timeline has a gap before event {event.version}.")
            version = event.version
        latest = {event.colleague_id: event for event in self._events}
        for colleague in Colleague.objects.order_by("id"):
            yield from _colleague(colleague, latest.get(colleague.pk))

    def _at(self, version: int) -> Company:
        heard = takewhile(lambda event: event.version <= version, self._events)
        return company.fold(heard, version)

    def leavings(self, colleague: int, after: int, until: int) -> Iterator[m.CompanyEvent]:
        """When it says that somebody is not active, after one version and not after another."""
        for event in self._events[after:until]:
            if event.colleague_id == colleague and not event.active:
                yield event


def _colleague(colleague: Colleague, event: m.CompanyEvent | None) -> Iterator[Wrong]:
    if event is None:
        yield Wrong(None, f"its timeline does not know {colleague.name}.")
        return
    told = (event.active, event.manager_id, event.deputy_id, event.successor_id, event.lead)
    stored = (
        colleague.is_active,
        colleague.manager_id,
        colleague.deputy_id,
        colleague.successor_id,
        colleague.role != "colleague",
    )
    if told != stored:
        yield Wrong(None, f"{colleague.name} is not as its timeline tells.")


# -- what is stored, problem by problem ----------------------------------------------------------


class _Problem(NamedTuple):
    """A problem's row, as far as its timeline tells of it."""

    id: int
    version: int
    state: dict[str, Any]
    owner_id: int
    stage: str
    detail: str
    nature: str
    principal_id: int | None
    door_id: int | None
    promise_due: datetime | None
    promise_carrier_id: int | None
    waits_for: str
    unsigned_by_id: int | None
    customer_spoke_at: datetime | None
    we_spoke_at: datetime | None
    involved: list[int]
    twin_id: int | None
    cause_id: int | None
    opened_at: datetime
    timers: list[tuple[str, str, str]]
    wakes_at: datetime | None


def _streamed(rows: QuerySet[Any, Any]) -> Iterator[Row]:
    """Through a cursor of the server's, and in its own binary form, which is read much quicker."""
    statement, values = rows.query.sql_with_params()
    with connection.connection.cursor(f"audit_{next(_cursors)}") as cursor:
        cursor.itersize = _CHUNK
        cursor.execute(statement, values, binary=True)
        yield from cursor


_cursors = count()


class _Beside:
    """Rows of one table in the order of their problems, read along with the problems."""

    def __init__(self, name: str, rows: QuerySet[Any, Any]) -> None:
        self.name = name
        self._rows = _streamed(rows)
        self._next: Row | None = next(self._rows, None)
        self.stray: list[int] = []

    def of(self, problem: int) -> Iterator[Row]:
        """This problem's rows, without its id; to be read to their end."""
        while self._next is not None and self._next[0] <= problem:
            if self._next[0] < problem:
                self.stray.append(self._next[0])
            else:
                yield self._next[1:]
            self._next = next(self._rows, None)


def _read(part: Part, name: str, table: type[Any], *columns: str) -> _Beside:
    rows = table.objects.filter(problem_id__gte=part.first, problem_id__lt=part.end)
    return _Beside(
        name, rows.order_by("problem_id", columns[0]).values_list("problem_id", *columns)
    )


class _Stored:
    """The tables beside the problems."""

    def __init__(self, part: Part) -> None:
        self.events = _read(
            part,
            "event",
            m.TimelineEvent,
            "number",
            "at",
            "kind",
            "body",
            "company_version",
            "decision",
        )
        self.tenures = _read(part, "tenure", m.Tenure, "events", "role", "colleague_id")
        self.parties = _read(part, "party", m.Party, "customer_id", "role", "gone", "colleague_id")
        self.promises = _read(part, "promise", m.Promise, *_PROMISE)
        self.offers = _read(part, "offer", m.Offer, *_OFFER)
        self.questions = _read(part, "question", m.Question, *_QUESTION)
        self.words = _read(part, "word", m.Word, "id")
        self.texts = _read(part, "text", m.Text, "id")
        linked = m.Problem.links.through.objects.order_by("from_problem_id", "to_problem_id")
        linked = linked.filter(from_problem_id__gte=part.first, from_problem_id__lt=part.end)
        self.links = _Beside("link", linked.values_list("from_problem_id", "to_problem_id"))

    def left_over(self) -> Iterator[Wrong]:
        for table in vars(self).values():
            for _ in table.of(2**62):
                pass
            yield from (Wrong(one, f"a {table.name} of no problem.") for one in table.stray)


_PROMISE = (
    "number", "giver_id", "due", "waits_for", "reference_id", "made_at", "settled_at", "how",
)  # fmt: skip
_OFFER = (
    "number", "kind", "by_id", "receivers", "brief_id", "offered_at", "lapses", "receiver_id",
    "picked_up_at", "ended_at", "why_ended",
)  # fmt: skip
_QUESTION = (
    "number", "about", "by_id", "to_id", "receiver_id", "asked_at", "reply", "ended_at",
    "why_ended",
)  # fmt: skip


# -- one problem ---------------------------------------------------------------------------------


def _problem(row: _Problem, stored: _Stored, around: _Company, read: Audited) -> Iterator[Wrong]:
    told = Told()
    wrong = [*_timeline(row, stored, around, told)]
    read.events += told.last
    if told.problem is not None:
        wrong += _columns(row, told.problem, told)
        wrong += _tables(row, stored, told)
    yield from (Wrong(row.id, what) for what in wrong)


def _timeline(row: _Problem, stored: _Stored, around: _Company, told: Told) -> Iterator[str]:
    """Folds the events into `told`, as far as they can be read, decision by decision."""
    seen, decisions = 0, _Decisions(around)
    for number, at, kind, body, version, decision in stored.events.of(row.id):
        if number != told.last + 1:
            yield f"its timeline has a gap before event {number}."
        told.last = number
        if version < seen or version > around.version:
            yield f"event {number} saw a company that was not there then."
        seen = max(seen, version)
        if told.broken:
            continue
        try:
            event = codec.event_from_json(kind, at, body)
            told.tell(number, event)
            yield from decisions.hear(decision, version, event)
        except Exception as error:  # noqa: BLE001 - whatever stands there, the audit goes on
            told.broken = True
            yield f"event {number} ({kind}) does not fold: {error!r}."
    if not told.broken:
        yield from decisions.end()
    if told.last == 0:
        yield "it has no timeline."
    if row.version != told.last:
        yield f"it is stored at version {row.version}, and its timeline ends with {told.last}."


class _Decisions:
    """Each decision, judged whole by the rule's own auditor (see stayline.ownership.auditor)."""

    def __init__(self, company: _Company) -> None:
        self._company = company
        self._problem: Problem | None = None
        self._decision = 0
        self._version = 0
        self._told: list[ev.Event] = []

    def hear(self, decision: int, version: int, event: ev.Event) -> Iterator[str]:
        if decision != self._decision:
            yield from self._judge()
            yield from self._owner_stayed(version, event.at)
            self._decision, self._version = decision, version
        self._told.append(event)

    def end(self) -> Iterator[str]:
        yield from self._judge()
        yield from self._owner_stayed(self._company.version, None)

    def _judge(self) -> Iterator[str]:
        if self._told:
            seen = self._company.at(self._version)
            self._problem, broken = audit_act(self._problem, self._told, seen)
            yield from (f"event {one.number}: {one.sentence}." for one in broken)
            self._told = []

    def _owner_stayed(self, version: int, at: datetime | None) -> Iterator[str]:
        """P1 between two decisions: a leaver's succession belongs to the leaving itself."""
        if self._problem is None:
            return
        owner = self._problem.owner
        for event in self._company.leavings(owner, self._version, version):
            if event.at != at:
                yield f"after event {self._problem.version} its owner was somebody who had left."


def _columns(row: _Problem, problem: Problem, told: Told) -> Iterator[str]:
    if row.state != codec.problem_to_json(problem):
        differing = sorted(
            name
            for name, value in codec.problem_to_json(problem).items()
            if row.state.get(name) != value
        )
        yield f"its stored state is not the fold of its timeline ({', '.join(differing)})."
    stage, detail = projection.stage_of(problem)
    promise, principal = problem.promise, problem.principal
    columns: Mapping[str, tuple[object, object]] = {
        "owner": (row.owner_id, problem.owner),
        "stage": ((row.stage, row.detail), (stage.value, detail)),
        "nature": (row.nature, problem.nature.value),
        "principal": (row.principal_id, principal.id if principal else None),
        "door": (row.door_id, problem.door),
        "promise": (row.promise_due, promise.due if promise else None),
        "promise's carrier": (row.promise_carrier_id, promise.carrier if promise else None),
        "waiting": (row.waits_for, promise.waits_for.value if promise else ""),
        "unsigned": (row.unsigned_by_id, problem.unsigned.by if problem.unsigned else None),
        "customer's last word": (row.customer_spoke_at, problem.customer_spoke_at),
        "our last word": (row.we_spoke_at, told.we_spoke_at),
        "people": (row.involved, sorted(projection.involved(problem))),
        "twin": (
            row.twin_id,
            problem.stage.twin if isinstance(problem.stage, JoinedTwin) else None,
        ),
        "common cause": (row.cause_id, problem.cause),
        "opening": (row.opened_at, told.opened_at),
    }
    for name, (is_stored, is_told) in columns.items():
        if is_stored != is_told:
            yield f"its {name} is stored as {is_stored!s}; its timeline tells {is_told!s}."
    yield from _alarm_clock(row, problem)


def _alarm_clock(row: _Problem, problem: Problem) -> Iterator[str]:
    """Nothing that must be said in time may depend on somebody's memory."""
    due = [datetime.fromisoformat(moment) for _, _, moment in row.timers]
    if (row.wakes_at is None) != (not due) or (row.wakes_at and row.wakes_at < min(due)):
        yield "the clock looks at it at another moment than its timers say."
    if problem.promise is not None and "promise" not in {kind for kind, _, _ in row.timers}:
        yield "no timer watches its promise."


def _tables(row: _Problem, stored: _Stored, told: Told) -> Iterator[str]:
    assert told.problem is not None
    parties = {
        one.id: (one.id, one.role.value, one.gone, one.colleague) for one in told.problem.parties
    }
    tenures = {(one.start, one.role, one.who): one.row() for one in told.tenures}
    held = ((each.lower, role, who, each.upper) for each, role, who in stored.tenures.of(row.id))
    links = {one: (one,) for one in told.problem.links}
    by_number: Callable[[Row], Hashable] = _first
    yield from _compare("tenure", held, tenures, lambda one: one[:3])
    yield from _compare("party", stored.parties.of(row.id), parties, by_number)
    yield from _compare("promise", stored.promises.of(row.id), told.promises, by_number)
    yield from _compare("link", stored.links.of(row.id), links, by_number)
    offers = ((*one[:3], tuple(one[3]), *one[4:]) for one in stored.offers.of(row.id))
    yield from _compare("offer", offers, told.offers, by_number)
    yield from _compare("question", stored.questions.of(row.id), told.questions, by_number)
    for kind, rows, wanted in (
        ("word", stored.words, told.words),
        ("text", stored.texts, told.texts),
    ):
        missing = wanted - {one[0] for one in rows.of(row.id)}
        yield from (f"{kind} {one}, of which its timeline speaks, is gone." for one in missing)


def _first(row: Row) -> Hashable:
    number: int = row[0]
    return number


def _compare(
    name: str,
    stored: Iterable[Row],
    told: Mapping[Any, Row],
    key: Callable[[Row], Hashable],
) -> Iterator[str]:
    """The rows that are stored against those that the timeline tells of."""
    left = dict(told)
    for row in stored:
        wanted = left.pop(key(row), None)
        if wanted is None:
            yield f"{name} {_said(row)} is stored, and its timeline knows of none."
        elif wanted != row:
            yield f"{name} {_said(row)} is stored; its timeline tells {_said(wanted)}."
    yield from (
        f"{name} {_said(row)} is told by its timeline and not stored." for row in left.values()
    )


def _said(row: Row) -> str:
    return " · ".join("–" if one is None or one == "" else str(one) for one in row)
