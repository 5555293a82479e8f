"""The company, lived through in slices by two processes and copied into an empty installation.

The database's own triggers rest meanwhile: it believes what is copied, which the audit need not.
What they would have done for search is done for a slice at once; indexes are built when all is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing import get_context
from random import Random

from django.db import connection, transaction

from bench.company import people as persons
from bench.company.arrivals import Arrivals
from bench.company.lives import ROOM, Life, Plan
from bench.company.people import People
from bench.company.rows import COLUMNS, rows_of
from bench.site import close_connections
from stayline.ownership.ids import ProblemId

YEARS = timedelta(days=3 * 365)
WITH_READER = 60
"""Open problems of the one colleague whose pages are measured."""

_OPEN = 0.01
_SLICE = 500
_MANY = 5_000
"""From how many problems on indexes are built afterwards, and by two processes at once."""


@dataclass(frozen=True)
class Company:
    """What decides every life: the same numbers give the same company."""

    problems: int
    seed: int
    until: datetime
    colleagues: int = 2_000

    @property
    def since(self) -> datetime:
        return self.until - YEARS

    @property
    def first_open(self) -> int:
        """One in a hundred is open: the latest."""
        return self.problems - max(int(self.problems * _OPEN), 1) + 1


class NotEmpty(Exception):
    """There are problems here already, and nobody wants them mixed with made-up ones."""


def seed(
    company: Company,
    *,
    processes: int = 2,
    tell: Callable[[int], None] = lambda _: None,
) -> People:
    """Fills an empty installation. Tells how many problems there are, as they become more.

    Needs a database user who may let triggers rest (a superuser). Raises NotEmpty.
    """
    if _is_any_problem():
        raise NotEmpty
    with transaction.atomic(), _resting():
        people = persons.build(company.problems, company.colleagues, company.since)
    slices = list(_slices(company.problems))
    if company.problems < _MANY:
        for one in slices:
            _copy_slice(company, people, one)
    else:
        with _without_indexes(processes):
            _copy_in_processes(company, people, slices, processes, tell)
    _count_on(company.problems)
    return people


def _is_any_problem() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM problems_problem)")
        return bool((cursor.fetchone() or (True,))[0])


@contextmanager
def _resting() -> Iterator[None]:
    """Triggers and foreign keys of this transaction ask nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


# -- slices --------------------------------------------------------------------------------------


def _slices(problems: int) -> Iterator[Sequence[int]]:
    numbers = range(1, problems + 1)
    return (numbers[first : first + _SLICE] for first in range(0, problems, _SLICE))


def _copy_slice(company: Company, people: People, numbers: Sequence[int]) -> int:
    rows: dict[str, list[tuple[object, ...]]] = {table: [] for table in COLUMNS}
    for life in lives(company, people, numbers):
        for table, row in rows_of(life, people.company.version):
            rows[table].append(row)
    with transaction.atomic(), _resting(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        for table, columns in COLUMNS.items():
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copying:
                for row in rows[table]:
                    copying.write_row(row)
        cursor.execute("SELECT search_rebuild(%s)", [list(numbers)])
    return len(numbers)


def lives(company: Company, people: People, numbers: Sequence[int]) -> Iterator[Life]:
    """These problems, lived through. Each is the same whichever others are asked for."""
    arrivals = Arrivals(company.problems, company.since, company.until)
    for number in numbers:
        plan = Plan(
            ProblemId(number),
            arrivals.of(number),
            company.until,
            stays_open=number >= company.first_open,
            owner=people.reader if _is_readers(company, number) else None,
        )
        rng = Random(f"{company.seed}/{number}")  # noqa: S311 - the same life every time
        yield Life(plan, people, rng).play()


def _is_readers(company: Company, number: int) -> bool:
    """Sixty of the open ones, evenly; where there are fewer, all of them."""
    open_ = company.problems - company.first_open + 1
    place = number - company.first_open
    if place < 0:
        return False
    return place * WITH_READER // open_ != (place - 1) * WITH_READER // open_


def _copy_in_processes(
    company: Company,
    people: People,
    slices: Sequence[Sequence[int]],
    processes: int,
    tell: Callable[[int], None],
) -> None:
    close_connections()  # none may be shared with a child
    done = 0
    with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
        for one in as_completed([pool.submit(_copy_slice, company, people, s) for s in slices]):
            done += one.result()
            tell(done)


def _count_on(problems: int) -> None:
    """What is opened from now on gets ids of its own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('problems_problem_id_seq', %s)", [problems])
        for table in ("word", "text", "contact"):
            last = (problems + 1) * ROOM
            cursor.execute("SELECT setval(%s, %s)", [f"problems_{table}_id_seq", last])
        if not connection.in_atomic_block:
            cursor.execute("VACUUM ANALYZE")


# -- indexes -------------------------------------------------------------------------------------

_INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
FROM pg_index WHERE indrelid = ANY(%s::regclass[]) AND NOT indisunique AND NOT indisexclusion
    AND indexrelid <> 'words_of_a_problem'::regclass -- by which `search_rebuild` reads them
ORDER BY indrelid::regclass::text = 'problems_findable' DESC, 1
"""


@contextmanager
def _without_indexes(processes: int) -> Iterator[None]:
    """They are built when all rows are there, which is much quicker than with each row."""
    tables = [*COLUMNS, "problems_findable"]
    with connection.cursor() as cursor:
        cursor.execute(_INDEXES, [tables])
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(f"DROP INDEX {name}")
    try:
        yield
    finally:
        close_connections()
        with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
            list(pool.map(_build, [definition for _, definition in found]))


def _build(index: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute(index)
