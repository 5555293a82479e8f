"""Listens to all that Asterisk tells, and notes how long after what happened the answer to it came.

Both ends of each time are Asterisk's own word, by its clock, in thousandths of a second: from the
event that it tells of until it has done what was asked of it because of that. What colleagues
decide at the desk counts from the moment that the decision is kept.
"""

from __future__ import annotations

import asyncio
import base64
import json
import re
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from websockets.asyncio.client import connect

from bench.phone.office import ON_DUTY
from stayline.channels.phone.exchange.remote import Remote

LATE = 1.0
"""Seconds after which something is late: as long as a customer may hear nothing."""

RUNG = "who calls: somebody is rung"
JOINED = "picked up: in the room"
OFFERED = "offered: the receiver is rung"
ASKED = "asked: a voice asks"
HEARD = "the question was heard: a voice says the keys"
ANSWERED = "key 1: the voice ends"
RELEASED = "the yes, and 5 s to say goodbye: the owner's leg is gone"
DROPPED = "the customer is gone: so is everybody"

Told = dict[str, Any]


@dataclass(frozen=True)
class Taken:
    """How long something took, in seconds, and how many calls were held meanwhile."""

    what: str
    seconds: float
    held: int


class Watch:
    """What is awaited, and how long everything took that came."""

    def __init__(self, goodbye: timedelta = timedelta()) -> None:
        self.held = 0
        self.taken: list[Taken] = []
        self._goodbye = goodbye.total_seconds()
        self._awaited: dict[tuple[str, str], float] = {}
        self._early: dict[tuple[str, str], float] = {}
        self._callers: list[str] = []  # who have nobody that is rung for them yet, in their order
        self._room: dict[str, str] = {}
        self._legs: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, str] = {}  # of legs: a customer's number, a colleague's line
        self._leg_of: dict[str, str] = {}
        self._speaks: set[str] = set()
        self._asked: set[str] = set()  # rooms in which the question was heard
        self._news = asyncio.Event()

    # -- what others ask -------------------------------------------------------------------------

    def decided(self, what: str, whom: str) -> None:
        """Somebody decided at the desk, just now; what follows may have been told already."""
        now = time.time()
        self._await(what, whom, now)
        if (early := self._early.pop((what, whom), None)) is not None:
            self._came(what, whom, max(early, now))

    def late(self) -> str:
        """What was late first; "" while all is well."""
        now = time.time()
        for (what, _), since in self._awaited.items():
            if now - since > LATE:
                return f"{what}: not after {now - since:.1f} s"
        slow = next((one for one in self.taken if one.seconds > LATE), None)
        return f"{slow.what}: after {slow.seconds:.1f} s" if slow else ""

    @property
    def is_quiet(self) -> bool:
        """No leg is left."""
        return not self._names

    def room_of(self, customer: str) -> str:
        """Where whoever calls from this number is heard; "" while it is nowhere."""
        return self._room.get(self._leg_of.get(customer, ""), "")

    def people_with(self, customer: str) -> set[str]:
        """The lines in the room with them."""
        return {self._names[leg] for leg in self._legs[self.room_of(customer)]} - {customer}

    def says_the_keys(self, room: str) -> bool:
        return room in self._asked and room in self._speaks

    async def until(self, true: Any, seconds: float) -> None:
        """Until this is so, looked at after everything that is told. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not true():
                self._news.clear()
                await self._news.wait()

    # -- what Asterisk tells ---------------------------------------------------------------------

    def hear(self, told: Told) -> None:
        at = datetime.fromisoformat(told["timestamp"]).timestamp()
        channel = told.get("channel") or told.get("peer") or {}
        leg = channel.get("id", "")
        if told["type"] == "ChannelCreated":
            self._name(leg, channel)
        elif leg and leg not in self._names:
            return  # a last word about who is gone
        match told["type"]:
            case "ChannelDialplan" if told["dialplan_app"] == "Stasis" and self._is_customer(leg):
                self._callers.append(leg)
                self._await(RUNG, leg, at)
            case "Dial" if not told["dialstatus"]:
                self._dialled(leg, at)
            case "ChannelStateChange" if channel["state"] == "Up" and not self._is_customer(leg):
                self._await(JOINED, leg, at)
            case "ChannelEnteredBridge":
                self._entered(leg, told["bridge"]["id"], at)
            case "ChannelLeftBridge":
                self._left(leg)
            case "ChannelDtmfReceived" if told["digit"] == "1" and self._is_customer(leg):
                self._pressed(leg, at)
            case "PlaybackStarted":
                room = told["playback"]["target_uri"].partition(":")[2]
                self._speaks.add(room)
                self._came(HEARD if room in self._asked else ASKED, room, at)
            case "PlaybackFinished":
                room = told["playback"]["target_uri"].partition(":")[2]
                self._speaks.discard(room)
                self._came(ANSWERED, room, at)
                if room not in self._asked:
                    self._asked.add(room)
                    self._await(HEARD, room, at)
            case "ChannelHangupRequest" if self._is_customer(leg):
                for other in self._legs[self._room.get(leg, "")] - {leg}:
                    self._await(DROPPED, other, at)
            case "ChannelDestroyed":
                self._gone(leg, at)
            case _:
                pass
        self._news.set()

    def _name(self, leg: str, channel: Told) -> None:
        line = channel["name"].removeprefix("PJSIP/").rpartition("-")[0]
        self._names[leg] = name = channel["caller"]["number"] if line == "trunk" else line
        self._leg_of[name] = leg

    def _is_customer(self, leg: str) -> bool:
        return self._names[leg].startswith("+")

    def _is_on_duty(self, leg: str) -> bool:
        return int(self._names[leg].removeprefix("c")) < ON_DUTY

    def _dialled(self, leg: str, at: float) -> None:
        if not self._is_on_duty(leg):
            self._came(OFFERED, self._names[leg], at)
        elif self._callers:
            self._came(RUNG, self._callers.pop(0), at)

    def _entered(self, leg: str, room: str, at: float) -> None:
        self._room[leg] = room
        self._legs[room].add(leg)
        self._came(JOINED, leg, at)

    def _left(self, leg: str) -> None:
        self._legs[self._room.pop(leg, "")].discard(leg)

    def _pressed(self, leg: str, at: float) -> None:
        room = self._room.get(leg, "")
        if room in self._speaks:
            self._await(ANSWERED, room, at)
        for other in self._legs[room] - {leg}:
            if self._is_on_duty(other):
                self._await(RELEASED, other, at + self._goodbye)

    def _gone(self, leg: str, at: float) -> None:
        for what in (RELEASED, DROPPED):
            self._came(what, leg, at)
        self._left(leg)
        self._awaited.pop((JOINED, leg), None)
        self._names.pop(leg, None)

    def _await(self, what: str, whom: str, since: float) -> None:
        self._awaited.setdefault((what, whom), since)

    def _came(self, what: str, whom: str, at: float) -> None:
        since = self._awaited.pop((what, whom), None)
        if since is not None:
            self.taken.append(Taken(what, max(0.0, at - since), self.held))
        elif what in (OFFERED, ASKED):
            self._early[what, whom] = at


def heard_from(remote: Remote, app: str, *, everything: bool = False) -> connect:
    """What Asterisk tells an application: of its own channels, or of all."""
    sign = base64.b64encode(f"{remote.user}:{remote.password}".encode()).decode()
    return connect(
        f"{re.sub('^http', 'ws', remote.url)}/events?app={app}"
        + ("&subscribeAll=true" if everything else ""),
        additional_headers={"Authorization": f"Basic {sign}"},
        proxy=None,
        compression=None,
        max_queue=None,
    )


@asynccontextmanager
async def watching(remote: Remote, goodbye: timedelta = timedelta()) -> AsyncIterator[Watch]:
    watch = Watch(goodbye)

    async def listen() -> None:
        async for message in socket:
            watch.hear(json.loads(message))

    async with heard_from(remote, "bench", everything=True) as socket:
        listening = asyncio.create_task(listen())
        try:
            yield watch
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
