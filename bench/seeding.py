"""Ten thousand problems in seconds: some are lived through the journal, then copied row by row.

A copy has its own ids for everything its rows and its events speak of. It is written by COPY past
the framework but not past the database's own rules, and the audit finds nothing wrong with it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from bench.mails import DOOR

EACH = 40
"""Open problems with each colleague, as in a company where each can still know their customers."""

TABLES = (
    "problems_problem",
    "problems_timelineevent",
    "problems_tenure",
    "problems_party",
    "problems_promise",
    "problems_offer",
    "problems_question",
    "problems_contact",
    "problems_contact_problems",
    "problems_word",
    "problems_text",
)

_OWN = {
    "problems_problem": "id",
    "problems_contact": "id",
    "problems_word": "id",
    "problems_text": "id",
}
_SPOKEN_OF = {"word": "problems_word", "contact": "problems_contact"} | dict.fromkeys(
    ("brief", "reason", "text", "reference"), "problems_text"
)
"""What a number in an event or a state is the id of, by the name it stands under."""


def seed(many: int) -> list[int]:
    """At least `many` open problems, forty of them with each colleague; their ids."""
    lived = _live(max(many // EACH, 10))
    copies = -(-many // len(lived)) - 1
    if copies > 0:
        with transaction.atomic():
            _copy(lived, copies)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT id FROM problems_problem ORDER BY id")
        return [number for (number,) in cursor.fetchall()]


# -- lived through the journal --------------------------------------------------------------------


def _live(colleagues: int) -> list[int]:
    """A problem with each of so many colleagues; every tenth is in the middle of a handoff."""
    from stayline.people.models import Colleague, Door
    from stayline.people.queries import customer_for_address
    from stayline.problems import by_colleagues, by_customers, intake

    # As of today: what is overdue would ring all clocks at once.
    at = datetime.now(UTC) - timedelta(minutes=30)  # noqa: TID251 - a measurement, not the product
    door = Door.objects.select_related("fallback").get(address=DOOR)
    head = Colleague.objects.filter(role="lead").order_by("id").first()
    for number in range(Colleague.objects.count(), colleagues):
        Colleague.objects.create(
            email=f"colleague{number}@fernwood.example", name=f"Colleague {number}", manager=head
        )
    people = list(Colleague.objects.order_by("id"))
    problems: list[int] = []
    for number, owner in enumerate(people):
        name = f"Customer {number}"
        customer = customer_for_address("mail", f"customer{number}@example.com", name)
        opened = intake.encounter(owner, customer, at, door=door, subject=f"The heating {number}")
        problem, other = opened.problem.id, people[(number + 1) % len(people)]
        by_customers.hear(problem, customer.pk, "It is cold since Tuesday.\n" * 8, at)
        by_colleagues.write(problem, owner.pk, "I will look at it today.\n" * 5, at)
        by_colleagues.note(problem, owner.pk, "The valve again?", at)
        by_customers.hear(problem, customer.pk, "Thank you. It is still cold.\n" * 3, at)
        if number % 10 == 0:
            by_colleagues.offer(problem, owner.pk, [other.pk], "It is the valve.", at)
        problems.append(problem)
    return problems


# -- copied ---------------------------------------------------------------------------------------


def _copy(lived: list[int], copies: int) -> None:
    rows = {table: _rows(table, lived) for table in TABLES}
    apart = {table: _room(table) for table in set(_OWN)}
    for table in TABLES:
        columns, found = rows[table]
        with connection.cursor() as cursor, cursor.copy(_copy_statement(table, columns)) as copying:
            for copy in range(1, copies + 1):
                shifted = {own: copy * apart[own] for own in apart}
                for row in found:
                    copying.write_row(
                        _shifted(table, dict(zip(columns, row, strict=True)), shifted)
                    )
    for table in _OWN:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")  # noqa: S608


def _copy_statement(table: str, columns: list[str]) -> str:
    kept = [one for one in columns if one != "id" or table in _OWN]
    return f"COPY {table} ({', '.join(kept)}) FROM STDIN"


def _rows(table: str, lived: list[int]) -> tuple[list[str], list[tuple[Any, ...]]]:
    where = {
        "problems_problem": "id = ANY(%s)",
        "problems_contact": "id IN (SELECT contact_id FROM problems_contact_problems"
        " WHERE problem_id = ANY(%s))",
    }.get(table, "problem_id = ANY(%s)")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE {where}", [lived])  # noqa: S608
        return [one.name for one in cursor.description], cursor.fetchall()


def _room(table: str) -> int:
    """How far a copy must be from the one before, so that no ids meet."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(id) FROM {table}")  # noqa: S608
        (highest,) = cursor.fetchone() or (0,)
    return int(highest) + 1


def _shifted(table: str, row: dict[str, Any], by: Mapping[str, int]) -> list[Any]:
    """A row's values as its copy has them. JSON comes and goes as text."""
    moved: dict[str, Callable[[Any], Any]] = {
        "problem_id": lambda value: value + by["problems_problem"],
        "contact_id": lambda value: value + by["problems_contact"],
        "brief_id": lambda value: value + by["problems_text"],
        "body": lambda value: json.dumps(_spoken(json.loads(value), by)),
        "state": lambda value: json.dumps(_spoken(json.loads(value), by)),
    }
    if table in _OWN:
        moved["id"] = lambda value: value + by[table]
    return [
        value if value is None else moved.get(column, _same)(value)
        for column, value in row.items()
        if column != "id" or table in _OWN
    ]


def _same(value: Any) -> Any:
    return value


def _spoken(value: Any, by: Mapping[str, int], name: str = "") -> Any:
    """An event's body or a problem's state, about the copy."""
    if isinstance(value, dict):
        about = {"id": "problem"} if "version" in value else {}
        return {key: _spoken(one, by, str(about.get(key, key))) for key, one in value.items()}
    if isinstance(value, list):
        return [_spoken(one, by, "word" if name == "replies" else "") for one in value]
    if isinstance(value, int) and not isinstance(value, bool):
        table = "problems_problem" if name == "problem" else _SPOKEN_OF.get(name)
        return value + by[table] if table else value
    return value
