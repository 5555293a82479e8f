"""The `stayline` command. Each area adds its own commands."""

from __future__ import annotations

import os
from pathlib import Path

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def stayline(
    data: Path = typer.Option(Path("data"), envvar="STAYLINE_DATA", help="The data folder."),
) -> None:
    """Every customer's problem has one person who stays until the customer is satisfied."""
    os.environ["STAYLINE_DATA"] = str(data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stayline.project.settings")


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def manage(context: typer.Context) -> None:
    """Django's own commands: stayline manage makemigrations."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["stayline manage", *context.args])


def main() -> None:
    app()
