"""The style guide: every component and every page in its states. Development only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from stayline.desk import samples
from stayline.project.access import anyone
from stayline.project.clock import now

PAGES: dict[str, tuple[str, Callable[[datetime], Any], str]] = {
    "home": ("desk/home.html", samples.home, "home"),
    "home-empty": ("desk/home.html", samples.empty_home, "home"),
    "problem": ("desk/problem.html", samples.problem, "home"),
    "problem-ringing": ("desk/problem.html", samples.ringing_problem, "home"),
    "problem-refused": ("desk/problem.html", samples.refused_problem, "home"),
    "problem-stale": ("desk/problem.html", samples.stale_problem, "home"),
    "saved-replies": ("desk/saved_replies.html", samples.saved_replies, "saved-replies"),
    "drafts": ("desk/drafts.html", samples.drafts, "drafts"),
    "bring": ("desk/bring.html", samples.bring, "home"),
    "met": ("desk/met.html", samples.met, "met"),
    "doors": ("desk/list.html", samples.doors, "doors"),
    "outbox": ("desk/outbox.html", samples.outbox, "outbox"),
    "search": ("desk/search.html", samples.search, "search"),
    "led": ("desk/led.html", samples.led, "led"),
}

_WHY = "shows made-up people only, and only where STAYLINE_DEBUG is set"


def _development_only() -> None:
    if not settings.DEBUG:
        raise Http404


@anyone(why=_WHY)
def styleguide(request: HttpRequest) -> HttpResponse:
    """All components on one page."""
    _development_only()
    at = now()
    return render(
        request,
        "desk/styleguide.html",
        {"now": at, "home": samples.home(at), "problem": samples.problem(at), "page": samples.problem(at),
         "pages": PAGES, "cast": (samples.BEA, samples.TOM, samples.SALLY, samples.ERIK, samples.ANA, samples.CAROL, samples.NORA, samples.IDRIS),
         "lit": [samples.steps(n) for n in range(5)]},
    )  # fmt: skip


@anyone(why=_WHY)
def sample_page(request: HttpRequest, name: str) -> HttpResponse:
    """One page of the desk, filled with the sample company."""
    _development_only()
    if name not in PAGES:
        raise Http404
    template, make, nav = PAGES[name]
    return render(request, template, {"page": make(now()), "nav": nav})
