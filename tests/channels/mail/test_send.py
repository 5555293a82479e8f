"""What was written leaves once, to one recipient; what cannot is told to the owner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from stayline.channels.mail import jobs
from stayline.channels.mail.models import Outgoing
from stayline.channels.mail.send import PAUSES, blanked, send_one, tell_owner, tokens_in
from stayline.people.models import Colleague
from stayline.problems import models as m
from stayline.problems.tokens import digest
from tests.channels.mail import relay as relays
from tests.channels.mail.conftest import AT, got, later, receive
from tests.channels.mail.letters import letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def relay(settings: Any) -> Iterator[relays.Relay]:
    with relays.running() as found:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = ""
        yield found


@pytest.fixture
def waiting(bea: Colleague) -> Outgoing:
    """An acknowledgement that has been written."""
    receive(letter())
    return got("acknowledgement").row


def again(row: Outgoing) -> Outgoing:
    return Outgoing.objects.get(pk=row.pk)


def test_a_mail_leaves_once(waiting: Outgoing, relay: relays.Relay) -> None:
    send_one(waiting.pk, AT)
    assert send_one(waiting.pk, later(minutes=1)) is None
    (envelope,) = relay.taken
    assert envelope.rcpt_tos == ["carol@reed.example"]
    assert again(waiting).sent_at == AT


def test_its_job_carries_nothing_but_its_number(waiting: Outgoing) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    (job,) = ProcrastinateJob.objects.filter(task_name="mail.leave")
    assert job.args == {"outgoing": waiting.pk}


def test_tokens_are_stored_as_digests_and_blanked_once_sent(
    waiting: Outgoing, relay: relays.Relay
) -> None:
    """THREATS 5: who reads our rows, or our jobs, can answer for nobody."""
    given = tokens_in(bytes(waiting.message))
    send_one(waiting.pk, AT)
    assert len(given) == 2
    assert set(m.Token.objects.values_list("digest", flat=True)) == {digest(one) for one in given}
    kept = re.sub(rb"=\r\n", b"", bytes(again(waiting).message)).decode()
    assert not any(token in kept for token in given)
    assert tokens_in(relay.taken[0].original_content or b"") == given


def test_blanking_finds_a_token_that_a_line_break_cuts() -> None:
    token = "abcdefghijklmnopqrstuvwxyz".replace("a", "b")
    raw = (
        b"Reply-To: a+" + token.encode() + b"@b.example\r\nContent-Type: text/plain\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\nhttps://x/with/"
        + token[:9].encode() + b"=\r\n" + token[9:].encode() + b"/\r\n"
    )  # fmt: skip
    assert tokens_in(raw) == {token}
    assert token not in blanked(raw).replace(b"=\r\n", b"").decode()


def test_a_temporary_refusal_is_tried_again_with_the_same_message_id(
    waiting: Outgoing, relay: relays.Relay
) -> None:
    relay.answer_data = "451 later"
    send_one(waiting.pk, AT)
    row = again(waiting)
    assert row.is_waiting
    assert row.leaves_at == later(seconds=PAUSES[0])
    relay.answer_data = "250 OK"
    send_one(waiting.pk, row.leaves_at)
    ids = {re.search(rb"Message-ID: (\S+)", e.original_content or b"")[1] for e in relay.taken}  # type: ignore[index]
    assert len(relay.taken) == 2
    assert ids == {f"<{waiting.message_id}>".encode()}


def test_an_unreachable_relay_is_tried_again(waiting: Outgoing, settings: Any) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    settings.EMAIL_USE_TLS = False
    send_one(waiting.pk, AT)
    assert again(waiting).is_waiting


def test_a_permanent_refusal_is_told_to_the_owner_once(
    waiting: Outgoing, relay: relays.Relay
) -> None:
    relay.answer_rcpt = "550 5.1.1 no such person"
    send_one(waiting.pk, AT)
    row = again(waiting)
    assert row.failed_at == AT
    tell_owner(row.pk, AT)
    tell_owner(row.pk, AT)
    (word,) = m.Word.objects.filter(problem=row.problem, kind="machine")
    assert word.text == "Your mail did not reach carol@reed.example: 550 5.1.1 no such person"


def test_after_the_last_try_the_owner_is_told(waiting: Outgoing, relay: relays.Relay) -> None:
    relay.answer_data = "451 never"
    at = AT
    for _ in range(len(PAUSES) + 1):
        send_one(waiting.pk, at)
        at = again(waiting).leaves_at
    assert again(waiting).failed_at is not None


def test_a_mail_does_not_leave_before_its_time(waiting: Outgoing, relay: relays.Relay) -> None:
    Outgoing.objects.filter(pk=waiting.pk).update(leaves_at=later(seconds=15))
    assert send_one(waiting.pk, AT) is None
    assert relay.taken == []


def test_the_sweep_sends_what_a_dead_worker_left(
    waiting: Outgoing, relay: relays.Relay, monkeypatch: Any
) -> None:
    monkeypatch.setattr(jobs, "now", lambda: later(minutes=3))
    jobs.sweep(timestamp=0)
    assert again(waiting).sent_at == later(minutes=3)


def test_a_demo_without_a_relay_keeps_its_mails_for_the_page_that_shows_them(
    waiting: Outgoing, settings: Any
) -> None:
    settings.STAYLINE_MAIL_OUTBOX_ONLY = True
    send_one(waiting.pk, AT)
    row = again(waiting)
    assert row.sent_at == AT
    assert len(tokens_in(bytes(row.message))) == 2
