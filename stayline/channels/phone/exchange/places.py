"""Where the exchange's programs, its prompts and one instance's files are."""

from __future__ import annotations

import fcntl
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SETTINGS = "exchange.json"
"""In an instance's folder: its ports and password, once it was set up."""


def folder_of(data: Path) -> Path:
    """The folder of a data folder's own exchange."""
    return data / "phone" / "exchange"


def is_there(data: Path) -> bool:
    """Whether there is an exchange to attend to: the company's, or one of our own."""
    return (
        bool(os.environ.get("STAYLINE_PHONE_URL", "").strip())
        or (folder_of(data) / SETTINGS).exists()
    )


class ExchangeError(Exception):
    """What went wrong, in a sentence for whoever typed the command."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What Debian calls this kind of machine, and how its programs are loaded."""

    arch: str
    triplet: str
    loader: str


MACHINES = {
    "x86_64": Machine("amd64", "x86_64-linux-gnu", "ld-linux-x86-64.so.2"),
    "aarch64": Machine("arm64", "aarch64-linux-gnu", "ld-linux-aarch64.so.1"),
}


def this_machine() -> Machine:
    """Raises ExchangeError where there is no Asterisk of ours to be had."""
    try:
        return MACHINES[platform.machine()]
    except KeyError:
        raise ExchangeError(
            f"There is no Asterisk ready for a {platform.machine()}; use one of your own (docs/running/phone.md)."
        ) from None


def cache_folder() -> Path:
    """What can be fetched or made again, shared by all instances: $STAYLINE_CACHE, else ~/.cache/stayline."""
    named = os.environ.get("STAYLINE_CACHE")
    if named:
        return Path(named).resolve()
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "stayline"


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Two starts at once wait for each other."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
