"""What the clock will have to say about a problem, and when. Pure.

Timers are read off the state, not kept by hand: whatever is no longer true has no timer. They
are stored with the problem in the same transaction, and the clock looks for what is due, so a
process that dies forgets nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from stayline.ownership.problem import (
    About,
    Problem,
    Proposed,
    Ringing,
    SetAside,
)

ASKED_AGAIN_AFTER = (timedelta(days=2), timedelta(days=5), timedelta(days=10))
"""When "is it solved?" is asked once more, counted from the proposal."""

QUIET_AFTER = timedelta(days=12)


class Timer(NamedTuple):
    """`kind` and `key` say what; a timer whose both stay the same keeps its moment."""

    kind: str
    key: str
    due: datetime


class Lengths(NamedTuple):
    """The moments only the door's hours can tell, computed when they are first needed."""

    ring_ends: Callable[[], datetime]
    aside_confirmed_by: Callable[[], datetime]


def timers(problem: Problem, before: list[Timer], lengths: Lengths) -> list[Timer]:
    """The timers of a problem as it is now."""
    known = {(timer.kind, timer.key): timer.due for timer in before}
    return sorted(_timers(problem, known, lengths), key=lambda timer: timer.due)


def _timers(
    problem: Problem, known: dict[tuple[str, str], datetime], lengths: Lengths
) -> Iterator[Timer]:
    if problem.promise is not None:
        yield Timer("promise", str(problem.promise.number), problem.promise.due)
    if problem.offer is not None:
        offer = problem.offer
        yield Timer("offer", f"{offer.number}:{offer.lapses.isoformat()}", offer.lapses)
    if problem.cover is not None:
        yield Timer("cover", str(problem.cover.colleague), problem.cover.until)
    match problem.stage:
        case Ringing() as ring if not ring.round_ended and not problem.live:
            due = known.get(("ring", str(ring.turn)))
            yield Timer("ring", str(ring.turn), due or lengths.ring_ends())
        case SetAside() as aside if aside.confirmed_by is None and not aside.alarmed:
            due = known.get(("aside", aside.why.value))
            yield Timer("aside", aside.why.value, due or lengths.aside_confirmed_by())
        case Proposed():
            yield from _asked_again(problem)
        case _:
            pass


def _asked_again(problem: Problem) -> Iterator[Timer]:
    question = problem.question_about(About.SOLVED)
    if question is None:
        return
    if question.times <= len(ASKED_AGAIN_AFTER):
        due = question.asked_at + ASKED_AGAIN_AFTER[question.times - 1]
        yield Timer("ask again", f"{question.number}:{question.times}", due)
    else:
        yield Timer("quiet", str(question.number), question.asked_at + QUIET_AFTER)
