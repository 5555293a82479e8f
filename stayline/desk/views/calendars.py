"""One's promises in one's own calendar: its secret address, and what is found there."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from stayline.desk import ical
from stayline.desk.pages.profile import ProfileForm, profile_page
from stayline.desk.views.answers import reader, show
from stayline.project.access import anyone, colleague_only
from stayline.project.clock import now


@colleague_only
@require_POST
def address(request: HttpRequest) -> HttpResponse:
    """A new address in place of any before. It is shown now and never again."""
    me = reader(request)
    made = ical.new_address(me, now())
    page = profile_page(me, ProfileForm(instance=me), now(), calendar=made)
    return show(request, "desk/you.html", page, nav="you")


@colleague_only
@require_POST
def address_given_up(request: HttpRequest) -> HttpResponse:
    ical.give_up_address(reader(request))
    return redirect("/you/")


@anyone(why="a calendar program cannot sign in; it holds a secret address that its owner can renew")
@require_safe
def promises(request: HttpRequest, secret: str) -> HttpResponse:
    """Two short reads and no write, however often it is asked."""
    colleague = ical.whose(secret)
    if colleague is None:
        raise Http404
    answer = HttpResponse(ical.calendar_of(colleague), content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Disposition"] = 'attachment; filename="promises.ics"'
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
