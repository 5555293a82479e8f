"""`stayline mail mailboxes …`: which mailboxes elsewhere are read."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import typer

from stayline.channels.mail import oauth
from stayline.channels.mail.addresses import is_address, normalised
from stayline.channels.mail.models import Mailbox, Security, SignIn
from stayline.channels.mail.sealed import seal
from stayline.people.models import Door, DoorKind
from stayline.project.clock import now

app = typer.Typer(no_args_is_help=True, add_completion=False)

PORTS = {Security.TLS: 993, Security.STARTTLS: 143, Security.NONE: 143}
HOSTS = {SignIn.MICROSOFT: "outlook.office365.com", SignIn.GOOGLE: "imap.gmail.com"}
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@app.callback()
def mailboxes() -> None:
    """Mailboxes elsewhere that are read by IMAP."""


@app.command("list")
def list_() -> None:
    """Say which mailboxes are read, and how each of them is."""
    rows = list(Mailbox.objects.select_related("door"))
    if not rows:
        typer.echo("No mailbox is read. Add one with: stayline mail mailboxes add ADDRESS")
    for row in rows:
        for line in described(row):
            typer.echo(line)


def described(row: Mailbox) -> list[str]:
    """A mailbox in a few lines."""
    door = f"door {row.door.address}" if row.door else "the door each mail names"
    then = f"then into {row.done_folder}" if row.done_folder else "then marked as read"
    server = f"{row.login} at {row.host}:{row.port}"
    how = f"{row.get_security_display()}, {row.get_sign_in_display()}"
    lines = [f"{row.address}: {server} ({how}), {row.folder} → {door}, {then}"]
    if row.trouble:
        lines.append(f"  wrong since {row.trouble_since:%Y-%m-%d %H:%M} UTC: {row.trouble}")
    elif row.looked_at:
        lines.append(f"  well; last looked at {row.looked_at:%Y-%m-%d %H:%M} UTC")
    else:
        lines.append("  not yet looked at: a worker reads it (stayline serve, or stayline worker)")
    lines += [f"  left there: mail {uid}, because {why}" for uid, why in row.left_there.items()]
    return lines


@app.command()
def add(
    address: str,
    host: str = typer.Option("", help="The IMAP server; known for Microsoft 365 and Google."),
    port: int = typer.Option(0, help="993, or 143 with STARTTLS, unless given."),
    security: Security = typer.Option(Security.TLS),
    login: str = typer.Option("", help="Who signs in; the address unless given."),
    sign_in: SignIn = typer.Option(SignIn.PASSWORD, "--sign-in"),
    password_file: Path = typer.Option(
        None, help="Where the password stands; - reads it. Else STAYLINE_MAILBOX_PASSWORD."
    ),
    client_id: str = typer.Option("", help="OAuth2: the application."),
    client_secret_file: Path = typer.Option(None, help="OAuth2: where its secret stands."),
    refresh_token_file: Path = typer.Option(
        None, help="OAuth2: where the refresh token stands; Microsoft works without one."
    ),
    tenant: str = typer.Option("", help="Microsoft 365: the directory's id."),
    token_url: str = typer.Option("", help="OAuth2: where tokens are given, if elsewhere."),
    door: str = typer.Option("", help="Where its mails go that name no door."),
    folder: str = typer.Option("INBOX"),
    done_folder: str = typer.Option("", "--move-to", help="Else they stay, marked as read."),
) -> None:
    """Read a mailbox from now on; or, if it is read already, read it in this way."""
    plain = normalised(address)
    _require(is_address(plain), f"{address} is no mail address.")
    where = host or HOSTS.get(sign_in, "")
    _require(bool(where), "Which server? Name it with --host.")
    safe = security is not Security.NONE or where in LOOPBACK
    _require(safe, "Without protection only a server on this machine may be asked: use tls.")
    _require(folder != done_folder, "Mails cannot be moved to where they are.")
    target = _door(door)
    given = {
        "host": where,
        "port": port or PORTS[security],
        "security": security,
        "login": login or plain,
        "sign_in": sign_in,
        "door": target,
        "folder": folder,
        "done_folder": done_folder,
        "is_open": True,
        "changed_at": now(),
        "trouble": "",
        "trouble_since": None,
        **_secrets(sign_in, password_file, client_id, client_secret_file, refresh_token_file),
    }
    if sign_in is not SignIn.PASSWORD:
        given["token_url"] = token_url or _token_url(sign_in, tenant)
    row, new = Mailbox.objects.update_or_create(address=plain, defaults=given)
    typer.echo(f"{row.address} is read {'now' if new else 'in this way now'}; try it:")
    typer.echo("  stayline mail check")


@app.command()
def remove(address: str) -> None:
    """Read a mailbox no more. What came stays here; what is there stays there."""
    gone, _ = Mailbox.objects.filter(address=normalised(address)).delete()
    _require(bool(gone), f"{address} is not read. See: stayline mail mailboxes list")
    typer.echo(f"{normalised(address)} is read no more.")


def _require(holds: bool, sentence: str) -> None:
    if not holds:
        typer.echo(f"stayline: {sentence}", err=True)
        raise typer.Exit(1)


def _door(address: str) -> Door | None:
    if not address:
        return None
    found = Door.objects.filter(kind=DoorKind.MAIL, address=normalised(address)).first()
    _require(found is not None, f"{address} is no mail door.")
    return found


def _secrets(
    sign_in: SignIn,
    password: Path | None,
    client_id: str,
    client_secret: Path | None,
    refresh_token: Path | None,
) -> dict[str, str]:
    """What opens it, sealed; everything else is forgotten."""
    if sign_in is SignIn.PASSWORD:
        word = _read(password) or os.environ.get("STAYLINE_MAILBOX_PASSWORD", "")
        _require(bool(word), "Its password? Give --password-file, or STAYLINE_MAILBOX_PASSWORD.")
        return {
            "password": seal(word), "client_id": "", "client_secret": "", "refresh_token": "",
            "token_url": "",
        }  # fmt: skip
    secret, refresh = _read(client_secret), _read(refresh_token)
    _require(bool(client_id), "OAuth2 needs the application's --client-id.")
    _require(bool(secret or refresh), "OAuth2 needs --client-secret-file or --refresh-token-file.")
    if sign_in is SignIn.GOOGLE:
        _require(bool(refresh), "Google needs --refresh-token-file.")
    return {
        "password": "",
        "client_id": client_id,
        "client_secret": seal(secret),
        "refresh_token": seal(refresh),
    }


def _token_url(sign_in: SignIn, tenant: str) -> str:
    if sign_in is SignIn.GOOGLE:
        return oauth.GOOGLE
    _require(bool(tenant), "Microsoft 365 needs the directory's --tenant.")
    return oauth.MICROSOFT.format(tenant=tenant)


def _read(file: Path | None) -> str:
    """A secret's file: its first line. Never an argument, which every process could see."""
    if file is None:
        return ""
    if str(file) == "-":
        return sys.stdin.readline().strip()
    try:
        return file.read_text(encoding="utf-8").splitlines()[0].strip()
    except (OSError, IndexError) as error:
        typer.echo(f"stayline: {file} could not be read ({error}).", err=True)
        raise typer.Exit(1) from error
