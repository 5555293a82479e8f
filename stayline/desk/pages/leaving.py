"""Replies about to leave: on their problem's page for everybody, on every page for their writer."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from stayline.desk import contexts as c
from stayline.desk import reply_fields
from stayline.desk.models import PendingSend
from stayline.desk.pages.customers import called
from stayline.desk.uploads import leaving_with
from stayline.people.models import Colleague


def leaving_on(problem: int, reader: Colleague, now: datetime) -> list[c.Leaving]:
    """On one problem. Only their writer reads the words before they have left."""
    return _shown(PendingSend.objects.filter(problem=problem), reader.pk, now)


def leaving_of(reader: Colleague | AnonymousUser, now: datetime) -> list[c.Leaving]:
    """What this reader may still take back."""
    if not isinstance(reader, Colleague):
        return []
    return _shown(PendingSend.objects.filter(colleague=reader), reader.pk, now)


def _shown(found: QuerySet[PendingSend], reader: int, now: datetime) -> list[c.Leaving]:
    # Most often there are none, and then nothing more is asked.
    listed = list(found.prefetch_related("colleague", "problem__principal", "problem__door"))
    files = leaving_with(listed)
    return [
        c.Leaving(
            pk=one.pk,
            problem=one.problem_id,
            who=one.colleague,
            to=called(one.problem.principal).first_name,
            text=_as_it_leaves(one) if one.colleague_id == reader else "",
            is_yours=one.colleague_id == reader,
            files=files.get(one.pk, ()) if one.colleague_id == reader else (),
            seconds=max(0, round((one.leaves_at - now).total_seconds())),
        )
        for one in listed
    ]


def _as_it_leaves(one: PendingSend) -> str:
    return reply_fields.with_promise(one.text, one.problem, one.due) if one.due else one.text
