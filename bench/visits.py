"""Pages, and what people do on them, in a company of any size; each beside its floor.

A page's floor is its own needed rows, asked for by hand through plain psycopg; an act's is the rows
it wrote, written again. Both are taken in turns with ours, so that they see the same machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from time import perf_counter
from typing import Any

import psycopg
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.company import people as persons
from bench.company import vocabulary
from bench.company.rows import page_token
from bench.floor import Floor, Row, our_backend
from bench.measuring import Work, in_turns, percentile
from stayline.ownership.events import Reply
from stayline.ownership.problem import Offer
from stayline.people.models import Colleague
from stayline.problems import by_colleagues, by_customers, queries
from stayline.problems import models as m

LONG = 36
"""Words of a long problem: its pages are what is measured."""


@dataclass
class Measured:
    """One thing in one company. Times are in ms: by the clock, and the processor's, ours and the
    database's together, which a busy machine changes less; the rest is counted each time."""

    what: str
    problems: int
    aim: float
    p50: float
    p95: float
    processor: float
    queries: float
    rows: float
    floor: float
    """The floor's processor time."""

    @property
    def ratio(self) -> float:
        return self.processor / self.floor


@dataclass
class Visit:
    """Something done again and again: `ours` by its number, and the `floor` of the same."""

    what: str
    aim: float
    ours: Work
    floor: Work


def measured(visit: Visit, problems: int, times: int, floors_backend: int) -> Measured:
    """In turns: ours, the floor. What is read is counted apart, so that counting costs nothing."""
    for number in range(3):
        visit.ours(number)
        visit.floor(number)
    taken: list[float] = []

    def ours(number: int) -> None:
        begun = perf_counter()
        visit.ours(number)
        taken.append((perf_counter() - begun) * 1000)

    backends = (our_backend(), floors_backend)
    each = max(times // 4, 1)
    our_pace, bare = in_turns(ours, visit.floor, range(3, 3 + times), each=each, backends=backends)
    counted = [_read(visit.ours, number) for number in range(3 + times, 6 + times)]
    taken.sort()
    return Measured(
        what=visit.what,
        problems=problems,
        aim=visit.aim,
        p50=percentile(taken, 0.5),
        p95=percentile(taken, 0.95),
        processor=our_pace.processor,
        queries=sum(queries for queries, _ in counted) / len(counted),
        rows=sum(rows for _, rows in counted) / len(counted),
        floor=max(bare.processor, 0.1),
    )


_ROWS_READ = """
SELECT coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0) FROM pg_stat_xact_user_tables
"""
_OURS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


def _read(work: Work, number: int) -> tuple[int, int]:
    """How often the database was asked, and how many rows of tables it read for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")  # what was counted before is put away
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        work(number)
        queries = sum(one["sql"].lstrip().startswith(_OURS) for one in asked.captured_queries)
        with connection.cursor() as cursor:
            cursor.execute(_ROWS_READ)
            return queries, int((cursor.fetchone() or (0,))[0])


# -- pages ---------------------------------------------------------------------------------------


class Pages:
    """The pages of one company, as its people and its customers open them."""

    def __init__(self, url: str) -> None:
        self._floor = psycopg.connect(url, autocommit=True, prepare_threshold=1)
        self._rng = Random(1)  # noqa: S311 - the same pages every time
        self.people = persons.known()
        self.last = m.Problem.objects.latest("pk").pk
        self.long = _long_ones(self.last)

    @property
    def backend(self) -> int:
        """The database's process that works for the floor."""
        return self._floor.info.backend_pid

    def close(self) -> None:
        self._floor.close()

    def visits(self) -> Iterator[Visit]:
        reader = self.people.reader
        home, everything = _signed_in(reader), _signed_in(_first("administrator"))
        yield Visit(
            "home, 60 open problems",
            60,
            lambda _: _open(home, "/"),
            lambda _: self._ask(*((query, [reader]) for query in _HOME)),
        )
        yield Visit(
            "a problem with 40 words",
            60,
            lambda number: _open(everything, f"/problems/{self._one_long(number)}/"),
            lambda number: self._ask(*((query, [self._one_long(number)]) for query in _PROBLEM)),
        )
        outside = Client(HTTP_HOST="localhost")
        yield Visit(
            "a customer's page",
            60,
            lambda number: _open(outside, f"/with/{page_token(self._one_long(number))}/"),
            lambda number: self._ask(
                *((query, [self._one_long(number)]) for query in _CUSTOMERS_PAGE)
            ),
        )
        for role in ("colleague", "lead", "administrator"):
            yield from self._searches(role)

    def _searches(self, role: str) -> Iterator[Visit]:
        client = _signed_in(self.people.reader if role == "colleague" else _first(role))
        for what, asked in SEARCHES.items():
            is_common = "{common}" in asked and "{rare}" not in asked
            floor = _SEARCH.format("NOT MATERIALIZED" if is_common else "MATERIALIZED")
            texts = [vocabulary.filled(asked, self._rng, max(self.last // 5, 2)) for _ in range(40)]
            yield Visit(
                f"{role} searches for {what}",
                100,
                lambda number, texts=texts: _open(  # type: ignore[misc]
                    client, "/search/", q=texts[number % len(texts)]
                ),
                lambda number, texts=texts, floor=floor: self._ask(  # type: ignore[misc]
                    (floor, [_words_of(texts[number % len(texts)])])
                ),
            )

    def _one_long(self, number: int) -> int:
        return self.long[number % len(self.long)]

    def _ask(self, *queries: tuple[str, Sequence[Any]]) -> None:
        for query, values in queries:
            self._floor.execute(query.encode(), values).fetchall()


SEARCHES = {
    "a rare word": "{rare}",
    "a common word": "{common}",
    "several words": "{common} {rare} {common}",
    "a customer": "from:customer{customer}",
    "words and fields": "{common} is:satisfied before:2w",
}
"""What is looked for; common words stand in every other problem, rare ones in a handful."""


def _words_of(text: str) -> str:
    return " ".join(one for one in text.replace("from:", "").split() if ":" not in one)


def _long_ones(last: int) -> list[int]:
    """Problems with about forty words: one in four hundred is made so."""
    possible = list(range(400, last + 1, 400))[-200:]
    rows = m.Word.objects.filter(problem__in=possible).values_list("problem", flat=True)
    many = list(rows)
    return [one for one in possible if many.count(one) >= LONG] or [last]


def _first(role: str) -> int:
    leads = Colleague.objects.filter(role=role).order_by("-pk")
    return leads.values_list("pk", flat=True)[0]


def _signed_in(reader: int) -> Client:
    client = Client(HTTP_HOST="localhost")
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(Colleague.objects.get(pk=reader), backend=backend)
    return client


def _open(client: Client, path: str, **asked: str) -> None:
    answer = client.get(path, asked)
    if answer.status_code != 200:
        raise RuntimeError(f"{answer.status_code}: {path} {asked}")


_HOME = (
    "SELECT * FROM people_colleague WHERE id = %s",
    (
        "SELECT p.id, p.owner_id, p.stage, p.detail, p.state, p.opened_at, p.subject, p.promise_due,"
        " p.waits_for, p.customer_spoke_at, p.we_spoke_at, c.name, c.time_zone, o.name"
        " FROM problems_problem p LEFT JOIN people_customer c ON c.id = p.principal_id"
        " LEFT JOIN people_organisation o ON o.id = c.organisation_id WHERE p.owner_id = %s"
        " AND p.stage IN ('ringing', 'owned', 'proposed') ORDER BY p.promise_due LIMIT 200"
    ),
    (
        "SELECT p.id, p.state FROM problems_problem p WHERE p.involved @> ARRAY[%s]::bigint[]"
        " AND p.stage IN ('ringing', 'owned', 'proposed', 'set aside')"
    ),
    "SELECT * FROM problems_notice WHERE to_id = %s AND seen_at IS NULL ORDER BY at DESC LIMIT 20",
)
_PROBLEM = (
    (
        "SELECT p.*, c.*, d.* FROM problems_problem p JOIN people_customer c ON c.id = p.principal_id"
        " JOIN people_door d ON d.id = p.door_id WHERE p.id = %s"
    ),
    "SELECT * FROM problems_timelineevent WHERE problem_id = %s ORDER BY number",
    (
        "SELECT w.*, g.* FROM problems_word w LEFT JOIN people_colleague g ON g.id = w.colleague_id"
        " WHERE w.problem_id = %s"
    ),
    "SELECT * FROM problems_text WHERE problem_id = %s",
    (
        "SELECT y.*, c.* FROM problems_party y JOIN people_customer c ON c.id = y.customer_id"
        " WHERE y.problem_id = %s"
    ),
)
_CUSTOMERS_PAGE = (
    (
        "SELECT t.*, p.*, c.* FROM problems_token t JOIN problems_problem p ON p.id = t.problem_id"
        " JOIN people_customer c ON c.id = t.customer_id WHERE t.problem_id = %s AND t.kind = 'page'"
    ),
    (
        "SELECT w.*, g.* FROM problems_word w LEFT JOIN people_colleague g ON g.id = w.colleague_id"
        " WHERE w.problem_id = %s AND w.kind IN ('heard', 'spoken') ORDER BY w.at"
    ),
    "SELECT * FROM problems_question WHERE problem_id = %s AND ended_at IS NULL",
)
_SEARCH = """
WITH said AS {} (
    SELECT problem_id, latest FROM problems_findable WHERE said @@ plainto_tsquery('simple', %s)),
found AS (SELECT * FROM said ORDER BY latest DESC LIMIT 25)
SELECT p.id, p.owner_id, p.stage, p.state, p.subject, c.name, found.latest
FROM found JOIN problems_problem p ON p.id = found.problem_id
LEFT JOIN people_customer c ON c.id = p.principal_id ORDER BY found.latest DESC
"""


# -- acts ----------------------------------------------------------------------------------------


class Acts:
    """A reply, and a handoff in its steps, on the open problems of a company, each once in turn."""

    def __init__(self, url: str) -> None:
        open_ = m.Problem.objects.filter(stage=m.Stage.OWNED, state__offer=None)
        self._open = list(open_.order_by("pk").values_list("pk", "owner_id", "principal_id"))
        self.people = persons.known()
        self._floor = Floor(url)
        self._at = datetime.now(UTC)  # noqa: TID251 - a measurement, not the product

    def close(self) -> None:
        self._floor.close()

    @property
    def backend(self) -> int:
        return self._floor.backend

    @property
    def many(self) -> int:
        """How often each can be done, besides what is done to warm up, to count and for the floor."""
        return len(self._open) - 10

    def visits(self) -> Iterator[Visit]:
        """Each step on problems on which the one before was done."""
        yield self._visit("a reply stored", self._reply)
        yield self._visit("an offer", self._offer)
        yield self._visit("a pick-up", self._pick_up)
        for number in range(len(self._open)):
            self._ask(number)
        yield self._visit("a consent", self._consent)

    def _visit(self, what: str, act: Work) -> Visit:
        rows: list[Row] = []

        def write(_: int) -> None:
            if not rows:
                rows.extend(self._floor.rows_of(lambda: act(len(self._open) - 1)))
            self._floor.write(rows)

        return Visit(what, 40, act, write)

    def _reply(self, number: int) -> None:
        problem, owner, _ = self._open[number]
        by_colleagues.write(problem, owner, f"We look at it today, {number}.", self._at)

    def _offer(self, number: int) -> None:
        problem, owner, _ = self._open[number]
        by_colleagues.offer(problem, owner, [self._receiver(owner)], "It is the pump.", self._at)

    def _pick_up(self, number: int) -> None:
        problem, owner, _ = self._open[number]
        offer = self._offer_on(problem)
        if offer is not None:
            by_colleagues.pick_up(problem, self._receiver(owner), offer.number, self._at)

    def _ask(self, number: int) -> None:
        problem, owner, _ = self._open[number]
        offer = self._offer_on(problem)
        if offer is not None and offer.receiver is not None:
            by_colleagues.ask(problem, owner, offer.number, self._at)

    def _consent(self, number: int) -> None:
        problem, _, customer = self._open[number]
        offer = self._offer_on(problem)
        if offer is not None and offer.question is not None:
            by_customers.answer_on_page(problem, customer, offer.question, Reply.YES, self._at)

    def _offer_on(self, problem: int) -> Offer | None:
        return queries.state_of(m.Problem.objects.only("state").get(pk=problem)).offer

    def _receiver(self, owner: int) -> int:
        """Somebody else, the same each time."""
        people = self.people.colleagues
        return people[owner % len(people)] if people[owner % len(people)] != owner else people[0]
