"""`stayline mail …`: an MTA's pipe, and what a mail says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from typer.testing import CliRunner

from stayline.channels.mail.cli import app
from stayline.people.demo import DemoCompany
from stayline.problems import models as m
from tests.channels.mail.letters import letter

pytestmark = pytest.mark.django_db


def run(*arguments: str, raw: bytes = b"") -> tuple[int, list[Any]]:
    result = CliRunner().invoke(app, list(arguments), input=raw)
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]


def test_a_mail_through_the_pipe_says_what_became_of_it(fernwood: DemoCompany) -> None:
    code, (said,) = run("deliver", "--from", "carol@reed.example", raw=letter())
    assert code == 0
    assert said == {
        "outcome": "opened",
        "problem": m.Problem.objects.get().pk,
        "owner": "Bea Lindqvist",
    }
    assert run("deliver", raw=letter())[1][0]["outcome"] == "already"


def test_the_envelope_decides_the_door(fernwood: DemoCompany) -> None:
    _, (said,) = run("deliver", "--to", "sales@fernwood.example", raw=letter())
    assert said["owner"] in {"Lena Fischer", "Sally Meyer"}


def test_anything_temporary_exits_75(fernwood: DemoCompany, monkeypatch: Any) -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError("the database is away")

    monkeypatch.setattr("stayline.channels.mail.intake.deliver", away)
    code, (said,) = run("deliver", raw=letter())
    assert code == 75
    assert said["outcome"] == "later"


def test_without_a_door_the_pipe_exits_75(db: None) -> None:
    assert run("deliver", raw=letter())[0] == 75


def test_what_mails_say_is_one_line_each(tmp_path: Path) -> None:
    files = []
    for number in range(2):
        file = tmp_path / f"{number}.eml"
        file.write_bytes(
            letter(f"Words {number}\n\nOn Mon, 2 Nov 2026, Bea <b@c.example> wrote:\n> old")
        )
        files.append(str(file))
    code, said = run("parse", *files)
    assert code == 0
    assert [one["text"] for one in said] == ["Words 0", "Words 1"]
    assert said[0]["from"] == {"name": "Carol Reed", "address": "carol@reed.example"}
    assert said[0]["quoted"].endswith("> old")
    assert said[0]["sent"] == "2026-11-02T09:00:00+00:00"
    assert list(said[0]) == [
        "from", "to", "cc", "subject", "sent", "message_id", "in_reply_to", "references", "text",
        "quoted", "html", "attachments", "machine", "bounce", "authentication",
    ]  # fmt: skip


def test_a_bounce_says_whom_it_did_not_reach_and_why() -> None:
    raw = letter(
        "<dave@reed.example>: host mx.reed.example[192.0.2.4] said: 550 5.1.1 No such user"
        " (in reply to RCPT TO command)",
        sender="MAILER-DAEMON@relay.example",
        subject="Undelivered Mail Returned to Sender",
    )
    _, (said,) = run("parse", raw=raw)
    assert said["bounce"] == {
        "address": "dave@reed.example",
        "status": "5.1.1",
        "reason": "userunknown",
        "hard": True,
    }
    assert said["machine"] == "bounce"
