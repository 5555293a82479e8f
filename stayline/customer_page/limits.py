"""Who may send from a customer's page, and how often in a minute: its link is all that is asked for."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from stayline.project.clock import now


def works_here(request: HttpRequest) -> bool:
    """Whether this browser is a colleague's. In a demo one person plays everybody."""
    return request.user.is_authenticated and not settings.STAYLINE_DEMO


def too_often(what: str, most: int) -> bool:
    """Whether this came more often within a minute than `most`; counts what is asked about."""
    minute = int(now().timestamp()) // 60
    key = f"page-{what}-{minute}"
    sent = int(cache.get(key, 0)) + 1
    cache.set(key, sent, timeout=120)
    return sent > most
