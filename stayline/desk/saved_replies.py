"""Saved replies: everybody keeps their own; leads and administrators keep the company's."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from stayline.desk import reply_fields
from stayline.desk.models import SavedReply
from stayline.people.models import Colleague, Role
from stayline.problems.models import Problem


def readable(colleague: Colleague) -> QuerySet[SavedReply]:
    """Their own, then the company's."""
    found = SavedReply.objects.filter(Q(owner=colleague) | Q(owner__isnull=True))
    return found.order_by(F("owner").asc(nulls_last=True), "name", "id")


def keeps_the_companys(colleague: Colleague) -> bool:
    return colleague.role in (Role.LEAD, Role.ADMINISTRATOR)


def may_change(colleague: Colleague, reply: SavedReply) -> bool:
    if reply.owner_id is None:
        return keeps_the_companys(colleague)
    return reply.owner_id == colleague.pk


def filled(problem: Problem, me: Colleague) -> list[dict[str, str]]:
    """All of them as they would stand in this problem's writer."""
    values = reply_fields.values_for(problem, me)
    return [
        {
            "name": one.name,
            "text": reply_fields.fill(one.text, values),
            "whose": "yours" if one.owner_id else "company",
        }
        for one in readable(me)
    ]
