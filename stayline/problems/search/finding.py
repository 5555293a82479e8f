"""Problems that fit what was asked, among those the reader may see: in counts, too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import and_
from zoneinfo import ZoneInfo

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from stayline.people.models import Colleague, Role
from stayline.problems import models as m
from stayline.problems import statements
from stayline.problems.queries import as_rows, visible_to
from stayline.problems.search.asking import Asked, asked
from stayline.problems.search.briefs import passages_in_briefs, said_in_briefs
from stayline.problems.search.conditions import Reader, all_of
from stayline.problems.search.order import best_first, named_exactly
from stayline.problems.search.passages import MOST, Passage, passages_of
from stayline.problems.search.wanted import Wanted, as_query, languages_here, wanted

PAGE = 25
COUNTED = 300
"""How many are looked up at most: whoever finds more asks more closely."""

LATEST = 5000
"""How many problems are looked through, the latest first, by a search that only says what should not be there."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A problem that fits, and where what was asked for stands in it."""

    problem: m.Problem
    passages: Sequence[Passage] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what fits, the best first."""

    asked: Asked
    wanted: Sequence[Wanted]
    hits: Sequence[Hit]
    total: int
    is_more: bool  # than `total`
    remarks: Sequence[str]
    page: int = 1

    @property
    def pages(self) -> int:
        return -(-self.total // PAGE)


def find(
    colleague: Colleague, text: str, now: datetime, *, page: int = 1, zone: ZoneInfo | None = None
) -> Found:
    """Look for what was typed. Never fails for what it says; remarks tell what was left out."""
    understood = asked(text, now, zone or ZoneInfo(colleague.time_zone))
    reader = Reader(colleague, now, list(understood.remarks))
    words = wanted(understood.words, languages_here(colleague.languages))
    if understood.is_nothing:
        return Found(understood, words, (), 0, False, reader.remarks)
    conditions = all_of(understood.conditions, reader)
    if not conditions and all(one.is_not for one in words) and (since := _long_enough_ago()):
        conditions = [Q(findable__latest__gte=since)]
        reader.remarks.append(
            _("Only the latest were looked through: say also what should stand there.")
        )
    numbers = _in_order(colleague, text, words, conditions)
    page = max(1, min(page, -(-len(numbers[:COUNTED]) // PAGE)))
    shown = numbers[:COUNTED][(page - 1) * PAGE : page * PAGE]
    return Found(
        asked=understood,
        wanted=words,
        hits=_hits(colleague, shown, words),
        total=min(len(numbers), COUNTED),
        is_more=len(numbers) > COUNTED,
        remarks=reader.remarks,
        page=page,
    )


def _in_order(
    colleague: Colleague, text: str, words: Sequence[Wanted], conditions: Sequence[Q]
) -> list[int]:
    """What fits: named exactly, in words, in briefs; one more than is counted where there is more."""
    numbers = list(latest_first(which(colleague, words, conditions))[: COUNTED + 1])
    is_more = len(numbers) > COUNTED
    found = best_first(numbers[:COUNTED], words)
    if in_briefs := said_in_briefs(colleague, words):
        fitting = which(colleague, (), conditions).filter(pk__in=in_briefs)
        found += list(latest_first(fitting)[:PAGE])
    exactly = named_exactly(text, visible_to(colleague, known=True), PAGE)
    together = list(dict.fromkeys([*exactly, *found]))
    return [*together[:COUNTED], *numbers[-1:]] if is_more else together


def _long_enough_ago() -> datetime | None:
    """Since when the latest said something, where there are more. What should not be there is in no index."""
    latest = m.Findable.objects.order_by("-latest", "-problem").values_list("latest", flat=True)
    return next(iter(latest[LATEST : LATEST + 1]), None)


def which(
    colleague: Colleague, words: Sequence[Wanted], conditions: Sequence[Q] = ()
) -> QuerySet[m.Problem]:
    """The problems that fit, of those this colleague may see."""
    fitting = visible_to(colleague, known=True)
    if conditions:
        fitting = fitting.filter(reduce(and_, conditions))
    if words:
        query = SearchQuery(as_query(words), config="simple", search_type="raw")
        if colleague.role == Role.COLLEAGUE or is_common(as_query(words)):
            return fitting.filter(findable__said=query)
        # A slice is looked up whole and by the index, whatever follows. Left the choice where much
        # may be seen, the planner may read it all, the latest first, until it has found enough of
        # what is hardly anywhere. Of a colleague's few problems each is quickly looked into.
        said = m.Findable.objects.filter(said=query)[:_ALL]
        fitting = fitting.filter(pk__in=said.values("problem"))
    return fitting


_ALL = 2**31
_READ_FOR_EACH = 3_000
"""How many times as dear it is to read what is said in a problem as to find it by the index, times
how many are looked up at most."""


def is_common(query: str) -> bool:
    """Whether going through the latest problems finds enough sooner than the index, which always
    finds all: by how many the database expects to fit, of how many there are."""
    ((plan,),), ((there,),) = statements.ask((_EXPECTED, [query]), (_THERE, []))
    expected: int = plan[0]["Plan"]["Plan Rows"]
    return bool(expected * expected > _READ_FOR_EACH * there)


_EXPECTED = "EXPLAIN (FORMAT JSON) SELECT FROM problems_findable WHERE said @@ %s::tsquery"
_THERE = "SELECT greatest(reltuples, 1) FROM pg_class WHERE oid = 'problems_findable'::regclass"


def latest_first(fitting: QuerySet[m.Problem]) -> QuerySet[m.Problem, int]:
    return fitting.order_by("-findable__latest", "-findable__problem").values_list("pk", flat=True)


def _hits(colleague: Colleague, numbers: Sequence[int], words: Sequence[Wanted]) -> list[Hit]:
    rows = as_rows(visible_to(colleague).filter(pk__in=numbers)).in_bulk()
    passages = passages_of(numbers, words)
    briefs = passages_in_briefs(colleague, numbers, words)
    return [
        Hit(rows[one], [*passages.get(one, ()), *([briefs[one]] if one in briefs else [])][:MOST])
        for one in numbers
        if one in rows
    ]
