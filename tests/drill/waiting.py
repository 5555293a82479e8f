"""Waiting for something to become true, and the word that it did not."""

from __future__ import annotations

import time
from collections.abc import Callable


class DrillFailed(Exception):
    """The drill itself could not go on; the sentence says why."""


def wait_until(what: str, holds: Callable[[], bool], seconds: float) -> float:
    """How many seconds it took. Raises DrillFailed when it never comes true."""
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > seconds:
            raise DrillFailed(f"After {seconds:.0f} s there is still not {what}.")
        time.sleep(0.1)
    return time.monotonic() - began
