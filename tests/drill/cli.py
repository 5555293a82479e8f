"""The drill from its first host to its last table."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import typer

from stayline.stories.postbox import listening
from tests.drill import hosts
from tests.drill.cluster import APPS, PORT_OUTSIDE, Cluster
from tests.drill.faults import NAMES, Drill, Outcome
from tests.drill.proof import Proof, until_all_answer
from tests.drill.throughput import figures
from tests.drill.traffic import Outside, Told, Traffic
from tests.drill.waiting import DrillFailed, wait_until


def main() -> int:
    """Gives the exit code: 0 when nothing that was told is missing or wrong."""
    for sign in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, signal.default_int_handler)
    if "--list" in sys.argv[1:]:
        typer.echo("\n".join(NAMES))
        return 0
    if unknown := set(sys.argv[1:]) - set(NAMES):
        _say(
            f"nothing is called {', '.join(sorted(unknown))}; bin/drill --list names what there is"
        )
        return 2
    began = time.monotonic()
    try:
        with _machines() as cluster:
            outcomes = _drill(cluster, sys.argv[1:])
    except KeyboardInterrupt:
        _say("stopped; everything that was begun is ended")
        return 130
    except DrillFailed as error:
        _say(f"the drill could not go on: {error}")
        return 1
    _table(outcomes)
    _say(f"in {time.monotonic() - began:.0f} s")
    return 1 if any(one.wrong for one in outcomes) else 0


@contextmanager
def _machines() -> Iterator[Cluster]:
    scratch = Path(tempfile.mkdtemp(prefix="stayline-drill-"))
    scratch.chmod(0o755)
    keeps = bool(os.environ.get("STAYLINE_DRILL_KEEP"))
    try:
        built = hosts.build(scratch)
        hosts.go_into(built["outside"])
        shared = scratch / "shared"
        shared.mkdir()
        cluster = Cluster(built, shared)
        cluster.mount()
        try:
            yield cluster
        finally:
            hosts.tear_down()
            cluster.unmount()
    finally:
        hosts.tear_down()
        if keeps:
            _say(f"logs are in {scratch}")
        else:
            shutil.rmtree(scratch, ignore_errors=True)


def _drill(cluster: Cluster, wanted: Sequence[str]) -> list[Outcome]:
    told = Told()
    with listening(cluster.postbox, cluster.hosts["outside"].address, PORT_OUTSIDE):
        _begin(cluster)
        for line in figures(cluster):
            _say(line)
        traffic = Traffic(Outside(cluster, told))
        traffic.begin()
        try:
            return _faults(
                Drill(cluster, told, Proof(cluster, told, cluster.postbox.letters)), wanted
            )
        finally:
            traffic.stop()


def _begin(cluster: Cluster) -> None:
    began = time.monotonic()
    cluster.start_databases()
    _say(f"database: {cluster.primary()} leads, {time.monotonic() - began:.0f} s")
    cluster.start_front()
    cluster.start_first_app()
    for name in APPS[1:]:
        cluster.start_app(name)
    for name in APPS:
        wait_until(f"{name} well", partial(cluster.is_well, name), 90)
    _say(f"three app hosts answer, {time.monotonic() - began:.0f} s")


def _faults(drill: Drill, wanted: Sequence[str]) -> list[Outcome]:
    began = time.monotonic()
    _say("traffic begins")
    until_all_answer(
        drill.told, ("page", "mail", "mail with a file", "consent", "satisfied"), began, 120
    )
    _say(f"traffic runs: {len(drill.told.so_far())} answers in {time.monotonic() - began:.0f} s")
    outcomes = []
    for name, fault in drill.all().items():
        if wanted and name not in wanted:
            continue
        _say(f"{name} …")
        outcome = fault()
        _say(f"  answered again after {outcome.recovered:.1f} s; {len(outcome.wrong)} wrong")
        for wrong in outcome.wrong:
            _say(f"    {wrong}")
        for given_up in drill.told.given_up:
            _say(f"    given up: {given_up}")
        drill.told.given_up.clear()
        outcomes.append(outcome)
    return outcomes


def _table(outcomes: list[Outcome]) -> None:
    typer.echo(f"\n{'what happened':44} {'answered again':>14} {'silence':>9} {'told':>6}  wrong")
    for one in outcomes:
        typer.echo(
            f"{one.fault:44} {one.recovered:12.1f} s {one.silence:7.1f} s {one.told:6}"
            f"  {len(one.wrong) or 'nothing'}"
        )


def _say(words: str) -> None:
    typer.echo(f"drill: {words}", err=True)
