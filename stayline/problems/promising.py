"""Promises in somebody's working hours: by when, and at the latest by when."""

from __future__ import annotations

from datetime import datetime

from stayline.hours import WorkingHours, add_working, add_working_days, promise_due
from stayline.ownership import commands as do
from stayline.ownership.ids import TextId
from stayline.ownership.problem import WaitsFor
from stayline.people.models import Door
from stayline.problems import company

_MINUTES = 240
_LONGEST_DAYS = 5


def hours_of(colleague_id: int) -> WorkingHours:
    """In which a colleague's promises run; who has no hours keeps them all."""
    return company.arrangements().hours_of(colleague_id)


def default_due(giver: int, door: Door | None, at: datetime) -> datetime:
    """By when `giver` promises to write unless they say otherwise, in their own hours."""
    return _default_due(hours_of(giver), door, at)


def _default_due(hours: WorkingHours, door: Door | None, at: datetime) -> datetime:
    minutes = door.promise_minutes if door else _MINUTES
    return promise_due(at, minutes, hours, longest_days=_longest_days(door))


def _longest_days(door: Door | None) -> int:
    return door.promise_longest_days if door else _LONGEST_DAYS


def terms(
    giver: int,
    door: Door | None,
    at: datetime,
    *,
    due: datetime | None = None,
    waits_for: WaitsFor = WaitsFor.US,
    reference: TextId | None = None,
) -> do.Terms:
    """The promise `giver` makes; without `due`, the door's default."""
    hours = hours_of(giver)
    latest = add_working_days(at, _longest_days(door), hours)
    chosen = due if due is not None else min(_default_due(hours, door, at), latest)
    return do.Terms(due=chosen, latest=latest, waits_for=waits_for, reference=reference)


def look_again(
    giver: int, door: Door | None, at: datetime, *, due: datetime | None = None
) -> do.Terms:
    """By when `giver` looks again at what the customer was asked; without `due`, the longest."""
    latest = add_working_days(at, _longest_days(door), hours_of(giver))
    chosen = due if due is not None else latest
    return do.Terms(due=chosen, latest=latest, waits_for=WaitsFor.CUSTOMER)


def offer_lapses(receivers: tuple[int, ...], door: Door | None, at: datetime) -> datetime:
    """Until when the last of the receivers has had their working minutes to pick up."""
    minutes = door.offer_minutes if door else 30
    return max(add_working(at, minutes, hours_of(who)) for who in receivers)


def question_lapses(owner: int, door: Door | None, at: datetime) -> datetime:
    days = door.question_days if door else 2
    return add_working_days(at, days, hours_of(owner))
