"""`stayline bench`."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from pathlib import Path

import typer

from bench import commands, core, deliveries, installation, pages, seeding
from bench.measuring import Figure
from bench.site import site

app = typer.Typer()


@app.command("bench")
def bench(
    quick: bool = typer.Option(False, help="Fewer of everything: under a minute."),
    to: Path = typer.Option(None, "--json", help="Also write the figures here, as JSON."),
) -> None:
    """How fast it is here, beside the least that the same work costs on this machine."""
    busy = f"{os.getloadavg()[0]:.1f} busy already"
    python = f"Python {platform.python_version()}"
    typer.echo(f"{os.cpu_count()} cores ({busy}), {platform.machine()}, {python}")
    measured = []
    for figure in _figures(quick):
        measured.append(figure)
        typer.echo(figure.line())
    missed = [one.what for one in measured if one.reached is False]
    typer.echo(f"not reached: {', '.join(missed)}" if missed else "every aim is reached")
    if to is not None:
        to.write_text(json.dumps([one.json() for one in measured], indent=2), encoding="utf-8")


def _figures(quick: bool) -> Iterator[Figure]:
    """One after another, so that nothing is measured beside something else of ours."""
    yield from core.figures(20_000 if quick else 40_000)
    with installation.demo() as demo:
        yield from installation.figures(demo, 3 if quick else 50)
        with site(demo.folder):
            url = os.environ["DATABASE_URL"]
            yield from deliveries.figures(url, 40 if quick else 800)
            yield from commands.figures(url, 48 if quick else 800)
            problems = seeding.seed(500 if quick else 10_000)
            yield from pages.figures(problems, 25 if quick else 200)
