"""What the worker's process defers commits with its decision, like everywhere else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from procrastinate.tasks import Task

from stayline.problems import agreement
from stayline.project import worker
from stayline.project.jobs import connector, worker_app


class Regretted(Exception):
    """The decision is taken back."""


def _defer_and_regret() -> None:
    with suppress(Regretted), transaction.atomic():
        app.configure_task("nobody.knows", queue="nowhere").defer()
        raise Regretted


def _jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'nowhere'")
        (many,) = cursor.fetchone() or (0,)
    return int(many)


@pytest.mark.django_db(transaction=True)
def test_a_decision_taken_back_beside_a_running_worker_defers_nothing() -> None:
    async def beside() -> None:
        stopping = asyncio.Event()
        working = asyncio.create_task(worker._do_jobs(stopping))
        await asyncio.sleep(0.5)
        assert isinstance(app.job_manager.connector, DjangoConnector)
        await asyncio.to_thread(_defer_and_regret)
        stopping.set()
        await working

    asyncio.run(beside())
    assert _jobs() == 0


def _cut_all_connections() -> None:
    """As a failover does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def _leave_to_the_worker() -> None:
    app.configure_task("mail.learn").defer(problem=0, spam=False)


async def _defer_as_the_calendar_does() -> None:
    await app.configure_task("nobody.knows", queue="nowhere").defer_async()


async def _can_defer() -> bool:
    try:
        await _defer_as_the_calendar_does()
    except ConnectorException:
        return False
    return True


def _left() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'mail.learn'")
        (many,) = cursor.fetchone() or (0,)
    return int(many)


@pytest.mark.django_db(transaction=True)
def test_a_worker_whose_database_went_away_goes_on_when_it_is_back() -> None:
    async def beside() -> None:
        stopping = asyncio.Event()
        working = asyncio.create_task(worker._do_jobs(stopping))
        await asyncio.sleep(0.5)
        await _defer_as_the_calendar_does()
        await asyncio.to_thread(_cut_all_connections)
        await asyncio.to_thread(_leave_to_the_worker)
        async with asyncio.timeout(40):
            while await asyncio.to_thread(_left):
                await asyncio.sleep(0.05)
            while not await _can_defer():
                await asyncio.sleep(0.05)
        stopping.set()
        await working

    asyncio.run(beside())


@pytest.mark.django_db(transaction=True)
def test_a_worker_whose_clock_goes_wrong_begins_no_job(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong() -> None:
        raise agreement.ClockIsWrong(timedelta(hours=2))

    monkeypatch.setattr(agreement, "ask", wrong)
    with pytest.raises(ConnectorException):
        asyncio.run(asyncio.wait_for(worker._work_off(asyncio.Event()), 30))


def test_a_part_that_breaks_ends_the_others_in_good_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that waits for the word to stop would otherwise keep a process that does nothing alive."""
    ended = []

    async def listens(stopping: asyncio.Event, ready: Callable[[], None]) -> None:
        ready()
        try:
            await stopping.wait()
        finally:
            await stopping.wait()
            ended.append("in good order")

    async def breaks(_stopping: asyncio.Event) -> None:
        raise Regretted

    monkeypatch.setattr(worker, "listeners", lambda: [listens])
    monkeypatch.setattr(worker, "_do_jobs", breaks)
    monkeypatch.setattr(worker, "_keep_clock", asyncio.Event.wait)
    with pytest.raises(ExceptionGroup):
        asyncio.run(asyncio.wait_for(worker.work(), 5))
    assert ended == ["in good order"]


def test_every_job_is_done_again_when_the_database_was_away() -> None:
    tasks = [task for name, task in worker_app(connector(1)).tasks.items() if "." in name]
    assert tasks
    assert [task.name for task in tasks if not _comes_again(task)] == []


def _comes_again(task: Task[..., Any, Any]) -> bool:
    job = Job(id=1, queue="", lock=None, queueing_lock=None, task_name=task.name, attempts=1)
    return task.get_retry_exception(OperationalError(), job) is not None
