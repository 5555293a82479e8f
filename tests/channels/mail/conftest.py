"""Fernwood, its mail doors, and Carol, who writes to them. Tests play the customer by mail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from typing import Any

import pytest

from stayline.channels.mail.intake import Delivered, deliver
from stayline.channels.mail.models import Outgoing
from stayline.people.demo import DemoCompany, build_demo_company
from stayline.people.models import Colleague
from stayline.problems import company
from tests.channels.mail import corpora
from tests.channels.mail.letters import CAROL, letter

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
SERVER = "mx.fernwood.example"


@pytest.fixture(autouse=True)
def our_own_settings(settings: Any) -> None:
    """Files in memory, and a mail server of ours whose word we trust."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }
    settings.STAYLINE_MAIL_AUTHSERV_ID = SERVER
    settings.STAYLINE_PUBLIC_URL = "https://desk.fernwood.example"
    settings.STAYLINE_MAIL_OUTBOX_ONLY = False


@pytest.fixture(autouse=True)
def figures(record_property: Callable[[str, object], None]) -> Iterator[None]:
    """What a test counts on the corpora stands below the summary."""
    corpora.recorder[:] = [record_property]
    yield
    corpora.recorder.clear()


@pytest.fixture
def fernwood(db: None) -> DemoCompany:
    built = build_demo_company()
    company.record(AT)
    return built


@pytest.fixture
def bea(fernwood: DemoCompany) -> Colleague:
    return fernwood.colleagues["bea"]


@pytest.fixture
def tom(fernwood: DemoCompany) -> Colleague:
    return fernwood.colleagues["tom"]


def receive(
    raw: bytes,
    to: str = "billing@fernwood.example",
    *,
    sender: str | None = "carol@reed.example",
    at: datetime = AT,
) -> Delivered:
    """A mail arrives over SMTP."""
    return deliver(raw, envelope_from=sender, envelope_to=[to], at=at)


def later(**span: float) -> datetime:
    return AT + timedelta(**span)


@dataclass(frozen=True)
class Got:
    """A mail of ours, as its reader has it."""

    mail: EmailMessage
    row: Outgoing

    @property
    def text(self) -> str:
        body = self.mail.get_body(("plain",))
        assert body is not None
        return str(body.get_content())

    @property
    def reply_to(self) -> str:
        return str(self.mail["Reply-To"].addresses[0].addr_spec)

    @property
    def page(self) -> str:
        return next(word for word in self.text.split() if "/with/" in word)


def got(kind: str, recipient: str = "carol@reed.example") -> Got:
    """The last mail of this kind to this reader."""
    row = Outgoing.objects.filter(kind=kind, recipient=recipient).order_by("id").last()
    assert row is not None, f"no {kind} for {recipient}"
    mail = message_from_bytes(bytes(row.message), policy=modern)
    assert isinstance(mail, EmailMessage)
    return Got(mail, row)


def reply(
    mail: Got, words: str, *, sender: str = CAROL, at: datetime = AT, **parts: Any
) -> Delivered:
    """Answer a mail of ours as a mail program does."""
    ours = str(mail.mail["Message-ID"])
    raw = letter(
        words,
        sender=sender,
        to=mail.reply_to,
        message_id=f"<{abs(hash((words, sender, at)))}@reed.example>",
        subject=f"Re: {mail.mail['Subject']}",
        headers=f"In-Reply-To: {ours}\r\nReferences: {ours}\r\n" + parts.pop("headers", ""),
        **parts,
    )
    address = sender.partition("<")[2].rstrip(">") or sender
    return receive(raw, mail.reply_to, sender=address, at=at)
