"""What was set aside and waits for a person: looked through together, decided one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from stayline.desk.contexts import Person
from stayline.desk.pages.customers import called, know_them
from stayline.ownership.problem import Aside
from stayline.people.models import Colleague
from stayline.problems.models import Problem, Word
from stayline.problems.queries import set_aside_for

SHOWN = 100
_BEGINNING = 240


@dataclass(frozen=True, slots=True)
class SetAsideRow:
    """One of them: who wrote, what it says, and what it was taken for."""

    problem: int
    customer: Person
    address: str
    subject: str
    beginning: str
    taken_for: str
    since: datetime


@dataclass(frozen=True, slots=True)
class AsidePage:
    """`screened` was looked at by nobody yet; `to_confirm` by one colleague."""

    screened: Sequence[SetAsideRow]
    to_confirm: Sequence[SetAsideRow]
    more: int
    refusals: Sequence[str]


def aside_page(reader: Colleague, refusals: Sequence[str] = ()) -> AsidePage:
    found = set_aside_for(reader)
    words = Word.objects.filter(problem=OuterRef("pk")).order_by("pk")
    shown = list(
        found.select_related("principal")
        .prefetch_related("principal__addresses")
        .annotate(first_words=Subquery(words.values("text")[:1]))[:SHOWN]
    )
    know_them(shown)
    return AsidePage(
        screened=[_row(one) for one in shown if one.state["stage"]["by"] is None],
        to_confirm=[_row(one) for one in shown if one.state["stage"]["by"] is not None],
        more=found.count() - len(shown) if len(shown) == SHOWN else 0,
        refusals=refusals,
    )


def _row(problem: Problem) -> SetAsideRow:
    customer = problem.principal
    addresses = [one.value for one in customer.addresses.all()] if customer else []
    return SetAsideRow(
        problem=problem.pk,
        customer=called(customer),
        address=next(iter(addresses), ""),
        subject=problem.subject or _("Without a subject"),
        beginning=" ".join((problem.first_words or "")[:_BEGINNING].split()),  # type: ignore[attr-defined]
        taken_for=_TAKEN_FOR[Aside(problem.state["stage"]["why"])](),
        since=problem.opened_at,
    )


_TAKEN_FOR = {
    Aside.SPAM: lambda: _("Spam"),
    Aside.BOUNCE: lambda: _("A returned mail"),
    Aside.MACHINE: lambda: _("A machine's mail"),
    Aside.OTHER: lambda: _("Other correspondence"),
}
