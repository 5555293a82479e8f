"""Problems as rows of a list, with the promises that stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from stayline.desk.contexts import PromiseShown, Row
from stayline.desk.pages.customers import called, know_them
from stayline.desk.snoozing import broken_and_silent
from stayline.people.customers import NOBODY_SAID
from stayline.people.models import Colleague, Customer
from stayline.people.presence_outside import here_on
from stayline.problems.models import Problem, Promise, Stage


@dataclass(frozen=True)
class Beside:
    """What rows tell of beside their problems, read for all of them together."""

    since: Mapping[int, datetime]
    """When each problem's standing promise was given."""
    people: Mapping[int, Colleague]
    """Every helper, and every owner but the reader."""
    broken: Collection[int] = ()
    """The problems whose promise was broken, with no word since."""
    here: Collection[int] = ()
    """The problems whose customer has their page before them now."""


def beside(problems: Sequence[Problem], reader: Colleague, at: datetime | None = None) -> Beside:
    """A few queries, however many problems there are. With `at` also who of the customers is here."""
    standing = Promise.objects.filter(
        problem__in=[one.pk for one in problems], settled_at__isnull=True
    )
    owners = {one.owner_id for one in problems} - {reader.pk}
    helpers = {who for one in problems for who in one.state["helpers"]}
    know_them(problems)
    return Beside(
        since=dict(standing.values_list("problem_id", "made_at")),
        people=Colleague.objects.in_bulk(owners | helpers),
        broken=broken_and_silent(problems),
        here=here_on([one.pk for one in problems], at) if at else (),
    )


def promise_of(problem: Problem, since: Mapping[int, datetime]) -> PromiseShown | None:
    due = problem.promise_due
    if due is None:
        return None
    given = since.get(problem.pk, due - timedelta(hours=4))
    return PromiseShown(due=due, since=given, waits_for=problem.waits_for)


def rows(problems: Iterable[Problem], reader: Colleague, beside: Beside) -> list[Row]:
    """Rows in the order given. The owner is named where that is not the reader."""
    return [_row(one, reader, beside) for one in problems]


def _row(problem: Problem, reader: Colleague, beside: Beside) -> Row:
    customer = problem.principal
    organisation = customer.organisation if customer else None
    return Row(
        problem=problem.pk,
        customer=called(customer),
        words=problem.subject or _("Without a subject"),
        organisation=organisation.name if organisation else "",
        promise=promise_of(problem, beside.since),
        helpers=[beside.people[who] for who in problem.state["helpers"]],
        owner=beside.people[problem.owner_id] if problem.owner_id != reader.pk else None,
        customer_spoke_last=spoke_last(problem),
        state=stage_in_words(problem),
        is_broken=problem.is_open and problem.pk in beside.broken,
        is_here=problem.pk in beside.here,
        zone=zone_of(customer),
    )


def zone_of(customer: Customer | None) -> str:
    """Where a customer lives, as far as somebody has said."""
    return customer.time_zone if customer and customer.time_zone != NOBODY_SAID else ""


def spoke_last(problem: Problem) -> bool:
    """Whether the customer waits for an answer to words of theirs."""
    theirs, ours = problem.customer_spoke_at, problem.we_spoke_at
    return problem.is_open and theirs is not None and (ours is None or theirs > ours)


def stage_in_words(problem: Problem) -> str:
    """Said where no promise stands."""
    match problem.stage:
        case Stage.SATISFIED:
            return _("satisfied")
        case Stage.RESTING:
            return {"quiet": _("quiet"), "let be": _("let be")}.get(problem.detail, _("at odds"))
        case Stage.SET_ASIDE:
            return _("set aside")
        case Stage.JOINED:
            return _("with its twin")
        case _:
            return ""
