"""The same pages and acts in companies of several sizes, and how they grow with them."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from bench.site import site

if TYPE_CHECKING:
    from bench.visits import Measured

WORSE = 1.3
"""So many times what the last run took is worse, and no chance."""

_HEAD = f"  {'':<40}" + "".join(
    f"{one:>10}"
    for one in ("problems", "p50 ms", "p95 ms", "processor", "queries", "rows", "floor", "ratio")
)
"""Processor: ms of ours and the database's; floor: the same of the floor; ratio: of the two."""


@contextmanager
def company(problems: int, folder: Path | None = None) -> Iterator[str]:
    """A seeded company's database address: in a folder that stays, or one thrown away afterwards."""
    from stayline.project import database

    place = folder or Path(tempfile.mkdtemp(prefix="stayline-scale-"))
    place.mkdir(parents=True, exist_ok=True)
    try:
        with site(place):
            _seeded(problems)
            yield os.environ["DATABASE_URL"]
    finally:
        if folder is None:
            database.discard(place)
            shutil.rmtree(place, ignore_errors=True)


def _seeded(problems: int) -> None:
    """Also one that is there already, of the same size."""
    from django.core.management import call_command

    from bench.company.seeding import Company, seed
    from stayline.problems.models import Problem

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    if Problem.objects.count() < problems:
        now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)  # noqa: TID251
        seed(Company(problems, 1, now))


def run(problems: int, times: int, folder: Path | None = None) -> Iterator[Measured]:
    """Everything, one after the other, in a company of this size."""
    with company(problems, folder) as url:
        from bench.visits import Acts, Pages, measured

        with closing(Pages(url)) as pages:
            for visit in pages.visits():
                yield measured(visit, problems, times, pages.backend)
        with closing(Acts(url)) as acts:
            many = min(times, acts.many)
            for visit in acts.visits():
                yield measured(visit, problems, many, acts.backend)


# -- said ----------------------------------------------------------------------------------------


def tell(figures: Iterable[Measured], file: Path | None) -> None:
    """As a table, row by row; then how they grow, what is missed, and what is worse than kept."""
    typer.echo(_HEAD)
    all_ = []
    for one in figures:
        typer.echo(line(one))
        all_.append(one)
    for sentence in (*growth(all_), missed(all_), *worse(all_, _kept(file))):
        typer.echo(sentence)
    if file is not None:
        file.write_text(json.dumps([asdict(one) for one in all_], indent=2), encoding="utf-8")


def line(one: Measured) -> str:
    return (
        f"  {one.what:<40}{one.problems:>10,}{one.p50:>10,.1f}{one.p95:>10,.1f}"
        f"{one.processor:>10,.1f}{one.queries:>10,.1f}{one.rows:>10,.0f}{one.floor:>10,.1f}"
        f"{one.ratio:>10,.1f}"
    )


def growth(figures: Sequence[Measured]) -> Iterator[str]:
    """How much more each takes in the largest company than in the smallest."""
    sizes = sorted({one.problems for one in figures})
    if len(sizes) < 2:
        return
    yield f"from {sizes[0]:,} to {sizes[-1]:,} problems, so many times the processor and the rows:"
    smallest = {one.what: one for one in figures if one.problems == sizes[0]}
    for one in figures:
        if one.problems == sizes[-1] and (before := smallest.get(one.what)):
            grown = one.processor / before.processor
            yield f"  {one.what:<40}{grown:>10.2f}{one.rows / max(before.rows, 1):>10.2f}"


def missed(figures: Sequence[Measured]) -> str:
    late = [f"{one.what} at {one.problems:,}" for one in figures if one.p95 > one.aim]
    return f"not within its aim: {', '.join(late)}" if late else "every aim is reached"


def worse(figures: Sequence[Measured], kept: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Against the last run kept, beside its own floor: a busy machine slows both."""
    before = {(one["what"], one["problems"]): one for one in kept}
    for one in figures:
        known = before.get((one.what, one.problems))
        if known is None:
            continue
        where = f"worse than the last run: {one.what} at {one.problems:,}"
        slower = one.processor / known["processor"]
        if slower > WORSE * max(one.floor / known["floor"], 1):
            yield f"{where} takes {slower:.1f} times the processor"
        if one.queries > known["queries"]:
            yield f"{where} asks {one.queries:.0f} times, not {known['queries']:.0f}"


def _kept(file: Path | None) -> list[dict[str, Any]]:
    if file is None or not file.exists():
        return []
    kept: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return kept
