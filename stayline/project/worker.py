"""The worker process: does the jobs, keeps the clock, and listens where channels listen.

A channel that listens has a module `listener` with `async def listen(stopping: asyncio.Event, ready: Callable[[], None])`:
it calls `ready()` once it listens, and returns in good order after `stopping` is set.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import structlog
from asgiref.sync import sync_to_async
from django.db import OperationalError, close_old_connections, connections
from procrastinate import App
from procrastinate.exceptions import ConnectorException
from psycopg import Error as DatabaseError

from stayline.project.child import end_with_supervisor, tell_ready

JOBS_AT_ONCE = 4
SECONDS_BETWEEN_TICKS = 1.0
SECONDS_STALLED = 15.0
"""A worker that has not been heard of for so long is taken for dead."""
SECONDS_TO_FINISH = 8.0
"""How long a stop waits for jobs under way; what is cut off then is done again by the next start."""

Listener = Callable[[asyncio.Event, Callable[[], None]], Awaitable[None]]
log = structlog.get_logger(__name__)


def listeners() -> list[Listener]:
    """What the installed channels bring."""
    from django.apps import apps

    names = [f"{config.name}.listener" for config in apps.get_app_configs()]
    found = [name for name in names if name.startswith("stayline.channels.") and find_spec(name)]
    return [import_module(name).listen for name in found]


async def work(*, jobs: bool = True, listen: bool = True) -> None:
    """Until SIGTERM or SIGINT. Raises what made a part of it end by itself."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stopping.set)
    async with asyncio.TaskGroup() as group:
        if listen:
            await _start_listeners(group, stopping)
        if jobs:
            group.create_task(_or_stop(_do_jobs(stopping), stopping))
            group.create_task(_or_stop(_keep_clock(stopping), stopping))
        tell_ready()
        log.info("worker ready")
        await stopping.wait()


async def _or_stop(part: Coroutine[Any, Any, None], stopping: asyncio.Event) -> None:
    """A part that breaks lets the others end in good order, and the process with them: it is started again.
    Cancelled alone, they might wait for ever for the word to stop."""
    try:
        await part
    except BaseException:
        stopping.set()
        raise


async def _start_listeners(group: asyncio.TaskGroup, stopping: asyncio.Event) -> None:
    for listener in listeners():
        ready = asyncio.Event()
        group.create_task(_or_stop(_listen(listener, stopping, ready.set), stopping))
        await ready.wait()


async def _listen(listener: Listener, stopping: asyncio.Event, ready: Callable[[], None]) -> None:
    await listener(stopping, ready)
    if not stopping.is_set():
        raise RuntimeError(f"{listener.__module__} ended by itself")


async def _keep_clock(stopping: asyncio.Event) -> None:
    """Says every second what is due: promises, rings, offers, replies. Late is only late."""
    while not stopping.is_set():
        try:
            await asyncio.to_thread(_tick)
        except OperationalError as error:  # the database is away, or this machine's clock is wrong
            log.warning("the clock waits", error=str(error))
        except Exception:
            log.exception("the clock missed a beat")
        await _pause(stopping, SECONDS_BETWEEN_TICKS)


def _tick() -> None:
    from stayline.desk import sending
    from stayline.problems import agreement, clock
    from stayline.project.clock import now

    try:
        agreement.ask()
        clock.tick(now())
        sending.leave_when_due(now())
    finally:
        connections.close_all()


async def _do_jobs(stopping: asyncio.Event) -> None:
    """Until told to stop. A database that went away, such as in a failover, is waited for here, so that mail
    is answered for meanwhile; what was cut off is done again."""
    while not stopping.is_set():
        try:
            await _database_answers()
            await _work_off(stopping)
        except (ConnectorException, DatabaseError, OperationalError) as error:
            log.warning("the jobs wait for the database", error=str(error.__cause__ or error))
            await _pause(stopping, SECONDS_BETWEEN_TICKS)


async def _database_answers() -> None:
    """Raises psycopg's error when it does not, and ClockIsWrong. A pool that cannot connect at once would try
    later and later."""
    from stayline.problems.live_line import connect

    await (await connect()).close()
    await asyncio.to_thread(_ask_for_the_time)


def _ask_for_the_time() -> None:
    from stayline.problems import agreement

    try:
        agreement.ask()
    finally:
        connections.close_all()


async def _clock_goes_wrong() -> None:
    """Returns when it has. Much of what jobs do (what is old enough to go, when to try again) is done by it."""
    from stayline.problems.agreement import ClockIsWrong

    while True:
        await asyncio.sleep(SECONDS_BETWEEN_TICKS)
        try:
            await asyncio.to_thread(_ask_for_the_time)
        except ClockIsWrong:
            return
        except OperationalError:
            continue  # the jobs themselves are told so


async def _work_off(stopping: asyncio.Event) -> None:
    """Do jobs until told to stop. Raises ConnectorException when the database is lost."""
    from stayline.project.jobs import connector, worker_app

    app = worker_app(connector(JOBS_AT_ONCE))
    async with app.open_async():
        working = asyncio.create_task(
            app.run_worker_async(
                concurrency=JOBS_AT_ONCE,
                install_signal_handlers=False,
                shutdown_graceful_timeout=SECONDS_TO_FINISH,
                update_heartbeat_interval=SECONDS_STALLED / 3,
                stalled_worker_timeout=SECONDS_STALLED,
                delete_jobs="successful",
                name="stayline",
            )
        )
        asked = asyncio.create_task(stopping.wait())
        wrong = asyncio.create_task(_clock_goes_wrong())
        rescuing = asyncio.create_task(_rescue_jobs(app))
        returning = asyncio.create_task(_give_back_what_is_broken())
        await asyncio.wait({working, asked, wrong}, return_when=asyncio.FIRST_COMPLETED)
        # procrastinate's own way to ask for a graceful stop
        is_stopped = working.cancel()
        for beside in (asked, wrong, rescuing, returning):
            beside.cancel()
        try:
            await working
        except asyncio.CancelledError:
            if not is_stopped:
                raise
    if not stopping.is_set():
        raise ConnectorException  # the library has said why, or the clock is wrong


async def _give_back_what_is_broken() -> None:
    """What the calendar defers goes by a connection of this loop's own thread, which nobody else gives back."""
    while True:
        await sync_to_async(close_old_connections)()
        await asyncio.sleep(SECONDS_BETWEEN_TICKS)


async def _rescue_jobs(app: App) -> None:
    """Does again what a killed worker left half done; every job stands being done twice."""
    while True:
        with suppress(
            ConnectorException
        ):  # a database that is away is for the jobs' own loop to tell
            await _rescue_stalled(app)
        await asyncio.sleep(SECONDS_STALLED / 3)


async def _rescue_stalled(app: App) -> None:
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SECONDS_STALLED):
        with suppress(ConnectorException):  # another worker was first
            await app.job_manager.retry_job(job)
            log.info("job of a killed worker is done again", job=job.id, task=job.task_name)


async def _pause(stopping: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stopping.wait(), seconds)


def main(*, jobs: bool = True, listen: bool = True) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stayline.project.settings")
    end_with_supervisor()
    import django

    django.setup()
    asyncio.run(work(jobs=jobs, listen=listen))
    return 0


if __name__ == "__main__":
    sys.exit(main())
