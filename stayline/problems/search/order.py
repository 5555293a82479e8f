"""In what order: what was named exactly, then where the words weigh most, then what was said last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from stayline.people.models import Address
from stayline.problems import models as m
from stayline.problems.search.wanted import Wanted, as_query

_NUMBER = re.compile(r"#?(\d{1,9})")
_ADDRESS = re.compile(r"[^\s@:\"]+@[^\s@]+\.[^\s@]+")

_WHERE = """
SELECT problem_id FROM problems_findable WHERE problem_id = ANY(%s)
ORDER BY (said @@ %s::tsquery) DESC, (said @@ %s::tsquery) DESC, latest DESC, problem_id DESC
"""


def best_first(found: Sequence[int], words: Sequence[Wanted]) -> list[int]:
    """These problems, those first whose subject says it all, then those of the people who are named so.

    The database looked for the latest; this only sorts them, so it costs the same for any word.
    """
    asked = [one for one in words if not one.is_not and not one.part]
    if not asked or len(found) < 2:
        return list(found)
    ways = [_in_part("A", asked), _in_part("B", asked)]
    with connection.cursor() as cursor:
        cursor.execute(_WHERE, [list(found), *ways])
        return [problem for (problem,) in cursor.fetchall()]


def _in_part(part: str, words: Sequence[Wanted]) -> str:
    return as_query(replace(one, part=part, also=()) for one in words)


def named_exactly(text: str, seen: QuerySet[m.Problem], most: int) -> list[int]:
    """What a text names without a doubt, of what may be seen: a problem's number, or a customer's mail address."""
    text = text.strip()
    if number := _NUMBER.fullmatch(text):
        return list(seen.filter(pk=int(number[1])).values_list("pk", flat=True))
    if _ADDRESS.fullmatch(text):
        theirs = seen.filter(Exists(_parties_at(text.lower()))).order_by("-findable__latest")
        return list(theirs.values_list("pk", flat=True)[:most])
    return []


def _parties_at(address: str) -> QuerySet[m.Party]:
    whose = Address.objects.filter(kind="mail", value=address).values("customer")
    return m.Party.objects.filter(problem=OuterRef("pk"), customer__in=whose)
