"""Home, a lead's people, and search."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from stayline.desk.contexts import SearchPage
from stayline.desk.pages.home import home_page, led_page
from stayline.desk.pages.rows import helpers_of, promised_since, rows
from stayline.desk.views.answers import reader, show
from stayline.problems import queries
from stayline.project.access import colleague_only, lead_only
from stayline.project.clock import now


@colleague_only
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """ "With you now"."""
    return show(request, "desk/home.html", home_page(reader(request), now()))


@lead_only
@require_safe
def led(request: HttpRequest) -> HttpResponse:
    """A lead's people, and who is with them."""
    return show(request, "desk/led.html", led_page(reader(request), now()), nav="led")


@colleague_only
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Only what the reader may see is searched."""
    asked = request.GET.get("q", "")[:200]
    found = queries.search(reader(request), asked)
    listed = rows(found, reader(request), promised_since(found), helpers_of(found))
    page = SearchPage(now=now(), asked=asked, rows=listed)
    return show(request, "desk/search.html", page, nav="search")
