"""The rule's values as JSON and back, by their types.

Enums are their values, moments ISO 8601 in UTC, spans seconds, sets sorted lists. A value that may
be of several classes says which in `"is"`. Fields that an old row lacks take their defaults, so
that an old row always loads.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import cattrs

from stayline.ownership import events as ev
from stayline.ownership.problem import Problem

_IS = "is"


def _is_choice(kind: Any) -> bool:
    """A union of several dataclasses, perhaps with None."""
    if get_origin(kind) not in (Union, UnionType):
        return False
    classes = [one for one in get_args(kind) if one is not NoneType]
    return len(classes) > 1 and all(dataclasses.is_dataclass(one) for one in classes)


def _is_set(kind: Any) -> bool:
    return get_origin(kind) is frozenset


def _writes_choice(_kind: Any, converter: cattrs.Converter) -> Callable[[Any], Any]:
    def write(value: Any) -> Any:
        if value is None:
            return None
        return {_IS: type(value).__name__, **converter.unstructure(value)}

    return write


def _reads_choice(kind: Any, converter: cattrs.Converter) -> Callable[[Any, Any], Any]:
    by_name = {one.__name__: one for one in get_args(kind) if one is not NoneType}

    def read(value: Any, _: Any) -> Any:
        if value is None:
            return None
        return converter.structure(value, by_name[value[_IS]])

    return read


def _moment(moment: datetime | str) -> datetime:
    """As a column holds it, or as it stands in JSON."""
    return moment if isinstance(moment, datetime) else datetime.fromisoformat(moment)


def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(detailed_validation=False)
    converter.register_unstructure_hook_factory(_is_choice, _writes_choice)
    converter.register_structure_hook_factory(_is_choice, _reads_choice)
    converter.register_unstructure_hook(datetime, lambda at: at.astimezone(UTC).isoformat())
    converter.register_structure_hook(datetime, lambda moment, _: _moment(moment))
    converter.register_unstructure_hook(timedelta, lambda span: span.total_seconds())
    converter.register_structure_hook(timedelta, lambda seconds, _: timedelta(seconds=seconds))
    converter.register_unstructure_hook_factory(_is_set, lambda _: sorted)
    return converter


_converter_of_all = _converter()
EVENT_CLASSES: dict[str, type[ev.Event]] = {one.__name__: one for one in get_args(ev.Event)}


def event_to_json(event: ev.Event) -> dict[str, Any]:
    """Everything the event carries but its kind and its moment, which are columns."""
    body: dict[str, Any] = _converter_of_all.unstructure(event)
    del body["at"]
    return body


def event_from_json(kind: str, at: datetime, body: dict[str, Any]) -> ev.Event:
    event: ev.Event = _converter_of_all.structure({**body, "at": at}, EVENT_CLASSES[kind])
    return event


def problem_to_json(problem: Problem) -> dict[str, Any]:
    state: dict[str, Any] = _converter_of_all.unstructure(problem)
    return state


def problem_from_json(state: dict[str, Any]) -> Problem:
    return _converter_of_all.structure(state, Problem)
