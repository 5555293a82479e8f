"""`stayline mail providers …`: doors whose mail goes by a provider, or by a relay of their own."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import typer
from django.conf import settings

from stayline.channels.mail.addresses import normalised
from stayline.channels.mail.models import DoorService
from stayline.channels.mail.providers import PROVIDERS
from stayline.channels.mail.relay import Relay, WrongAddress
from stayline.channels.mail.sealed import NotOurs, seal, unseal
from stayline.people.models import Door, DoorKind
from stayline.problems.tokens import digest, new_token

app = typer.Typer(no_args_is_help=True, add_completion=False)

_FILE = typer.Option(..., help="Where it stands; - reads standard input. Never an argument.")


@app.callback()
def providers() -> None:
    """Doors whose mail goes by a provider's API, or by a relay of their own."""


@app.command("list")
def list_() -> None:
    """Say which doors have a way of their own."""
    rows = list(DoorService.objects.select_related("door").order_by("door__address"))
    if not rows:
        typer.echo("Every door's mail leaves by the installation's own relay.")
    for row in rows:
        typer.echo(f"{row.door.address}: {_described(row)}")


def _described(row: DoorService) -> str:
    if not row.provider:
        try:
            return f"out by {Relay.of_address(unseal(row.sealed))}"
        except NotOurs as error:
            return str(error)
    inwards = ", in by its webhook" if row.webhook_digest else ""
    return f"out by {row.provider}{inwards}"


@app.command()
def use(door: str, provider: str, options_file: Path = _FILE) -> None:
    """Let a door's mail leave by a provider. The options are lines such as api_key=…, by the
    names of django-anymail's settings without the provider's."""
    _require(provider in PROVIDERS, f"{provider} is none of: {', '.join(PROVIDERS)}.")
    lines = [line.partition("=") for line in _read(options_file).splitlines() if line.strip()]
    options = {name.strip().lower(): value.strip() for name, _, value in lines}
    needed = PROVIDERS[provider][1]
    _require(needed in options, f"{provider} needs {needed}=…")
    found = _door(door)
    DoorService.objects.update_or_create(
        door=found, defaults={"provider": provider, "sealed": seal(json.dumps(options))}
    )
    typer.echo(f"{found.address}: out by {provider}.")


@app.command()
def relay(door: str, address_file: Path = _FILE) -> None:
    """Let a door's mail leave by a relay of its own: smtp://user:password@host:587, or smtps://."""
    address = _read(address_file).strip()
    try:
        shown = Relay.of_address(address)
    except WrongAddress as error:
        _require(False, str(error))
        raise
    found = _door(door)
    DoorService.objects.update_or_create(
        door=found, defaults={"provider": "", "sealed": seal(address), "webhook_digest": ""}
    )
    typer.echo(f"{found.address}: out by {shown}.")


@app.command()
def webhook(door: str) -> None:
    """Make the address to which the provider shall bring what comes in; an older one ends."""
    row = DoorService.objects.filter(door=_door(door)).exclude(provider="").first()
    _require(row is not None, "First say which provider: stayline mail providers use …")
    assert row is not None
    secret = new_token()
    row.webhook_digest = digest(secret)
    row.save(update_fields=["webhook_digest"])
    address = f"{settings.STAYLINE_PUBLIC_URL}/mail/in/{row.provider}/{secret}/"
    typer.echo(address)
    typer.echo("This is shown once: give it to the provider as the address for incoming mail; and")
    typer.echo(f"{address}told/")
    typer.echo("as the address for bounces and complaints. What is read or clicked is not wanted.")


@app.command()
def remove(door: str) -> None:
    """Let a door's mail leave by the installation's own relay again."""
    gone, _ = DoorService.objects.filter(door=_door(door)).delete()
    _require(bool(gone), "It leaves by the installation's own relay already.")
    typer.echo(f"{normalised(door)}: out by the installation's own relay.")


def _door(address: str) -> Door:
    found = Door.objects.filter(kind=DoorKind.MAIL, address=normalised(address)).first()
    _require(found is not None, f"{address} is no mail door.")
    assert found is not None
    return found


def _require(holds: bool, sentence: str) -> None:
    if not holds:
        typer.echo(f"stayline: {sentence}", err=True)
        raise typer.Exit(1)


def _read(file: Path) -> str:
    if str(file) == "-":
        return sys.stdin.read()
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        typer.echo(f"stayline: {file} could not be read ({error}).", err=True)
        raise typer.Exit(1) from error
