"""What every page of the desk knows besides its own: whether this is a demo, and the reader's zone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from stayline.desk.pages.leaving import leaving_of
from stayline.people.languages import spoken
from stayline.project.clock import ahead, now


def about(request: HttpRequest) -> dict[str, Any]:
    """For all templates: the company's name, and whether somebody only plays with it."""
    return {
        "is_demo": settings.STAYLINE_DEMO,
        "is_development": settings.DEBUG,
        "has_telephone": settings.STAYLINE_HAS_TELEPHONE,
        "company_name": settings.STAYLINE_COMPANY,
        "clock_ahead": int(ahead().total_seconds()),
        "leaving_yours": SimpleLazyObject(lambda: leaving_of(request.user, now())),
    }


class ReadersZoneMiddleware:
    """Times are spoken in the zone of who reads them, words in the language they chose; neither
    outlives their request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        zone = getattr(request.user, "time_zone", None) or settings.STAYLINE_TIME_ZONE
        chosen = getattr(request.user, "page_language", "")
        language = spoken(chosen) if chosen else translation.get_language()
        with timezone.override(ZoneInfo(zone)), translation.override(language):
            answer = self.get_response(request)
        if language and answer.get("Content-Type", "").startswith("text/html"):
            answer.headers.setdefault("Content-Language", language)
        return answer
