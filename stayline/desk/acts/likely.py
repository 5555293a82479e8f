"""Which problems are likely the same, or have to do with each other: by their words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from stayline.desk.contexts import Person
from stayline.desk.pages.customers import called
from stayline.people.models import Colleague
from stayline.problems.models import Problem, Word, WordKind
from stayline.problems.search import folding

_SHORTEST = 4
_LAST_WORDS = 3
_SAID_ANYWHERE = frozenset(
    folding.words(
        "hello dear thank thanks regards please with from that this have been would could your"
        " hallo guten liebe danke bitte freundlichen nicht eine meine habe werde noch auch"
    )
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One problem as it is laid beside another."""

    problem: int
    subject: str
    customer: Person
    owner: Colleague
    since: datetime
    due: datetime | None
    words: Sequence[str] = ()  # the last that were said, oldest first
    alike: Sequence[str] = ()  # what stands in both


def seen(problem: Problem, beside: Problem | None = None) -> Seen:
    """A problem, read whole enough to be recognised; and what it shares with another."""
    said = _said(problem)
    common = _weighty([problem.subject, *said]) & _weighty(_all_of(beside)) if beside else set()
    names = problem.principal.name if problem.principal else ""
    return Seen(
        problem=problem.pk,
        subject=problem.subject or _("Without a subject"),
        customer=called(problem.principal),
        owner=problem.owner,
        since=problem.opened_at,
        due=problem.promise_due,
        words=said[-_LAST_WORDS:],
        alike=sorted(common - _weighty([names]))[:6],
    )


def by_likeness(found: Iterable[Problem], to: Problem) -> list[Seen]:
    """The most alike first; of those, the latest."""
    return sorted((seen(one, to) for one in found), key=lambda one: (-len(one.alike), -one.problem))


def _all_of(problem: Problem) -> list[str]:
    return [problem.subject, *_said(problem)]


def _said(problem: Problem) -> list[str]:
    words = Word.objects.filter(problem=problem, erased_at__isnull=True)
    heard_or_said = words.exclude(kind=WordKind.NOTE).order_by("-pk")
    texts = heard_or_said.values_list("text", flat=True)[: 2 * _LAST_WORDS]
    return [" ".join(one.split())[:400] for one in reversed(texts)]


def _weighty(texts: Iterable[str]) -> set[str]:
    words = {word for text in texts for word in folding.words(text.lower())}
    return {word for word in words if len(word) >= _SHORTEST} - _SAID_ANYWHERE
