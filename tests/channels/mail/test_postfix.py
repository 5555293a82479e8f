"""A real Postfix before us and behind us: whatever happens, a mail is with it or with us."""

from __future__ import annotations

import asyncio
import smtplib
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.policy import default as modern
from threading import Thread
from typing import Any

import pytest
from django.db import OperationalError

from stayline.channels.mail import intake, listener
from stayline.channels.mail.models import Outgoing, RawMail
from stayline.channels.mail.send import send_one
from stayline.people.demo import DemoCompany
from stayline.problems import models as m
from stayline.project.clock import now
from tests.channels.mail import relay as relays
from tests.channels.mail.letters import CAROL, letter
from tests.channels.mail.servers import Postfix, free_port, postfix, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def carols() -> Iterator[relays.Relay]:
    """Carol's mail server."""
    with relays.running() as running:
        yield running


@pytest.fixture(scope="module")
def our_port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def server(carols: relays.Relay, our_port: int) -> Iterator[Postfix]:
    with postfix(ours=our_port, carols=carols.port) as running:
        yield running


@pytest.fixture
def listening(fernwood: DemoCompany, settings: Any, our_port: int) -> Iterator[None]:
    """Our listener, speaking LMTP, as the worker runs it."""
    settings.STAYLINE_MAIL_HOST, settings.STAYLINE_MAIL_PORT = "127.0.0.1", our_port
    settings.STAYLINE_MAIL_PROTOCOL = "lmtp"
    loop, stopping = asyncio.new_event_loop(), asyncio.Event()
    thread = Thread(target=loop.run_until_complete, args=(listener.listen(stopping, lambda: None),))
    thread.start()
    wait_for(our_port)
    yield
    loop.call_soon_threadsafe(stopping.set)
    thread.join(20)
    loop.close()


@pytest.fixture(autouse=True)
def relayed(settings: Any, server: Postfix, carols: relays.Relay) -> None:
    """What we send goes to the same Postfix."""
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = ""
    carols.taken.clear()


def hand_in(server: Postfix, raw: bytes, *to: str) -> None:
    with smtplib.SMTP("127.0.0.1", server.port, timeout=20) as client:
        client.sendmail("carol@reed.example", list(to) or ["billing@fernwood.example"], raw)


def until(holds: Callable[[], bool], seconds: float = 40) -> None:
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.1)


def content(server: relays.Relay) -> bytes:
    """The first mail Carol's server took."""
    taken = server.taken[0].content
    assert isinstance(taken, bytes)
    return taken


def send_what_waits() -> None:
    for row in Outgoing.objects.filter(sent_at__isnull=True):
        sent = send_one(row.pk, max(now(), row.leaves_at))
        assert sent is not None
        assert sent.sent_at is not None, sent.trouble


def test_a_customer_writes_is_answered_and_replies_through_postfix(
    listening: None, server: Postfix, carols: relays.Relay
) -> None:
    hand_in(server, letter())
    until(RawMail.objects.exists)
    send_what_waits()
    until(lambda: bool(carols.taken))
    answer = message_from_bytes(content(carols), policy=modern)
    reply_to = str(answer["Reply-To"].addresses[0].addr_spec)
    assert reply_to.startswith("billing+")
    hand_in(
        server, letter("And another thing.", to=reply_to, message_id="<2@reed.example>"), reply_to
    )
    until(lambda: RawMail.objects.count() == 2)
    assert m.Problem.objects.count() == 1
    assert RawMail.objects.order_by("-id")[0].placed == "word"


def test_one_mail_to_two_doors_is_one_problem_and_is_acknowledged_to_postfix_once_for_each(
    listening: None, server: Postfix
) -> None:
    hand_in(server, letter(), "billing@fernwood.example", "support@fernwood.example")
    until(RawMail.objects.exists)
    until(lambda: server.waiting() == 0)
    assert m.Problem.objects.count() == 1


def test_while_our_database_is_away_postfix_keeps_the_mail(
    listening: None, server: Postfix, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def away(*_: object, **__: object) -> None:
        asked.append(1)
        raise OperationalError("the database is away")

    with monkeypatch.context() as patch:
        patch.setattr(intake, "deliver", away)
        hand_in(server, letter())
        until(lambda: bool(asked))
        until(lambda: server.waiting() == 1)
        assert not RawMail.objects.exists()
    until(RawMail.objects.exists)
    until(lambda: server.waiting() == 0)


def test_while_we_are_stopped_postfix_keeps_the_mail(
    fernwood: DemoCompany, server: Postfix, request: pytest.FixtureRequest
) -> None:
    hand_in(server, letter())
    until(lambda: server.waiting() == 1)
    request.getfixturevalue("listening")
    until(RawMail.objects.exists)


def test_who_writes_to_nobody_is_told_by_postfix_with_our_sentence(
    listening: None, server: Postfix, carols: relays.Relay
) -> None:
    hand_in(server, letter(), "nobody@fernwood.example")
    until(lambda: bool(carols.taken))
    bounce = content(carols)
    assert carols.taken[0].rcpt_tos == ["carol@reed.example"]
    assert b"Nobody reads mail at" in bounce
    assert not RawMail.objects.exists()


def test_a_bounce_of_postfix_reaches_the_owner_as_a_word_on_the_problem(
    listening: None, server: Postfix, carols: relays.Relay
) -> None:
    hand_in(server, letter(sender=CAROL))
    until(RawMail.objects.exists)
    row = Outgoing.objects.get(kind="acknowledgement")
    row.envelope_from = "billing@fernwood.example"
    row.save()
    carols.answer_rcpt = "550 5.1.1 User unknown"
    try:
        send_what_waits()
        until(lambda: RawMail.objects.count() == 2)
    finally:
        carols.answer_rcpt = "250 OK"
    assert RawMail.objects.order_by("-id")[0].placed == "machine"
    word = m.Word.objects.filter(kind="machine").get()
    assert word.problem == m.Problem.objects.get()
    assert "did not reach carol@reed.example: there is no such mailbox" in word.text
