"""The live line: one LISTEN for each web process, fanned out in memory to its open pages.

Nothing is kept here that another process would miss: a page that connects, or connects again,
asks for what it shows anew. What a page may know is for whoever serves it to ask.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from time import time
from typing import Any

import psycopg
import structlog
from django.db import connection

from stayline.problems import statements
from stayline.problems.journal import CHANNEL

log = structlog.get_logger()

#: Seconds between comments that keep proxies from closing a silent line.
HEARTBEAT = 20
#: Seconds between two tries to hear again, at the most: a failover is over before one notices.
LONGEST_WAIT = 5
#: Topics that wait for a slow page before the page is told to ask for everything again.
BACKLOG = 100
#: Nudges kept for a page that was drawn and has not connected yet.
REMEMBERED = 500
#: What a page is told that has to ask for all that it shows.
EVERYTHING = "everything"


@dataclass(eq=False)
class Page(ABC):
    """One open page, and the topics it has yet to hear of."""

    topics: asyncio.Queue[str] = field(
        default_factory=lambda: asyncio.Queue(BACKLOG), kw_only=True, repr=False
    )

    @abstractmethod
    def concerns(self, told: Mapping[str, Any]) -> str:
        """The topics, with spaces between, that a nudge is to this page; empty: none."""

    def hear(self, topics: str) -> None:
        try:
            self.topics.put_nowait(topics)
        except asyncio.QueueFull:
            while not self.topics.empty():
                self.topics.get_nowait()
            self.topics.put_nowait(EVERYTHING)

    async def next_topics(self, within: float = 0) -> set[str]:
        """What there is to hear; nothing, when nothing came for so many seconds, or a heartbeat."""
        try:
            async with asyncio.timeout(within or HEARTBEAT):
                topics = {*(await self.topics.get()).split()}
        except TimeoutError:
            return set()
        while not self.topics.empty():
            topics |= {*self.topics.get_nowait().split()}
        return topics


class Hub:
    """Listens to the database as long as somebody listens to it."""

    def __init__(self) -> None:
        self._listeners: set[Page] = set()
        self._task: asyncio.Task[None] | None = None
        self._heard: deque[tuple[float, str]] = deque(maxlen=REMEMBERED)
        self._hears_since: float | None = None

    @contextlib.asynccontextmanager
    async def listening(self, listener: Page, since: float = 0) -> AsyncIterator[None]:
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

    def _catch_up(self, listener: Page, since: float) -> None:
        if self._hears_since is None:
            return  # it is told everything as soon as we listen
        oldest = self._heard[0][0] if len(self._heard) == REMEMBERED else self._hears_since
        if since < max(oldest, self._hears_since):
            listener.hear(EVERYTHING)
            return
        for at, payload in self._heard:
            if at >= since:
                self._tell(listener, json.loads(payload))

    async def _run(self) -> None:
        wait = 0.5
        while True:
            try:
                async with await connect() as line:
                    await line.execute(f"LISTEN {CHANNEL}")
                    self._hears_since = time()
                    for listener in self._listeners:
                        listener.hear(EVERYTHING)  # whatever happened before we listened
                    wait = 0.5
                    async for notice in line.notifies():
                        self.pass_on(notice.payload)
            except psycopg.Error as error:
                self._hears_since = None
                self._heard.clear()
                log.warning("the live line broke; trying again", error=str(error), seconds=wait)
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)

    def pass_on(self, payload: str) -> None:
        """Tell whoever is concerned, and remember it for a page that is about to connect.

        Who is there is not remembered: a page asks for it when it opens.
        """
        told = json.loads(payload)
        if "presence" not in told:
            self._heard.append((time(), payload))
        for listener in self._listeners:
            self._tell(listener, told)

    def _tell(self, listener: Page, told: Mapping[str, Any]) -> None:
        if topics := listener.concerns(told):
            listener.hear(topics)


async def connect() -> psycopg.AsyncConnection[tuple[object, ...]]:
    """A connection of its own, outside the pool: it waits for ever."""
    place = connection.settings_dict
    return await psycopg.AsyncConnection.connect(
        host=place["HOST"] or None,
        port=place["PORT"] or None,
        dbname=place["NAME"],
        user=place["USER"] or None,
        password=place["PASSWORD"] or None,
        autocommit=True,
        **{name: value for name, value in place["OPTIONS"].items() if name != "pool"},
    )


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def hub() -> Hub:
    """This event loop's hub."""
    loop = asyncio.get_running_loop()
    return _hubs.setdefault(loop, Hub())


def tell_who_is_there(problem: int, *people: int) -> None:
    """To the pages of this problem: somebody came, went, or writes. `people` hear of it on their
    lists too. Heard when the transaction commits."""
    payload = json.dumps({"presence": problem, "people": list(people)})
    statements.run("SELECT pg_notify(%s, %s)", [CHANNEL, payload])
