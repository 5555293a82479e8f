"""`stayline audit`."""

from __future__ import annotations

import os
import time

import typer

from stayline.problems.audit import Audited, audit_together

app = typer.Typer()


@app.command("audit")
def audit_all(
    processes: int = typer.Option(
        os.cpu_count() or 1, min=1, help="How many read at once; all of them the same instant."
    ),
) -> None:
    """Fold every timeline again and compare it with what is stored; say what is wrong.

    Ends with 1 if anything is. Nobody has to stop working meanwhile.
    """
    read, wrong = Audited(), 0
    begun = time.monotonic()
    for found in audit_together(processes, read):
        typer.echo(str(found))
        wrong += 1
    rate = read.events / max(time.monotonic() - begun, 0.001)
    typer.echo(
        f"{read.problems} problems with {read.events} events ({rate:,.0f} a second), and the"
        f" company's {read.company_events} events: {f'{wrong} wrong' if wrong else 'all is well'}."
    )
    raise typer.Exit(1 if wrong else 0)
