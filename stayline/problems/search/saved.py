"""Searches a colleague keeps for themselves."""

from __future__ import annotations

from django.db.models import QuerySet

from stayline.people.models import Colleague
from stayline.problems.models import SavedSearch

MOST = 30


def of(colleague: Colleague) -> QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(colleague=colleague).order_by("name")


def keep(colleague: Colleague, name: str, asked: str) -> bool:
    """Keep a search under a name; the same name again asks something else now.

    False where there is nothing to keep, or no room for one more.
    """
    name, asked = " ".join(name.split())[:60], asked.strip()[:200]
    if not name or not asked:
        return False
    if of(colleague).filter(name__iexact=name).update(name=name, asked=asked):
        return True
    if of(colleague).count() >= MOST:
        return False
    SavedSearch.objects.create(colleague=colleague, name=name, asked=asked)
    return True


def forget(colleague: Colleague, number: int) -> None:
    of(colleague).filter(pk=number).delete()
