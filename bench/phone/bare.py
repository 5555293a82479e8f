"""The floor: an application that rings a line for whoever calls, and bridges the two. No more."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bench.phone.office import ON_DUTY, Office, colleague_line
from bench.phone.watching import heard_from
from stayline.channels.phone.ari_rest import Rest


class Bare:
    """Everything it knows is which two belong together."""

    def __init__(self, office: Office) -> None:
        remote = office.settings.remote
        self._app = remote.app
        self._rest = Rest(remote.url, remote.user, remote.password)
        self._lines = itertools.cycle(map(colleague_line, range(ON_DUTY)))
        self._other: dict[str, str] = {}

    async def take(self, event: dict[str, Any]) -> None:
        channel = event.get("channel", {}).get("id", "")
        match event["type"]:
            case "StasisStart" if event["args"][:1] == ["arrived"]:
                await self._ring(channel)
            case "ChannelStateChange" if channel.startswith("rung-"):
                if event["channel"]["state"] == "Up":
                    await self._picked_up(channel)
            case "ChannelDestroyed" | "StasisEnd" if channel in self._other:
                other = self._other.pop(channel)
                self._other.pop(other, None)
                await self._rest.delete(f"/channels/{other}")
                await self._rest.delete(f"/bridges/{_room(channel, other)}")

    async def _ring(self, caller: str) -> None:
        rung = f"rung-{caller}"
        self._other |= {caller: rung, rung: caller}
        line = f"PJSIP/{next(self._lines)}"
        rings = {"endpoint": line, "app": self._app, "appArgs": "rung", "channelId": rung}
        await self._rest.post("/channels", rings)

    async def _picked_up(self, rung: str) -> None:
        if caller := self._other.get(rung):
            await self._bridge(rung, caller)
        else:  # who called has hung up meanwhile
            await self._rest.delete(f"/channels/{rung}")

    async def _bridge(self, rung: str, caller: str) -> None:
        room = f"/bridges/{_room(rung, caller)}"
        await self._rest.post(room, {"type": "mixing,dtmf_events,proxy_media"})
        await self._rest.post(f"/channels/{caller}/answer", {})
        await self._rest.post(f"{room}/addChannel", {"channel": f"{caller},{rung}"})

    async def close(self) -> None:
        await self._rest.close()


def _room(one: str, other: str) -> str:
    return f"room-{min(one, other)}"


@asynccontextmanager
async def bridging(office: Office) -> AsyncIterator[None]:
    """Each event is a task of its own: what one call waits for no other does."""
    bare, tasks = Bare(office), set[asyncio.Task[None]]()

    async def attend() -> None:
        async with heard_from(office.settings.remote, office.settings.app) as events:
            listening.set()
            async for event in events:
                task = asyncio.create_task(bare.take(json.loads(event)))
                tasks.add(task)
                task.add_done_callback(tasks.discard)

    listening = asyncio.Event()
    attending = asyncio.create_task(attend())
    await listening.wait()
    try:
        yield
    finally:
        attending.cancel()
        await asyncio.gather(attending, *tasks, return_exceptions=True)
        await bare.close()
