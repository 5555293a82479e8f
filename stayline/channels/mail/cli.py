"""`stayline mail …`: mail in from an MTA's pipe, and what a mail says."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import typer
from django.conf import settings

from stayline.channels.mail import checking, intake, mailboxes, services
from stayline.channels.mail.addresses import normalised
from stayline.channels.mail.message import Bounce, IncomingMail, MailAddress
from stayline.channels.mail.parse import parse as parse_mail
from stayline.project.clock import now

app = typer.Typer(no_args_is_help=True, add_completion=False)
app.add_typer(mailboxes.app, name="mailboxes")
app.add_typer(services.app, name="providers")

EX_TEMPFAIL = 75
"""sysexits.h: the MTA keeps the mail and tries again."""


@app.callback()
def mail() -> None:
    """Mail in from a pipe, and what a mail says."""


@app.command()
def deliver(
    sender: str = typer.Option(None, "--from", help="The envelope's sender; empty for <>."),
    to: list[str] = typer.Option([], "--to", help="The envelope's recipients."),
) -> None:
    """Take one mail from standard input and say what became of it, in one line of JSON.

    Exits 75 on anything temporary, so that the mail server keeps the mail and tries again.
    """
    raw = sys.stdin.buffer.read()
    try:
        delivered = intake.deliver(raw, envelope_from=sender, envelope_to=to, at=now())
    except Exception as error:
        typer.echo(json.dumps({"outcome": "later", "why": f"{type(error).__name__}: {error}"}))
        raise typer.Exit(EX_TEMPFAIL) from error
    _say(
        {
            "outcome": delivered.outcome,
            "problem": delivered.problem,
            "owner": delivered.owner,
        }
    )


@app.command()
def check(
    doors: list[str] = typer.Argument(None, help="Doors' addresses; all when there is none."),
) -> None:
    """Try whether mail gets in and out of the doors, and say what is wrong. Sends nothing.

    Exits 1 when anything is wrong.
    """
    wrong = False
    for found in checking.check([normalised(one) for one in doors or []]):
        wrong = wrong or found.wrong
        typer.echo(f"{'✗' if found.wrong else '✓'} {found.about}: {found.sentence}")
    raise typer.Exit(1 if wrong else 0)


@app.command()
def parse(
    files: list[Path] = typer.Argument(None, help="Mails; standard input when there is none."),
) -> None:
    """Say what each mail says, in one line of JSON a mail. Changes nothing."""
    if not files:
        _say(described(_read(sys.stdin.buffer.read())))
    for file in files or []:
        _say(described(_read(file.read_bytes())))


def _read(raw: bytes) -> IncomingMail:
    return parse_mail(raw, authserv_id=settings.STAYLINE_MAIL_AUTHSERV_ID)


def _say(value: dict[str, Any]) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False))


def described(mail: IncomingMail) -> dict[str, Any]:
    """A mail as plain values. `text` is what is new, forwarded mails included; `quoted` is the
    rest. Ids are without angles; dates are UTC."""
    return {
        "from": _box(mail.sender),
        "to": [_box(box) for box in mail.to],
        "cc": [_box(box) for box in mail.cc],
        "subject": mail.subject,
        "sent": mail.sent.isoformat() if mail.sent else None,
        "message_id": mail.message_id,
        "in_reply_to": list(mail.in_reply_to),
        "references": list(mail.references),
        "text": mail.words,
        "quoted": mail.folded,
        "html": mail.html_sanitised,
        "attachments": [
            {"name": one.name, "type": one.type, "size": one.size, "sha256": one.sha256}
            for one in mail.attachments
        ],
        "machine": mail.machine,
        "bounce": _bounce(mail.bounce),
        "authentication": {
            "results": dict(mail.authentication.results),
            "from_is_proven": mail.authentication.from_is_proven,
            "from_doubt": mail.from_doubt,
        },
    }


def _bounce(bounce: Bounce | None) -> dict[str, Any] | None:
    if bounce is None:
        return None
    return {
        "address": bounce.address,
        "status": bounce.status,
        "reason": bounce.reason,
        "hard": bounce.hard,
    }


def _box(box: MailAddress) -> dict[str, str]:
    return {"name": box.name, "address": box.address}
