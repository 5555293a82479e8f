"""The company's own timeline: who is active, who answers to whom, who inherits from whom.

It is kept in one order with the problems' events: a change takes the company's lock alone, every
decision about a problem takes it shared and records the version it saw.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from stayline.ownership import Company
from stayline.ownership import commands as do
from stayline.ownership.ids import ColleagueId, ProblemId
from stayline.ownership.refusal import Refused
from stayline.people.company_facts import facts
from stayline.people.models import Colleague, Door, DutyTurn
from stayline.problems.models import CompanyEvent, Problem

_LOCK = 7_782_001
"""The advisory lock's key: any number nobody else in this database uses."""

_latest: tuple[tuple[int, str], Company] | None = None
"""The company as last read, with what tells it from every other: its version and who wrote it.

A version alone does not: a transaction that was rolled back may have had the same number.
"""


def lock_shared() -> None:
    """Hold the company as it is until this transaction ends."""
    _take("pg_advisory_xact_lock_shared")


def _take(lock: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(%s)", [_LOCK])


def now() -> Company:
    """The company as the rule wants it. Whoever calls holds the lock, shared or alone."""
    global _latest
    seen = _last_event()
    if _latest is None or _latest[0] != seen or seen[0] == 0:
        _latest = (seen, _read(seen[0]))
    return _latest[1]


def _last_event() -> tuple[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT version, xmin::text FROM problems_companyevent ORDER BY version DESC LIMIT 1"
        )
        version, writer = cursor.fetchone() or (0, "")
    return version, writer


def _read(seen: int) -> Company:
    read = facts()
    return Company(
        version=seen,
        active=read.active,
        manager=read.manager,
        deputy=read.deputy,
        successor=read.successor,
        leads=read.leads,
    )


def record(at: datetime) -> int:
    """Append what has changed about colleagues since the timeline's last word on each.

    Call it after saving colleagues. Returns the company's version. Activity is not among what a
    form changes: nobody becomes inactive but through `leave`.
    """
    with transaction.atomic():
        _take("pg_advisory_xact_lock")
        return _record(at)


def _record(at: datetime) -> int:
    last = {
        event.colleague_id: event
        for event in CompanyEvent.objects.order_by("colleague_id", "-version").distinct(
            "colleague_id"
        )
    }
    seen = _last_event()[0]
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
        _take("pg_advisory_xact_lock")
        Colleague.objects.filter(pk=colleague.pk).update(is_active=True)
        _record(at)


def leave(colleague: Colleague, at: datetime) -> None:
    """A colleague leaves and gives up every role in one transaction.

    Raises Refused when somebody would be left without a person; nothing has changed then.
    """
    from stayline.problems import journal, promising

    with transaction.atomic():
        _take("pg_advisory_xact_lock")
        colleague = Colleague.objects.select_for_update().get(pk=colleague.pk)
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


def _problems_with(colleague: Colleague) -> list[Problem]:
    """Every problem, whatever its stage, in which they have a role."""
    owned = Problem.objects.filter(owner=colleague)
    involved = Problem.objects.filter(involved__contains=[colleague.pk])
    carried = Problem.objects.filter(promise_carrier=colleague)
    unsigned = Problem.objects.filter(state__unsigned__by=colleague.pk)
    ids = (owned | involved | carried | unsigned).order_by("id").distinct()
    return list(ids.select_related("door__fallback"))


def _hand_on_company_roles(colleague: Colleague, company: Company, at: datetime) -> None:
    """Fallback, reviewer, duty, lead of people, deputy and named successor: none may be a leaver."""
    who = ColleagueId(colleague.pk)
    heir = next(company.successors_of(who), None)
    if heir is None:
        raise Refused("Name a successor or a manager for {who} first: somebody must stay.", who=who)
    Door.objects.filter(fallback=colleague).update(fallback_id=heir)
    Door.objects.filter(reviewer=colleague).update(reviewer_id=heir)
    DutyTurn.objects.filter(colleague=colleague).delete()
    for led in Colleague.objects.filter(manager=colleague):
        led.manager_id = heir if heir != led.pk else colleague.manager_id
        led.save(update_fields=["manager"])
    Colleague.objects.filter(deputy=colleague).exclude(pk=heir).update(deputy_id=heir)
    Colleague.objects.filter(successor=colleague).exclude(pk=heir).update(successor_id=heir)
    Colleague.objects.filter(pk=heir, successor=colleague).update(successor=None)
    _record(at)
