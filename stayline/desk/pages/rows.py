"""Problems as rows of a list, with the promises that stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from stayline.desk.contexts import Person, PromiseShown, Row
from stayline.desk.pages.customers import called, know_them
from stayline.people.models import Colleague
from stayline.problems.models import Problem, Promise, Stage


def promised_since(problems: Iterable[Problem]) -> dict[int, datetime]:
    """When each standing promise was given, in one query."""
    standing = Promise.objects.filter(
        problem__in=[one.pk for one in problems], settled_at__isnull=True
    )
    return dict(standing.values_list("problem_id", "made_at"))


def helpers_of(problems: Iterable[Problem]) -> dict[int, Colleague]:
    """Every helper of these problems, in one query."""
    return Colleague.objects.in_bulk({who for one in problems for who in one.state["helpers"]})


def promise_of(problem: Problem, since: Mapping[int, datetime]) -> PromiseShown | None:
    due = problem.promise_due
    if due is None:
        return None
    given = since.get(problem.pk, due - timedelta(hours=4))
    return PromiseShown(due=due, since=given, waits_for=problem.waits_for)


def rows(
    problems: Sequence[Problem],
    reader: Colleague,
    since: Mapping[int, datetime],
    helpers: Mapping[int, Colleague],
) -> list[Row]:
    """Rows in the order given. The owner is named where that is somebody else."""
    know_them(problems)
    return [_row(one, reader, since, helpers) for one in problems]


def _row(
    problem: Problem,
    reader: Colleague,
    since: Mapping[int, datetime],
    helpers: Mapping[int, Colleague],
) -> Row:
    customer = problem.principal
    organisation = customer.organisation if customer else None
    return Row(
        problem=problem.pk,
        customer=called(customer),
        words=problem.subject or _("Without a subject"),
        organisation=organisation.name if organisation else "",
        promise=promise_of(problem, since),
        helpers=_helping(problem, helpers),
        owner=problem.owner if problem.owner_id != reader.pk else None,
        customer_spoke_last=spoke_last(problem),
        state=stage_in_words(problem),
    )


def _helping(problem: Problem, helpers: Mapping[int, Colleague]) -> list[Person]:
    return [helpers[who] for who in problem.state["helpers"] if who in helpers]


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
