"""`stayline mail check`: what is wrong with a door's mail, in plain words."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
from typer.testing import CliRunner

from stayline.channels.mail import listener
from stayline.channels.mail.cli import app
from stayline.channels.mail.models import Mailbox, Outgoing
from stayline.channels.mail.sealed import seal
from stayline.people.demo import DemoCompany
from stayline.project.clock import now
from tests.channels.mail import relay as relays
from tests.channels.mail.servers import free_port, wait_for

pytestmark = pytest.mark.django_db(transaction=True)
DOOR = "billing@fernwood.example"


@pytest.fixture
def relay(settings: Any) -> Iterator[relays.Relay]:
    with relays.running() as running:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = ""
        yield running


@pytest.fixture
def listening(settings: Any) -> Iterator[None]:
    settings.STAYLINE_MAIL_HOST, settings.STAYLINE_MAIL_PORT = "127.0.0.1", free_port()
    loop, stopping = asyncio.new_event_loop(), asyncio.Event()
    thread = Thread(target=loop.run_until_complete, args=(listener.listen(stopping, lambda: None),))
    thread.start()
    wait_for(settings.STAYLINE_MAIL_PORT)
    yield
    loop.call_soon_threadsafe(stopping.set)
    thread.join(20)
    loop.close()


def check(*doors: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["check", *doors])
    return result.exit_code, result.output


def test_a_door_that_works_both_ways_is_said_to(
    fernwood: DemoCompany, relay: relays.Relay, listening: None
) -> None:
    code, said = check(DOOR)
    assert code == 0
    assert f"✓ {DOOR} in: Our SMTP listener" in said
    assert f"✓ {DOOR} out: 127.0.0.1:{relay.port} takes mail from it." in said
    assert relay.taken == []
    assert not Outgoing.objects.exists()


def test_a_relay_that_refuses_is_quoted(
    fernwood: DemoCompany, relay: relays.Relay, listening: None
) -> None:
    relay.answer_rcpt = "550 5.7.1 You may not send here"
    code, said = check(DOOR)
    assert code == 1
    assert f"takes no mail to {DOOR}: 550 5.7.1 You may not send here" in said


def test_what_is_not_there_is_named(fernwood: DemoCompany, settings: Any) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.STAYLINE_MAIL_PORT = free_port()
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    code, said = check(DOOR)
    assert code == 1
    assert "could not be reached" in said
    assert "Is it started?" in said


def test_a_relay_without_the_protection_that_is_asked_for_is_named(
    fernwood: DemoCompany, relay: relays.Relay, listening: None, settings: Any
) -> None:
    settings.EMAIL_USE_TLS = True
    assert "cannot do what the settings ask for (STARTTLS" in check(DOOR)[1]


def test_a_mailbox_that_cannot_be_opened_is_named(
    fernwood: DemoCompany, relay: relays.Relay, listening: None
) -> None:
    Mailbox.objects.create(
        address=DOOR, door=fernwood.doors[DOOR], host="127.0.0.1", port=free_port(),
        security="none", login=DOOR, password=seal("x"), changed_at=now(),
    )  # fmt: skip
    code, said = check(DOOR)
    assert code == 1
    assert f"✗ {DOOR} in: 127.0.0.1" in said


def test_an_unknown_door_is_named(fernwood: DemoCompany) -> None:
    assert check("nobody@fernwood.example") == (
        1,
        "✗ nobody@fernwood.example: There is no mail door of this address.\n",
    )


def test_an_unset_trust_is_worth_knowing_and_not_wrong(
    fernwood: DemoCompany, relay: relays.Relay, listening: None, settings: Any
) -> None:
    settings.STAYLINE_MAIL_AUTHSERV_ID = ""
    code, said = check()
    assert code == 0
    assert "no mail counts as a colleague's own" in said
