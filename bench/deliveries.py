"""Mails delivered from their bytes to a commit, beside parsing them and writing the same rows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default as modern
from pathlib import Path

from bench.floor import Floor, Row
from bench.mails import DOOR, mail, moment, sender
from bench.measuring import Figure, per_second

ROOT = Path(__file__).resolve().parents[1]


def deliver(number: int, run: str = "a") -> None:
    from stayline.channels.mail import intake

    intake.deliver(
        mail(number, run),
        envelope_from=sender(number, run),
        envelope_to=[DOOR],
        at=moment(number),
    )


def parse(number: int) -> None:
    """What the standard library does to read what we read."""
    message = message_from_bytes(mail(number), policy=modern)
    for name in ("From", "To", "Subject", "Message-ID", "Date", "In-Reply-To", "References"):
        str(message[name])
    for part in message.walk():
        if part.get_content_maintype() == "text":
            part.get_content()


def figures(url: str, many: int) -> Iterator[Figure]:
    """Ours and the floor in turns, so that both see the same machine."""
    floor = Floor(url)
    try:
        for number in range(5):
            deliver(number)
        rows = floor.rows_of(lambda: deliver(5))
        ours, bare = _in_turns(floor, rows, many)
    finally:
        floor.close()
    yield Figure(
        "mails a second, one worker",
        ours,
        "/s",
        "≥ 1/3 of the floor",
        ours >= bare / 3,
        {"floor": bare, "ratio": ours / bare, "rows": len(rows)},
    )
    two = _two_processes(many // 2)
    yield Figure("mails a second, two workers", two, "/s", beside={"ratio": two / bare})


def _in_turns(floor: Floor, rows: list[Row], many: int) -> tuple[float, float]:
    def floor_once(number: int) -> None:
        parse(number)
        floor.write(rows)

    rounds, each = 4, max(many // 4, 1)
    ours = bare = 0.0
    per_second(mail, range(10 + many))  # written before, so that nobody is timed writing them
    per_second(floor_once, range(5))
    for round_ in range(rounds):
        first = 10 + round_ * each
        ours += per_second(deliver, range(first, first + each)) / rounds
        bare += per_second(floor_once, range(first, first + each)) / rounds
    return ours, bare


def _two_processes(many: int) -> float:
    """Both begin when both are ready."""
    begun = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.deliveries", run, str(many)],
            cwd=ROOT,
            env=dict(os.environ),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for run in ("b", "c")
    ]
    for one in begun:
        assert one.stdout is not None
        one.stdout.readline()
    for one in begun:
        assert one.stdin is not None
        one.stdin.write(b"go\n")
        one.stdin.flush()
    spans = [json.loads(one.communicate()[0]) for one in begun]
    took: float = max(span[1] for span in spans) - min(span[0] for span in spans)
    return 2 * many / took


def _work(run: str, many: int) -> None:
    import django

    django.setup()
    for number in range(3):
        deliver(number, run)
    per_second(lambda number: mail(number, run), range(10 + many))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    begun = time.time()
    for number in range(10, 10 + many):
        deliver(number, run)
    sys.stdout.write(json.dumps([begun, time.time()]))


if __name__ == "__main__":
    _work(sys.argv[1], int(sys.argv[2]))
