"""An office for the bench: an Asterisk of ours, a company with many telephones, and what they run on."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.phone.phones import Plan
from bench.site import site
from stayline.channels.phone.exchange import programs, prompts
from stayline.channels.phone.exchange.instance import Instance, Settings
from stayline.channels.phone.exchange.lines import Line, LineKind
from tests.phone import ports

ROOT = Path(__file__).resolve().parents[2]
DOOR = "+4930555000"
ON_DUTY = 40
"""Colleagues who take turns at the door; who is offered a call is none of them."""


def colleague_line(number: int) -> str:
    return f"c{number}"


@dataclass(frozen=True)
class Office:
    """An exchange that runs, and how many may be on the telephone at once."""

    instance: Instance
    settings: Settings
    calls: int

    @property
    def people(self) -> int:
        """Everybody with a telephone: who is on duty, and one to take over each call."""
        return ON_DUTY + self.calls

    @property
    def asterisk(self) -> int:
        assert self.instance.pid is not None, "it runs"
        return self.instance.pid


@contextmanager
def exchange(data: Path, calls: int) -> Iterator[Office]:
    """Started for this, and ended."""
    there = programs.obtain(_quietly)
    instance = Instance(data)
    legs = 3 * calls + 50
    first = ports.block(2 * legs)
    settings = instance.settle(
        http_port=ports.block(2),
        sip_port=ports.block(2),
        rtp_first=first,
        rtp_last=first + 2 * legs,
    )
    office = Office(instance, settings, calls)
    trunk = Line(name="trunk", kind=LineKind.TRUNK, host="127.0.0.1")
    desks = [Line(name=colleague_line(one)) for one in range(office.people)]
    instance.keep_lines([*desks, trunk])
    instance.start(there, instance.prompts(prompts.synthetic(there, _quietly)), settings)
    try:
        yield office
    finally:
        instance.stop()


def _quietly(sentence: str) -> None:
    """The exchange's programs are there, or say at length how they come."""


@contextmanager
def folder() -> Iterator[Path]:
    """Of its own, with a database that is as durable as the product's; gone afterwards."""
    from stayline.project import database

    data = Path(tempfile.mkdtemp(prefix="sl-bench-"))
    try:
        with site(data):
            from django.core.management import call_command

            call_command("migrate", verbosity=0)
            yield data
    finally:
        database.discard(data)
        shutil.rmtree(data, ignore_errors=True)


def build_company(people: int) -> list[int]:
    """Everybody with a telephone, by the number of their line."""
    from stayline.channels.phone.models import Line as StoredLine
    from stayline.people.demo import ZONE, build_demo_company
    from stayline.people.models import Colleague, Door, DutyList, DutyTurn
    from stayline.people.models.patterns import whole_week
    from stayline.problems import company
    from stayline.project.clock import now

    fernwood = build_demo_company()
    head = fernwood.colleagues["iris"]
    door = Door.objects.create(kind="phone", name="The telephone", address=DOOR, fallback=head)
    shift = DutyList.objects.create(door=door, name="Around the clock", time_zone=ZONE)
    colleagues = [
        Colleague.objects.create(
            email=f"c{number}@fernwood.example",
            name=f"Colleague {number}",
            manager=head,
            time_zone=ZONE,
            working_pattern=whole_week(),
        )
        for number in range(people)
    ]
    for number, one in enumerate(colleagues):
        StoredLine.objects.create(colleague=one, address=f"PJSIP/{colleague_line(number)}")
        if number < ON_DUTY:
            DutyTurn.objects.create(duty_list=shift, colleague=one, position=number)
    company.record(now())
    return [one.pk for one in colleagues]


@asynccontextmanager
async def telephone(office: Office, **environment: str) -> AsyncIterator[int]:
    """`stayline phone`'s process, attending; its id."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "stayline.project.telephone"),
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
    )
    try:
        await _until(lambda: _hears(office.settings), "the telephone process hears nothing")
        yield process.pid
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def _hears(settings: Settings) -> bool:
    return settings.remote.ask(f"/applications/{settings.app}") is not None


async def _until(true: Callable[[], bool], else_: str, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not await asyncio.to_thread(true):
        if time.monotonic() > until:
            raise RuntimeError(else_)
        await asyncio.sleep(0.05)


class Phones:
    """The telephones' process, told what to do; what it tells is kept."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.pid = process.pid
        self._process = process
        self._reading = asyncio.create_task(self._read())
        self._up: dict[str, asyncio.Event] = {}
        self._sound: asyncio.Future[dict[str, Any]] | None = None
        self._ready = asyncio.Event()
        self.begun: set[str] = set()  # customers who have called, and not hung up
        self.held: set[str] = set()  # those whose call is up
        self.silent: dict[str, float] = {}  # customers who heard nothing for long

    async def _read(self) -> None:
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            said = json.loads(line)
            number = said["number"]
            match said["told"]:
                case "ready":
                    self._ready.set()
                case "up":
                    self.held.add(number)
                    self._up[number].set()
                case "gone":
                    self.begun.discard(number)
                    self.held.discard(number)
                case "silent":
                    self.silent[number] = said["seconds"]
                case "sound" if self._sound is not None:
                    self._sound.set_result(said)

    def _order(self, do: str, **more: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": do, **more}).encode() + b"\n")

    async def ready(self) -> None:
        async with asyncio.timeout(60):
            await self._ready.wait()

    async def call(self, number: str, seconds: float) -> None:
        """Returns once somebody has answered. Raises TimeoutError."""
        self._up[number] = asyncio.Event()
        self.begun.add(number)
        self._order("call", **{"from": number, "to": DOOR})
        async with asyncio.timeout(seconds):
            await self._up[number].wait()

    def press(self, number: str, key: str) -> None:
        self._order("press", **{"from": number, "key": key})

    def hang_up(self, *numbers: str) -> None:
        for number in numbers:
            self._order("hang up", **{"from": number})

    async def sound(self) -> dict[str, Any]:
        """The customers' longest gaps in seconds, the shortest first, and how often the telephones
        were late themselves; since it was asked for last."""
        self._sound = asyncio.get_running_loop().create_future()
        self._order("tell")
        async with asyncio.timeout(10):
            return await self._sound

    async def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()
        await self._reading


@asynccontextmanager
async def switched_on(office: Office) -> AsyncIterator[Phones]:
    """Everybody's telephone, signed in."""
    plan = Plan(
        exchange="127.0.0.1",
        sip_port=office.settings.sip_port,
        rtp_port=ports.block(2),
        lines={line.name: line.secret for line in office.instance.lines if line.name != "trunk"},
    )
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.phone.phones"),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        limit=1 << 22,
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps(asdict(plan)).encode() + b"\n")
    phones = Phones(process)
    try:
        await phones.ready()
        yield phones
    finally:
        await phones.close()
