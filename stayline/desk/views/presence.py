"""Who reads and who writes on a problem at this moment. Open pages say so; others are told at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from stayline.desk.contexts import Person
from stayline.desk.pages.customers import called
from stayline.desk.views.answers import reader
from stayline.desk.views.problems import the_problem
from stayline.people import presence
from stayline.people.models import Colleague
from stayline.people.presence import There
from stayline.people.presence_outside import Outside, outside
from stayline.problems.live_line import tell_who_is_there
from stayline.problems.models import Problem
from stayline.project.access import colleague_only
from stayline.project.clock import now


@dataclass(frozen=True, slots=True)
class PresenceShown:
    """Who has a problem before them beside the reader, who of them writes, and its customer."""

    problem: int
    customer: Person
    there: list[There]
    outside: Outside
    has_seen: bool  # the customer has had our last words before them

    @property
    def writers(self) -> list[There]:
        return [one for one in self.there if one.writes]

    @property
    def readers(self) -> list[Colleague]:
        return [one.colleague for one in self.there if not one.writes]


@colleague_only
@require_http_methods(["GET", "HEAD", "POST"])
def on_a_problem(request: HttpRequest, problem_id: int) -> HttpResponse:
    """A page that shows a problem says that it is there, and is shown who else is."""
    problem = the_problem(request, problem_id)
    at = now()
    if request.method == "POST":
        _told(request, problem.pk, at)
    page = _shown(problem, reader(request), at)
    return render(request, "desk/_presence.html", {"page": page, "presence": page})


@colleague_only
@require_POST
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Any other page says that its reader is here."""
    _told(request, None, now())
    return HttpResponse(status=204)


def _told(request: HttpRequest, problem: int | None, at: datetime) -> None:
    me, sent = reader(request), request.POST
    try:
        page = UUID(sent.get("page", ""))
    except ValueError:
        return
    if sent.get("gone"):
        presence.leave(page, me)
        changed = True
    else:
        changed = presence.tell(
            page,
            me,
            at,
            problem=problem,
            writes=writes if (writes := sent.get("writes", "")) in ("reply", "note") else "",
            is_active=sent.get("active") != "no",
        )
    if changed and problem is not None:
        tell_who_is_there(problem)


def _shown(problem: Problem, me: Colleague, at: datetime) -> PresenceShown:
    there = [one for one in presence.there(problem.pk, at) if one.colleague.pk != me.pk]
    customer = problem.principal
    theirs = outside(problem.pk, customer.pk, at) if customer else Outside()
    spoke = problem.we_spoke_at
    has_seen = spoke is not None and theirs.seen_at is not None and theirs.seen_at >= spoke
    return PresenceShown(problem.pk, called(customer), there, theirs, has_seen)
