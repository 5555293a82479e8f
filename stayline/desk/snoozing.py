"""Snooze: a problem leaves one's own list for a while. Only the view moves, never the promise.

What is out of sight is back by itself when its moment has come, when the customer says a word,
and always before its promise is at risk: that is asked with every look, so that a promise which
moves closer brings its problem back too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from stayline.desk.models import Snooze
from stayline.hours import next_opening
from stayline.ownership import Refused
from stayline.people.models import Colleague
from stayline.problems import queries
from stayline.problems.models import Problem, Promise, Stage

LEAST_LEFT = timedelta(minutes=30)
LEAST_PART = 4
"""A promise is at risk in its last half hour, and in the last quarter of its time."""


def at_risk_from(due: datetime, since: datetime) -> datetime:
    """From when on a promise that was given at `since` is nearly broken."""
    return due - max(LEAST_LEFT, (due - since) / LEAST_PART)


@dataclass(frozen=True, slots=True)
class Asleep:
    """A problem out of sight: from when, until when, and whether anything happened since."""

    at: datetime
    until: datetime | None
    has_moved: bool


def asleep_of(reader: Colleague) -> dict[int, Asleep]:
    """Everything a colleague hid, by problem, whether it is back by now or not."""
    found = Snooze.objects.filter(colleague=reader).values_list(
        "problem_id", "at", "until", "version", "problem__version"
    )
    return {
        problem: Asleep(at, until, has_moved=version != seen)
        for problem, at, until, seen, version in found
    }


def is_out_of_sight(one: Problem, asleep: Asleep, since: datetime | None, now: datetime) -> bool:
    """Whether it is still hidden; `since` is when the standing promise was given."""
    spoke = one.customer_spoke_at
    if spoke is not None and spoke > asleep.at:
        return False
    if asleep.has_moved if asleep.until is None else now >= asleep.until:
        return False
    return one.promise_due is None or now < _at_risk(one.promise_due, since)


def _at_risk(due: datetime, since: datetime | None) -> datetime:
    return at_risk_from(due, since or due - timedelta(hours=4))


def back_at(one: Problem, asleep: Asleep, since: datetime | None) -> datetime | None:
    """When it is back at the latest."""
    risk = None if one.promise_due is None else _at_risk(one.promise_due, since)
    moments = [moment for moment in (asleep.until, risk) if moment is not None]
    return min(moments, default=None)


# -- acts ----------------------------------------------------------------------------------------


def latest_for(problem: Problem) -> datetime:
    """Until when it may be out of sight: then its promise is at risk."""
    standing = Promise.objects.filter(problem=problem, settled_at__isnull=True).first()
    assert standing is not None, "an open problem has a promise"
    return at_risk_from(standing.due, standing.made_at)


def problem_to_snooze(reader: Colleague, problem: int) -> Problem:
    """Raises Problem.DoesNotExist where it is not on their list anyway."""
    row = queries.problem_for(reader, problem)
    if row.stage not in (Stage.OWNED, Stage.PROPOSED) or not _is_with(row, reader.pk):
        raise Problem.DoesNotExist
    return row


def _is_with(row: Problem, me: int) -> bool:
    return me == row.owner_id or me in row.involved


def snooze(reader: Colleague, row: Problem, until: datetime | None, now: datetime) -> None:
    """Out of sight until a moment, or (None) until anything happens. Raises Refused."""
    latest = latest_for(row)
    if now >= latest:
        raise Refused("{customer} hears from you too soon for that: it stays in sight.")
    if until is not None and until <= now:
        raise Refused("That moment is over; choose one that comes.")
    if until is not None and until > latest:
        raise Refused("By then the promise to {customer} is at risk: choose an earlier moment.")
    Snooze.objects.update_or_create(
        colleague=reader,
        problem=row,
        defaults={"until": until, "at": now, "version": row.version},
    )


def bring_back(reader: Colleague, problem: int) -> bool:
    """Into sight again. False when they had not hidden it."""
    return bool(Snooze.objects.filter(colleague=reader, problem=problem).delete()[0])


def moments_for(reader: Colleague, latest: datetime, now: datetime) -> list[datetime]:
    """Moments to offer, in the reader's own hours, none of them too late."""
    tomorrow = (now + timedelta(days=1)).astimezone(reader.hours.time_zone)
    day = tomorrow.replace(hour=0, minute=0, second=0, microsecond=0)
    offered = [_round(now + timedelta(hours=1)), _round(now + timedelta(hours=3))]
    try:
        offered.append(next_opening(day, reader.hours))
    except ValueError:  # nobody's hours are empty for ever, and a form must be shown
        offered.append(day + timedelta(hours=9))
    return sorted({moment for moment in _in_time(offered, latest) if moment > now})


def _in_time(moments: Iterable[datetime], latest: datetime) -> list[datetime]:
    return [moment for moment in moments if moment <= latest]


def _round(moment: datetime) -> datetime:
    """To the next five minutes."""
    rest = timedelta(
        minutes=moment.minute % 5, seconds=moment.second, microseconds=moment.microsecond
    )
    return moment - rest + timedelta(minutes=5) if rest else moment


# -- in good hands -------------------------------------------------------------------------------


def broken_and_silent(problems: Iterable[Problem]) -> set[int]:
    """Whose last promise was broken, and who has heard nothing from us since."""
    by_id: Mapping[int, Problem] = {one.pk: one for one in problems}
    broken = Promise.objects.filter(problem__in=by_id, how="broken", settled_at__isnull=False)
    found: set[int] = set()
    for problem, settled in broken.values_list("problem_id", "settled_at"):
        spoke = by_id[problem].we_spoke_at
        if settled is not None and (spoke is None or spoke < settled):
            found.add(problem)
    return found


def is_in_good_hands(
    one: Problem, since: datetime | None, broken: Collection[int], now: datetime
) -> bool:
    """A helper carries the promise, it is not at risk, and the one before was not broken."""
    if one.promise_due is None or one.state["promise"]["carrier"] == one.owner_id:
        return False
    return one.pk not in broken and now < _at_risk(one.promise_due, since)
