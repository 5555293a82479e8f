"""`stayline words check`: the brush-off check without a page."""

from __future__ import annotations

import json
import sys

import typer

from stayline.wording import get_ready, read

app = typer.Typer(no_args_is_help=True)


@app.callback()
def words() -> None:
    """Sentences that send a customer away."""


@app.command()
def check(
    language: str = typer.Option("", help="en or de; without it, each text tells by itself."),
) -> None:
    """Reads one text a line, prints one JSON list of findings a line: start, end, kind, why, better.

    Texts are UTF-8; start and end count characters (code points) from the line's beginning, from 0, the end not
    included. A line is answered at once. Which lines were in a language nobody has written down is said at the end.
    """
    get_ready()
    unknown: list[str] = []
    for number, line in enumerate(typer.get_binary_stream("stdin"), start=1):
        reading = read(_text(line, is_first=number == 1), language or None)
        if not reading.checked:
            unknown.append(f"{number} ({reading.language})")
        found = [finding._asdict() for finding in reading.findings]
        typer.echo(json.dumps(found, ensure_ascii=False).encode())
    if unknown:
        sys.stderr.write(f"not checked: {', '.join(unknown)}\n")


def _text(line: bytes, *, is_first: bool) -> str:
    """A line without its end, and without the mark some programs put before the first; what is no UTF-8 is replaced."""
    text = line.decode("utf-8", errors="replace").rstrip("\r\n")
    return text.removeprefix("\ufeff") if is_first else text
