"""The phone in one's own browser: a window of its own, which stays while one walks through the desk."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from stayline.channels.phone import browser_phone
from stayline.channels.phone import queries as calls
from stayline.desk.pages.phone import phone_page
from stayline.desk.views.answers import reader, show
from stayline.project.access import colleague_only
from stayline.project.clock import now

_WINDOW = re.compile(r"[0-9a-f]{32}")


@colleague_only
@require_safe
def phone(request: HttpRequest) -> HttpResponse:
    """The window. Nothing in it lets anybody sign in anywhere: that is asked for, and kept nowhere."""
    return show(request, "desk/phone.html", phone_page(reader(request), now()))


@colleague_only
@require_safe
def now_on_the_phone(request: HttpRequest) -> HttpResponse:
    """Who is on the line, or rings, with what is asked of me."""
    return show(request, "desk/_phone_now.html", phone_page(reader(request), now()))


@colleague_only
@require_POST
def switched_on(request: HttpRequest) -> HttpResponse:
    """What this window signs in to the exchange with; 409 and why, where it may not."""
    window = request.POST.get("window", "")
    if not _WINDOW.fullmatch(window):
        return HttpResponse(status=422)
    try:
        sign_in = browser_phone.switch_on(
            reader(request), window, take=request.POST.get("take") == "yes"
        )
    except browser_phone.NotHere as error:
        is_elsewhere = isinstance(error, browser_phone.TakenElsewhere)
        return JsonResponse({"why": str(error), "elsewhere": is_elsewhere}, status=409)
    return JsonResponse({"name": sign_in.name, "password": sign_in.password})


@colleague_only
@require_POST
def switched_off(request: HttpRequest) -> HttpResponse:
    """This window is closed, or takes no calls any more."""
    window = request.POST.get("window", "")
    if _WINDOW.fullmatch(window):
        browser_phone.switch_off(reader(request), window)
    return HttpResponse(status=204)


@colleague_only
@require_POST
def own_line(request: HttpRequest, line_id: int) -> HttpResponse:
    """One's own telephone on the desk rings, or does not for a while."""
    calls.switch_own(reader(request).pk, line_id, is_on=request.POST.get("is_on") == "yes")
    return redirect("/you/#telephones")
