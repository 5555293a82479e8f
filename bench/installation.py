"""A whole demo: how long until the first page, and how much memory all of it takes."""

from __future__ import annotations

import os
import shutil
import smtplib
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from bench.mails import DOOR, mail, sender
from bench.measuring import Figure, kilobytes
from tests.installation import Installation

AIM_MB, AIM_SECONDS = 300, 5


@contextmanager
def demo() -> Iterator[Installation]:
    """In a folder of its own, which is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="stayline-bench-")) / "data"
    demo = Installation(folder, "demo")
    try:
        yield demo
    finally:
        demo.end()
        shutil.rmtree(folder.parent, ignore_errors=True)


def figures(demo: Installation, mails: int) -> Iterator[Figure]:
    """Cold: an empty data folder. Warm: the same folder again. Stopped when all is said."""
    yield Figure("cold start to the first page", _first_page(demo), "s")
    yield _memory("memory of the demo, idle", demo)
    _load(demo, mails)
    yield _memory("memory of the demo, after work", demo)
    demo.stop()
    warm = _first_page(demo)
    demo.stop()
    aim = f"≤ {AIM_SECONDS} s"
    yield Figure("warm start to the first page", warm, "s", aim, warm <= AIM_SECONDS)


def _first_page(demo: Installation) -> float:
    begun = time.perf_counter()
    demo.start()
    demo.get("/accounts/login/")
    return time.perf_counter() - begun


def _load(demo: Installation, mails: int) -> None:
    """Mails over SMTP, a page after each; then a moment to send what they caused."""
    with smtplib.SMTP("127.0.0.1", demo.mail_port, timeout=30) as relay:
        for number in range(mails):
            relay.sendmail(sender(number, "smtp"), [DOOR], mail(number, "smtp"))
            with urlopen(f"{demo.url}/accounts/login/", timeout=10) as page:  # noqa: S310
                page.read()
    time.sleep(2)


def _memory(what: str, demo: Installation) -> Figure:
    megabytes = sum(kilobytes(process) for process in _family(demo)) / 1024
    aim = f"≤ {AIM_MB} MB"
    return Figure(what, megabytes, "MB", aim, megabytes <= AIM_MB)


def _family(demo: Installation) -> list[int]:
    """The supervisor and every process below it; PostgreSQL is one of them."""
    assert demo.process is not None
    parents: dict[int, int] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                stat = Path(f"/proc/{entry}/stat").read_text(encoding="utf-8")
            except OSError:
                continue  # it has ended meanwhile
            parents[int(entry)] = int(stat.rpartition(")")[2].split()[1])
    family = [demo.process.pid]
    for process in family:
        family += [child for child, parent in parents.items() if parent == process]
    return family
