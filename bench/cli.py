"""`stayline bench`."""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import typer

from bench import commands, core, deliveries, installation, pages, scale
from bench.measuring import Figure
from bench.site import site

app = typer.Typer(invoke_without_command=True)


@app.callback()
def bench(
    context: typer.Context,
    quick: bool = typer.Option(False, help="Fewer of everything: under a minute."),
    to: Path = typer.Option(None, "--json", help="Also write the figures here, as JSON."),
) -> None:
    """How fast it is here, beside the least that the same work costs on this machine."""
    if context.invoked_subcommand is None:
        _say(_figures(quick), to)


@app.command()
def phone(
    quick: bool = typer.Option(False, help="At most 40 calls: two minutes."),
    calls: int = typer.Option(None, min=2, max=1000, help="At most so many at once; 300."),
    every: float = typer.Option(0.5, min=0.05, help="Seconds between two calls."),
    to: Path = typer.Option(None, "--json", help="Also write the figures here, as JSON."),
) -> None:
    """How many calls are held at once, each with a warm handoff, until something is late."""
    from bench.phone import figures as of_calls

    size = replace(of_calls.QUICK if quick else of_calls.FULL, every=every)
    _say(of_calls.figures(replace(size, calls=calls or size.calls)), to)


def _say(figures: Iterable[Figure], to: Path | None) -> None:
    """Each as soon as it is there, beside what `to` kept of the run before."""
    before = _kept(to)
    typer.echo(_machine())
    measured = []
    for figure in figures:
        measured.append(figure)
        if figure.what in before:
            figure.beside["before"] = before[figure.what]
        typer.echo(figure.line())
    missed = [one.what for one in measured if one.reached is False]
    typer.echo(f"not reached: {', '.join(missed)}" if missed else "every aim is reached")
    if to is not None:
        to.write_text(json.dumps([one.json() for one in measured], indent=2), encoding="utf-8")


def _machine() -> str:
    busy = f"{os.getloadavg()[0]:.1f} busy already"
    python = f"Python {platform.python_version()}"
    return f"{os.cpu_count()} cores ({busy}), {platform.machine()}, {python}"


def _kept(file: Path | None) -> dict[str, float]:
    """What an earlier run wrote, by what was measured."""
    if file is None or not file.exists():
        return {}
    return {one["what"]: one["value"] for one in json.loads(file.read_text(encoding="utf-8"))}


def _figures(quick: bool) -> Iterator[Figure]:
    """One after another, so that nothing is measured beside something else of ours."""
    yield from core.figures(20_000 if quick else 40_000)
    with installation.demo() as demo:
        yield from installation.figures(demo, 3 if quick else 50)
        with site(demo.folder):
            url = os.environ["DATABASE_URL"]
            yield from deliveries.figures(url, 40 if quick else 800)
            yield from commands.figures(url, 48 if quick else 800)
    many = 500 if quick else 10_000
    with scale.company(many):
        yield from pages.figures(range(1, many + 1), 25 if quick else 200)


@app.command("scale")
def scale_(
    problems: list[int] = typer.Option(
        [10_000, 100_000], min=3_000, help="The sizes; give it again for another: 1000000."
    ),
    times: int = typer.Option(40, min=4, help="How often each is done."),
    company: Path = typer.Option(
        None, help="A folder that was seeded, of the size given; it is changed by what is measured."
    ),
    to: Path = typer.Option(
        None, "--json", help="Also write the figures here; what is worse than there is said."
    ),
) -> None:
    """Pages and acts in companies of several sizes: what they cost, and how that grows."""
    if company is not None and len(problems) > 1:
        raise typer.BadParameter("a folder holds a company of one size: give --problems once.")
    typer.echo(_machine())
    figures = (one for size in problems for one in scale.run(size, times, company))
    scale.tell(figures, to)


@app.command("seed")
def seed(
    problems: int = typer.Option(100_000, min=100, help="How many problems there will be."),
    seed: int = typer.Option(1, help="The same seed gives the same company."),
    until: datetime = typer.Option(
        None, help="Its last moment, in UTC; otherwise the beginning of this hour."
    ),
    processes: int = typer.Option(2, min=1, help="How many live through it at once."),
) -> None:
    """Fills an empty data folder (--data) with a large made-up company, three years old, which
    `stayline demo` shows."""
    from stayline.cli import connect, data_dir
    from stayline.project import datafolder

    datafolder.claim(data_dir(), datafolder.Kind.DEMO)
    connect(new_too=True)
    from django.core.management import call_command

    from bench.company import seeding as company

    call_command("migrate", verbosity=0)
    begun = time.perf_counter()
    last = until or datetime.now(UTC).replace(minute=0, second=0, microsecond=0)  # noqa: TID251
    wanted = company.Company(problems, seed, last.replace(tzinfo=UTC))
    try:
        with typer.progressbar(length=problems, label="lived through") as bar:
            company.seed(
                wanted,
                processes=processes,
                tell=lambda done: bar.update(done - bar.pos),
            )
    except company.NotEmpty:
        typer.echo("There are problems in this folder already: seed an empty one.", err=True)
        raise typer.Exit(1) from None
    took = time.perf_counter() - begun
    typer.echo(f"{problems:,} problems in {took:,.0f} s: {problems / took * 60:,.0f} a minute")
