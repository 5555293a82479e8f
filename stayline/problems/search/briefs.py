"""Briefs: found by those who are on the problem, and by nobody who only may see it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.db.models import Q, QuerySet

from stayline.people.models import Colleague
from stayline.problems import models as m
from stayline.problems.search.passages import Passage, passage
from stayline.problems.search.wanted import Wanted, as_query

READ = 500
"""How many of somebody's latest briefs are read. They are short, and few people have more."""

_FITTING = """
SELECT DISTINCT text.problem_id FROM unnest(%s::bigint[]) AS asked(id)
JOIN problems_text AS text ON text.id = asked.id
LEFT JOIN problems_problem AS problem ON problem.id = text.problem_id
LEFT JOIN people_customer AS customer ON customer.id = problem.principal_id
WHERE search_vector(text.text, 'C', search_language(customer.language)) @@ %s::tsquery
"""


def _theirs(colleague: Colleague) -> QuerySet[m.Text]:
    on_it = m.Problem.objects.filter(Q(owner=colleague) | Q(involved__contains=[colleague.pk]))
    return m.Text.objects.filter(
        kind=m.TextKind.BRIEF, erased_at__isnull=True, problem__in=on_it
    ).order_by("-pk")


def said_in_briefs(colleague: Colleague, words: Sequence[Wanted]) -> list[int]:
    """The problems whose brief says all of it, of those this colleague has or helps in."""
    if not words or not all(_is_anywhere(one) for one in words):
        return []
    read = list(_theirs(colleague).values_list("pk", flat=True)[:READ])
    if not read:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_FITTING, [read, as_query(words)])
        return [problem for (problem,) in cursor.fetchall()]


def _is_anywhere(one: Wanted) -> bool:
    return not one.is_not and not one.part


def passages_in_briefs(
    colleague: Colleague, problems: Sequence[int], words: Sequence[Wanted]
) -> dict[int, Passage]:
    """Where it stands in them, the latest brief of each."""
    found: dict[int, Passage] = {}
    if not words:
        return found
    for text in _theirs(colleague).filter(problem__in=problems):
        said = passage("brief", text.text, words)
        if said and text.problem_id not in found:
            found[text.problem_id] = said
    return found
