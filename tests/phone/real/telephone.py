"""`stayline phone`'s own process, attending to the tests' Asterisk, ready to be killed."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from asgiref.sync import sync_to_async
from django.db import connection

from stayline.channels.phone.models import Call
from stayline.ownership import Problem
from stayline.problems import models as m
from stayline.problems import queries

if TYPE_CHECKING:
    from tests.phone.real.conftest import Asterisk

T = TypeVar("T")


class Telephone:
    """The process, and what it has stored."""

    def __init__(self, asterisk: Asterisk) -> None:
        self._asterisk = asterisk
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Returns when it hears the exchange."""
        place = connection.settings_dict
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "stayline.project.telephone"),
            env={
                **os.environ,
                "DATABASE_URL": database_url(place),
                "STAYLINE_DATA": str(self._asterisk.data),
                "STAYLINE_PHONE_TRUNK": "trunk",
            },
            stderr=asyncio.subprocess.PIPE,
        )
        assert self._process.stderr is not None
        async with asyncio.timeout(30):
            while b"the exchange is heard" not in (said := await self._process.stderr.readline()):
                assert said, "it ended by itself"
        self._reading = asyncio.create_task(self._read(self._process.stderr))

    async def _read(self, said: asyncio.StreamReader) -> None:
        while line := await said.readline():
            sys.stderr.write(line.decode())

    async def kill(self) -> None:
        """kill -9: it says goodbye to nobody."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()

    async def state(self, of: int | None = None) -> Problem:
        """The problem of the latest call, or this one."""

        def read() -> Problem:
            problem = of if of is not None else Call.objects.latest("pk").problem_id
            return queries.state_of(m.Problem.objects.get(pk=problem))

        return await in_database(read)

    async def call(self) -> Call:
        return await in_database(lambda: Call.objects.latest("pk"))

    async def becomes(
        self, true: Callable[[Problem], bool], seconds: float = 5, of: int | None = None
    ) -> Problem:
        """Waits until this is so of the problem."""
        until = time.monotonic() + seconds
        while not true(problem := await self.state(of)):
            assert time.monotonic() < until, problem
            await asyncio.sleep(0.05)
        return problem


async def in_database(act: Callable[[], T]) -> T:
    """In a thread that outlives tests, which each have a database of their own."""

    def acted() -> T:
        try:
            return act()
        finally:
            connection.close()

    return await sync_to_async(acted)()


def database_url(place: dict[str, object]) -> str:
    user, password = place["USER"] or "", place["PASSWORD"] or ""
    host, port = str(place["HOST"] or ""), place["PORT"] or ""
    sign = f"{user}:{password}@" if password else f"{user}@"
    if host.startswith("/"):
        return f"postgresql://{sign}/{place['NAME']}?host={host}"
    return f"postgresql://{sign}{host}:{port}/{place['NAME']}"
