"""The desk's live line: what others do appears by itself.

Nothing is kept here that another process would miss: a page that connects, or connects again,
asks for its fragments anew.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

from asgiref.sync import sync_to_async
from django.db import connections
from django.http import HttpRequest, StreamingHttpResponse

from stayline.desk.views.answers import numbers, reader
from stayline.people.models import Colleague
from stayline.problems.live_line import Page, hub
from stayline.problems.queries import visible_to
from stayline.project.access import colleague_only

#: Before a problem's number: whether this colleague may know of it is not asked yet.
PERHAPS = "perhaps-"
#: Before the number of a problem that somebody opened, left, or writes on.
THERE = "presence-"


@dataclass(eq=False)
class Listener(Page):
    """One open page of a colleague's."""

    colleague: int
    hears_all: bool
    on: int = 0  # the problem this page shows

    def concerns(self, told: Mapping[str, Any]) -> str:
        """Who is not concerned hears of it only if they may see it, which is asked later."""
        if "presence" in told:
            there = f"{THERE}{self.on}" if self.on == told["presence"] else ""
            return f"home {there}".strip() if self.colleague in told["people"] else there
        if self.colleague in told["people"]:
            return f"home led outbox problem-{told['problem']}"
        return f"{PERHAPS}{told['problem']}" if self.hears_all else ""


async def _stream(listener: Listener, since: float) -> AsyncIterator[str]:
    """Ends when its reader has left the company: their browser asks again, and is sent to sign in."""
    await sync_to_async(connections.close_all)()  # an open page holds no place in the pool
    async with hub().listening(listener, since):
        yield "retry: 1000\n\n"
        while True:
            heard = await listener.next_topics()
            topics = await sync_to_async(_may_hear)(listener.colleague, heard)
            if topics is None:
                return
            if topics:
                yield f"event: changed\ndata: {' '.join(sorted(topics))}\n\n"
            elif not heard:
                yield ": still here\n\n"


def _may_hear(colleague: int, heard: set[str]) -> set[str] | None:
    """Of what was heard, all that this colleague may know of now; None when they have left."""
    try:
        reader = Colleague.objects.filter(pk=colleague, is_active=True).first()
        if reader is None:
            return None
        asked = {topic for topic in heard if topic.startswith((PERHAPS, THERE))}
        seen = _visible(reader, {_number(topic) for topic in asked})
        may = {topic for topic in asked if _number(topic) in seen}
        there = {topic for topic in may if topic.startswith(THERE)}
        watched = {f"problem-{_number(topic)}" for topic in may - there}
        return (heard - asked) | there | watched | ({"led", "outbox"} if watched else set())
    finally:
        connections.close_all()


def _number(topic: str) -> int:
    return int(topic.rpartition("-")[2])


def _visible(reader: Colleague, problems: set[int]) -> set[int]:
    if not problems:
        return set()
    return set(visible_to(reader).filter(pk__in=problems).values_list("pk", flat=True))


def _drawn(request: HttpRequest) -> float:
    """When the page was drawn that asks; a page that does not say so is told everything."""
    since = request.GET.get("since", "")
    return float(since) if since.isascii() and since.isdigit() else 0


@colleague_only
def live(request: HttpRequest) -> StreamingHttpResponse:
    """Server-sent events for one open page. Each says what to ask for again, never what changed."""
    colleague = reader(request)
    hears_all = colleague.role in {"lead", "administrator"}
    (on,) = numbers([request.GET.get("on", "")]) or [0]
    listener = Listener(colleague.pk, hears_all, on)
    stream = _stream(listener, _drawn(request))
    response = StreamingHttpResponse(stream, content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response
