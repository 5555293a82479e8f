"""The palette: anything by name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stayline.desk.palette import palette
from stayline.desk.views.answers import numbers, reader
from stayline.problems import queries
from stayline.problems.models import Problem
from stayline.project.access import colleague_only


@colleague_only
@require_safe
def offered(request: HttpRequest) -> HttpResponse:
    """What fits what was typed, as the options of a list; also for the problem that is open."""
    me, sent = reader(request), request.GET
    groups = palette(me, sent.get("q", "")[:200], _open_problem(request))
    return render(request, "desk/_palette_options.html", {"groups": groups})


def _open_problem(request: HttpRequest) -> Problem | None:
    """The one their page shows; one that may not be seen is none."""
    sent = numbers([request.GET.get("problem", "")])
    try:
        return queries.problem_for(reader(request), sent[0]) if sent else None
    except Problem.DoesNotExist:
        return None
