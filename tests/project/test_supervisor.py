"""Processes are started, kept running, and stopped in order."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from stayline.project import supervisor
from stayline.project.supervisor import (
    Child,
    Interrupts,
    StartFailed,
    Stopped,
    keep_running,
    run_once,
)

LIVES = """
import os, signal, sys, time
from stayline.project.child import end_with_supervisor, tell_ready
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
end_with_supervisor()
open(sys.argv[1], "a").write(f"{os.getpid()}\\n")
tell_ready()
while True: time.sleep(0.05)
"""


def child(code: str, *arguments: str, patience: float = 5) -> Child:
    return Child("test", [sys.executable, "-c", code, *arguments], patience)


def start(one: Child, interrupts: Interrupts) -> None:
    one.start()
    one.wait_until_ready(interrupts)


@pytest.fixture
def interrupts() -> Iterator[Interrupts]:
    kept = {
        sign: signal.getsignal(sign)
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD)
    }
    with Interrupts() as made:
        yield made
    for sign, handler in kept.items():
        signal.signal(sign, handler)


def pids(file: Path) -> list[int]:
    return [int(line) for line in file.read_text().splitlines()] if file.exists() else []


def test_a_child_is_ready_when_it_says_so_and_ends_when_asked(
    interrupts: Interrupts, tmp_path: Path
) -> None:
    one = child(LIVES, str(tmp_path / "lives"))
    start(one, interrupts)
    assert len(pids(tmp_path / "lives")) == 1
    one.stop()
    assert one.process is not None
    assert one.process.returncode == 0


def test_a_child_that_ends_before_it_is_ready_fails_the_start(interrupts: Interrupts) -> None:
    with pytest.raises(StartFailed, match="The test process could not be started"):
        start(child("import sys; sys.exit(3)"), interrupts)


def test_a_child_that_stays_silent_fails_the_start(
    interrupts: Interrupts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "READY_WITHIN", 0.3)
    silent = child("import time; time.sleep(60)")
    with pytest.raises(StartFailed, match="did not answer in time"):
        start(silent, interrupts)
    silent.stop()


def test_a_child_that_will_not_end_is_killed(interrupts: Interrupts) -> None:
    deaf = child(
        "import signal, time; signal.signal(15, signal.SIG_IGN);"
        "from stayline.project.child import tell_ready; tell_ready(); time.sleep(60)",
        patience=0.2,
    )
    start(deaf, interrupts)
    deaf.stop()
    assert deaf.process is not None
    assert deaf.process.returncode == -signal.SIGKILL


def test_a_child_ends_when_its_supervisor_is_gone(interrupts: Interrupts, tmp_path: Path) -> None:
    one = child(LIVES, str(tmp_path / "lives"))
    start(one, interrupts)
    assert one.process is not None
    one._cut_lifeline()  # what the kernel does for a supervisor that was killed
    assert one.process.wait(5) == 0


def test_who_ends_is_started_again_until_somebody_asks_to_stop(
    interrupts: Interrupts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "FIRST_PAUSE", 0.05)
    file, said = tmp_path / "lives", list[str]()
    one = child(LIVES, str(file))
    start(one, interrupts)

    def kill_it_then_us() -> None:
        os.kill(pids(file)[0], signal.SIGKILL)
        until = time.monotonic() + 20
        while len(pids(file)) < 2 and time.monotonic() < until:
            time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=kill_it_then_us).start()
    keep_running([one], interrupts, say=said.append)
    one.stop()
    assert len(pids(file)) == 2
    assert said == ["test has ended; starting it again in 0.5 s"]


def test_a_child_that_keeps_failing_is_tried_later_and_later() -> None:
    class Failing:
        name = "failing"

        def has_ended(self) -> bool:
            return True

        def start_again(self) -> None:
            raise OSError("no")

        def stop(self) -> None: ...

    watch = supervisor._Watch(Failing(), time.monotonic())
    said: list[str] = []
    pauses = []
    for _ in range(9):
        watch.again_at = 0.0 if said else None
        supervisor._look_after(watch, said.append)
        pauses.append(watch.pause)
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 30, 30]
    assert "failing: no" in said


def test_somebody_may_ask_to_stop_during_the_preparations(interrupts: Interrupts) -> None:
    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
    began = time.monotonic()
    with pytest.raises(Stopped):
        run_once([sys.executable, "-c", "import time; time.sleep(60)"], interrupts)
    assert time.monotonic() - began < 10
