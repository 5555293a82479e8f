"""Mails delivered from their bytes to a commit, beside parsing them and writing the same rows."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from email import message_from_bytes
from email.policy import default as modern
from multiprocessing import get_context

from bench.floor import Floor, our_backend
from bench.mails import DOOR, mail, moment, sender
from bench.measuring import Figure, in_turns, pace, ratios
from bench.site import close_connections


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
    floor = Floor(url)
    try:
        for number in range(5):
            deliver(number)
        rows = floor.rows_of(lambda: deliver(5))

        def floor_once(number: int) -> None:
            parse(number)
            floor.write(rows)

        numbers = range(10, 10 + many)
        for number in numbers:
            mail(number)  # written before, so that nobody is timed writing it
        pace(floor_once, range(5))
        ours, bare = in_turns(
            deliver,
            floor_once,
            numbers,
            each=max(many // 4, 1),
            backends=(our_backend(), floor.backend),
        )
    finally:
        floor.close()
    beside = {**ratios(ours, bare), "rows": len(rows)}
    aim, reached = "≥ 1/3 of the floor", beside["ratio"] >= 1 / 3
    yield Figure("mails a second, one worker", ours.per_second, "/s", aim, reached, beside)
    two = _two_workers(many // 2)
    beside = {"ratio": two / bare.per_second}
    yield Figure("mails a second, two workers", two, "/s", beside=beside)


def _two_workers(many: int) -> float:
    """Two processes with connections of their own, each with so many mails."""
    runs = ("b", "c")
    for run in runs:
        for number in range(10 + many):
            mail(number, run)
    close_connections()  # none may be shared with a child
    with ProcessPoolExecutor(len(runs), mp_context=get_context("fork")) as workers:
        spans = list(workers.map(_work, runs, [many] * len(runs)))
    took = max(ended for _, ended in spans) - min(begun for begun, _ in spans)
    return len(runs) * many / took


def _work(run: str, many: int) -> tuple[float, float]:
    """From when to when, by the clock on the wall."""
    for number in range(3):
        deliver(number, run)
    begun = time.time()
    for number in range(10, 10 + many):
        deliver(number, run)
    return begun, time.time()
