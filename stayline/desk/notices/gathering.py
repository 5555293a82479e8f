"""What there is to tell, written down in the transaction that caused it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from stayline.desk.models import News, NoticeChoice, PushLine, Way
from stayline.desk.notices.choosing import choices_of
from stayline.desk.notices.kinds import Kind
from stayline.desk.sending import CAME_BACK
from stayline.ownership import events as ev
from stayline.ownership.problem import Problem, Ringing
from stayline.problems.effects import Happened
from stayline.problems.mentioning import MENTIONED
from stayline.problems.models import Notice, Promise, Stage

LOOKS_BACK = timedelta(hours=2)
"""How old a notice of the desk's own may be and still be told elsewhere."""

NEAR = timedelta(minutes=30)
"""How long before it is due whoever carries a promise is told; of a short one its last quarter."""

KEPT_FOR = timedelta(days=30)

_OF_THE_DESK = {MENTIONED: Kind.MENTIONED, CAME_BACK: Kind.CAME_BACK}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing for one person."""

    to: int
    problem: int
    number: int
    kind: Kind
    at: datetime


def hear(happened: Happened) -> None:
    """An effect of every decision: who is to be told of it."""
    keep(
        Item(who, happened.row.pk, number, kind, happened.at)
        for number, event in happened.events
        for who, kind in whom(event, happened.after)
        # What came with the problem itself was heard by whoever met them.
        if kind is not Kind.SPOKE or happened.at != happened.row.opened_at
    )


def whom(event: ev.Event, after: Problem) -> Iterator[tuple[int, Kind]]:
    """Whom an event is news to. Nobody is told what they have just done themselves."""
    match event:
        case ev.Opened() if isinstance(after.stage, Ringing):
            yield after.owner, Kind.ARRIVED
        case ev.RangOn():
            yield event.host, Kind.ARRIVED
        case ev.OwnerChanged():
            yield event.owner, Kind.ARRIVED if isinstance(after.stage, Ringing) else Kind.HANDED
        case ev.HelpAsked():
            yield event.whom, Kind.ASKED
        case ev.Offered():
            yield from ((who, Kind.ASKED) for who in event.receivers)
        case ev.WordHeard() if event.substance and not isinstance(after.stage, Ringing):
            yield from ((who, Kind.SPOKE) for who in _answering(after))
        case ev.AlarmRaised():
            yield from ((who, Kind.ALARM) for who in event.to)
        case _:
            return


def _answering(after: Problem) -> set[int]:
    """Who writes next: the owner, and whoever carries the promise or stands in."""
    carrier = {after.promise.carrier} if after.promise else set()
    cover = {after.cover.colleague} if after.cover else set()
    return {after.owner, *carrier, *cover}


def keep(items: Iterable[Item]) -> None:
    """A row for each way its reader chose; told twice it is one. Push leaves with the commit."""
    items = list(items)
    if not items:
        return
    choices = choices_of({one.to for one in items})
    rows = [
        News(to_id=one.to, problem_id=one.problem, number=one.number, kind=one.kind, way=way, at=one.at)
        for one in items
        for way in choices[one.to].ways(one.kind)
    ]  # fmt: skip
    if not rows:
        return
    News.objects.bulk_create(rows, ignore_conflicts=True)
    _let_push_leave(rows)


def _let_push_leave(rows: Iterable[News]) -> None:
    from stayline.desk.jobs import push_news  # the jobs use what is here

    for row in rows:
        if row.way == Way.PUSH:
            push_news.defer(
                to=row.to_id, problem=row.problem_id, number=row.number, kind=str(row.kind)
            )


def gather_the_desks_own(now: datetime) -> None:
    """Notices that follow from no event, looked for each minute: a mention, words that came back,
    a promise that is nearly due."""
    keep(_near(now))
    _gather_notices(now)


def _near(now: datetime) -> list[Item]:
    """For whoever carries it, before it breaks; what was told once is not told again."""
    nearly = Promise.objects.filter(
        settled_at__isnull=True,
        problem__promise_due__gt=now,
        problem__promise_due__lte=now + NEAR,
        problem__stage__in=[Stage.OWNED, Stage.PROPOSED],
    ).values_list("problem__promise_carrier", "problem", "number", "made_at", "due")
    found = [
        Item(carrier, problem, number, Kind.NEAR, now)
        for carrier, problem, number, made_at, due in nearly
        if due - now <= min(NEAR, (due - made_at) / 4)
    ]
    problems = [one.problem for one in found]
    told = set(
        News.objects.filter(kind=Kind.NEAR, problem__in=problems).values_list("problem", "number")
    )
    return [one for one in found if (one.problem, one.number) not in told]


def _gather_notices(now: datetime) -> None:
    chosen = NoticeChoice.objects.filter(by_mail__overlap=list(_OF_THE_DESK.values()))
    people = {*chosen.values_list("colleague", flat=True)}
    people |= set(PushLine.objects.values_list("colleague", flat=True))
    if not people:
        return
    fresh = Notice.objects.filter(
        to__in=people, seen_at__isnull=True, kind__in=_OF_THE_DESK, at__gte=now - LOOKS_BACK
    )
    told = {
        (one.to_id, one.problem_id, one.number, one.kind)
        for one in News.objects.filter(to__in=people, at__gte=now - LOOKS_BACK)
    }
    found = [
        Item(one.to_id, one.problem_id, one.number, _OF_THE_DESK[one.kind], one.at)
        for one in fresh
    ]  # fmt: skip
    keep(one for one in found if (one.to, one.problem, one.number, one.kind) not in told)


def forget_what_was_told(now: datetime) -> None:
    """The timeline tells what happened; who was told of it outside matters for a month."""
    News.objects.filter(told_at__lt=now - KEPT_FOR).delete()
