"""A whole installation for a test: the real command, its own data folder, ports of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from stayline.project import database
from stayline.project.postgres_programs import DatabaseError

FORGET = ("DATABASE_URL", "STAYLINE_TEST_DATABASE_URL", "STAYLINE_DATA", "STAYLINE_DEMO")
READY = "stayline: ready in"


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


class Installation:
    """`stayline demo` or `stayline serve` on one data folder, started and stopped as often as a test wants."""

    def __init__(self, folder: Path, command: str = "demo", **environment: str) -> None:
        self.folder = folder
        self.command = command
        self.environment: Mapping[str, str] = environment
        self.port, self.mail_port = free_port(), free_port()
        self.log = folder.parent / f"{folder.name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Another `stayline` command on the same folder, to its end."""
        return subprocess.run(
            [*self._stayline(), *arguments],
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def start(self, *options: str) -> Installation:
        """Returns when everything answers; fails with what was said when it does not."""
        ports = ("--port", str(self.port), "--mail-port", str(self.mail_port))
        before = self.said().count(READY)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self._stayline(), self.command, *ports, *options],
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait_until_ready(before)
        return self

    def stop(self, sign: signal.Signals = signal.SIGINT) -> int:
        """As Ctrl-C does. Gives the exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(sign)
        return self.process.wait(30)

    def kill(self) -> None:
        """kill -9 of the supervisor, which can say goodbye to nobody."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def end(self) -> None:
        """After the test: everything is gone, also from outside the data folder."""
        if self.process is not None:
            self.stop(signal.SIGTERM)
        with suppress(DatabaseError):
            database.discard(self.folder)

    def get(self, path: str) -> tuple[int, str]:
        with urlopen(self.url + path, timeout=10) as answer:  # noqa: S310 - our own loopback address
            return answer.status, answer.read().decode()

    def said(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def child(self, module: str) -> int:
        """The number of our process that runs this module."""
        assert self.process is not None
        shown = subprocess.run(
            ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(self.process.pid)],
            capture_output=True,
            text=True,
            check=True,
        )
        return next(int(line.split()[0]) for line in shown.stdout.splitlines() if module in line)

    def memory(self) -> float:
        """Megabytes of all our processes, PostgreSQL's included; what they share is counted once (PSS)."""
        assert self.process is not None
        family, found = [self.process.pid], 0.0
        for pid in family:
            children = Path(f"/proc/{pid}/task/{pid}/children")
            family += [int(child) for child in children.read_text().split()]
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            found += next(
                int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")
            )
        return found / 1000

    def answers(self) -> bool:
        try:
            return self.get("/health/")[0] == 200
        except (URLError, OSError):
            return False

    def _stayline(self) -> list[str]:
        return [sys.executable, "-m", "stayline", "--data", str(self.folder)]

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in FORGET}
        root = Path(__file__).resolve().parent.parent
        return {**kept, "PYTHONPATH": str(root), **self.environment}

    def _wait_until_ready(self, before: int) -> None:
        assert self.process is not None
        until = time.monotonic() + 60
        while self.said().count(READY) == before:
            if self.process.poll() is not None or time.monotonic() > until:
                raise AssertionError(f"stayline {self.command} did not start:\n{self.said()}")
            time.sleep(0.05)


class SecondWeb:
    """Another web process on an installation that runs, which can be there or not."""

    def __init__(self, installation: Installation, **environment: str) -> None:
        self.there = Installation(installation.folder)
        self.log = installation.folder.parent / f"web-{self.there.port}.log"
        self._environment = {**os.environ, "STAYLINE_DEMO": "yes", **environment}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it answers; fails with what it said when it does not."""
        self.begin()
        assert self._process is not None
        until = time.monotonic() + 30
        while not self.there.answers():
            assert self._process.poll() is None, self.log.read_text()
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.05)

    def begin(self) -> None:
        """The same, for who need not wait for it."""
        data, port = str(self.there.folder), str(self.there.port)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "stayline", "--data", data, "web", "--port", port],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.wait(30)
