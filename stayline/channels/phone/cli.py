"""`stayline phone …`: the exchange, its lines, and what is missing."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import typer

from stayline.channels.phone.exchange import programs, prompts, trying
from stayline.channels.phone.exchange.checking import check as look
from stayline.channels.phone.exchange.instance import Instance, Settings, copy_sample
from stayline.channels.phone.exchange.lines import Line, LineKind
from stayline.channels.phone.exchange.places import ExchangeError
from stayline.channels.phone.exchange.remote import elsewhere

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def phone() -> None:
    """The telephone: nobody is ever left on the line."""


def _instance() -> Instance:
    return Instance(Path(os.environ["STAYLINE_DATA"]))


def _say(sentence: str) -> None:
    typer.echo(f"  {sentence}", err=True)


def _refuse(error: Exception) -> NoReturn:
    typer.echo(f"stayline: {error}", err=True)
    raise typer.Exit(1)


@app.command()
def up(
    http_port: int = typer.Option(None, min=1, max=65535, help="Remote control; 8088."),
    sip_host: str = typer.Option(None, help="The address telephones reach; 127.0.0.1."),
    sip_port: int = typer.Option(None, min=1, max=65535, help="And the port; 5060."),
    rtp_first: int = typer.Option(None, min=1024, max=65535, help="Sound's ports; from 10000"),
    rtp_last: int = typer.Option(None, min=1024, max=65535, help="to 10199."),
    mirror: str = typer.Option("", help="A Debian mirror; the one this machine's apt uses."),
    update: bool = typer.Option(False, "--update", help="Lock what Debian has today."),
) -> None:
    """Start an Asterisk of our own, for development and tests. Nothing is installed on this machine.

    Brings it first where needed (about 100 MB, once). What is given is kept for the next start.
    """
    instance = _instance()
    try:
        settings = instance.settle(
            http_port=http_port,
            sip_host=sip_host,
            sip_port=sip_port,
            rtp_first=rtp_first,
            rtp_last=rtp_last,
        )
        there = programs.obtain(_say, mirror=mirror, update=update)
        if instance.pid is None:
            spoken = instance.prompts(prompts.synthetic(there, _say))
            began = time.monotonic()
            instance.start(there, spoken, settings)
            _say(f"started in {time.monotonic() - began:.1f} s")
    except ExchangeError as error:
        _refuse(error)
    typer.echo(_described(instance))


@app.command()
def fetch(
    mirror: str = typer.Option("", help="A Debian mirror; the one this machine's apt uses."),
    update: bool = typer.Option(False, "--update", help="Lock what Debian has today."),
) -> None:
    """Bring the programs and speak the prompts, for a start without a network."""
    try:
        there = programs.obtain(_say, mirror=mirror, update=update)
        prompts.synthetic(there, _say)
    except ExchangeError as error:
        _refuse(error)
    typer.echo(f"Asterisk {there.version} is ready.")


@app.command()
def down() -> None:
    """End it, and every call in it."""
    typer.echo("The exchange has ended." if _instance().stop() else "It was not running.")


@app.command()
def status() -> None:
    """Whether it runs. Exits 1 when it does not."""
    instance = _instance()
    typer.echo(_described(instance))
    raise typer.Exit(0 if instance.pid is not None else 1)


@app.command()
def check() -> None:
    """Say in plain words what is missing at the exchange. Changes nothing.

    Looks at the Asterisk of STAYLINE_PHONE_URL, else at our own. Exits 1 when anything is wrong.
    """
    wrong = False
    for found in look(_instance(), elsewhere(), _languages_of_doors()):
        wrong = wrong or found.wrong
        typer.echo(f"{found.sign} {found.about}: {found.sentence}")
    raise typer.Exit(1 if wrong else 0)


@app.command("try")
def try_a_call(
    door: str = typer.Argument("", help="The number that is called; the first door's."),
) -> None:
    """Let a made-up customer call, and see what happens. Needs stayline serve or demo beside it."""
    instance = _instance()
    remote = elsewhere() or (instance.settings.remote if instance.settings else None)
    number, language = _first_door()
    if remote is None or not (door or number):
        _refuse(
            ExchangeError("There is no exchange, or no door for calls: stayline phone up first.")
        )
    try:
        trying.call(remote, door or number, language)
    except OSError as error:
        _refuse(error)
    typer.echo(f"Carol calls {door or number}: whoever is on duty hears it ring.")


def _first_door() -> tuple[str, str]:
    """Its number and language; none where no database answers."""
    return next(iter(_doors()), ("", "en"))


def _languages_of_doors() -> Sequence[str]:
    """What the doors for calls speak; all that we ship while no database answers."""
    spoken = [language.partition("-")[0] for _, language in _doors()]
    return list(dict.fromkeys(spoken)) or prompts.LANGUAGES


def _doors() -> list[tuple[str, str]]:
    """Number and language of each door for calls; none while no database answers."""
    import django
    from django.db import DatabaseError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stayline.project.settings")
    django.setup()
    logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)  # that it is down is no news here
    from stayline.people.models import Door, DoorKind

    doors = Door.objects.filter(kind=DoorKind.PHONE).order_by("-is_open", "pk")
    try:
        return list(doors.values_list("address", "language"))
    except DatabaseError:
        return []


@app.command()
def sample(to: Path) -> None:
    """Write the configuration and the prompts for an Asterisk that is already there into a folder."""
    instance = _instance()
    try:
        there = programs.obtain(_say)
        spoken = instance.prompts(prompts.synthetic(there, _say))
        copy_sample(instance, instance.settings or Settings(), spoken, to)
    except ExchangeError as error:
        _refuse(error)
    typer.echo(f"{to}: what to do with it is in docs/running/phone.md")


def _described(instance: Instance) -> str:
    settings, pid = instance.settings, instance.pid
    if settings is None or pid is None:
        return "The exchange is not running; start it with: stayline phone up"
    try:
        version = settings.remote.version()
    except OSError:
        version = "does not answer yet,"
    return (
        f"Asterisk {version} runs as process {pid}:"
        f" telephones at {settings.sip_host}:{settings.sip_port},"
        f" remote control at 127.0.0.1:{settings.http_port}."
    )


lines = typer.Typer(no_args_is_help=True, add_completion=False, help="Telephones and trunks.")
app.add_typer(lines, name="lines")


@lines.command("list")
def show_lines() -> None:
    """The lines of our own exchange."""
    for line in _instance().lines:
        typer.echo(f"{line.called}  {line.kind}  {line.host or 'signs in'}")


@lines.command("add")
def add_line(
    name: str,
    kind: LineKind = LineKind.DESK,
    host: str = typer.Option("", help="A trunk's other end."),
    language: str = typer.Option("en", help="What is spoken to it while Stayline is down."),
) -> None:
    """Let a telephone sign in; says its password once."""
    instance = _instance()
    try:
        line = Line(name=name, kind=kind, host=host, language=language)
        instance.keep_lines([*(one for one in instance.lines if one.name != name), line])
        _take_lines(instance)
    except ExchangeError as error:
        _refuse(error)
    signs_in = f", password {line.secret}" if kind is not LineKind.TRUNK else ""
    typer.echo(f"{line.called}{signs_in}")


@lines.command("remove")
def remove_line(name: str) -> None:
    """Let a telephone sign in no longer."""
    instance = _instance()
    instance.keep_lines(one for one in instance.lines if one.name != name)
    try:
        _take_lines(instance)
    except ExchangeError as error:
        _refuse(error)


def _take_lines(instance: Instance) -> None:
    """A running exchange takes them at once; calls go on."""
    settings = instance.settings
    if settings is None or instance.pid is None:
        return
    instance.write_lines(settings)
    instance.console(programs.obtain(_say), "module reload res_pjsip.so")
