"""The page of what was found, for whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stayline.desk.contexts import Row
from stayline.desk.pages.rows import beside, rows
from stayline.people.models import Colleague
from stayline.problems.models import SavedSearch
from stayline.problems.search import Found, Passage, find, saved
from stayline.problems.search.asking import FIELDS
from stayline.problems.search.passages import marked
from stayline.problems.search.suggesting import help_for
from stayline.problems.search.wanted import Wanted

Pieces = Sequence[tuple[str, bool]]
"""A text in stretches, and whether each is what was asked for."""


@dataclass(frozen=True, slots=True)
class HitShown:
    """One problem that was found, with what was asked for marked where it stands."""

    row: Row
    name: Pieces
    words: Pieces
    passages: Sequence[Passage] = ()


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was asked, what was found, and what there is to say about it."""

    now: datetime
    asked: str = ""
    hits: Sequence[HitShown] = ()
    count: str = ""
    remarks: Sequence[str] = ()
    saved: Sequence[SavedSearch] = ()
    page: int = 1
    pages: int = 0
    fields: Sequence[tuple[str, str]] = ()

    @property
    def is_saved(self) -> bool:
        return any(one.asked == self.asked.strip() for one in self.saved)

    @property
    def before(self) -> int:
        return self.page - 1

    @property
    def after(self) -> int:
        return self.page + 1 if self.page < self.pages else 0


def search_page(reader: Colleague, asked: str, now: datetime, page: int) -> SearchPage:
    """Only what the reader may see is found, counted or suggested."""
    found = find(reader, asked, now, page=page)
    return SearchPage(
        now=now,
        asked=asked,
        hits=_hits(found, reader),
        count=_count(found),
        remarks=found.remarks,
        saved=list(saved.of(reader)),
        page=found.page,
        pages=found.pages,
        fields=[(name, help_for(name)) for name in FIELDS],
    )


def _hits(found: Found, reader: Colleague) -> list[HitShown]:
    problems = [hit.problem for hit in found.hits]
    listed = rows(problems, reader, beside(problems, reader))
    names = [one for one in found.wanted if one.part in ("", "B")]
    subjects = [one for one in found.wanted if one.part in ("", "A")]
    return [
        HitShown(row, pieces(row.customer.name, names), pieces(row.words, subjects), hit.passages)
        for row, hit in zip(listed, found.hits, strict=True)
    ]


def pieces(text: str, wanted: Sequence[Wanted]) -> Pieces:
    """The whole text, with what was asked for marked."""
    cut: list[tuple[str, bool]] = []
    at = 0
    for start, end in marked(text, wanted):
        cut += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [one for one in (*cut, (text[at:], False)) if one[0]]


def _count(found: Found) -> str:
    if found.asked.is_nothing:
        return ""
    if found.is_more:
        return _("More than %(n)d problems: the latest are here. Another word finds fewer.") % {
            "n": found.total
        }
    if not found.total:
        return _("Nothing was found.")
    return ngettext("%(n)d problem", "%(n)d problems", found.total) % {"n": found.total}
