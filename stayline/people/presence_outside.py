"""Customers who have their own page before them now, and until when they last had.

Their page says so itself, as the desk's pages do (see `stayline.people.presence`): every half
minute, at once when they begin to write or go, and never for a key. It tells them so, too.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from stayline.people.models import Customer, PresenceOutside
from stayline.people.presence import READS_FOR, WRITES_FOR

KEPT_FOR = timedelta(days=30)
"""How long it is known that somebody has looked."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What a problem's people are shown of its customer."""

    is_here: bool = False
    writes: bool = False
    seen_at: datetime | None = None


def tell(page: UUID, customer: Customer, problem: int, at: datetime, *, writes: bool) -> bool:
    """A customer's page says that it is before them. True where others would see a difference.

    A page that is somebody else's is left alone.
    """
    known = PresenceOutside.objects.filter(page=page).first()
    if known is not None and (known.customer_id, known.problem) != (customer.pk, problem):
        return False
    before = _seen(known, at)
    now = PresenceOutside(
        page=page,
        customer=customer,
        problem=problem,
        seen_at=at,
        writes_until=at + WRITES_FOR if writes else None,
    )
    if known is None:
        _forget_old(customer, problem, at)
        PresenceOutside.objects.bulk_create([now], ignore_conflicts=True)
    else:
        now.save(force_update=True)
    return before != _seen(now, at)


def leave(page: UUID, customer: Customer, at: datetime) -> bool:
    """It was closed, or put behind others. True where it was not known yet."""
    mine = PresenceOutside.objects.filter(page=page, customer=customer, left_at__isnull=True)
    return mine.update(left_at=at, writes_until=None) > 0


def outside(problem: int, customer: int, at: datetime) -> Outside:
    """Whether a customer is here now, and when they last were; several pages count as one."""
    pages = list(PresenceOutside.objects.filter(problem=problem, customer=customer))
    return Outside(
        is_here=any(_is_here(one, at) for one in pages),
        writes=any(_writes(one, at) for one in pages),
        seen_at=max((one.seen_at for one in pages), default=None),
    )


def here_on(problems: Collection[int], at: datetime) -> set[int]:
    """Of these problems, those whose page is before somebody now."""
    here = PresenceOutside.objects.filter(problem__in=problems, seen_at__gt=at - READS_FOR)
    return set(here.filter(left_at__isnull=True).values_list("problem", flat=True))


def _is_here(one: PresenceOutside, at: datetime) -> bool:
    return one.left_at is None and one.seen_at > at - READS_FOR


def _writes(one: PresenceOutside, at: datetime) -> bool:
    return _is_here(one, at) and one.writes_until is not None and one.writes_until > at


def _seen(one: PresenceOutside | None, at: datetime) -> tuple[bool, bool]:
    return (_is_here(one, at), _writes(one, at)) if one is not None else (False, False)


def _forget_old(customer: Customer, problem: int, at: datetime) -> None:
    """The page that opens now is the latest on its problem: older ones tell nothing more."""
    mine = PresenceOutside.objects.filter(customer=customer)
    is_past = Q(seen_at__lt=at - READS_FOR) | Q(left_at__isnull=False)
    mine.filter(Q(problem=problem) & is_past | Q(seen_at__lt=at - KEPT_FOR)).delete()
