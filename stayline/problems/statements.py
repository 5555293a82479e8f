"""Writing rows with as little ado as the database needs: said once, many at once.

The journal writes the same few rows for every decision. Their statements are made once from the
models, and what one decision writes is sent together; the answers, all of them "done", are read
when the last is sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

from django.db import connection, models

_Field: TypeAlias = "models.Field[Any, Any]"


@contextmanager
def at_once() -> Iterator[None]:
    """What is written inside goes out together. An error may be raised by a later statement.

    One inside another is part of it: psycopg would wait there for answers to what it has not
    wholly sent, for ever, where that is more than a socket holds (a mail of a megabyte).
    """
    if connection.connection.pgconn.pipeline_status:
        yield
        return
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


Query: TypeAlias = tuple[str, Sequence[Any]]


def run(statement: str, values: Sequence[Any] | Mapping[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def ask(*queries: Query) -> list[list[tuple[Any, ...]]]:
    """The rows of each query. They are asked in this order and together, each with its own view."""
    connection.ensure_connection()
    with at_once():
        cursors = [connection.cursor() for _ in queries]
        for cursor, (query, values) in zip(cursors, queries, strict=True):
            cursor.execute(query, values)
    return [cursor.fetchall() for cursor in cursors]


_BLOCK = 20
_ids: WeakKeyDictionary[Any, dict[str, list[int]]] = WeakKeyDictionary()
"""Ids that were taken and not yet used, by connection; a connection that ends leaves a gap."""


def new_id(model: type[models.Model]) -> int:
    """An id for a row about to be written, for which the database is seldom asked."""
    connection.ensure_connection()
    table = _table(model)
    left = _ids.setdefault(connection.connection, {}).setdefault(table, [])
    if not left:
        query = f"SELECT nextval('{table}_id_seq') FROM generate_series(1, {_BLOCK})"  # noqa: S608
        (rows,) = ask((query, []))
        left += sorted((number for (number,) in rows), reverse=True)
    return left.pop()


def insert(rows: Sequence[models.Model]) -> None:
    """Rows of one model, in one statement. Those without an id get one that is not read back."""
    if not rows:
        return
    model = type(rows[0])
    fields = _written(model, rows[0].pk is not None)
    places = f"({', '.join(['%s'] * len(fields))})"
    values = [value for row in rows for value in _values(row, fields)]
    run(f"{_insert(model, fields)} VALUES {', '.join([places] * len(rows))}", values)
    for row in rows:
        row._state.adding = False  # noqa: SLF001 - as Django's own save does


def update(row: models.Model, names: tuple[str, ...]) -> None:
    """These columns of a row that is there, by its id."""
    model = type(row)
    run(_update(model, names), [*_values(row, _named(model, names)), row.pk])


def _values(row: models.Model, fields: Sequence[_Field]) -> list[Any]:
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]


def _columns(model: type[models.Model]) -> Sequence[_Field]:
    return model._meta.local_concrete_fields  # noqa: SLF001 - Django's documented Model._meta


def _table(model: type[models.Model]) -> str:
    return model._meta.db_table  # noqa: SLF001


@cache
def _written(model: type[models.Model], with_id: bool) -> tuple[_Field, ...]:
    written = (one for one in _columns(model) if with_id or not one.primary_key)
    return tuple(one for one in written if one.column)


@cache
def _named(model: type[models.Model], names: tuple[str, ...]) -> list[_Field]:
    by_name = {field.attname: field for field in _columns(model)}
    return [by_name[name] for name in names]


@cache
def _insert(model: type[models.Model], fields: tuple[_Field, ...]) -> str:
    columns = ", ".join(f'"{field.column}"' for field in fields)
    return f'INSERT INTO "{_table(model)}" ({columns})'


@cache
def _update(model: type[models.Model], names: tuple[str, ...]) -> str:
    changed = ", ".join(f'"{field.column}" = %s' for field in _named(model, names))
    return f'UPDATE "{_table(model)}" SET {changed} WHERE id = %s'  # noqa: S608 - our own names
