"""The window of the phone in the browser: who is on the line or rings, and what a reader is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from stayline.channels.phone import queries as calls
from stayline.desk.contexts import Brief, Person
from stayline.desk.pages.calls import CallShown, call_shown
from stayline.desk.pages.customers import called
from stayline.ownership import Problem as State
from stayline.people.models import Colleague
from stayline.problems import queries
from stayline.problems.models import Offer, Problem


@dataclass(frozen=True, slots=True)
class PhoneCall:
    """A call the reader is in or rung for, and why."""

    shown: CallShown
    words: str
    offered_by: Colleague | None = None
    brief: Brief | None = None
    is_mine_to_leave: bool = False  # somebody else would still be with the customer


@dataclass(frozen=True, slots=True)
class Called:
    """Whom the reader calls; their own phone is rung first."""

    problem: int
    customer: Person


@dataclass(frozen=True, slots=True)
class PhonePage:
    now: datetime
    calls: Sequence[PhoneCall] = field(default_factory=list)
    called: Sequence[Called] = field(default_factory=list)


def phone_page(reader: Colleague, now: datetime) -> PhonePage:
    rows = calls.live_calls_of(reader.pk)
    found = [_call(row, reader) for row in rows if row.state["live"]]
    return PhonePage(
        now,
        [one for one in found if one is not None],
        [Called(row.pk, called(row.principal)) for row in rows if _is_being_called(row, reader)],
    )


def _is_being_called(row: Problem, reader: Colleague) -> bool:
    call = calls.call_on(row.pk)
    return call is not None and call.called_by_id == reader.pk and call.live_since is None


def _call(row: Problem, reader: Colleague) -> PhoneCall | None:
    state = queries.state_of(row)
    shown = call_shown(row, state, reader)
    if shown is None:
        return None
    offer = _offered(row, state, reader)
    return PhoneCall(
        shown=shown,
        words=row.subject,
        offered_by=offer.by if offer else None,
        brief=Brief(offer.brief.text) if offer else None,
        is_mine_to_leave=any(one.pk != reader.pk for one in shown.here),
    )


def _offered(row: Problem, state: State, reader: Colleague) -> Offer | None:
    """What the reader is asked to take over."""
    offer = state.offer
    if offer is None or reader.pk not in offer.receivers:
        return None
    found = Offer.objects.filter(problem=row, number=offer.number, ended_at__isnull=True)
    return found.select_related("by", "brief").first()
