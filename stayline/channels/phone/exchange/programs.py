"""The exchange's programs: unpacked once for each lock, and run by the loader and libraries that came with them."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stayline.channels.phone.exchange import lockfile
from stayline.channels.phone.exchange.archive import Archive, ArchiveMovedOn, Say, unpack
from stayline.channels.phone.exchange.places import (
    ExchangeError,
    Machine,
    cache_folder,
    one_at_a_time,
    this_machine,
)

UNREAD = ("doc", "man", "locale", "info", "lintian", "bash-completion", "zoneinfo")
COMPLETE = ".complete"


@dataclass(frozen=True, slots=True)
class Programs:
    """An unpacked tree."""

    tree: Path
    machine: Machine
    version: str

    @property
    def modules(self) -> Path:
        return self.tree / "usr/lib" / self.machine.triplet / "asterisk/modules"

    @property
    def shared(self) -> Path:
        return self.tree / "usr/share/asterisk"

    def command(self, program: str, *arguments: str) -> list[str]:
        """How to run one of the tree's programs, such as "sbin/asterisk"."""
        libraries = self.tree / "usr/lib" / self.machine.triplet
        folders = (libraries, libraries / "asterisk", libraries / "pulseaudio", libraries / "sox")
        loader = self.tree / "usr/lib64" / self.machine.loader
        if not loader.exists():  # where Debian keeps arm64's
            loader = libraries / self.machine.loader
        return [
            *(str(loader), "--library-path", ":".join(str(one) for one in folders)),
            str(self.tree / "usr" / program),
            *arguments,
        ]

    def environment(self) -> dict[str, str]:
        """For the tree's programs: nothing of the host's libraries, no words but English."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("LD_")}
        voices = self.tree / "usr/lib" / self.machine.triplet
        return {**kept, "LC_ALL": "C.UTF-8", "ESPEAK_DATA_PATH": str(voices)}

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            self.command(program, *arguments),
            env=self.environment(),
            capture_output=True,
            check=False,
        )


def obtain(say: Say, *, mirror: str = "", update: bool = False) -> Programs:
    """The programs of the current lock, fetched and unpacked unless they are here.

    Raises ArchiveMovedOn where the archive no longer has them, unless told to `update` the lock.
    """
    machine = this_machine()
    archive = Archive(machine, mirror, say)
    with one_at_a_time(cache_folder() / "asterisk"):
        lock = lockfile.read(lockfile.current(machine.arch))
        if update:
            lock = _renew(lock, machine, archive, say)
        if lock is None:
            raise ExchangeError(
                f"No packages are locked for {machine.arch} yet: `stayline phone up --update` locks what"
                " Debian has today."
            )
        tree = cache_folder() / "asterisk" / f"tree-{machine.arch}-{lock.digest}"
        if not (tree / COMPLETE).exists():
            _make(tree, lock, archive, say)
        return Programs(tree, machine, lock.asterisk)


def _renew(
    old: lockfile.Lock | None, machine: Machine, archive: Archive, say: Say
) -> lockfile.Lock:
    new = archive.resolve()
    changes = lockfile.differences(old, new)
    if not changes and old is not None:
        say("the archive has nothing newer")
        return old
    file = _where_to_write(machine.arch)
    lockfile.write(file, machine.arch, new)
    say(f"locked anew in {file}: {_some(changes)}")
    return new


def _where_to_write(arch: str) -> Path:
    """In a checkout the project's own lock, else one in the cache."""
    ours = lockfile.shipped(arch)
    checkout = (Path(__file__).parents[4] / "pyproject.toml").exists()
    return ours if checkout and os.access(ours.parent, os.W_OK) else lockfile.renewed(arch)


def _make(tree: Path, lock: lockfile.Lock, archive: Archive, say: Say) -> None:
    began = time.monotonic()
    try:
        files = archive.fetch(lock)
    except ArchiveMovedOn as gone:
        changes = lockfile.differences(lock, archive.resolve())
        raise ArchiveMovedOn(
            f"Debian's archive has moved on and no longer has all that is locked ({_some(changes) or gone})."
            " `stayline phone up --update` locks what it has now; a mirror that keeps old packages can be named"
            " with --mirror."
        ) from gone
    say(f"unpacking {len(files)} packages")
    fresh = tree.with_suffix(".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    unpack(files, fresh)
    for name in UNREAD:
        shutil.rmtree(fresh / "usr/share" / name, ignore_errors=True)
    (fresh / COMPLETE).touch()
    fresh.rename(tree)
    say(f"Asterisk {lock.asterisk} is ready after {time.monotonic() - began:.0f} s")


def _some(changes: Sequence[str]) -> str:
    rest = f" and {len(changes) - 3} more" if len(changes) > 3 else ""
    return ", ".join(changes[:3]) + rest
