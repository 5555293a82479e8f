"""The company's own timeline: who is active, who answers to whom, who inherits from whom.

It is kept in one order with the problems' events: a change takes the company's lock alone, every
decision about a problem takes it shared and records the version it saw.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import structlog
from django.db import transaction
from django.db.models import F, Q

from stayline.ownership import Company
from stayline.ownership import commands as do
from stayline.ownership.ids import ColleagueId, ProblemId
from stayline.ownership.refusal import Refused
from stayline.people.models import Colleague, Door, DutyTurn
from stayline.problems import agreement, instant, statements
from stayline.problems.arrangements import Arrangements
from stayline.problems.models import Cause, CompanyEvent, Problem
from stayline.project.clock import wall

log = structlog.get_logger(__name__)

_LOCK = 7_782_001
"""The advisory lock's key: any number nobody else in this database uses."""


class _Stamp(NamedTuple):
    """What tells one state of the company, and of how it is arranged, from every other.

    A number alone does not: a transaction that was rolled back may have had the same.
    """

    version: int
    company: str
    arrangements: str


_company: tuple[str, Company] = ("", Company(version=0, active=frozenset()))
_arrangements: tuple[str, Arrangements] = ("", Arrangements())
"""As this process has last read them, with their stamps."""


def lock_shared() -> None:
    """Hold the company as it is until this transaction ends."""
    _take(_SHARED)


def lock_alone() -> None:
    """Let nobody else decide anything until this transaction ends. Take it before anything else."""
    _take("SELECT pg_advisory_xact_lock(%s), clock_timestamp()")


_SHARED = "SELECT pg_advisory_xact_lock_shared(%s), clock_timestamp()"
"""The lock, and what time the database has."""


def _take(lock: str, *more: statements.Query) -> list[list[tuple[Any, ...]]]:
    """The rows of what is asked beside. Raises ClockIsWrong where this machine may decide nothing."""
    asked_at = wall()
    ((_, theirs),), *rows = statements.ask((lock, [_LOCK]), *more)
    agreement.compare(asked_at, theirs, wall())
    return rows


def hold() -> None:
    """`lock_shared`, for the instant that has begun: who decides reads the company once."""
    ((stamp,),) = _take(_SHARED, (_STAMP, []))
    _read(instant.current(), _Stamp(*stamp))


def now() -> Company:
    """The company as the rule wants it: the fold of its timeline, and of nothing else.

    Whoever calls holds the lock, shared or alone.
    """
    here = instant.current()
    if here is not None and here.company is not None:
        return here.company
    return _read(here, _stamp())[0]


def arrangements() -> Arrangements:
    """How doors and hours are arranged now."""
    here = instant.current()
    if here is not None and here.arrangements is not None:
        return here.arrangements
    return _read(here, _stamp())[1]


def _read(here: instant.Instant | None, stamp: _Stamp) -> tuple[Company, Arrangements]:
    global _company, _arrangements
    company, arranged = _company, _arrangements
    if company[0] != stamp.company:
        events = CompanyEvent.objects.order_by("version")
        _company = company = (stamp.company, fold(events, stamp.version))
    if arranged[0] != stamp.arrangements:
        _arrangements = arranged = (stamp.arrangements, Arrangements())
    if here is not None:
        here.company, here.arrangements = company[1], arranged[1]
    return company[1], arranged[1]


_STAMP = """
SELECT coalesce(event.version, 0), concat_ws('/', event.version, event.xmin),
       concat_ws('/', arranged.changes, arranged.xmin)
FROM problems_arrangements AS arranged
LEFT JOIN (SELECT version, xmin FROM problems_companyevent ORDER BY version DESC LIMIT 1) AS event
    ON true
"""


def _stamp() -> _Stamp:
    ((stamp,),) = statements.ask((_STAMP, []))
    return _Stamp(*stamp)


def fold(events: Iterable[CompanyEvent], version: int) -> Company:
    """The company its events tell of: each says all there is to say about one colleague."""
    people = {ColleagueId(event.colleague_id): event for event in events}

    def named(field: str) -> dict[ColleagueId, ColleagueId]:
        found = ((who, getattr(event, field)) for who, event in people.items())
        return {who: ColleagueId(other) for who, other in found if other is not None}

    return Company(
        version=version,
        active=frozenset(who for who, event in people.items() if event.active),
        manager=named("manager_id"),
        deputy=named("deputy_id"),
        successor=named("successor_id"),
        leads=frozenset(who for who, event in people.items() if event.lead),
    )


def record(at: datetime) -> int:
    """Append what has changed about colleagues since the timeline's last word on each.

    Call it after saving colleagues. Returns the company's version. Activity is not among what a
    form changes: nobody becomes inactive but through `leave`.
    """
    with transaction.atomic():
        lock_alone()
        return _record(at)


def _record(at: datetime) -> int:
    here = instant.current()
    if here is not None:
        here.forget()
    last = {
        event.colleague_id: event
        for event in CompanyEvent.objects.order_by("colleague_id", "-version").distinct(
            "colleague_id"
        )
    }
    seen = _stamp().version
    for colleague in Colleague.objects.order_by("id"):
        event = CompanyEvent(
            version=seen + 1,
            at=at,
            colleague=colleague,
            active=colleague.is_active,
            manager_id=colleague.manager_id,
            deputy_id=colleague.deputy_id,
            successor_id=colleague.successor_id,
            lead=colleague.role != "colleague",
        )
        before = last.get(colleague.pk)
        if before is None or _facts(before) != _facts(event):
            event.save(force_insert=True)
            seen += 1
    return seen


def _facts(event: CompanyEvent) -> tuple[object, ...]:
    return (event.active, event.manager_id, event.deputy_id, event.successor_id, event.lead)


def employ(colleague: Colleague, at: datetime) -> None:
    """They work here (again)."""
    with transaction.atomic():
        lock_alone()
        Colleague.objects.filter(pk=colleague.pk).update(is_active=True)
        _record(at)


def leave(colleague: Colleague, at: datetime) -> None:
    """A colleague leaves and gives up every role in one transaction.

    Raises Refused when somebody would be left without a person; nothing has changed then.
    """
    from stayline.problems import journal, promising

    with transaction.atomic():
        lock_alone()
        colleague = Colleague.objects.select_for_update(no_key=True).get(pk=colleague.pk)
        if not colleague.is_active:
            return
        Colleague.objects.filter(pk=colleague.pk).update(is_active=False)
        _record(at)
        _hand_on_company_roles(colleague, now(), at)
        company = now()
        who = ColleagueId(colleague.pk)
        for problem in _problems_with(colleague):
            heir = next(company.successors_of(who), who)
            introduce_by = promising.default_due(heir, problem.door, at)
            journal.handle(
                ProblemId(problem.pk),
                do.GiveUpRoles(at=at, leaver=who, introduce_by=introduce_by),
            )


def leave_when_due(at: datetime) -> int:
    """Let everybody go whose last day, in their own time zone, is over; how many went.

    Whoever cannot go, because somebody would be left without a person, stays and is logged.
    """
    gone = 0
    ending = Colleague.objects.filter(is_active=True, end_date__lte=at.date() + timedelta(days=1))
    for colleague in ending.order_by("id"):
        today = at.astimezone(ZoneInfo(colleague.time_zone)).date()
        if colleague.end_date is None or today <= colleague.end_date:
            continue
        try:
            leave(colleague, at)
        except Refused as refused:
            log.error("nobody can follow a leaver", leaver=colleague.pk, why=refused.sentence)
        else:
            gone += 1
    return gone


def _problems_with(colleague: Colleague) -> list[Problem]:
    """Every problem, whatever its stage, in which they have a role; what is joined comes last."""
    theirs = Q(owner=colleague) | Q(involved__contains=[colleague.pk])
    found = Problem.objects.filter(theirs).select_related("door__fallback")
    return list(found.order_by(F("twin").asc(nulls_first=True), "id"))


def _hand_on_company_roles(colleague: Colleague, company: Company, at: datetime) -> None:
    """Fallback, reviewer, duty, who leads people and causes, deputy, successor: none is a leaver."""
    who = ColleagueId(colleague.pk)
    heir = next(company.successors_of(who), None)
    if heir is None:
        raise Refused("Name a successor or a manager for {who} first: somebody must stay.", who=who)
    Door.objects.filter(fallback=colleague).update(fallback_id=heir)
    Door.objects.filter(reviewer=colleague).update(reviewer_id=heir)
    DutyTurn.objects.filter(colleague=colleague).delete()
    Cause.objects.filter(lead=colleague).update(lead_id=_lead_after(who, company) or heir)
    if who in company.managers_of(heir):
        # Whoever stood below the leaver takes their place, so that nobody leads themselves.
        above = colleague.manager_id if colleague.manager_id != heir else None
        Colleague.objects.filter(pk=heir).update(manager_id=above)
        if above is None and colleague.deputy_id not in (None, heir):
            Colleague.objects.filter(pk=heir).update(deputy_id=colleague.deputy_id)
    Colleague.objects.filter(manager=colleague).exclude(pk=heir).update(manager_id=heir)
    for named in ("deputy", "successor"):
        Colleague.objects.filter(**{named: colleague}, pk=heir).update(**{named: None})
        Colleague.objects.filter(**{named: colleague}).update(**{f"{named}_id": heir})
    _record(at)


def _lead_after(leaver: ColleagueId, company: Company) -> ColleagueId | None:
    return next((one for one in company.successors_of(leaver) if one in company.leads), None)
