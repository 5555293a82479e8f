"""What a decision sets in motion. Channels register here at start, so imports point inwards.

An effect is called inside the decision's own transaction, after everything is stored. It may
write rows and defer jobs; it may not speak to the outside world, which only ever hears of what
was committed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from stayline.ownership import Problem
from stayline.ownership.events import Event
from stayline.ownership.ids import Number
from stayline.problems.models import Problem as ProblemRow


@dataclass(frozen=True)
class Happened:
    """One decision: the problem before (None: it was opened) and after, and what was told."""

    row: ProblemRow
    before: Problem | None
    after: Problem
    events: tuple[tuple[Number, Event], ...]
    at: datetime


Effect = Callable[[Happened], None]
_effects: list[Effect] = []


def register(effect: Effect) -> Effect:
    """Let `effect` hear of every decision. Usable as a decorator; registering twice is once."""
    if effect not in _effects:
        _effects.append(effect)
    return effect


def tell(happened: Happened) -> None:
    for effect in _effects:
        effect(happened)
