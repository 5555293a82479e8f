"""Machines for the drill: network namespaces on one switch that leads nowhere else.

Nothing of the machine's own network is touched: the switch is a namespace too. Every process and every
namespace begun here is ended here, also those of an earlier drill that was killed.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.drill.waiting import DrillFailed

PREFIX = "stayline-drill-"
SWITCH = f"{PREFIX}switch"
NETWORK = "198.18.0."
"""Of the block that is kept for tests of networks (RFC 2544, RFC 6890): no host out there has it."""
ADDRESSES = {
    "front": f"{NETWORK}10",
    "app1": f"{NETWORK}21",
    "app2": f"{NETWORK}22",
    "app3": f"{NETWORK}23",
    "db1": f"{NETWORK}31",
    "db2": f"{NETWORK}32",
    "outside": f"{NETWORK}99",
}
_NAMES = Path("/etc/netns")
"""Where iproute2 finds each namespace's own /etc/hosts."""


def run(*command: str, user: str = "", patience: float = 60) -> str:
    """A command to its end. Gives what it said; raises DrillFailed with it when it failed."""
    done = subprocess.run(
        [*_as(user), *command], capture_output=True, text=True, timeout=patience, check=False
    )
    if done.returncode:
        raise DrillFailed(f"{' '.join(command)}: {done.stdout}{done.stderr}".strip())
    return done.stdout


def _as(user: str) -> list[str]:
    return ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups"] if user else []


@dataclass
class Host:
    """One machine: its name, its address, its disk, and what runs on it."""

    name: str
    disk: Path
    begun: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return ADDRESSES[self.name]

    @property
    def namespace(self) -> str:
        return PREFIX + self.name

    def start(
        self, what: str, *command: str, user: str = "", environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Begin a program here; what it says goes to a file on the host's disk."""
        with self.log(what).open("ab") as log:
            begun = subprocess.Popen(
                [*self._inside(user), *command],
                env=_environment(environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.begun.append(begun)
        return begun

    def run(
        self,
        *command: str,
        user: str = "",
        environment: Mapping[str, str] | None = None,
        patience: float = 120,
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self._inside(user), *command],
            env=_environment(environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=patience,
            check=False,
        )

    def log(self, what: str) -> Path:
        return self.disk / f"{what}.log"

    def _inside(self, user: str) -> list[str]:
        return ["ip", "netns", "exec", self.namespace, *_as(user)]

    # -- what may happen to it -------------------------------------------------------------------

    def pids(self) -> list[int]:
        """Everything that runs here."""
        return [int(pid) for pid in run("ip", "netns", "pids", self.namespace).split()]

    def running(self, words: str) -> list[int]:
        """What runs here with these words in its command line."""
        return [pid for pid in self.pids() if words in _command_line(pid)]

    def kill(self) -> None:
        """As if its power were cut: nothing here says goodbye."""
        while pids := self.pids():
            _kill(pids)
            self._reap()

    def cut_off(self) -> None:
        """As if its cable were pulled: nobody is told, whoever waits for it waits."""
        run("ip", "-n", SWITCH, "link", "set", self.name, "down")

    def connect_again(self) -> None:
        run("ip", "-n", SWITCH, "link", "set", self.name, "up")

    def lose(self, other: Host) -> None:
        """These two do not reach each other any more; everybody else does."""
        run("ip", "-n", self.namespace, "route", "add", "blackhole", f"{other.address}/32")

    def reach(self, other: Host) -> None:
        run("ip", "-n", self.namespace, "route", "delete", "blackhole", f"{other.address}/32")

    def _reap(self) -> None:
        for one in self.begun:
            with suppress(subprocess.TimeoutExpired):
                one.wait(0.2)


def _environment(more: Mapping[str, str] | None) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
    return {"LC_ALL": "C.UTF-8", **kept, **(more or {})}


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def _kill(pids: list[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


_MEGABYTE = 1024 * 1024


@dataclass
class Disk:
    """A small disk of its own, which can be filled up."""

    at: Path
    megabytes: int

    def mount(self, owner: str = "root") -> Disk:
        self.at.mkdir(parents=True, exist_ok=True)
        options = f"size={self.megabytes}m,mode=0755,uid={owner},gid={owner}"
        run("mount", "-t", "tmpfs", "-o", options, "stayline-drill", str(self.at))
        return self

    def unmount(self) -> None:
        run("umount", "--lazy", str(self.at))

    @contextmanager
    def full(self) -> Iterator[None]:
        """Nothing more can be written to it."""
        ballast = self.at / "ballast"
        try:
            with suppress(OSError), ballast.open("wb", buffering=0) as file:  # until it is full
                while True:
                    file.write(bytes(_MEGABYTE))
            yield
        finally:
            ballast.unlink()


# -- all of them -----------------------------------------------------------------------------------


def build(scratch: Path) -> dict[str, Host]:
    """The switch, and every host connected to it. Raises DrillFailed where that cannot be had."""
    tear_down()
    run("ip", "netns", "add", SWITCH)
    run("ip", "-n", SWITCH, "link", "add", "bridge", "type", "bridge", "forward_delay", "0")
    run("ip", "-n", SWITCH, "link", "set", "bridge", "up")
    hosts = {name: Host(name, scratch / name) for name in ADDRESSES}
    for host in hosts.values():
        _connect(host)
    return hosts


def _connect(host: Host) -> None:
    host.disk.mkdir(parents=True)
    host.disk.chmod(0o755)
    run("ip", "netns", "add", host.namespace)
    here = ("ip", "-n", host.namespace)
    run(*here, "link", "add", "net", "type", "veth", "peer", "name", host.name, "netns", SWITCH)
    run("ip", "-n", SWITCH, "link", "set", host.name, "master", "bridge", "up")
    run(*here, "addr", "add", f"{host.address}/24", "dev", "net")
    run(*here, "link", "set", "net", "up")
    run(*here, "link", "set", "lo", "up")
    (_NAMES / host.namespace).mkdir(parents=True)
    names = "".join(f"{address} {name}\n" for name, address in ADDRESSES.items())
    (_NAMES / host.namespace / "hosts").write_text(f"127.0.0.1 localhost\n{names}")


def go_into(host: Host) -> None:
    """This process stands there from now on, with every thread it begins."""
    libc = ctypes.CDLL(None, use_errno=True)
    with Path(f"/run/netns/{host.namespace}").open() as namespace:
        if libc.setns(namespace.fileno(), 0):
            raise DrillFailed(f"{host.name} cannot be entered: {os.strerror(ctypes.get_errno())}")


def tear_down() -> None:
    """End what any drill has begun: its processes, its namespaces, their names."""
    ours = [line.split()[0] for line in run("ip", "netns", "list").splitlines()]
    for namespace in [one for one in ours if one.startswith(PREFIX)]:
        _end_all_in(namespace)
        run("ip", "netns", "delete", namespace)
        shutil.rmtree(_NAMES / namespace, ignore_errors=True)


def _end_all_in(namespace: str) -> None:
    until = time.monotonic() + 20
    while pids := _others(namespace):
        _kill(pids)
        if time.monotonic() > until:
            raise DrillFailed(f"Processes {pids} in {namespace} do not end.")
        time.sleep(0.05)


def _others(namespace: str) -> list[int]:
    pids = [int(pid) for pid in run("ip", "netns", "pids", namespace).split()]
    return [pid for pid in pids if pid != os.getpid() and _is_alive(pid)]


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
