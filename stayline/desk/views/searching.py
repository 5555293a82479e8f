"""Search: what was found, what one may be about to type, and what one keeps."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stayline.desk.pages.search import search_page
from stayline.desk.views.answers import numbers, reader, show
from stayline.problems.search import saved
from stayline.problems.search.suggesting import suggestions
from stayline.project.access import colleague_only
from stayline.project.clock import now

LONGEST = 200
"""Letters of a search: more is nobody's question."""


@colleague_only
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Only what the reader may see is searched."""
    asked = request.GET.get("q", "")[:LONGEST]
    (page,) = numbers([request.GET.get("page", "1")]) or [1]
    found = search_page(reader(request), asked, now(), page)
    return show(request, "desk/search.html", found, nav="search")


@colleague_only
@require_safe
def suggested(request: HttpRequest) -> HttpResponse:
    """How one may go on, as the options of a list."""
    found = suggestions(reader(request), request.GET.get("q", "")[:LONGEST])
    return render(request, "desk/_suggestions.html", {"suggestions": found})


@colleague_only
@require_POST
def saved_searches(request: HttpRequest) -> HttpResponse:
    """Keep a search under a name, or forget one."""
    me, asked = reader(request), request.POST.get("asked", "")[:LONGEST]
    for number in numbers(request.POST.getlist("forget")):
        saved.forget(me, number)
    name = request.POST.get("name", "")
    if name and not saved.keep(me, name, asked):
        messages.info(request, _("There is no room for one more: forget another first."))
    return redirect(f"/search/?{urlencode({'q': asked})}")
