"""The bare floor: the rows that one transaction of ours wrote, written again by plain psycopg.

The rows are read back from the database by the transaction that wrote them, so that the floor
does the same work whatever we may write tomorrow. They go into copies of the tables with the same
columns, defaults, checks and indexes, by prepared statements, one commit each time: there is no
rule, no framework, no foreign key and no trigger.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

_JSONB = 3802

_DIFFERENT = {
    "id", "problem_id", "outside_id", "digest", "value", "customer_id", "contact_id",
    "token_id", "message_id", "job_id",
}  # fmt: skip
"""Columns of which a unique index wants another value in each row."""


@dataclass(frozen=True)
class Row:
    """A row to be written, and the places in it that must differ each time."""

    statement: sql.Composed
    values: tuple[Any, ...]
    different: tuple[int, ...]


class Floor:
    """Writes the same rows as a transaction did, as often as wanted."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True, prepare_threshold=1)
        self._connection.execute("DROP SCHEMA IF EXISTS floor CASCADE")
        self._connection.execute("CREATE SCHEMA floor")
        self._number = 10_000_000

    @property
    def backend(self) -> int:
        """The database's process that works for us."""
        return self._connection.info.backend_pid

    def close(self) -> None:
        self._connection.close()

    def rows_of(self, work: Callable[[], object]) -> list[Row]:
        """What `work` (one transaction) wrote, whichever tables that was."""
        before = self._ask("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")[0][0]
        work()
        tables = self._ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return [row for (table,) in tables for row in self._written(table, before)]

    def write(self, rows: Sequence[Row]) -> None:
        """The rows once more, with ids of their own; one commit."""
        self._number += 1
        with self._connection.transaction():
            for row in rows:
                values = list(row.values)
                for place in row.different:
                    values[place] = _another(values[place], self._number)
                self._connection.execute(row.statement, values)

    def _ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        return self._connection.execute(query.encode(), values).fetchall()

    def _written(self, table: str, before: int) -> Iterator[Row]:
        query = sql.SQL("SELECT * FROM {} WHERE xmin::text::bigint >= %s")
        cursor = self._connection.execute(query.format(sql.Identifier(table)), [before])
        rows, described = cursor.fetchall(), cursor.description or []
        kept = [
            place
            for place, one in enumerate(described)
            if one.name != "id" or table == "problems_problem"
        ]
        if not rows:
            return
        statement = self._copy(table, [described[place].name for place in kept])
        unique = self._unique(table)
        different = tuple(at for at, place in enumerate(kept) if described[place].name in unique)
        json = {place for place in kept if described[place].type_code == _JSONB}
        for row in rows:
            values = tuple(Jsonb(row[place]) if place in json else row[place] for place in kept)
            yield Row(statement, values, different)

    def _copy(self, table: str, columns: Sequence[str]) -> sql.Composed:
        """Makes the copy of a table, and gives the statement that writes into it."""
        copy = sql.Identifier("floor", table)
        create = sql.SQL("CREATE TABLE IF NOT EXISTS {} (LIKE {} INCLUDING ALL)")
        self._connection.execute(create.format(copy, sql.Identifier(table)))
        return sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            copy,
            sql.SQL(", ").join(map(sql.Identifier, columns)),
            sql.SQL(", ").join([sql.Placeholder()] * len(columns)),
        )

    def _unique(self, table: str) -> set[str]:
        found = self._ask(
            "SELECT DISTINCT a.attname FROM pg_index i JOIN pg_attribute a"
            " ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)"
            " WHERE i.indrelid = %s::regclass AND (i.indisunique OR i.indisexclusion)",
            f"public.{table}",
        )
        unique = {name for (name,) in found} & _DIFFERENT
        return unique | {"problem_id"} if table == "problems_tenure" else unique


def our_backend() -> int:
    """The database's process that works for Django in this thread."""
    from django.db import connection

    connection.ensure_connection()
    return int(connection.connection.info.backend_pid)


def _another(value: Any, number: int) -> Any:
    """Another value of the same kind and length."""
    if isinstance(value, int):
        return number
    return f"{number}{value}"[: max(len(value), 12)] if isinstance(value, str) else value
