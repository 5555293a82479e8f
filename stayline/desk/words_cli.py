"""`stayline words check`: the brush-off check without a page."""

from __future__ import annotations

import json
import sys

import typer

from stayline.wording import read

app = typer.Typer(no_args_is_help=True)


@app.callback()
def words() -> None:
    """Sentences that send a customer away."""


@app.command()
def check(
    language: str = typer.Option("", help="en or de; without it, each text tells by itself."),
) -> None:
    """Reads one text a line, prints one JSON list of findings a line: start, end, kind, why, better."""
    unknown: list[str] = []
    lines = typer.get_text_stream("stdin", encoding="utf-8", errors="replace")
    for number, line in enumerate(lines, start=1):
        reading = read(line.rstrip("\r\n"), language or None)
        if not reading.checked:
            unknown.append(f"{number} ({reading.language})")
        found = [finding._asdict() for finding in reading.findings]
        typer.echo(json.dumps(found, ensure_ascii=False).encode())
    if unknown:
        sys.stderr.write(f"not checked: {', '.join(unknown)}\n")
