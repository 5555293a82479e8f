"""Two web processes and two workers on one database, killed in the middle of mail, handoffs and consents.

The small form of `bin/drill`: nothing that was answered is lost, nothing happens twice, nobody is owned by two.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from itertools import cycle
from typing import Any

import psycopg
import pytest

from stayline.project import database
from stayline.stories.postbox import Letter
from tests.drill.proof import Proof, until_all_answer
from tests.drill.traffic import Outside, Somebody, Told, Traffic
from tests.installation import Installation, SecondWeb, free_port

EVERYTHING = ("page", "mail", "mail with a file", "word", "consent", "satisfied")


class TwoOfEach:
    """A demo with a second web and a second worker; who is outside is sent to one and the other by turns."""

    def __init__(self, demo: Installation) -> None:
        self.demo = demo
        self.second_web, self.second_mail_port = SecondWeb(demo), free_port()
        self._webs = cycle([demo.url, self.second_web.there.url])
        self._mails = cycle([demo.mail_port, self.second_mail_port])
        self._database = database.place_of(demo.folder).url
        self.worker: subprocess.Popen[bytes] | None = None

    # -- for those outside -----------------------------------------------------------------------

    def web(self) -> str:
        return next(self._webs)

    def mail(self) -> tuple[str, int]:
        return "127.0.0.1", next(self._mails)

    def ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self._database) as connection:
            return connection.execute(query.encode(), values).fetchall()

    def sign_in(self, somebody: Somebody, first_name: str) -> None:
        buttons = [one.label for form in somebody.open("/demo/").forms for one in form.buttons]
        label = next(one for one in buttons if first_name in one.split())
        somebody.press("/demo/", label, to="/demo/")

    def link(self, address: str, saying: str) -> str:
        """The demo keeps its mails, for the page that shows them."""
        for (message,) in self.ask(
            "SELECT message FROM mail_outgoing WHERE recipient = %s", address
        ):
            letter = Letter((address,), "", message_from_bytes(message, policy=default))
            if letter.says(saying):
                return letter.page
        return ""

    def audit(self) -> str:
        done = self.demo.run("audit")
        return done.stdout + done.stderr if done.returncode else ""

    # -- what runs -------------------------------------------------------------------------------

    def start_worker(self) -> None:
        folder = str(self.demo.folder)
        environment = {"STAYLINE_DEMO": "yes", "STAYLINE_MAIL_PORT": str(self.second_mail_port)}
        with self.second_web.log.open("ab") as log:
            self.worker = subprocess.Popen(
                [sys.executable, "-m", "stayline", "--data", folder, "worker"],
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def end(self) -> None:
        self.second_web.stop()
        if self.worker is not None:
            self.worker.terminate()
            self.worker.wait(30)

    def kill_the_demos(self, module: str) -> None:
        """Its supervisor starts it again."""
        os.kill(self.demo.child(module), signal.SIGKILL)

    def kill_the_second_worker(self) -> None:
        assert self.worker is not None
        self.worker.kill()
        self.worker.wait()
        self.start_worker()

    def kill_the_second_web(self) -> None:
        self.second_web.kill()
        self.second_web.begin()


@pytest.fixture
def two(demo: Installation) -> Iterator[TwoOfEach]:
    made = TwoOfEach(demo)
    made.second_web.begin()
    made.start_worker()
    try:
        yield made
    finally:
        made.end()


@pytest.mark.timeout(400)
def test_whichever_is_killed_nothing_answered_is_lost_and_nothing_is_there_twice(
    two: TwoOfEach,
) -> None:
    told = Told()
    traffic = Traffic(Outside(two, told))
    traffic.begin()
    until_all_answer(told, EVERYTHING, time.monotonic(), 120)
    two.kill_the_demos("stayline.project.worker")
    two.kill_the_second_web()
    two.kill_the_second_worker()
    two.kill_the_demos("stayline.project.web")
    until_all_answer(told, EVERYTHING, time.monotonic(), 120)
    traffic.stop()
    assert told.given_up == []
    assert Proof(two, told).wrong() == []
