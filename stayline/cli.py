"""The `stayline` command.

Starting, stopping and looking after an installation is here. Each area adds what is its own: a module `cli` with a
typer `app`, named in `AREAS`. It is imported only when it is asked for, after the database answers and Django is
set up, so it may import models freely.
"""

from __future__ import annotations

import atexit
import os
import sys
from contextlib import ExitStack
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

from stayline.project import datafolder
from stayline.project.postgres_programs import DatabaseError

EX_TEMPFAIL = 75
"""sysexits.h: the mail server keeps the mail and tries again."""


class Area(NamedTuple):
    """Whose commands these are."""

    module: str
    summary: str
    connected: bool = True
    """Whether they work on an installation: the database answers and Django is set up before they are imported."""


AREAS: dict[str, Area] = {
    "people": Area("stayline.people.cli", "Colleagues, doors and duty lists."),
    "mail": Area("stayline.channels.mail.cli", "Mail in from a pipe, and what left."),
    "phone": Area("stayline.channels.phone.cli", "The telephone exchange.", connected=False),
    "words": Area(
        "stayline.desk.words_cli", "Sentences that send a customer away.", connected=False
    ),
    "audit": Area("stayline.problems.cli", "Folds every timeline again and says what is wrong."),
    "simulate": Area("stayline.simulation.cli", "A whole company by seed.", connected=False),
    "story": Area("stayline.stories.cli", "The stories, from end to end.", connected=False),
    "bench": Area("bench.cli", "How fast it is here.", connected=False),
}


class _Areas(TyperGroup):
    """The commands here, and those of the areas, imported when used."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [*super().list_commands(ctx), *(name for name in AREAS if _exists(name))]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in AREAS or not _exists(cmd_name):
            return super().get_command(ctx, cmd_name)
        area = AREAS[cmd_name]
        if cmd_name not in sys.argv[1:]:
            return TyperCommand(cmd_name, help=area.summary)  # for the list of commands alone
        if area.connected:
            connect()
        return typer.main.get_command(import_module(area.module).app)


def _exists(area: str) -> bool:
    try:
        return find_spec(AREAS[area].module) is not None
    except ModuleNotFoundError:
        return False


app = typer.Typer(
    cls=_Areas,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def stayline(
    data: Path = typer.Option(Path("data"), envvar="STAYLINE_DATA", help="The data folder."),
) -> None:
    """Every customer's problem has one person who stays until the customer is satisfied."""
    use_folder(data)


def use_folder(data: Path) -> None:
    """The data folder of this command, and the settings kept in it."""
    os.environ["STAYLINE_DATA"] = str(data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stayline.project.settings")
    datafolder.load_settings(data)


_open = ExitStack()
atexit.register(_open.close)


def data_dir() -> Path:
    return Path(os.environ["STAYLINE_DATA"])


def connect(*, new_too: bool = False) -> str:
    """Makes the database answer for the rest of this command, and sets Django up. Gives the database's address.

    An installation must be there, unless `new_too`.
    """
    from stayline.project import database
    from stayline.project.env import env_secret

    url = env_secret("DATABASE_URL")
    if not url and not new_too and datafolder.kind_of(data_dir()) is None:
        raise DatabaseError(
            f"There is no installation in {data_dir()}. Start one with `stayline serve` or `stayline demo`,"
            " or name its folder with --data."
        )
    url = url or _open.enter_context(database.running(data_dir()))
    import django

    django.setup()
    return url


def _web_options(host: str, port: int, mail_host: str, mail_port: int) -> None:
    os.environ.update(
        STAYLINE_WEB_HOST=host,
        STAYLINE_WEB_PORT=str(port),
        STAYLINE_MAIL_HOST=mail_host,
        STAYLINE_MAIL_PORT=str(mail_port),
    )


class Part(StrEnum):
    """What a machine may do alone."""

    WEB = "web"
    WORKER = "worker"


Port = typer.Option(8000, envvar="STAYLINE_WEB_PORT", min=1, max=65535, help="The web's port.")
MailPort = typer.Option(
    2525, envvar="STAYLINE_MAIL_PORT", min=1, max=65535, help="The port mail comes in by."
)


@app.command()
def demo(port: int = Port, mail_port: int = MailPort) -> None:
    """Everything, with a small made-up company, for this machine alone."""
    _web_options("127.0.0.1", port, "127.0.0.1", mail_port)
    os.environ["STAYLINE_DEMO"] = "yes"
    os.environ["STAYLINE_PUBLIC_URL"] = f"http://127.0.0.1:{port}"
    os.environ.setdefault("STAYLINE_COMPANY", "Fernwood")
    _go_over("demo")


@app.command()
def serve(
    host: str = typer.Option("127.0.0.1", envvar="STAYLINE_WEB_HOST", help="The web's address."),
    port: int = Port,
    mail_host: str = typer.Option(
        "127.0.0.1", envvar="STAYLINE_MAIL_HOST", help="The address mail comes in by."
    ),
    mail_port: int = MailPort,
    company: str = typer.Option(
        "", envvar="STAYLINE_COMPANY", help="First start: the company's name."
    ),
    public_url: str = typer.Option(
        "", envvar="STAYLINE_PUBLIC_URL", help="First start: the address people type."
    ),
    mail_relay: str = typer.Option(
        "", envvar="STAYLINE_MAIL_RELAY", help="First start: smtp://user:password@host:587"
    ),
    administrator: str = typer.Option(
        "", envvar="STAYLINE_ADMIN_NAME", help="First start: the first administrator's name."
    ),
    email: str = typer.Option(
        "", envvar="STAYLINE_ADMIN_EMAIL", help="First start: and mail address."
    ),
    password: str = typer.Option(
        "",
        envvar="STAYLINE_ADMIN_PASSWORD",
        help="First start: and password; better given by the variable.",
    ),
    door: str = typer.Option(
        "", envvar="STAYLINE_FIRST_DOOR", help="First start: the first mailbox customers write to."
    ),
    time_zone: str = typer.Option(
        "", envvar="STAYLINE_TIME_ZONE", help="First start: such as Europe/Berlin."
    ),
    only: Part | None = typer.Option(
        None, help="One part of it, where other machines have the other; needs DATABASE_URL."
    ),
) -> None:
    """Everything, for real, on this machine."""
    from stayline.project.ask import Answers, ask, is_first_start, is_there_already, remember
    from stayline.project.env import env_secret

    _web_options(host, port, mail_host, mail_port)
    os.environ["STAYLINE_DEMO"] = "no"
    given = Answers(
        company, public_url, mail_relay, administrator, email, password, door, time_zone
    )
    database_url = env_secret("DATABASE_URL")
    try:
        if is_first_start(data_dir()) and not (database_url and is_there_already(database_url)):
            remember(data_dir(), ask(given, port=port, interactive=sys.stdin.isatty()))
    except (datafolder.WrongFolder, ValueError) as error:
        _refuse(error)
    os.environ.pop("STAYLINE_ADMIN_PASSWORD", None)
    _go_over("company", *([only] if only else []))


def _go_over(kind: str, *only: str) -> None:
    """This process becomes the supervisor, which needs little memory."""
    command = [sys.executable, "-m", "stayline.project.start", kind, *only]
    os.execv(sys.executable, command)  # noqa: S606


@app.command()
def web(
    host: str = typer.Option("127.0.0.1", envvar="STAYLINE_WEB_HOST"), port: int = Port
) -> None:
    """One web process alone; needs DATABASE_URL or a running `serve`."""
    os.environ.update(STAYLINE_WEB_HOST=host, STAYLINE_WEB_PORT=str(port))
    from stayline.project.web import main as run

    raise typer.Exit(run())


@app.command()
def worker(listen: bool = typer.Option(True, help="Also take mail.")) -> None:
    """One worker process alone: does the jobs and keeps the clock; needs DATABASE_URL or a running `serve`."""
    from stayline.project.worker import main as run

    raise typer.Exit(run(listen=listen))


@app.command()
def listen() -> None:
    """Takes mail and does nothing else; needs DATABASE_URL or a running `serve`."""
    from stayline.project.worker import main as run

    raise typer.Exit(run(jobs=False))


@app.command()
def migrate() -> None:
    """Brings tables and styles to this release, as every start does."""
    connect(new_too=True)
    from stayline.project.prepare import main as run

    raise typer.Exit(run())


@app.command()
def backup(file: Path) -> None:
    """Writes the whole installation into one private file; safe while it runs."""
    from stayline.project.backup import backup as write
    from stayline.project.clock import now

    write(data_dir(), connect(), file, now())
    typer.echo(f"{file}: {file.stat().st_size / 1e6:.1f} MB")


@app.command()
def restore(file: Path) -> None:
    """Fills an empty data folder from a backup."""
    from stayline.project.backup import BackupError
    from stayline.project.backup import restore as read
    from stayline.project.env import env_secret

    try:
        read(data_dir(), file, env_secret("DATABASE_URL") or None)
    except BackupError as error:
        _refuse(error)
    typer.echo(f"{file} is restored; start with: stayline serve")


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def manage(context: typer.Context) -> None:
    """Django's own commands, such as: stayline manage makemigrations."""
    connect(new_too=True)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["stayline manage", *context.args])


def _refuse(error: Exception) -> Any:
    typer.echo(f"stayline: {error}", err=True)
    raise typer.Exit(1)


def _take_data(arguments: list[str]) -> tuple[str, list[str]]:
    """`--data` may stand anywhere, also after the command; gives the folder, if named, and the other arguments."""
    for place, argument in enumerate(arguments):
        if argument == "--data" and place + 1 < len(arguments):
            return arguments[place + 1], [*arguments[:place], *arguments[place + 2 :]]
        if argument.startswith("--data="):
            return argument.removeprefix("--data="), [*arguments[:place], *arguments[place + 1 :]]
    return "", arguments


def main() -> None:
    from stayline.project.env import SettingError

    folder, sys.argv[1:] = _take_data(sys.argv[1:])
    use_folder(Path(folder or os.environ.get("STAYLINE_DATA") or "data"))
    try:
        app(prog_name="stayline")
    except (DatabaseError, SettingError) as error:
        typer.echo(f"stayline: {error}", err=True)
        sys.exit(EX_TEMPFAIL if sys.argv[1:3] == ["mail", "deliver"] else 1)
