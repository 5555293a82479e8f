"""Starts the processes of one installation, keeps them running, and stops them in order. No Django here.

Each child has a session of its own, so that the terminal's Ctrl-C comes to us alone. It gets two pipes: on one it
says that it is ready, the other closes when we are gone, and then it ends too. A child that ends by itself is
started again, later and later; one that cannot even start the first time stops everything, so that the reason is
read.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import Protocol, Self

from stayline.project.child import LIFELINE, READY

READY_WITHIN = 60.0
"""Seconds a child has to say that it is ready."""
CALM_AFTER = 60.0
"""Seconds of life after which a child's earlier ends are forgiven."""
FRUGAL = {"MALLOC_ARENA_MAX": "2"}
"""glibc keeps memory apart for each thread otherwise."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0


class StartFailed(Exception):
    """A process could not be started; it has said why on standard error."""


class Stopped(Exception):
    """Somebody asked to stop before everything was started."""


class Interrupts:
    """Notices signals without losing one between two looks."""

    def __init__(self) -> None:
        self.asked_to_stop = False
        self._read, self._write = os.pipe()
        os.set_blocking(self._read, False)
        os.set_blocking(self._write, False)

    def __enter__(self) -> Self:
        signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, self._stop)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        return self

    def __exit__(self, *_: object) -> None:
        signal.set_wakeup_fd(-1)

    def _stop(self, sign: int, frame: FrameType | None) -> None:
        self.asked_to_stop = True

    def wait(self, seconds: float, *others: int) -> list[int]:
        """Until a signal comes, or one of the other pipes has something to read, or for so long."""
        readable, _, _ = select.select([self._read, *others], [], [], seconds)
        if self._read in readable:
            os.read(self._read, 512)
            readable.remove(self._read)
        return readable


class Kept(Protocol):
    """Something that is started again when it ends."""

    name: str

    def has_ended(self) -> bool: ...

    def start_again(self) -> None: ...

    def stop(self) -> None: ...


@dataclass(slots=True)
class Child:
    """One process of ours."""

    name: str
    command: Sequence[str]
    patience: float = 10.0
    """Seconds it has to end in good order before it is killed."""
    process: subprocess.Popen[bytes] | None = None
    _lifeline: int | None = field(default=None, repr=False)
    _ready: int | None = field(default=None, repr=False)

    def start(self) -> None:
        """Lets it begin; `wait_until_ready` must follow."""
        self._ready = self._spawn()

    def wait_until_ready(self, interrupts: Interrupts) -> None:
        """Raises StartFailed when it ends or stays silent instead."""
        ready, self._ready = self._ready, None
        assert ready is not None, "it was not started"
        until = time.monotonic() + READY_WITHIN
        try:
            while not interrupts.wait(max(0.0, until - time.monotonic()), ready):
                if interrupts.asked_to_stop:
                    raise Stopped
                if time.monotonic() >= until:
                    raise StartFailed(f"The {self.name} process did not answer in time.")
            if not os.read(ready, 16):
                raise StartFailed(f"The {self.name} process could not be started.")
        finally:
            os.close(ready)

    def start_again(self) -> None:
        os.close(self._spawn())

    def has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def stop(self) -> None:
        """Asks it to end, and waits; kills it when patience is over."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(self.patience)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self._cut_lifeline()

    def _spawn(self) -> int:
        self._cut_lifeline()
        ready_read, ready_write = os.pipe()
        life_read, self._lifeline = os.pipe()
        try:
            self.process = subprocess.Popen(
                list(self.command),
                stdin=subprocess.DEVNULL,
                env={**FRUGAL, **os.environ, READY: str(ready_write), LIFELINE: str(life_read)},
                pass_fds=(ready_write, life_read),
                start_new_session=True,
            )
        finally:
            os.close(ready_write)
            os.close(life_read)
        return ready_read

    def _cut_lifeline(self) -> None:
        if self._lifeline is not None:
            os.close(self._lifeline)
            self._lifeline = None


@dataclass(slots=True)
class _Watch:
    kept: Kept
    started: float
    pause: float = FIRST_PAUSE
    again_at: float | None = None


def keep_running(
    kept: Sequence[Kept], interrupts: Interrupts, *, say: Callable[[str], None]
) -> None:
    """Until somebody asks to stop: whoever ends is started again."""
    watches = [_Watch(one, time.monotonic()) for one in kept]
    while not interrupts.asked_to_stop:
        for watch in watches:
            _look_after(watch, say)
        due = [watch.again_at for watch in watches if watch.again_at is not None]
        interrupts.wait(max(0.0, min(due) - time.monotonic()) if due else 60.0)


def _look_after(watch: _Watch, say: Callable[[str], None]) -> None:
    now = time.monotonic()
    if watch.again_at is None:
        if watch.kept.has_ended():
            _plan_restart(watch, now, say)
    elif now >= watch.again_at:
        watch.again_at, watch.started = None, now
        try:
            watch.kept.start_again()
        except Exception as error:  # noqa: BLE001 - whatever it was, it is said, and tried again later
            say(f"{watch.kept.name}: {error}")
            _plan_restart(watch, now, say)


def _plan_restart(watch: _Watch, now: float, say: Callable[[str], None]) -> None:
    if now - watch.started > CALM_AFTER:
        watch.pause = FIRST_PAUSE
    say(f"{watch.kept.name} has ended; starting it again in {watch.pause:g} s")
    watch.again_at = now + watch.pause
    watch.pause = min(watch.pause * 2, LONGEST_PAUSE)


def run_once(command: Sequence[str], interrupts: Interrupts) -> int:
    """Runs a command to its end; raises Stopped when somebody asks to stop meanwhile."""
    process = subprocess.Popen(list(command), stdin=subprocess.DEVNULL, start_new_session=True)
    while process.poll() is None:
        interrupts.wait(1.0)
        if interrupts.asked_to_stop:
            process.terminate()
            process.wait()
            raise Stopped
    return process.returncode


def python(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", module, *arguments]
