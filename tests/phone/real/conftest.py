"""A real Asterisk for all tests of this process, and telephones that sign in to it."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from stayline.channels.phone.exchange import programs, prompts
from stayline.channels.phone.exchange.instance import Instance, Settings
from stayline.channels.phone.exchange.lines import Line, LineKind
from stayline.channels.phone.exchange.prompts import Prompts
from stayline.people.demo import DemoCompany, build_demo_company
from stayline.people.models import Door, DutyList, DutyTurn
from stayline.problems import company
from stayline.project.clock import now
from tests.phone import ports
from tests.phone.office import with_a_phone
from tests.phone.phones import Exchange, Phone
from tests.phone.real import telling
from tests.phone.real.listening import Listening
from tests.phone.real.scene import DOOR, TONES, Scene
from tests.phone.real.telephone import Telephone, in_database

COLLEAGUES = ("bea", "tom", "sally", "erik")
OURS = "tests-process"
"""A file that says which process started an exchange."""

OUTSIDE = "outside"
"""The customer's telephone that calls out reach: it stands where the trunk's other end is."""


HAS_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        item.stash[HAS_FAILED] = True
    return report


class Asterisk:
    """The exchange of these tests, ready to be started anew."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.instance = Instance(data)
        self.programs = programs.obtain(print)
        self.prompts: Prompts = self.instance.prompts(prompts.synthetic(self.programs, print))
        self.customers_port = ports.block(20)
        first = ports.block(200)
        self.settings: Settings = self.instance.settle(
            http_port=ports.block(2), sip_port=ports.block(2), rtp_first=first, rtp_last=first + 199
        )
        trunk = Line(name="trunk", kind=LineKind.TRUNK, host=f"127.0.0.1:{self.customers_port}")
        self.instance.keep_lines([*(Line(name=one) for one in COLLEAGUES), trunk])
        self.lines = {line.name: line for line in self.instance.lines}

    @property
    def place(self) -> Exchange:
        return Exchange("127.0.0.1", self.settings.sip_port)

    def start(self) -> None:
        self.instance.start(self.programs, self.prompts, self.settings)

    def kill(self) -> None:
        """As when its machine loses power."""
        pid = self.instance.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)

    def said(self) -> str:
        return (self.instance.folder / "log/messages.log").read_text()


def _sweep() -> None:
    """Ends what a killed test run left running."""
    folder = Path(tempfile.gettempdir())
    runs = [*folder.glob("pytest-of-*/pytest-*"), *folder.glob("pytest-of-*/pytest-*/popen-*")]
    for mark in (mark for run in runs for mark in run.glob(f"exchange*/{OURS}")):
        if not Path(f"/proc/{mark.read_text()}").exists():
            Instance(mark.parent).stop()
            mark.unlink(missing_ok=True)


@pytest.fixture(scope="session")
def asterisk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asterisk]:
    data = tmp_path_factory.mktemp("exchange")
    _sweep()
    (data / OURS).write_text(str(os.getpid()))
    exchange = Asterisk(data)
    exchange.start()
    yield exchange
    exchange.instance.stop()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def ari(asterisk: Asterisk) -> AsyncIterator[Listening]:
    """The driver, connected, with nothing in the exchange; and nothing left in it afterwards."""
    async with Listening(asterisk.settings, asterisk.prompts) as listening:
        yield listening
        await listening.clear()


SwitchOn = Callable[..., Awaitable[list[Phone]]]


@pytest.fixture
async def switched_on(asterisk: Asterisk, tmp_path: Path) -> AsyncIterator[SwitchOn]:
    """Switches telephones on by name: a colleague's signs in, any other is a customer's, outside."""
    tones = itertools.count()
    async with AsyncExitStack() as stack:

        async def make(*names: str) -> list[Phone]:
            made = [_phone(asterisk, name, tmp_path / name, next(tones)) for name in names]
            for phone in made:
                stack.push_async_callback(phone.stop)
            await asyncio.gather(*(phone.start() for phone in made))
            return made

        yield make


def _phone(asterisk: Asterisk, name: str, folder: Path, count: int) -> Phone:
    line = asterisk.lines.get(name)
    number = "" if line else f"+49301{count:06}"
    phone = Phone(name, TONES[count], asterisk.place, folder, line=line, number=number)
    if name == OUTSIDE:
        phone.ports = asterisk.customers_port
    return phone


# -- whole calls ---------------------------------------------------------------------------------


@pytest.fixture
def fernwood(db: None) -> DemoCompany:
    """Tom is on duty at the telephone, then Sally; Bea and Erik have telephones too."""
    built = build_demo_company()
    people = built.colleagues
    door = Door.objects.create(
        kind="phone", name="The telephone", address=DOOR, fallback=people["sally"], language="en"
    )
    shift = DutyList.objects.create(door=door, name="Around the clock", time_zone="Europe/Berlin")
    DutyTurn.objects.create(duty_list=shift, colleague=people["tom"], position=0)
    with_a_phone(*(people[who] for who in COLLEAGUES))
    company.record(now())
    return built


@pytest.fixture
async def telephone(
    asterisk: Asterisk, fernwood: DemoCompany, request: pytest.FixtureRequest
) -> AsyncIterator[Telephone]:
    """The process that attends to calls. Of a test that failed it is told what became of them."""
    process = Telephone(asterisk)
    await process.start()
    yield process
    if HAS_FAILED in request.node.stash:
        told = [*await in_database(lambda: [*telling.calls()]), *telling.exchange(asterisk)]
        sys.stderr.write("\n".join(told))
    await process.kill()
    async with Listening(asterisk.settings, asterisk.prompts) as ari:
        await ari.clear()


@pytest.fixture
async def scene(
    telephone: Telephone,
    fernwood: DemoCompany,
    switched_on: SwitchOn,
    record_property: Callable[[str, object], None],
) -> Scene:
    """Fernwood with its telephones still off."""
    people = {who: one.pk for who, one in fernwood.colleagues.items()}
    return Scene(telephone, people, switched_on, record_property)
