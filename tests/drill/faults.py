"""What happens to the machines, each in the middle of everything."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from tests.drill.cluster import APPS, WITH_A_CLOCK, Cluster
from tests.drill.proof import Proof, until_all_answer
from tests.drill.traffic import Told
from tests.drill.waiting import DrillFailed, wait_until

EVERYTHING = ("page", "mail", "mail with a file", "word", "consent")
"""What must be answered again before we call it well."""
NAMES = (
    "app",
    "worker",
    "app-cut-off",
    "primary",
    "primary-cut-off",
    "standby",
    "files-full",
    "database-full",
    "clock",
)
"""What can happen."""
SECONDS_TO_RECOVER = 120.0
SECONDS_OF_IT = 12.0
"""How long a fault lasts that ends by itself."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one fault went."""

    fault: str
    recovered: float
    """Seconds until mail, pages, handoffs and consents were answered again."""
    silence: float
    """The longest time in which nobody outside was told anything, in seconds."""
    told: int
    """How many answers there were meanwhile."""
    wrong: list[str]


@dataclass
class Drill:
    """The cluster, its traffic, and what can be done to it."""

    cluster: Cluster
    told: Told
    proof: Proof

    def all(self) -> dict[str, Callable[[], Outcome]]:
        """What can happen, by its name."""
        happens = (
            self.app_killed,
            self.worker_killed,
            self.app_cut_off,
            self.primary_killed,
            self.primary_cut_off,
            self.standby_killed,
            self.files_full,
            self.database_full,
            self.clock_jumps,
        )
        return dict(zip(NAMES, happens, strict=True))

    def _happen(
        self, fault: str, act: Callable[[], None], mend: Callable[[], None] = lambda: None
    ) -> Outcome:
        """Let it happen, wait until all is answered again, mend what was broken, and compare."""
        before, began = len(self.told.so_far()), time.monotonic()
        act()
        wrong: list[str] = []
        try:
            recovered = until_all_answer(self.told, EVERYTHING, began, SECONDS_TO_RECOVER)
        except DrillFailed as error:
            recovered = SECONDS_TO_RECOVER
            wrong.append(str(error))
        silence = self.told.longest_silence(began, time.monotonic())
        mend()
        try:
            self._wait_until_whole()
            wrong += self.proof.wrong()
        except DrillFailed as error:
            wrong.append(str(error))
        return Outcome(fault, recovered, silence, len(self.told.so_far()) - before, wrong)

    def _wait_until_whole(self) -> None:
        for name in APPS:
            wait_until(f"{name} well", partial(self.cluster.is_well, name), 90)
        wait_until("a standby that has everything", self.cluster.is_safe, 120)

    # -- hosts and processes that are gone -------------------------------------------------------

    def app_killed(self) -> Outcome:
        host = self.cluster.hosts["app2"]
        return self._happen(
            "an app host is killed", host.kill, partial(self.cluster.start_app, "app2")
        )

    def worker_killed(self) -> Outcome:
        """Each worker, one after another; their supervisors start them again."""

        def act() -> None:
            for name in APPS:
                for pid in self.cluster.hosts[name].running("stayline.project.worker"):
                    os.kill(pid, signal.SIGKILL)
                time.sleep(0.5)

        return self._happen("every worker is killed", act)

    def primary_killed(self) -> Outcome:
        """The whole machine: PostgreSQL, Patroni and etcd. The standby takes over."""
        return self._database_killed("the primary", self.cluster.primary())

    def standby_killed(self) -> Outcome:
        """The primary goes on alone once Patroni has seen it; until then nothing is acknowledged."""
        return self._database_killed("the standby", self.cluster.standby())

    def _database_killed(self, what: str, name: str) -> Outcome:
        def mend() -> None:
            self.cluster.start_etcd(name)
            self.cluster.start_patroni(name)

        return self._happen(f"{what} ({name}) is killed", self.cluster.hosts[name].kill, mend)

    # -- hosts that nobody reaches ---------------------------------------------------------------

    def app_cut_off(self) -> Outcome:
        """In the middle of what it holds in the database."""
        host = self.cluster.hosts["app3"]
        return self._happen("an app host is cut off", host.cut_off, host.connect_again)

    def primary_cut_off(self) -> Outcome:
        """From its standby and from those who vote, while every app host still reaches it: it must stop by itself."""
        name = self.cluster.primary()
        host = self.cluster.hosts[name]
        others = [self.cluster.hosts[one] for one in ("front", "db1", "db2") if one != name]

        def mend() -> None:
            for other in others:
                host.reach(other)

        def act() -> None:
            for other in others:
                host.lose(other)

        return self._happen(f"the primary ({name}) is cut off from its own", act, mend)

    # -- disks and clocks ------------------------------------------------------------------------

    def files_full(self) -> Outcome:
        """What customers send as files cannot be kept, and so is not taken until it can be."""

        def act() -> None:
            with self.cluster.files.full():
                time.sleep(SECONDS_OF_IT)

        return self._happen("the files' disk is full for a while", act)

    def database_full(self) -> Outcome:
        """The primary has no room for more: what it refuses comes again, until there is room, or the standby leads."""
        name = self.cluster.primary()
        disk = self.cluster.disks[name]
        ballast = disk.full()

        def act() -> None:
            ballast.__enter__()
            self.cluster.write_log()

        def mend() -> None:
            ballast.__exit__(None, None, None)

        return self._happen(f"the primary's disk ({name}) is full", act, mend)

    def clock_jumps(self) -> Outcome:
        """Two hours ahead, for a while: promises that are not due must not be broken by it."""

        def act() -> None:
            with self._wrong_clock():
                wait_until(
                    "that host to be passed by", lambda: not self.cluster.is_well(WITH_A_CLOCK), 30
                )
                time.sleep(SECONDS_OF_IT)

        return self._happen("the clock of an app host jumps by 2 h", act)

    @contextmanager
    def _wrong_clock(self) -> Iterator[None]:
        self.cluster.set_clock("+7200")
        try:
            yield
        finally:
            self.cluster.set_clock("+0")
