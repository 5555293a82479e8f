"""`stayline audit`."""

from __future__ import annotations

import typer

from stayline.problems.audit import Audited, audit

app = typer.Typer()


@app.command("audit")
def audit_all() -> None:
    """Fold every timeline again and compare it with what is stored; say what is wrong.

    Ends with 1 if anything is. Nobody has to stop working meanwhile.
    """
    read, wrong = Audited(), 0
    for found in audit(read):
        typer.echo(str(found))
        wrong += 1
    typer.echo(
        f"{read.problems} problems with {read.events} events, and the company's"
        f" {read.company_events} events: {'all is well' if not wrong else f'{wrong} wrong'}."
    )
    raise typer.Exit(1 if wrong else 0)
