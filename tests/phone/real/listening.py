"""The driver under test, and all that it has heard."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import time
from typing import Any, Self, TypeVar

from stayline.channels.phone.ari import AriExchange
from stayline.channels.phone.exchange.instance import Settings
from stayline.channels.phone.exchange.prompts import Prompts, as_media
from stayline.channels.phone.telephony import (
    Arrived,
    Connected,
    Heard,
    LegGone,
    LegId,
    LegUp,
    RoomId,
    SayingId,
    Words,
)
from tests.phone.phones import Phone

One = TypeVar("One", bound=Heard)

_count = itertools.count(1)
_run = f"{time.time_ns() // 1_000_000:x}"


def fresh(kind: str) -> str:
    """An id that no test has used."""
    return f"{kind}-{_run}-{next(_count)}"


class Listening(AriExchange):
    """Keeps what it hears, so that a test can wait for it."""

    def __init__(self, settings: Settings, prompts: Prompts) -> None:
        super().__init__(settings.remote, as_media(prompts))
        self.kept: list[Heard] = []
        self._news = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._keep())
        await self.told(Connected)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        await self.close()

    async def _keep(self) -> None:
        async for one in self.heard():
            self.kept.append(one)
            self._news.set()

    async def told(self, kind: type[One], *, seconds: float = 5, **fields: object) -> One:
        """Waits until it has heard one such."""
        try:
            async with asyncio.timeout(seconds):
                while True:
                    for one in self.kept:
                        if isinstance(one, kind) and _has(one, fields):
                            return one
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"never told {kind.__name__} {fields}: {self.kept}") from None

    def count(self, kind: type[One], **fields: object) -> int:
        return sum(isinstance(one, kind) and _has(one, fields) for one in self.kept)

    # -- what tests begin with -------------------------------------------------------------------

    async def call_from(self, customer: Phone, number: str) -> LegId:
        """The customer calls and is answered."""
        await customer.dial(number)
        leg = (await self.told(Arrived, caller=customer.number)).leg
        await self.answer(leg)
        await self.told(LegUp, leg=leg)
        return leg

    async def room_with(self, *legs: LegId, language: str = "en") -> RoomId:
        room = RoomId(fresh("room"))
        await self.open_room(room, language=language)
        for leg in legs:
            await self.join(room, leg)
        return room

    async def ring_at(self, name: str, *, seconds: int = 20) -> LegId:
        leg = LegId(fresh(name))
        await self.ring(leg, f"PJSIP/{name}", shown="+4930555000", name="Carol", seconds=seconds)
        return leg

    async def reach(self, phone: Phone) -> LegId:
        """A colleague's telephone is rung, and answered."""
        leg = await self.ring_at(phone.name)
        await phone.answer()
        await self.told(LegUp, leg=leg)
        return leg

    async def speak(self, room: RoomId, *prompts: str, language: str = "en") -> SayingId:
        saying = SayingId(fresh("saying"))
        await self.say(room, Words(language=language, prompts=prompts), saying)
        return saying

    async def clear(self) -> None:
        there = await self.snapshot()
        for leg in there.legs:
            await self.drop(leg)
        for room in there.rooms:
            await self.close_room(room)
        for leg in there.legs:
            await self.told(LegGone, leg=leg)


def _has(one: Any, fields: dict[str, object]) -> bool:
    return all(getattr(one, name) == value for name, value in fields.items())
