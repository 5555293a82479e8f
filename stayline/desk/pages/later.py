"""What leaves the first list of home: snoozed, or in good hands; and what comes before all else."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from stayline.desk.contexts import Row, SnoozedRow
from stayline.desk.pages.customers import called
from stayline.desk.snoozing import (
    Asleep,
    asleep_of,
    back_at,
    is_in_good_hands,
    is_out_of_sight,
)
from stayline.people.models import Colleague
from stayline.problems.models import Problem

Since = Mapping[int, datetime]


@dataclass(frozen=True)
class Sorted:
    """The reader's problems, each in exactly one place."""

    with_you: list[Problem]
    waiting_for_customer: list[Problem]
    helping: list[Problem]
    in_good_hands: list[Problem]
    snoozed: list[tuple[Problem, Asleep]]


def sort_out(
    reader: Colleague,
    with_you: Sequence[Problem],
    waiting_for_customer: Sequence[Problem],
    helping: Sequence[Problem],
    since: Since,
    broken: Collection[int],
    now: datetime,
) -> Sorted:
    """Broken promises that nobody has spoken about yet come first, and are never out of sight."""
    asleep = {problem: one for problem, one in asleep_of(reader).items() if problem not in broken}
    hidden: list[tuple[Problem, Asleep]] = []
    good: list[Problem] = []

    def sifted(problems: Sequence[Problem], *, is_own: bool) -> list[Problem]:
        left: list[Problem] = []
        for one in problems:
            given, sleeps = since.get(one.pk), asleep.get(one.pk)
            if sleeps is not None and is_out_of_sight(one, sleeps, given, now):
                hidden.append((one, sleeps))
            elif is_own and is_in_good_hands(one, given, broken, now):
                good.append(one)
            else:
                left.append(one)
        return sorted(left, key=lambda one: one.pk not in broken)

    return Sorted(
        with_you=sifted(with_you, is_own=True),
        waiting_for_customer=sifted(waiting_for_customer, is_own=True),
        helping=sifted(helping, is_own=False),
        in_good_hands=good,
        snoozed=hidden,
    )


def snoozed_rows(
    rows: Sequence[Row], hidden: Sequence[tuple[Problem, Asleep]], since: Since
) -> list[SnoozedRow]:
    """Those out of sight, with when they are back."""
    return [
        SnoozedRow(
            row=row,
            back_at=back_at(one, asleep, since.get(one.pk)),
            wakes_on_anything=asleep.until is None,
        )
        for row, (one, asleep) in zip(rows, hidden, strict=True)
    ]


def who_left_sight(hidden: Sequence[tuple[Problem, Asleep]], problem: str) -> str:
    """The customer whom the reader has just put out of sight, for the word that says so."""
    return next((called(one.principal).name for one, _ in hidden if str(one.pk) == problem), "")
