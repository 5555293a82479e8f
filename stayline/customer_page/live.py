"""What appears on a customer's open page by itself: words, who is there, a question, a promise.

The line never carries what was said: it says that the page has moved on, and the page asks for its
parts anew by its own link. It is told only of what the page shows, so that it gives away nothing of
what colleagues do among themselves. Each page says by its mark what it shows: one that connects
again, after however long, is told at once where it is behind.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict, dataclass
from time import time
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.db import connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from stayline.customer_page.contexts import There
from stayline.customer_page.page import page_of, who_is_there, with_page
from stayline.people import presence_outside
from stayline.people.models import Customer
from stayline.people.presence import WRITES_FOR
from stayline.problems import queries, tokens
from stayline.problems.live_line import EVERYTHING, Page, hub, tell_who_is_there
from stayline.project.access import customer_with_token
from stayline.project.clock import now

MOST_PAGES = 8
"""How many pages of one link one process keeps a line for; further ones work as they always do."""

LOOKS_EVERY = 15
"""After so many silent heartbeats it is asked whether the link is still good."""

_SHOWS, _THERE = "shows", "there"
_open: Counter[str] = Counter()


@dataclass(eq=False)
class HerPage(Page):
    """One open page of a customer's, and the problem it is about now."""

    token: str
    problem: int
    customer: Customer
    presence: str = ""  # by which the page says that it is before her

    def concerns(self, told: Mapping[str, Any]) -> str:
        if "presence" in told:
            return _THERE if told["presence"] == self.problem else ""
        return _SHOWS if told["problem"] == self.problem else ""


@dataclass(frozen=True, slots=True)
class _Look:
    """What there is to tell of."""

    mark: str
    there: There


@customer_with_token
@require_safe
def live(request: HttpRequest, token: str) -> HttpResponseBase:
    """Server-sent events for one open page. 204 tells a browser not to ask again."""
    found = page_of(token, now()) if tokens.looks_like_token(token) else None
    if found is None or _open[token] >= MOST_PAGES:
        return HttpResponse(status=204)
    seen = request.headers.get("Last-Event-ID") or request.GET.get("seen", "")
    page = HerPage(token, found.row.pk, found.customer, request.GET.get("page", ""))
    stream = _stream(page, seen)
    response = StreamingHttpResponse(stream, content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


async def _stream(page: HerPage, mark: str) -> AsyncIterator[str]:
    """Ends when the link has ended: the browser asks once more, and then rests."""
    await sync_to_async(connections.close_all)()  # an open page holds no place in the pool
    _open[page.token] += 1
    try:
        async with hub().listening(page, time()):
            yield "retry: 1000\n\n"
            async for told in _told(page, mark):
                yield told
    finally:
        _open[page.token] -= 1
        if not _open[page.token]:
            del _open[page.token]
        goes = asyncio.ensure_future(sync_to_async(_left)(page))
        _going.add(goes)
        goes.add_done_callback(_going.discard)


_going: set[asyncio.Future[None]] = set()


def _left(page: HerPage) -> None:
    """The line has ended, so the page is gone, whether or not it could still say so."""
    try:
        if presence_outside.leave(UUID(page.presence), page.customer, now()):
            tell_who_is_there(page.problem, *sorted(queries.ours(page.problem)))
    except ValueError:
        return  # it never said that it was there
    finally:
        connections.close_all()


async def _told(page: HerPage, mark: str) -> AsyncIterator[str]:
    there, silent = There(), 0
    heard = {EVERYTHING}
    while True:
        if heard or there.is_somebody_writing or silent >= LOOKS_EVERY:
            look = await sync_to_async(_look)(page)
            if look is None:
                return
            if look.mark != mark:
                mark = look.mark
                yield f"id: {mark}\nevent: shows\ndata: {mark}\n\n"
            if look.there != there:
                there = look.there
                yield f"event: there\ndata: {json.dumps(asdict(there))}\n\n"
            silent = 0
        else:
            silent += 1
            yield ": still here\n\n"
        # whoever stops writing by closing their desk says nothing more
        heard = await page.next_topics(
            WRITES_FOR.total_seconds() if there.is_somebody_writing else 0
        )


def _look(page: HerPage) -> _Look | None:
    """What the page shows now; None where its link has ended."""
    try:
        at = now()
        found = page_of(page.token, at)
        if found is None:
            return None
        page.problem = found.row.pk  # it may have joined another
        return _Look(with_page(found, page.token, at).mark, who_is_there(found, at))
    finally:
        connections.close_all()
