"""The worker process: does the jobs, keeps the clock, and listens where channels listen.

A channel that listens has a module `listener` with `async def listen(stopping: asyncio.Event, ready: Callable[[], None])`:
it calls `ready()` once it listens, and returns in good order after `stopping` is set.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec

import structlog
from procrastinate import App
from procrastinate.exceptions import ConnectorException

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
            group.create_task(_do_jobs(stopping))
            group.create_task(_keep_clock(stopping))
        tell_ready()
        log.info("worker ready")
        await stopping.wait()


async def _start_listeners(group: asyncio.TaskGroup, stopping: asyncio.Event) -> None:
    for listener in listeners():
        ready = asyncio.Event()
        group.create_task(_listen(listener, stopping, ready.set))
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
        except Exception:
            log.exception("the clock missed a beat")
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), SECONDS_BETWEEN_TICKS)


def _tick() -> None:
    from django.db import connections

    from stayline.desk import sending
    from stayline.problems import clock
    from stayline.project.clock import now

    try:
        clock.tick(now())
        sending.leave_when_due(now())
    finally:
        connections.close_all()


async def _do_jobs(stopping: asyncio.Event) -> None:
    from procrastinate import PsycopgConnector
    from procrastinate.contrib.django.utils import connector_params

    from stayline.project.jobs import worker_app

    # One connection to listen, one to fetch; more only while several jobs end at once.
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=JOBS_AT_ONCE)
    app = worker_app(connector)
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
        rescuing = asyncio.create_task(_rescue_jobs(app))
        await asyncio.wait({working, asked}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            working.cancel()  # procrastinate's own way to ask for a graceful stop
        asked.cancel()
        rescuing.cancel()
        try:
            await working
        except asyncio.CancelledError:
            if not stopping.is_set():
                raise
    if not stopping.is_set():
        raise RuntimeError("the jobs' loop ended by itself")


async def _rescue_jobs(app: App) -> None:
    """Does again what a killed worker left half done; every job stands being done twice."""
    while True:
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SECONDS_STALLED):
            with suppress(ConnectorException):  # another worker was first
                await app.job_manager.retry_job(job)
                log.info("job of a killed worker is done again", job=job.id, task=job.task_name)
        await asyncio.sleep(SECONDS_STALLED / 3)


def main(*, jobs: bool = True, listen: bool = True) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stayline.project.settings")
    end_with_supervisor()
    import django

    django.setup()
    asyncio.run(work(jobs=jobs, listen=listen))
    return 0


if __name__ == "__main__":
    sys.exit(main())
