"""What one reads when a page cannot be shown: what happened, what became of one's words, and a way on.

These pages ask nothing of the database, which may be what is away; only a customer's way to write to
us is looked up, where that can be done. Colleagues and customers read different words.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from stayline.people import queries
from stayline.project.access import anyone

CUSTOMERS = "/with/"
SECONDS_TO_COME_BACK = 10


@dataclass(frozen=True, slots=True)
class Trouble:
    """A page instead of the one that was asked for: its words, and the link to go on by."""

    heading: str
    lead: str
    way: str = ""
    way_name: str = ""
    waits: bool = False
    """Whether the page looks by itself when we are back."""
    write_to: str = ""
    """A customer's other way to us: a mail address."""


def _is_customers(path: str) -> bool:
    return path.startswith(CUSTOMERS)


def page_itself(request: HttpRequest) -> str:
    """Where to try again: this page, or the one whose form was sent from."""
    if _is_customers(request.path):
        return "/".join(request.path.split("/")[:3]) + "/"
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        there = urlsplit(came_from)
        return there.path + (f"?{there.query}" if there.query else "")
    return "/"


def show(path: str, trouble: Trouble) -> str:
    """The page as HTML, in the language in force."""
    whose = "customer_page" if _is_customers(path) else "desk"
    about: dict[str, Any] = {"trouble": trouble, "company_name": settings.STAYLINE_COMPANY}
    return render_to_string(f"{whose}/trouble.html", about)


def _answer(request: HttpRequest, trouble: Trouble, status: int) -> HttpResponse:
    return HttpResponse(show(request.path, trouble), status=status)


def write_to() -> str:
    """The address a customer may write to; none where the database does not say."""
    try:
        return queries.address_for_strangers()
    except DatabaseError:
        return ""


def _home() -> tuple[str, str]:
    return reverse("home"), _("With you now")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _is_customers(request.path):
        heading, lead = not_in_use()
        return _answer(request, Trouble(heading, lead, write_to=write_to()), 404)
    lead = _("Either it does not exist, or it is with somebody else and not yours to read.")
    return _answer(request, Trouble(_("There is nothing here for you."), lead, *_home()), 404)


def not_in_use() -> tuple[str, str]:
    """What is said of a link that never was and of one that is no more: the same."""
    return (
        _("This link is not in use, or no longer."),
        _(
            "Just answer the last mail you had from us: it reaches the same person, and brings you a new link."
        ),
    )


def not_yours(request: HttpRequest, exception: Exception) -> HttpResponse:
    lead = str(exception) or _("Please ask an administrator.")
    return _answer(request, Trouble(_("That is not yours to do."), lead, *_home()), 403)


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    lead = _("Nothing was changed. Please go back and try once more.")
    trouble = Trouble(_("We could not read that."), lead, page_itself(request), _("Go back"))
    return _answer(request, trouble, 400)


@anyone(why="says that a form was open for too long; it is asked instead of the form's own page")
def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open for too long, or in another window."""
    lead = _(
        "This page was open for too long, or in another window. Nothing was changed; what you wrote is kept in this browser."
    )
    trouble = Trouble(
        _("Please go back and try once more."), lead, page_itself(request), _("Go back")
    )
    return _answer(request, trouble, 403)


def signed_out(request: HttpRequest) -> HttpResponse:
    """A form that was sent after its sign-in had ended: nothing was done, nothing is lost."""
    lead = _(
        "Nothing was sent yet. What you wrote is kept in this browser, and there again once you have signed in."
    )
    way = f"{reverse('account_login')}?{urlencode({'next': page_itself(request)})}"
    return _answer(request, Trouble(_("You were signed out."), lead, way, _("Sign in")), 401)


def broken(request: HttpRequest) -> HttpResponse:
    """Something failed: our fault, or a database that is away for a moment."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return away(request)
    trouble = Trouble(
        _("Something broke on our side."),
        _("Nothing was half done, and what you wrote is kept. Please try once more."),
        page_itself(request),
        _("Try again"),
        write_to=write_to() if _is_customers(request.path) else "",
    )
    return _answer(request, trouble, 500)


def away(request: HttpRequest) -> HttpResponse:
    """The database is away: a restart, an upgrade."""
    trouble = Trouble(
        _("We are back in a moment."),
        _("Nothing you wrote is lost. This page looks again by itself; you need not do anything."),
        page_itself(request),
        _("Look now"),
        waits=True,
    )
    answer = _answer(request, trouble, 503)
    answer["Retry-After"] = str(SECONDS_TO_COME_BACK)
    return answer


def too_large(path: str) -> str:
    """Of a request that was not read to its end."""
    lead = _("Nothing was sent, and what you wrote is kept. Please send it in smaller parts.")
    way = ("/".join(path.split("/")[:3]) + "/") if _is_customers(path) else reverse("home")
    return show(path, Trouble(_("That is more than a page takes."), lead, way, _("Go back")))


def too_often(request: HttpRequest) -> HttpResponse:
    lead = _("That was a lot at once. Wait a minute, please, and try once more.")
    trouble = Trouble(_("One moment, please."), lead, page_itself(request), _("Try again"))
    return _answer(request, trouble, 429)
