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

from django.db import connection, models

_Field: TypeAlias = "models.Field[Any, Any]"


@contextmanager
def at_once() -> Iterator[None]:
    """What is written inside goes out together. An error may be raised by a later statement."""
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def run(statement: str, values: Sequence[Any] | Mapping[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def insert(rows: Sequence[models.Model]) -> None:
    """Rows of one model, in one statement. Ids that the database gives are not read back."""
    if not rows:
        return
    model = type(rows[0])
    fields = _written(model)
    places = f"({', '.join(['%s'] * len(fields))})"
    values = [value for row in rows for value in _values(row, fields)]
    run(f"{_insert(model)} VALUES {', '.join([places] * len(rows))}", values)
    for row in rows:
        row._state.adding = False  # noqa: SLF001 - as Django's own save does


def update(row: models.Model, names: tuple[str, ...]) -> None:
    """These columns of a row that is there, by its id."""
    model = type(row)
    run(_update(model, names), [*_values(row, _named(model, names)), row.pk])


def _values(row: models.Model, fields: Sequence[_Field]) -> list[Any]:
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]


_BY_ITSELF = frozenset({"Problem"})
"""Models whose id is given to the row before it is written."""


def _columns(model: type[models.Model]) -> Sequence[_Field]:
    return model._meta.local_concrete_fields  # noqa: SLF001 - Django's documented Model._meta


def _table(model: type[models.Model]) -> str:
    return model._meta.db_table  # noqa: SLF001


@cache
def _written(model: type[models.Model]) -> list[_Field]:
    given = model.__name__ in _BY_ITSELF
    return [
        field
        for field in _columns(model)
        if field.column and (given or not isinstance(field, models.AutoField | models.BigAutoField))
    ]


@cache
def _named(model: type[models.Model], names: tuple[str, ...]) -> list[_Field]:
    by_name = {field.attname: field for field in _columns(model)}
    return [by_name[name] for name in names]


@cache
def _insert(model: type[models.Model]) -> str:
    columns = ", ".join(f'"{field.column}"' for field in _written(model))
    return f'INSERT INTO "{_table(model)}" ({columns})'


@cache
def _update(model: type[models.Model], names: tuple[str, ...]) -> str:
    changed = ", ".join(f'"{field.column}" = %s' for field in _named(model, names))
    return f'UPDATE "{_table(model)}" SET {changed} WHERE id = %s'  # noqa: S608 - our own names
