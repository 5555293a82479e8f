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


def timers(problem: Problem, before: list[Timer], lengths: Lengths, at: datetime) -> list[Timer]:
    """The timers of a problem as it is now, at `at`."""
    known = {(timer.kind, timer.key): timer.due for timer in before}
    return sorted(_timers(problem, known, lengths, at), key=lambda timer: timer.due)


_Known = dict[tuple[str, str], datetime]


def _timers(problem: Problem, known: _Known, lengths: Lengths, at: datetime) -> Iterator[Timer]:
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
            yield from _asked_again(problem, known, at)
        case _:
            pass


def _asked_again(problem: Problem, known: _Known, at: datetime) -> Iterator[Timer]:
    """Reminders keep their distance also when the clock was late with the one before."""
    question = problem.question_about(About.SOLVED)
    if question is None:
        return
    before, after = _distance(question.times)
    if question.times <= len(ASKED_AGAIN_AFTER):
        kind, key = "ask again", f"{question.number}:{question.times}"
    else:
        kind, key = "quiet", str(question.number)
    soonest = max(question.asked_at + after, at + after - before)
    yield Timer(kind, key, known.get((kind, key)) or soonest)


def _distance(times: int) -> tuple[timedelta, timedelta]:
    """When, from the proposal on, the last of `times` askings was, and when the next step is."""
    steps = (timedelta(), *ASKED_AGAIN_AFTER, QUIET_AFTER)
    place = min(times, len(steps) - 1)  # who was asked more often than planned is left alone next
    return steps[place - 1], steps[place]
