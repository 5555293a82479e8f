"""The customer's page in every state, for looking at. Development only."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from stayline.customer_page.samples import SAMPLES
from stayline.project.access import anyone
from stayline.project.clock import now


@anyone(why="shows made-up people only, and only where STAYLINE_DEBUG is set")
def sample_page(request: HttpRequest, name: str) -> HttpResponse:
    """One state of the page."""
    if not settings.DEBUG or name not in SAMPLES:
        raise Http404
    return render(request, "customer_page/with.html", {"page": SAMPLES[name](now())})
