"""What happens to the machines, each in the middle of everything."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from tests.drill.cluster import APPS, Cluster, wait_until
from tests.drill.hosts import DrillFailed
from tests.drill.proof import Proof, until_all_answer
from tests.drill.traffic import Told

EVERYTHING = ("page", "mail", "word", "consent")
"""What must be answered again before we call it well."""
SECONDS_TO_RECOVER = 120.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one fault went."""

    fault: str
    recovered: float
    """Seconds until mail, pages, handoffs and consents were answered again."""
    silence: float
    """The longest time in which nobody outside was told anything, in seconds."""
    told: int
    wrong: list[str]


@dataclass
class Drill:
    """The cluster, its traffic, and what can be done to it."""

    cluster: Cluster
    told: Told
    proof: Proof

    def happen(self, fault: str, act: Callable[[], None], mend: Callable[[], None]) -> Outcome:
        """Let it happen, wait until all is answered again, mend what was broken, and compare."""
        before, began = len(self.told.so_far()), time.monotonic()
        act()
        try:
            recovered = until_all_answer(
                self.told, EVERYTHING, time.monotonic(), SECONDS_TO_RECOVER
            )
            wrong = []
        except DrillFailed as error:
            recovered, wrong = SECONDS_TO_RECOVER, [str(error)]
        silence = self.told.longest_silence(began, time.monotonic())
        mend()
        self.wait_until_whole()
        told = len(self.told.so_far()) - before
        return Outcome(fault, recovered, silence, told, [*wrong, *self.proof.wrong("app1")])

    def wait_until_whole(self) -> None:
        for name in APPS:
            wait_until(f"{name} well", partial(self.cluster.is_well, name), 90)
        wait_until("a standby that has everything", self.cluster.is_safe, 120)

    # -- the faults ------------------------------------------------------------------------------

    def all(self) -> Iterator[tuple[str, Callable[[], Outcome]]]:
        yield "an app host is killed", self.app_killed
        yield "the primary is killed", self.primary_killed

    def app_killed(self) -> Outcome:
        host = self.cluster.hosts["app2"]
        return self.happen(
            "an app host is killed", host.kill, lambda: self.cluster.start_app("app2")
        )

    def primary_killed(self) -> Outcome:
        """The whole machine: PostgreSQL, Patroni and etcd. The standby takes over."""
        name = self.cluster.primary()
        host = self.cluster.hosts[name]

        def mend() -> None:
            self.cluster.start_etcd(name)
            self.cluster.start_patroni(name)

        return self.happen(f"the primary ({name}) is killed", host.kill, mend)
