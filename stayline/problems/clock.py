"""The clock: finds what is due and says so, as a command like any other.

Timers live in each problem's row (see `timers`), so one indexed look finds all that is due, on
however many machines; two that look at once share the work. A late tick is only late: the rule
decides by the moment, and a timer that no longer holds means nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

import structlog
from django.db import DatabaseError

from stayline.ownership import commands as do
from stayline.ownership.ids import Number, ProblemId
from stayline.problems import journal, promising
from stayline.problems import models as m
from stayline.problems.timers import Timer

log = structlog.get_logger()

_BATCH = 200
PUT_OFF = timedelta(hours=1)
"""When a problem is looked at again whose timers mean nothing yet."""


def tick(at: datetime) -> int:
    """Say everything that is due at `at`. Returns how many problems were looked at.

    A problem whose timer cannot be handled is logged and tried again later; it never keeps the
    others waiting.
    """
    looked = 0
    passed = 0
    while True:
        due = list(
            m.Problem.objects.filter(wakes_at__lte=at, pk__gt=passed)
            .order_by("pk")
            .values_list("pk", flat=True)[:_BATCH]
        )
        for problem in due:
            try:
                _wake(ProblemId(problem), at)
            except Exception:  # whatever is wrong with this one, the others wait for the clock
                log.exception("a timer failed; it is tried again", problem=problem)
                _look_again(ProblemId(problem), at)
            looked += 1
            passed = problem
        if len(due) < _BATCH:
            return looked


def _wake(problem: ProblemId, at: datetime) -> None:
    with journal.deciding():
        row = _claim(problem, at)
        if row is None:
            return
        told = [journal.meet(row, command).events for command in commands_due(row, at)]
        if not any(told):
            _put_off(row, at)


def _look_again(problem: ProblemId, at: datetime) -> None:
    with suppress(DatabaseError), journal.deciding():
        row = _claim(problem, at)
        if row is not None:
            _put_off(row, at)


def _claim(problem: ProblemId, at: datetime) -> m.Problem | None:
    """The problem, unless another clock has it in hand or had it already."""
    return (
        m.Problem.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
        .select_related("door__fallback")
        .filter(pk=problem, wakes_at__lte=at)
        .first()
    )


def _put_off(row: m.Problem, at: datetime) -> None:
    """What is due means nothing yet (nobody goes quiet during a call): look again later.

    What comes due before is said in time, and whatever happens here sets the clock anew.
    """
    coming = [one.due for one in journal.timers_of(row) if one.due > at]
    row.wakes_at = min([at + PUT_OFF, *coming])
    row.save(update_fields=["wakes_at"])


def commands_due(row: m.Problem, at: datetime) -> Iterator[do.Command]:
    """What the clock has to say about this problem now."""
    for timer in journal.timers_of(row):
        if timer.due <= at:
            yield _command(row, timer, at)


def _command(row: m.Problem, timer: Timer, at: datetime) -> do.Command:
    number, _, rest = timer.key.partition(":")
    match timer.kind:
        case "promise":
            carrier = row.promise_carrier_id or row.owner_id
            due = promising.default_due(carrier, row.door, at)
            return do.BreakPromise(at=at, promise=Number(int(number)), next_due=due)
        case "offer":
            lapses = datetime.fromisoformat(rest)
            return do.LapseOffer(at=at, offer=Number(int(number)), lapses=lapses)
        case "cover":
            return do.EndCover(at=at)
        case "ring":
            return do.RingOn(at=at, turn=Number(int(number)))
        case "aside":
            return do.AlarmAside(at=at)
        case "ask again":
            return do.AskAgain(at=at, question=Number(int(number)), times=int(rest))
        case "quiet":
            return do.GoQuiet(at=at)
        case unknown:
            raise AssertionError(f"no such timer: {unknown}")
