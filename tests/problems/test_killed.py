"""kill -9 of anything, at any moment: nothing acknowledged is lost, nothing is sent as another.

On a database of its own that writes to the disk, as the product's does.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from email import message_from_bytes
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from stayline.project import database
from tests.installation import free_port

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

ROOT = Path(__file__).resolve().parents[2]


class Site:
    """A database that must survive, and the processes that work on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = database.ensure_running(folder)
        self.acknowledged = folder.parent / "acknowledged"
        self.relay = ""
        self._begun: list[subprocess.Popen[bytes]] = []

    def begin(self, *what: str) -> subprocess.Popen[bytes]:
        """A doomed process; whatever it acknowledges is appended to one file."""
        with self.acknowledged.open("ab") as told, (self.folder.parent / "log").open("ab") as log:
            begun = subprocess.Popen(
                [sys.executable, "-m", "tests.problems.doomed", *what],
                cwd=ROOT,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=told,
                stderr=log,
            )
        self._begun.append(begun)
        return begun

    def run(self, *what: str) -> None:
        assert self.begin(*what).wait(120) == 0, (self.folder.parent / "log").read_text()

    def check(self) -> list[dict[str, Any]]:
        """What is missing or wrong."""
        said = subprocess.run(
            [sys.executable, "-m", "tests.problems.doomed", "check", str(self.acknowledged)],
            cwd=ROOT,
            env=self._environment(),
            capture_output=True,
            check=False,
            timeout=120,
        )
        assert said.returncode == 0, said.stderr.decode()
        return [json.loads(line) for line in said.stdout.splitlines()]

    def has_told(self, what: str, times: int) -> bool:
        return self.told(what) >= times

    def told(self, what: str) -> int:
        return sum(f'"{what}"' in line for line in self.lines())

    def lines(self) -> list[str]:
        """Everything acknowledged so far."""
        if not self.acknowledged.exists():
            return []
        return self.acknowledged.read_text(encoding="utf-8").splitlines()

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.server.url) as connection:
            return connection.execute(query.encode()).fetchall()

    def recover(self) -> None:
        """The server is dead: started again as the next start of the product does it."""
        self.server.stop()
        self.server = database.ensure_running(self.folder)

    def end(self) -> None:
        for one in self._begun:
            if one.poll() is None:
                one.kill()
                one.wait()
        self.server.stop()
        database.discard(self.folder)

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DATABASE_URL": self.server.url,
            "DJANGO_SETTINGS_MODULE": "stayline.project.settings",
            "STAYLINE_DATA": str(self.folder.parent / "files"),
            "STAYLINE_MAIL_RELAY": self.relay or "smtp+plain://127.0.0.1:9",
        }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = Site(tmp_path_factory.mktemp("killed") / "data")
    try:
        made.run("prepare")
        yield made
    finally:
        made.end()


def wait_until(what: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


def kill_sometime(rng: Random, *doomed: subprocess.Popen[bytes]) -> None:
    for one in doomed:
        time.sleep(rng.random() * 0.3)
        one.kill()
    for one in doomed:
        assert one.wait() == -signal.SIGKILL


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whoever_is_killed_while_acting_loses_nothing_acknowledged(site: Site, seed: int) -> None:
    rng, before = Random(seed), site.told("key")  # noqa: S311
    doomed = [site.begin("act", f"{seed}{each}") for each in "ab"]
    wait_until(lambda: site.told("key") > before + 30)
    kill_sometime(rng, *doomed)
    assert site.check() == []


def test_mail_that_was_not_answered_for_comes_again_and_is_one(site: Site) -> None:
    for each in range(3):
        until = site.told("delivered") + 15
        doomed = site.begin("deliver", "10000")
        wait_until(partial(site.has_told, "delivered", until))
        kill_sometime(Random(each), doomed)  # noqa: S311
    site.run("deliver", "60")
    mails = "FROM problems_problem WHERE subject LIKE 'Mail %'"
    ((problems, subjects),) = site.ask(f"SELECT count(*), count(DISTINCT subject) {mails}")
    assert problems == subjects >= 60
    assert site.ask("SELECT count(*) FROM mail_rawmail") == [(problems,)]
    assert site.check() == []


def test_a_clock_that_is_killed_breaks_each_promise_once(site: Site) -> None:
    before = site.told("ticked")
    doomed = [site.begin("tick"), site.begin("tick")]
    wait_until(lambda: site.told("ticked") > before + 10)
    kill_sometime(Random(4), *doomed)  # noqa: S311
    assert site.check() == []


def test_a_reply_about_to_leave_is_said_once_or_still_there(site: Site) -> None:
    """Two clocks say the same replies; whoever is killed, each is said, waiting or a draft."""
    before = site.told("reply")
    doomed = [site.begin("reply", each) for each in "xy"]
    wait_until(lambda: site.told("reply") > before + 40)
    kill_sometime(Random(6), *doomed)  # noqa: S311
    said = Counter(text for (text,) in site.ask("SELECT text FROM problems_word"))
    waiting = " ".join(
        text
        for (text,) in site.ask(
            "SELECT text FROM desk_pendingsend UNION ALL SELECT text || other FROM desk_draft"
        )
    )
    replies = [json.loads(line)["reply"] for line in site.lines() if '"reply"' in line]
    assert len(replies) > 40
    assert [one for one in replies if said[one] + (one in waiting) != 1] == []
    assert max(count for text, count in said.items() if text.startswith("Reply ")) == 1
    assert site.check() == []


def test_a_database_that_is_killed_keeps_all_it_acknowledged(site: Site) -> None:
    before = site.told("key")
    doomed = site.begin("act", "5a")
    wait_until(lambda: site.told("key") > before + 30)
    os.kill(site.server.pid, signal.SIGKILL)
    doomed.wait(60)
    site.recover()
    assert site.check() == []


# -- mail that leaves -----------------------------------------------------------------------------


class Postbox:
    """Somebody's mail server, which takes its time."""

    def __init__(self) -> None:
        self.got: list[tuple[str, str, bytes]] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        mail = message_from_bytes(content)
        self.got.append((envelope.rcpt_tos[0], mail["Message-ID"], content))
        return "250 kept"


@pytest.fixture
def postbox(site: Site) -> Iterator[Postbox]:
    box = Postbox()
    taking = Controller(box, hostname="127.0.0.1", port=free_port())
    taking.start()
    try:
        site.relay = f"smtp+plain://127.0.0.1:{taking.port}"
        yield box
    finally:
        site.relay = ""
        taking.stop()


def _batches(site: Site) -> set[tuple[str, str]]:
    """Of every mail that tells colleagues what is new: to whom, and its number."""
    found = site.ask(
        "SELECT DISTINCT email, batch::text FROM desk_news JOIN people_colleague AS who"
        " ON who.id = to_id WHERE batch IS NOT NULL"
    )
    return {(str(email), str(batch)) for email, batch in found}


def test_a_worker_that_is_killed_sends_no_mail_as_another_and_none_more_than_twice(
    site: Site, postbox: Postbox
) -> None:
    waiting = "SELECT count(*) FROM mail_outgoing WHERE sent_at IS NULL AND failed_at IS NULL"
    acting = site.begin("act", "6a")
    wait_until(lambda: site.ask(waiting)[0][0] > 20)
    acting.kill()
    acting.wait()
    ((many,),) = site.ask(waiting)
    doomed = site.begin("work")
    wait_until(lambda: len(postbox.got) >= 5)
    kill_sometime(Random(6), doomed)  # noqa: S311
    heir = site.begin("work")
    wait_until(lambda: site.ask(waiting) == [(0,)], 120)
    heir.terminate()
    assert heir.wait(30) == 0
    written = set(site.ask("SELECT recipient, '<' || message_id || '>' FROM mail_outgoing"))
    copies = Counter((recipient, message_id) for recipient, message_id, _ in postbox.got)
    news = {one for one in copies if one[1].startswith("<news-")}
    assert {(to, number[6:42]) for to, number in news} <= _batches(site)
    assert set(copies) - news <= written
    assert len(copies) - len(news) >= many
    assert max(copies.values()) <= 2
    to_customers = {content for _, number, content in postbox.got if "<news-" not in number}
    assert len(to_customers) == len(copies) - len(news), "the same, byte for byte"
    assert [one for one in site.check() if "wrong" in one] == []
