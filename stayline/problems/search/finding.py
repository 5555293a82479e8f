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

from stayline.people.models import Colleague
from stayline.problems import models as m
from stayline.problems.queries import as_rows, visible_to
from stayline.problems.search.asking import Asked, asked
from stayline.problems.search.conditions import Reader, all_of
from stayline.problems.search.passages import Passage, passages_of
from stayline.problems.search.wanted import Wanted, as_query, languages_here, wanted

PAGE = 25
COUNTED = 300
"""How many are looked up at most: whoever finds more asks more closely."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A problem that fits, and where what was asked for stands in it."""

    problem: m.Problem
    passages: Sequence[Passage] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what fits, the latest said first."""

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
    fitting = which(colleague, words, all_of(understood.conditions, reader))
    numbers = list(latest_first(fitting)[: COUNTED + 1])
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


def which(
    colleague: Colleague, words: Sequence[Wanted], conditions: Sequence[Q] = ()
) -> QuerySet[m.Problem]:
    """The problems that fit, of those this colleague may see."""
    fitting = visible_to(colleague, known=True)
    if conditions:
        fitting = fitting.filter(reduce(and_, conditions))
    if words:
        query = SearchQuery(as_query(words), config="simple", search_type="raw")
        fitting = fitting.filter(findable__said=query)
    return fitting


def latest_first(fitting: QuerySet[m.Problem]) -> QuerySet[m.Problem, int]:
    return fitting.order_by("-findable__latest", "-findable__problem").values_list("pk", flat=True)


def _hits(colleague: Colleague, numbers: Sequence[int], words: Sequence[Wanted]) -> list[Hit]:
    rows = as_rows(visible_to(colleague).filter(pk__in=numbers)).in_bulk()
    passages = passages_of(numbers, words)
    return [Hit(rows[one], passages.get(one, ())) for one in numbers if one in rows]
