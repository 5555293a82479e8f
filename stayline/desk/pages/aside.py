"""What was set aside and waits for a person: looked through together, decided one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from stayline.desk.contexts import Person
from stayline.desk.pages.customers import called, know_them
from stayline.ownership.problem import Aside
from stayline.people.models import Colleague
from stayline.problems.models import Problem, Word
from stayline.problems.queries import set_aside_by, set_aside_for

SHOWN = 100
_BEGINNING = 140


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
    by: str = ""  # who says so; nobody yet where only the screen does


@dataclass(frozen=True, slots=True)
class AsidePage:
    """`screened` was looked at by nobody yet; `to_confirm` by one colleague; `yours` by the
    reader, so that somebody else has to."""

    screened: Sequence[SetAsideRow]
    to_confirm: Sequence[SetAsideRow]
    more: int
    refusals: Sequence[str]
    yours: Sequence[SetAsideRow] = ()
    chosen: Sequence[int] = ()


def aside_page(
    reader: Colleague, refusals: Sequence[str] = (), chosen: Sequence[int] = ()
) -> AsidePage:
    found = set_aside_for(reader)
    shown, yours = _shown(found), _shown(set_aside_by(reader))
    everything = [*shown, *yours]
    know_them(everything)
    who = {one.state["stage"]["by"] for one in everything} - {None}
    names = {pk: one.first_name for pk, one in Colleague.objects.in_bulk(who).items()}
    return AsidePage(
        screened=[_row(one, names) for one in shown if one.state["stage"]["by"] is None],
        to_confirm=[_row(one, names) for one in shown if one.state["stage"]["by"] is not None],
        more=found.count() - len(shown) if len(shown) == SHOWN else 0,
        refusals=refusals,
        yours=[_row(one, names) for one in yours],
        chosen=chosen,
    )


def _shown(found: QuerySet[Problem]) -> list[Problem]:
    words = Word.objects.filter(problem=OuterRef("pk")).order_by("pk")
    return list(
        found.select_related("principal")
        .prefetch_related("principal__addresses")
        .annotate(first_words=Subquery(words.values("text")[:1]))[:SHOWN]
    )


def _row(problem: Problem, names: Mapping[int, str]) -> SetAsideRow:
    customer, by = problem.principal, problem.state["stage"]["by"]
    addresses = [one.value for one in customer.addresses.all()] if customer else []
    return SetAsideRow(
        problem=problem.pk,
        customer=called(customer),
        address=next(iter(addresses), ""),
        subject=problem.subject or _("Without a subject"),
        beginning=" ".join((problem.first_words or "")[:_BEGINNING].split()),  # type: ignore[attr-defined]
        taken_for=_TAKEN_FOR[Aside(problem.state["stage"]["why"])](),
        since=problem.opened_at,
        by=names.get(by, "") if by is not None else "",
    )


_TAKEN_FOR = {
    Aside.SPAM: lambda: _("Spam"),
    Aside.BOUNCE: lambda: _("A returned mail"),
    Aside.MACHINE: lambda: _("A machine's mail"),
    Aside.OTHER: lambda: _("Other correspondence"),
}
