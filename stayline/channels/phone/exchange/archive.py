"""Brings packages from Debian's archive with apt's own programs, in a state of its own: the host's is not touched.

With an empty list of installed packages apt resolves every library, libc included, so what is fetched runs on any
distribution. Nothing is installed and no package's script runs; what is fetched is only unpacked.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from stayline.channels.phone.exchange.lockfile import Lock, Package, lock_of
from stayline.channels.phone.exchange.places import ExchangeError, Machine, cache_folder

WANTED = ("asterisk", "asterisk-core-sounds-en-wav", "espeak-ng", "sox")

# What a machine needs to start, and a program in a folder does not.
LEFT_OUT = """\
adduser apt bash bsdutils coreutils dash debconf debianutils diffutils dpkg findutils grep gzip hostname
init-system-helpers login login.defs mawk mount openssl-provider-legacy passwd perl-base sed systemd systemd-sysv
sysvinit-utils tar udev util-linux ncurses-bin ncurses-base
"""

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")

Say = Callable[[str], None]


class ArchiveMovedOn(ExchangeError):
    """The archive no longer has what is locked."""


class Archive:
    """Debian unstable, as seen from a private folder."""

    def __init__(self, machine: Machine, mirror: str, say: Say) -> None:
        self._machine = machine
        self._mirror = mirror
        self._say = say
        self._folder = cache_folder() / "asterisk" / "apt"
        self._debs = cache_folder() / "asterisk" / "debs"
        self._updated = False

    @staticmethod
    def _need(*programs: str) -> None:
        for program in programs:
            if shutil.which(program) is None:
                raise ExchangeError(
                    f"{program} is missing. This recipe is for Debian and Ubuntu; elsewhere use an Asterisk of your own"
                    " (docs/running/phone.md)."
                )

    def fetch(self, lock: Lock) -> list[Path]:
        """The locked packages' files, each checked by its checksum. Without a network when all are here already.

        Raises ArchiveMovedOn.
        """
        self._debs.mkdir(parents=True, exist_ok=True)
        missing = [one for one in lock.packages if not self._is_here(one)]
        if missing:
            self._bring(missing)
        for one in missing:
            if not self._is_here(one):
                raise ExchangeError(f"{one.name} came with another checksum than the locked one.")
        return [self._file(one) for one in lock.packages]

    def _file(self, package: Package) -> Path:
        return self._debs / f"{package.name}_{package.sha256[:16]}.deb"

    def _is_here(self, package: Package) -> bool:
        file = self._file(package)
        return file.exists() and _sha256(file) == package.sha256

    def _bring(self, packages: Sequence[Package]) -> None:
        self._update()
        megabytes = sum(one.size for one in packages) / 1e6
        self._say(f"fetching {len(packages)} packages, {megabytes:.0f} MB")
        scratch = self._folder / "incoming"
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir()
        result = self._apt(
            "apt-get", "-qq", "download", *(one.asked_for for one in packages), folder=scratch
        )
        if result.returncode:
            if "was not found" in result.stderr or "404" in result.stderr:
                raise ArchiveMovedOn(result.stderr.strip().splitlines()[0])
            raise ExchangeError(f"The packages could not be fetched: {_last(result.stderr)}")
        by_sum = {one.sha256: one for one in packages}
        for file in scratch.glob("*.deb"):
            package = by_sum.get(_sha256(file))
            if package is not None:
                file.replace(self._file(package))
        shutil.rmtree(scratch, ignore_errors=True)

    def resolve(self) -> Lock:
        """What the archive would give now."""
        self._update()
        result = self._apt(
            *("apt-get", "-qq", "install", "-y", "--print-uris", "-o", "Acquire::ForceHash=SHA256"),
            *WANTED,
        )
        if result.returncode:
            raise ExchangeError(f"The archive has no such Asterisk: {_last(result.stderr)}")
        left_out = LEFT_OUT.split()
        lines = [line for line in result.stdout.splitlines() if line.startswith("'")]
        return lock_of(
            package for package in map(_package_of, lines) if package.name not in left_out
        )

    def _update(self) -> None:
        if self._updated:
            return
        self._need("apt-get", "apt-config", "dpkg-deb")
        self._say("asking the archive what it has")
        self._write_state()
        result = self._apt("apt-get", "-qq", "update")
        if result.returncode:
            raise ExchangeError(f"The archive does not answer: {_last(result.stderr)}")
        self._updated = True

    def _apt(
        self, program: str, *arguments: str, folder: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "APT_CONFIG": str(self._folder / "apt.conf"), "LC_ALL": "C"}
        return subprocess.run(
            (program, *arguments),
            env=environment,
            cwd=folder or self._folder,
            capture_output=True,
            text=True,
            check=False,
        )

    def _write_state(self) -> None:
        folder = self._folder
        for part in ("state/lists/partial", "cache/archives/partial", "none"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        (folder / "status").write_text("")
        if not KEYRING.exists():
            raise ExchangeError(
                f"{KEYRING} is missing, by which the archive is known. On Ubuntu:"
                " apt-get install debian-archive-keyring"
            )
        (folder / "sources.list").write_text(
            f"deb [signed-by={KEYRING}] {self._mirror or mirror_of_this_machine()} sid main\n"
        )
        (folder / "apt.conf").write_text(_apt_conf(folder, self._machine))


def _apt_conf(folder: Path, machine: Machine) -> str:
    """How fresh the archive's list is does not matter here: what is locked is known by its checksum."""
    ours = {
        "Dir::State": folder / "state",
        "Dir::State::status": folder / "status",
        "Dir::Cache": folder / "cache",
        "Dir::Etc::main": "/dev/null",
        "Dir::Etc::parts": folder / "none",
        "Dir::Etc::sourcelist": folder / "sources.list",
        "Dir::Etc::sourceparts": folder / "none",
        "Dir::Etc::preferences": "/dev/null",
        "Dir::Etc::preferencesparts": folder / "none",
        "Dir::Etc::trusted": "/dev/null",
        "Dir::Etc::trustedparts": folder / "none",
        "Acquire::Check-Valid-Until": "false",
        "Acquire::Check-Date": "false",
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
        "APT::Install-Recommends": "false",
        "APT::Architecture": machine.arch,
        "APT::Sandbox::User": "",
        "Debug::NoLocking": "true",
    }
    lines = [f'{name} "{value}";\n' for name, value in ours.items()]
    return "".join(_ways_out() + lines)


def _ways_out() -> list[str]:
    """How this machine's own apt gets out: its proxies and certificates."""
    dump = _host("apt-config", "dump", "Acquire")
    return [f"{line}\n" for line in dump.splitlines() if "Proxy" in line or "::CAInfo" in line]


def mirror_of_this_machine() -> str:
    """The Debian mirror this machine's own apt uses. Raises ExchangeError where it uses none (Ubuntu)."""
    uris = _host("apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages")
    for uri in uris.splitlines():
        if uri.rstrip("/").endswith("/debian"):
            return uri.rstrip("/")
    raise ExchangeError(
        "This machine's apt knows no Debian mirror: name one with --mirror, such as your country's."
    )


def _host(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def _package_of(line: str) -> Package:
    """From apt's `'uri' name_version_arch.deb size SHA256:sum`."""
    _, file, size, checksum = line.split()
    name, version, arch = file.removesuffix(".deb").split("_")
    kind, _, sha256 = checksum.partition(":")
    if kind != "SHA256":
        raise ExchangeError(f"The archive names no SHA-256 for {name}.")
    return Package(name, version.replace("%3a", ":"), arch, int(size), sha256)


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _last(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason given"


def unpack(files: Iterable[Path], into: Path) -> None:
    """Two at a time, because that is where the time goes."""
    from concurrent.futures import ThreadPoolExecutor

    def one(file: Path) -> None:
        subprocess.run(
            ("dpkg-deb", "--extract", str(file), str(into)), check=True, capture_output=True
        )

    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(one, files))
