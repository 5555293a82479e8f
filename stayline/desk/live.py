"""The live line: one LISTEN for each web process, fanned out in memory to its open pages.

Nothing is kept here that another process would miss: a page that connects, or connects again,
asks for its fragments anew.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import deque
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from time import time
from typing import Any

import psycopg
import structlog
from asgiref.sync import sync_to_async
from django.db import connection, connections
from django.http import HttpRequest, StreamingHttpResponse

from stayline.desk.views.answers import numbers, reader
from stayline.people.models import Colleague
from stayline.problems.journal import CHANNEL
from stayline.problems.queries import visible_to
from stayline.project.access import colleague_only

log = structlog.get_logger()

#: Seconds between comments that keep proxies from closing a silent line.
HEARTBEAT = 20
#: Topics that wait for a slow page before the page is told to ask for everything again.
BACKLOG = 100
#: Before a problem's number: whether this colleague may know of it is not asked yet.
PERHAPS = "perhaps-"
#: Before the number of a problem that somebody opened, left, or writes on.
THERE = "presence-"
#: Nudges kept for a page that was drawn and has not connected yet.
REMEMBERED = 500


@dataclass(eq=False)
class Listener:
    """One open page: whose it is, and which topics it has yet to hear of."""

    colleague: int
    hears_all: bool
    on: int = 0  # the problem this page shows
    topics: asyncio.Queue[str] = field(default_factory=lambda: asyncio.Queue(BACKLOG))

    def hear(self, topics: str) -> None:
        try:
            self.topics.put_nowait(topics)
        except asyncio.QueueFull:
            while not self.topics.empty():
                self.topics.get_nowait()
            self.topics.put_nowait("everything")


class Hub:
    """Listens to the database as long as somebody listens to it."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._task: asyncio.Task[None] | None = None
        self._heard: deque[tuple[float, str]] = deque(maxlen=REMEMBERED)
        self._hears_since: float | None = None

    @contextlib.asynccontextmanager
    async def listening(self, listener: Listener, since: float = 0) -> AsyncIterator[None]:
        """Whoever drew their page at `since` (epoch seconds) hears what happened from then on."""
        self._listeners.add(listener)
        self._catch_up(listener, since)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            self._listeners.discard(listener)
            if not self._listeners and self._task is not None:
                self._task.cancel()
                self._task = self._hears_since = None
                self._heard.clear()

    def _catch_up(self, listener: Listener, since: float) -> None:
        if self._hears_since is None:
            return  # it is told everything as soon as we listen
        oldest = self._heard[0][0] if len(self._heard) == REMEMBERED else self._hears_since
        if since < max(oldest, self._hears_since):
            listener.hear("everything")
            return
        for at, payload in self._heard:
            if at >= since:
                self._tell(listener, json.loads(payload))

    async def _run(self) -> None:
        wait = 0.5
        while True:
            try:
                async with await _connect() as line:
                    await line.execute(f"LISTEN {CHANNEL}")
                    self._hears_since = time()
                    self._tell_all("everything")  # whatever happened before we listened
                    wait = 0.5
                    async for notice in line.notifies():
                        self.pass_on(notice.payload)
            except psycopg.Error as error:
                self._hears_since = None
                self._heard.clear()
                log.warning("the live line broke; trying again", error=str(error), seconds=wait)
                await asyncio.sleep(wait)
                wait = min(wait * 2, 30)

    def pass_on(self, payload: str) -> None:
        """Tell whoever is concerned, and remember it for a page that is about to connect.

        Who is there is not remembered: a page asks for it when it opens.
        """
        told = json.loads(payload)
        if "presence" not in told:
            self._heard.append((time(), payload))
        for listener in self._listeners:
            self._tell(listener, told)

    def _tell(self, listener: Listener, told: Mapping[str, Any]) -> None:
        """Who is not concerned hears of it only if they may see it, which is asked later."""
        if "presence" in told:
            if listener.on == told["presence"]:
                listener.hear(f"{THERE}{listener.on}")
        elif listener.colleague in told["people"]:
            listener.hear(f"home led outbox problem-{told['problem']}")
        elif listener.hears_all:
            listener.hear(f"{PERHAPS}{told['problem']}")

    def _tell_all(self, topics: str) -> None:
        for listener in self._listeners:
            listener.hear(topics)


async def _connect() -> psycopg.AsyncConnection[tuple[object, ...]]:
    """A connection of its own, outside the pool: it waits for ever."""
    place = connection.settings_dict
    return await psycopg.AsyncConnection.connect(
        host=place["HOST"] or None,
        port=place["PORT"] or None,
        dbname=place["NAME"],
        user=place["USER"] or None,
        password=place["PASSWORD"] or None,
        autocommit=True,
    )


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def hub() -> Hub:
    """This event loop's hub."""
    loop = asyncio.get_running_loop()
    return _hubs.setdefault(loop, Hub())


async def _stream(listener: Listener, since: float) -> AsyncIterator[str]:
    """Ends when its reader has left the company: their browser asks again, and is sent to sign in."""
    await sync_to_async(connections.close_all)()  # an open page holds no place in the pool
    async with hub().listening(listener, since):
        yield "retry: 1000\n\n"
        while True:
            heard = await _next_topics(listener)
            topics = await sync_to_async(_may_hear)(listener.colleague, heard)
            if topics is None:
                return
            if topics:
                yield f"event: changed\ndata: {' '.join(sorted(topics))}\n\n"
            elif not heard:
                yield ": still here\n\n"


async def _next_topics(listener: Listener) -> set[str]:
    """What there is to hear; nothing, when nothing came for a while."""
    try:
        async with asyncio.timeout(HEARTBEAT):
            topics = {*(await listener.topics.get()).split()}
    except TimeoutError:
        return set()
    while not listener.topics.empty():
        topics |= {*listener.topics.get_nowait().split()}
    return topics


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
