"""What one is told where, the browsers that may tell it, and a try of each."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stayline.desk.notices import push, pushing, trying
from stayline.desk.notices.choosing import choose
from stayline.desk.notices.kinds import Kind
from stayline.desk.views.answers import numbers, reader
from stayline.project.access import colleague_only
from stayline.project.clock import now

MINUTES = (5, 15, 30, 60)
"""For how long news are collected into one mail."""


@colleague_only
@require_POST
def choices(request: HttpRequest) -> HttpResponse:
    """What is ticked is wanted; anything else that is sent means nothing."""
    minutes = next(iter(numbers([request.POST.get("minutes", "")])), 15)
    choose(
        reader(request),
        mail=_kinds(request, "mail"),
        push=_kinds(request, "push"),
        minutes=minutes if minutes in MINUTES else 15,
    )
    messages.success(request, _("Kept."))
    return redirect("/you/#notices")


def _kinds(request: HttpRequest, way: str) -> list[str]:
    sent = set(request.POST.getlist(way))
    return [kind.value for kind in Kind if kind.value in sent]


@colleague_only
@require_POST
def push_opened(request: HttpRequest) -> HttpResponse:
    """This browser may tell its reader something, for as long as they are signed in here."""
    sent = {name: request.POST.get(name, "") for name in ("endpoint", "public_key", "auth")}
    try:
        session = request.session.session_key or ""
        pushing.open_line(reader(request), push.Line(**sent), session, now())
    except push.NoLine as error:
        return JsonResponse({"why": str(error)}, status=422)
    return HttpResponse(status=204)


@colleague_only
@require_POST
def push_closed(request: HttpRequest) -> HttpResponse:
    pushing.close_line(reader(request), request.POST.get("endpoint", ""))
    return HttpResponse(status=204)


@colleague_only
@require_POST
def test(request: HttpRequest) -> HttpResponse:
    """One of each. In the app it is the word that appears now."""
    trying.ask(reader(request), now())
    messages.success(request, _("It works: this is how you hear of something here."))
    return redirect("/you/#notices")


@colleague_only
@require_safe
def tested(request: HttpRequest) -> HttpResponse:
    """What became of the latest try, so far."""
    return render(request, "desk/_you_test.html", {"test": trying.latest(reader(request))})
