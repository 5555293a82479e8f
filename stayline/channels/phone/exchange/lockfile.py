"""Which packages the exchange is made of: name, version, size and checksum, a line each."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from stayline.channels.phone.exchange.places import cache_folder

HEAD = """\
# Asterisk, its standard sounds, a voice for the prompts, and every library they need: from Debian unstable, for {arch}.
# Written by `stayline phone up --update`. Name, version, architecture, bytes, SHA-256.
"""


@dataclass(frozen=True, slots=True, order=True)
class Package:
    name: str
    version: str
    arch: str
    size: int
    sha256: str

    @property
    def asked_for(self) -> str:
        """How apt is told to bring exactly this one."""
        return f"{self.name}={self.version}"

    @property
    def line(self) -> str:
        return f"{self.name} {self.version} {self.arch} {self.size} {self.sha256}"


@dataclass(frozen=True, slots=True)
class Lock:
    packages: tuple[Package, ...]

    @property
    def digest(self) -> str:
        """Names the unpacked tree, so that another lock is another tree."""
        text = "\n".join(one.line for one in self.packages)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def asterisk(self) -> str:
        """Asterisk's own version, such as 22.10.1."""
        version = next(one.version for one in self.packages if one.name == "asterisk")
        return re.split(r"[~+-]", version.partition(":")[2] or version)[0]

    @property
    def size(self) -> int:
        return sum(one.size for one in self.packages)


def lock_of(packages: Iterable[Package]) -> Lock:
    return Lock(tuple(sorted(packages)))


def shipped(arch: str) -> Path:
    """The lock that comes with the project."""
    return Path(__file__).with_name(f"asterisk-{arch}.lock")


def renewed(arch: str) -> Path:
    """The lock that `--update` writes where the project's own files are not to be written."""
    return cache_folder() / "asterisk" / f"asterisk-{arch}.lock"


def current(arch: str) -> Path:
    """A lock renewed here wins, until the project ships a newer one."""
    ours, here = shipped(arch), renewed(arch)
    if not here.exists():
        return ours
    if ours.exists() and ours.stat().st_mtime > here.stat().st_mtime:
        return ours
    return here


def read(file: Path) -> Lock | None:
    """None where there is no lock for this kind of machine yet."""
    if not file.exists():
        return None
    lines = [line for line in file.read_text().splitlines() if line and not line.startswith("#")]
    return lock_of(_package(line.split()) for line in lines)


def _package(words: Sequence[str]) -> Package:
    name, version, arch, size, sha256 = words
    return Package(name, version, arch, int(size), sha256)


def write(file: Path, arch: str, lock: Lock) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(HEAD.format(arch=arch) + "".join(f"{one.line}\n" for one in lock.packages))


def differences(old: Lock | None, new: Lock) -> list[str]:
    """In words, what moved from one lock to the other."""
    before = {one.name: one.version for one in old.packages} if old else {}
    after = {one.name: one.version for one in new.packages}
    moved = [
        f"{name} {before[name]} → {after[name]}"
        for name in sorted(before.keys() & after.keys())
        if before[name] != after[name]
    ]
    came = [f"{name} is new" for name in sorted(after.keys() - before.keys())]
    went = [f"{name} is no longer needed" for name in sorted(before.keys() - after.keys())]
    return moved + came + went
