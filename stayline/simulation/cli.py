"""`stayline simulate`: a whole company by seed, under the auditor's eyes."""

from __future__ import annotations

import secrets
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import typer

from stayline.simulation.areas import AREAS
from stayline.simulation.simulation import Report, Simulation, Wrong
from stayline.simulation.walk import Walk

app = typer.Typer(add_completion=False)

_SLICE = 250_000
"""So many acts of one company; more acts are more companies, each with a seed of its own."""


@dataclass
class _Ran:
    """One company's run: how long it took, and what was wrong, if anything."""

    report: Report
    seconds: float
    wrong: str = ""


@app.command()
def simulate(
    acts: int = typer.Option(1_000_000, min=1, help="How many acts, over all companies."),
    seed: int = typer.Option(-1, help="Where chance begins; without it, somewhere new."),
    processes: int = typer.Option(2, min=1, help="How many companies at once."),
    walk: bool = typer.Option(False, help="Instead, walk every state of one problem."),
    wide: bool = typer.Option(False, help="Walk more people and commands together: hours."),
) -> None:
    """Simulates companies with their customers, calls and bad days; fails on anything wrong."""
    if walk or wide:
        _walk(wide=wide)
        return
    first = secrets.randbelow(1_000_000) if seed < 0 else seed
    slices = _slices(first, acts)
    typer.echo(f"seed {first}: {acts:,} acts in {len(slices)} companies, {processes} at once")
    began = time.monotonic()
    total, busy = Report(first), 0.0
    for ran in _run(slices, processes):
        busy += ran.seconds
        if ran.wrong:
            typer.echo(ran.wrong, err=True)
            raise typer.Exit(1)
        _add(total, ran.report)
        typer.echo(f"  seed {ran.report.seed}: {ran.report.acts:,} acts, nothing wrong")
    _tell(total, time.monotonic() - began, busy)


def _walk(*, wide: bool) -> None:
    for area in AREAS:
        began = time.process_time()
        found = Walk(area.widened() if wide else area).run()
        typer.echo(
            f"{found.area}: {found.states:,} states, {found.tried:,} tried, {found.told:,} told"
            f" something, {time.process_time() - began:.0f} s"
        )
        for sentence in found.broken:
            typer.echo(sentence, err=True)
        if found.broken:
            raise typer.Exit(1)


def _slices(first: int, acts: int) -> list[tuple[int, int]]:
    """Seed and length of each company's run; a single company keeps the seed it was given."""
    whole, rest = divmod(acts, _SLICE)
    lengths = [_SLICE] * whole + ([rest] if rest else [])
    return [(first + number, length) for number, length in enumerate(lengths)]


def _run(slices: list[tuple[int, int]], processes: int) -> list[_Ran]:
    if processes == 1 or len(slices) == 1:
        return [_one(one) for one in slices]
    with ProcessPoolExecutor(processes) as pool:
        return list(pool.map(_one, slices))


def _one(slice_: tuple[int, int]) -> _Ran:
    seed, acts = slice_
    simulation = Simulation(seed)
    began = time.process_time()
    try:
        simulation.run(acts)
    except Wrong as wrong:
        return _Ran(simulation.report, time.process_time() - began, str(wrong))
    return _Ran(simulation.report, time.process_time() - began)


def _add(total: Report, one: Report) -> None:
    for name in (
        "acts",
        "told",
        "refused",
        "idle",
        "crashes",
        "duplicates",
        "left",
        "could_not_leave",
        "filed",
    ):
        setattr(total, name, getattr(total, name) + getattr(one, name))
    total.reached.include(one.reached)


def _tell(total: Report, seconds: float, busy: float) -> None:
    typer.echo(
        f"{total.told:,} told something, {total.refused:,} were refused, {total.crashes:,} crashes,"
        f" {total.duplicates:,} came twice; {total.left:,} colleagues left"
        f" ({total.could_not_leave:,} had to stay), {total.filed:,} problems were filed away"
    )
    typer.echo(
        f"{total.acts / seconds:,.0f} acts a second in all, {total.acts / busy:,.0f} a process,"
        " each judged by the auditor"
    )
    missing = total.reached.missing()
    if missing and total.acts >= _SLICE:
        typer.echo("never reached: " + ", ".join(missing), err=True)
        raise typer.Exit(1)
    if not missing:
        typer.echo("every kind of event, and every way in which things end, was reached")
