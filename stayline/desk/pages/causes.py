"""What the page of a common cause shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from stayline.desk.contexts import Act, Row
from stayline.desk.pages.rows import beside, rows
from stayline.people.models import Colleague
from stayline.problems import causes as common
from stayline.problems.models import Announcement, Cause
from stayline.problems.queries import visible_to
from stayline.project.clock import now

_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Said:
    """One announcement, and how far it has come."""

    by: Colleague
    at: datetime
    due: datetime
    texts: Sequence[tuple[str, str]]
    told: int
    excepted: int
    all: int
    is_done: bool
    undo: Act | None


@dataclass(frozen=True, slots=True)
class Announced:
    """What was said to everybody; asked for again and again while some of it is leaving."""

    cause: int
    said: Sequence[Said]

    @property
    def is_leaving(self) -> bool:
        return any(not one.is_done for one in self.said)


@dataclass(frozen=True, slots=True)
class CausePage:
    """One common cause. `waiting` counts everybody; the rows are those the reader may see."""

    cause: int
    title: str
    lead: Colleague
    is_yours: bool
    is_over: bool
    waiting: int
    rows: Sequence[Row]
    announced: Announced
    form: Any
    refusal: str


def cause_page(
    cause: Cause, reader: Colleague, waiting: int, form: Any = None, refusal: str = ""
) -> CausePage:
    may_see = visible_to(reader).filter(cause=cause).select_related("principal__organisation")
    problems = list(may_see.order_by("promise_due", "pk")[:_SHOWN])
    return CausePage(
        cause=cause.pk,
        title=cause.title,
        lead=cause.lead,
        is_yours=cause.lead_id == reader.pk,
        is_over=cause.ended_at is not None,
        waiting=waiting,
        rows=rows(problems, reader, beside(problems, reader)),
        announced=announced(cause, reader),
        form=form,
        refusal=refusal,
    )


def announced(cause: Cause, reader: Colleague) -> Announced:
    return Announced(cause.pk, [_said(one, reader) for one in common.announcements_of(cause)])


def _said(announcement: Announcement, reader: Colleague) -> Said:
    reach = common.reach_of(announcement)
    nobody_yet = announcement.done_at is None and not reach.told + reach.excepted
    path = f"/causes/{announcement.cause_id}/announcements/{announcement.pk}/undo/"
    may_undo = nobody_yet and reader.pk == announcement.by_id and announcement.leaves_at > now()
    return Said(
        by=announcement.by,
        at=announcement.written_at,
        due=announcement.due,
        texts=tuple(announcement.texts.items()),
        told=reach.told,
        excepted=reach.excepted,
        all=reach.all,
        is_done=announcement.done_at is not None,
        undo=Act(_("Undo"), path, is_primary=False) if may_undo else None,
    )
