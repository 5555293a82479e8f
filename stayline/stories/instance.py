"""An instance to play with: a fresh demo in a folder of its own, which ends with the story."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from stayline.project import database
from stayline.project.postgres_programs import DatabaseError
from stayline.stories.broken import StoryBroken
from stayline.stories.postbox import free_port

SECONDS_TO_START = 90.0
READY = "stayline: ready in"
LINES_OF_LOG = 40
"""Of what the instance said, shown when a story breaks."""
# A fresh instance is nobody's: it must not find another one's database or settings.
FOREIGN = ("DATABASE_URL", "DATABASE_URL_FILE", "STAYLINE_DATA", "STAYLINE_COMPANY")


@dataclass(frozen=True, slots=True)
class Instance:
    """Where a running instance answers. `folder` is None for one that somebody else runs."""

    trusted: ClassVar[str] = "mx.fernwood.example"
    """The mail server whose word an instance of ours believes about who sent a mail."""

    url: str
    smtp_host: str
    smtp_port: int
    folder: Path | None = None

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A `stayline` command on its data folder, to its end."""
        assert self.folder is not None, "only on an instance of the story's own"
        return subprocess.run(
            [*_stayline(self.folder), *arguments],
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


@contextmanager
def fresh(relay: str) -> Iterator[Instance]:
    """A new demo, whose mail leaves to `relay` (`127.0.0.1:2526`); gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="stayline-story-") as scratch:
        folder = Path(scratch) / "data"
        try:
            with _running(folder, Path(scratch) / "log", relay) as instance:
                yield instance
        finally:
            with suppress(DatabaseError):
                database.discard(folder)


@contextmanager
def _running(folder: Path, log: Path, relay: str) -> Iterator[Instance]:
    port, mail_port = free_port(), free_port()
    environment = _environment() | {
        "STAYLINE_MAIL_RELAY": f"smtp+plain://{relay}",
        "STAYLINE_MAIL_AUTHSERV_ID": Instance.trusted,
        "STAYLINE_UNDO_SEND_SECONDS": "0",
    }
    command = [*_stayline(folder), "demo", "--port", str(port), "--mail-port", str(mail_port)]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out
        )
    try:
        _wait_until_ready(process, log)
        yield Instance(f"http://127.0.0.1:{port}", "127.0.0.1", mail_port, folder)
    except StoryBroken as broken:
        last = "\n".join(log.read_text(errors="replace").splitlines()[-LINES_OF_LOG:])
        raise StoryBroken(f"{broken}\n\nThe last the instance said:\n{last}") from broken
    finally:
        _stop(process)


def _wait_until_ready(process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while READY not in (said := log.read_text(errors="replace")):
        if process.poll() is not None or time.monotonic() > until:
            raise StoryBroken(f"The instance did not start:\n{said}")
        time.sleep(0.05)


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _stayline(folder: Path) -> list[str]:
    return [sys.executable, "-m", "stayline", "--data", str(folder)]


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    kept.pop("STAYLINE_DEMO", None)
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, [root, kept.get("PYTHONPATH", "")]))
    return kept | {"PYTHONPATH": path}
