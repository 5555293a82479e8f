"""Whether everything interesting was reached: every event, and every way in which things end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from enum import Enum
from typing import Any, get_args, get_type_hints

from stayline.ownership import events as ev
from stayline.ownership.evidence import Evidence
from stayline.ownership.problem import Nature, Role

NEVER_TOLD: frozenset[Enum] = frozenset({ev.RingEnds.ANSWERED})
"""Who answers enters the contact; the ring's end is not told on its own."""

KINDS: tuple[type[ev.Event], ...] = get_args(ev.Event)
EVIDENCE: tuple[type[Evidence], ...] = get_args(Evidence)


def _choices(kind: type[ev.Event]) -> tuple[tuple[str, type[Enum]], ...]:
    """The fields of an event that say which of several ways it was."""
    hints = get_type_hints(kind)
    return tuple(
        (field.name, hints[field.name])
        for field in fields(kind)
        if isinstance(hints[field.name], type) and issubclass(hints[field.name], Enum)
    )


CHOICES = {kind: _choices(kind) for kind in KINDS}


class Reached:
    """Counts what happened."""

    def __init__(self) -> None:
        self.kinds: dict[type[Any], int] = dict.fromkeys((*KINDS, *EVIDENCE), 0)
        self._ways: set[tuple[type[Any], str, Any]] = set()

    def see(self, event: ev.Event) -> None:
        kind = type(event)
        self.kinds[kind] += 1
        for name, _ in CHOICES[kind]:
            self._ways.add((kind, name, getattr(event, name)))
        if kind is ev.Answered or kind is ev.SaidSatisfied:
            self.kinds[type(event.evidence)] += 1  # type: ignore[union-attr]

    def include(self, other: Reached) -> None:
        for kind, count in other.kinds.items():
            self.kinds[kind] += count
        self._ways |= other._ways

    def missing(self) -> list[str]:
        """What has not happened: events, kinds of evidence, and ways."""
        return [kind.__name__ for kind, count in self.kinds.items() if not count] + [
            f"{kind.__name__}.{name} = {way.name}"
            for kind, name, way in _every_way()
            if (kind, name, way) not in self._ways
        ]


def _every_way() -> Iterator[tuple[type[Any], str, Enum]]:
    for kind, choices in CHOICES.items():
        for name, choice in choices:
            for way in choice:
                if way not in NEVER_TOLD and (kind, name, way) not in _IMPOSSIBLE:
                    yield kind, name, way


_IMPOSSIBLE: frozenset[tuple[type[Any], str, Enum]] = frozenset(
    {
        (ev.Opened, "nature", Nature.OTHER),  # it becomes other correspondence when set aside
        (ev.RoleGiven, "role", Role.PRINCIPAL),  # whose yes counts is not ours to say
        (ev.HelperLeft, "why", ev.HelpEnds.BECAME_OWNER),  # the owner's change says it
    }
)
