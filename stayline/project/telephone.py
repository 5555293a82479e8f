"""The telephone process: attends to every call of the exchange, one such process at a time.

A second one waits until the first is gone, and then goes on where it was: what is so stands in the
database and in the exchange, nothing in the process.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import TYPE_CHECKING

import structlog

from stayline.project.child import end_with_supervisor, tell_ready

if TYPE_CHECKING:  # Django's settings come first
    from psycopg import AsyncConnection

    from stayline.channels.phone.ari import AriExchange

_ONE_AT_A_TIME = 0x5354_4159_0001
"""The advisory lock of whoever attends."""

LOOKED_AFTER_EVERY = 5.0
"""Seconds between two looks whether the lock is still held."""

log = structlog.get_logger(__name__)


async def attend() -> None:
    """Until SIGTERM or SIGINT. Raises what made it end by itself."""
    from stayline.channels.phone.switchboard import Switchboard
    from stayline.problems.live_line import connect

    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stopping.set)
    tell_ready()
    await _require_right_clock()
    async with await connect() as held:
        taken = asyncio.create_task(
            held.execute("SELECT pg_advisory_lock(%s)", [_ONE_AT_A_TIME]), name="lock"
        )
        stopped = asyncio.create_task(stopping.wait())
        await asyncio.wait({taken, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if stopping.is_set():
            return
        await taken
        log.info("telephone ready")
        exchange = _exchange()
        running = {
            asyncio.create_task(Switchboard(exchange).run()),
            asyncio.create_task(while_held(held)),
        }
        try:
            done, _ = await asyncio.wait({*running, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if not stopping.is_set():
                await asyncio.gather(*done)  # none ends by itself: say why it did
        finally:
            for one in running:
                one.cancel()
            await asyncio.gather(*running, return_exceptions=True)
            await exchange.close()


async def while_held(held: AsyncConnection[tuple[object, ...]]) -> None:
    """The lock is its connection's: once that is lost, another process may attend already. Raises
    psycopg's error then, and ClockIsWrong: who decides nothing leaves the calls to another."""
    while True:
        await _require_right_clock()
        await asyncio.sleep(LOOKED_AFTER_EVERY)
        await held.execute("SELECT 1")


async def _require_right_clock() -> None:
    """Raises ClockIsWrong, and Django's errors when the database does not answer."""
    from stayline.channels.phone.switchboard import in_database
    from stayline.problems import agreement

    await in_database(agreement.ask)


def _exchange() -> AriExchange:
    from django.conf import settings

    from stayline.channels.phone.ari import AriExchange
    from stayline.channels.phone.exchange import programs, prompts
    from stayline.channels.phone.exchange.instance import Instance
    from stayline.channels.phone.exchange.remote import elsewhere

    theirs = elsewhere()
    if theirs is not None:
        return AriExchange(theirs, prompts.by_name)
    instance = Instance(settings.DATA_DIR)
    ours = instance.settings
    if ours is None:
        raise RuntimeError("There is no exchange yet: stayline phone up, or STAYLINE_PHONE_URL.")
    spoken = instance.prompts(prompts.synthetic(programs.obtain(log.info), log.info))
    return AriExchange(ours.remote, prompts.as_media(spoken))


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stayline.project.settings")
    end_with_supervisor()
    import django

    django.setup()
    asyncio.run(attend())
    return 0


if __name__ == "__main__":
    sys.exit(main())
