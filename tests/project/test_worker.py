"""What the worker's process defers commits with its decision, like everywhere else."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from stayline.project import worker


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
