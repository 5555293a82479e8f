"""Home, and a lead's people."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive
from django.views.decorators.http import require_POST, require_safe

from stayline.desk.pages.home import home_page, led_page, see_notices
from stayline.desk.views.answers import reader, show
from stayline.project.access import colleague_only, lead_only
from stayline.project.clock import now


@colleague_only
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """ "With you now"."""
    return show(
        request, "desk/home.html", home_page(reader(request), now(), request.GET.get("snoozed", ""))
    )


@colleague_only
@require_POST
def notices_seen(request: HttpRequest) -> HttpResponse:
    """What was read is put away; what came since stays."""
    until = parse_datetime(request.POST.get("until", ""))
    if until is not None and not is_naive(until):
        see_notices(reader(request), until, now())
    return redirect("/")


@lead_only
@require_safe
def led(request: HttpRequest) -> HttpResponse:
    """A lead's people, and who is with them."""
    return show(request, "desk/led.html", led_page(reader(request), now()), nav="led")
