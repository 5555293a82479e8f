"""Watches every open mailbox for as long as the worker runs.

Each mailbox has a thread of its own, since waiting is nearly all it does. Whatever goes wrong is
written on the mailbox in a sentence, and tried again later and later. Of several workers one
reads a mailbox: who does has its name on it for a while, and renews it.
"""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress
from datetime import datetime, timedelta
from threading import Event, Thread
from time import monotonic
from typing import Any
from uuid import uuid4

import structlog
from django.db import close_old_connections, connections
from django.db.models import Q

from stayline.channels.mail.imap import Taking, Unreachable, opened
from stayline.channels.mail.models import Mailbox
from stayline.project.clock import now

log = structlog.get_logger(__name__)

SECONDS_BETWEEN_LOOKS = 10.0
"""How soon a mailbox that was added, changed or closed is noticed."""
SECONDS_TO_IDLE = 120.0
"""Then it is looked all the same: a server tells of a new mail once, perhaps in the middle of
another answer, and routers forget connections that say nothing."""
SECONDS_BETWEEN_POLLS = 60.0
"""Where a server knows no IDLE."""
LEASE = timedelta(minutes=3)
PAUSES = (2.0, 5.0, 15.0, 60.0, 180.0, 300.0)
"""Seconds before the next try, and then always the last."""


class Watch:
    """One mailbox and the thread that reads it."""

    def __init__(self, mailbox: int, changed_at: datetime) -> None:
        self.mailbox, self.changed_at = mailbox, changed_at
        self.me = uuid4().hex
        self._stop = Event()
        self._client: Any = None
        self._thread = Thread(target=self._run, name=f"mailbox-{mailbox}", daemon=True)

    def start(self) -> Watch:
        self._thread.start()
        return self

    def stop(self) -> None:
        """Ask it to end; a mail that is being placed is placed, and put away."""
        self._stop.set()

    def join(self, seconds: float) -> None:
        self._thread.join(seconds)
        if self._thread.is_alive() and self._client is not None:
            with suppress(Exception):
                self._client.shutdown()

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    # -- the thread --------------------------------------------------------------------------------

    def _run(self) -> None:
        failures = 0
        try:
            while not self._stop.is_set():
                began = monotonic()
                try:
                    watched = self._watch()
                except Exception as error:  # noqa: BLE001  it is told on the mailbox
                    # Nothing may end this: the mailbox would be silent for good.
                    if monotonic() - began > 60:
                        failures = 0
                    failures += 1
                    self._tell(_sentence(error))
                    self._stop.wait(_pause(failures))
                else:
                    failures = 0
                    if not watched:
                        self._stop.wait(SECONDS_BETWEEN_LOOKS)
        finally:
            self._let_go()
            connections.close_all()

    def _watch(self) -> bool:
        """Read until told to stop; whether this process may read it at all."""
        close_old_connections()
        if not self._hold():
            return False
        box = Mailbox.objects.select_related("door").get(pk=self.mailbox)
        with opened(box) as client:
            self._client = client
            taking = Taking(box, client, now)
            while not self._stop.is_set() and self._hold():
                taking.take(self._stop.is_set)
                self._tell("")
                self._wait(client)
        return True

    def _wait(self, client: Any) -> None:
        """Until something is new, or it is time to look anyway."""
        if not client.has_capability("IDLE"):
            self._stop.wait(SECONDS_BETWEEN_POLLS)
            client.noop()
            return
        connections.close_all()
        client.idle()
        ends, renewed, silent = monotonic() + SECONDS_TO_IDLE, monotonic(), _Silence()
        try:
            while not self._stop.is_set() and monotonic() < ends:
                told = silent.check(client)
                if any(len(one) > 1 and one[1] == b"EXISTS" for one in told):
                    break
                if monotonic() - renewed > LEASE.total_seconds() / 3:
                    renewed = monotonic()
                    if not self._hold():
                        break
        finally:
            client.idle_done()

    # -- whose it is -------------------------------------------------------------------------------

    def _hold(self) -> bool:
        """Put our name on it, unless another process has its own there and is alive."""
        at = now()
        free = Q(reader=self.me) | Q(reader="") | Q(reader_until__lt=at)
        mine = Mailbox.objects.filter(free, pk=self.mailbox, is_open=True)
        return bool(mine.update(reader=self.me, reader_until=at + LEASE))

    def _let_go(self) -> None:
        with suppress(Exception):
            held = Mailbox.objects.filter(pk=self.mailbox, reader=self.me)
            held.update(reader="", reader_until=None)

    def _tell(self, trouble: str) -> None:
        """Say on the mailbox how it is."""
        if trouble:
            log.warning("a mailbox cannot be read", mailbox=self.mailbox, reason=trouble)
        at = now()
        with suppress(Exception):
            close_old_connections()
            row = Mailbox.objects.filter(pk=self.mailbox)
            if not trouble:
                row.update(trouble="", trouble_since=None, looked_at=at)
                return
            row.update(trouble=trouble[:1000])
            row.filter(trouble_since__isnull=True).update(trouble_since=at)


class _Silence:
    """Listens, and notices when nobody is there any more: then the library answers "nothing new"
    at once, for ever, instead of after a second."""

    def __init__(self) -> None:
        self.at_once = 0

    def check(self, client: Any) -> list[Any]:
        """What the server said within a second. Raises ConnectionError."""
        began = monotonic()
        told: list[Any] = client.idle_check(1)
        self.at_once = self.at_once + 1 if not told and monotonic() - began < 0.5 else 0
        if self.at_once >= 5:
            raise ConnectionResetError("the server hung up")
        return told


def _sentence(error: Exception) -> str:
    if isinstance(error, Unreachable):
        return str(error)
    return f"The connection broke ({type(error).__name__}: {str(error)[:300]})."


def _pause(failures: int) -> float:
    """Later and later, and never all mailboxes of one server at the same moment."""
    return PAUSES[min(failures, len(PAUSES)) - 1] * random.uniform(0.7, 1.3)  # noqa: S311


async def watch_all(stopping: asyncio.Event) -> None:
    """Watch the mailboxes there are, whatever comes and goes, until told to stop."""
    watches: dict[int, Watch] = {}
    try:
        while not stopping.is_set():
            try:
                wanted = await asyncio.to_thread(_wanted)
            except Exception:
                log.exception("the mailboxes could not be looked up")
            else:
                await asyncio.to_thread(_adjust, watches, wanted)
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), SECONDS_BETWEEN_LOOKS)
    finally:
        await asyncio.to_thread(_adjust, watches, {})


def _wanted() -> dict[int, datetime]:
    try:
        return dict(Mailbox.objects.filter(is_open=True).values_list("pk", "changed_at"))
    finally:
        connections.close_all()


def _adjust(watches: dict[int, Watch], wanted: dict[int, datetime]) -> None:
    """End what is no longer wanted as it is, and begin what is not watched."""
    ending = [one for one in watches.values() if wanted.get(one.mailbox) != one.changed_at]
    for watch in ending:
        watch.stop()
    for watch in ending:
        watch.join(5)
        del watches[watch.mailbox]
    for mailbox, changed_at in wanted.items():
        if mailbox not in watches or not watches[mailbox].is_alive:
            watches[mailbox] = Watch(mailbox, changed_at).start()
