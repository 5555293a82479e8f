"""THREATS 24: whatever answers us, it stops within two rounds; each guard alone is enough."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from stayline.channels.mail.models import Outgoing
from stayline.desk.pages.company import to_put_right
from stayline.people.demo import DemoCompany
from tests.channels.mail.conftest import AT, got, later, receive
from tests.channels.mail.letters import letter

pytestmark = pytest.mark.django_db

Answerer = Callable[[Outgoing, int], bytes]


def polite_vacation(ours: Outgoing, turn: int) -> bytes:
    return letter("I am away.", message_id=f"<v{turn}@reed.example>", to=ours.sender,
                  subject=f"Automatic reply: {ours.subject}",
                  headers=f"Auto-Submitted: auto-replied\r\nIn-Reply-To: <{ours.message_id}>\r\n")  # fmt: skip


def rude_vacation(ours: Outgoing, turn: int) -> bytes:
    """Says in no way that it is a machine, and begins a new thread each time."""
    return letter(
        f"I am away. Number {turn}.", message_id=f"<r{turn}@reed.example>", subject="Away"
    )


def bouncer(ours: Outgoing, turn: int) -> bytes:
    return letter("550 no such user carol@reed.example", sender="MAILER-DAEMON@reed.example",
                  message_id=f"<b{turn}@reed.example>", subject="Undelivered Mail Returned to Sender",
                  headers=f"In-Reply-To: <{ours.message_id}>\r\n")  # fmt: skip


def echo(ours: Outgoing, turn: int) -> bytes:
    """Our own alias, or a list that sends everything back to us."""
    return b"Received: by alias %d\r\n" % turn + bytes(ours.message)


@pytest.mark.parametrize("answers", [polite_vacation, rude_vacation, bouncer, echo])
def test_it_stops_within_two_rounds(answers: Answerer, fernwood: DemoCompany) -> None:
    receive(letter())
    for turn in range(8):
        ours = got("acknowledgement").row
        receive(answers(ours, turn), ours.sender, at=later(minutes=turn + 1))
    assert Outgoing.objects.count() == 1


def test_without_the_cap_the_marks_alone_are_enough(
    fernwood: DemoCompany, monkeypatch: Any
) -> None:
    monkeypatch.setattr("stayline.channels.mail.outbox.may_answer_automatically", lambda *_: True)
    receive(letter())
    for turn, answers in enumerate([polite_vacation, bouncer, echo] * 2):
        ours = got("acknowledgement").row
        receive(answers(ours, turn), ours.sender, at=later(minutes=turn + 1))
    assert Outgoing.objects.count() == 1


def test_without_the_marks_the_cap_alone_is_enough(fernwood: DemoCompany, monkeypatch: Any) -> None:
    receive(letter())
    for turn in range(8):
        receive(rude_vacation(got("acknowledgement").row, turn), at=later(minutes=turn + 1))
    assert Outgoing.objects.count() == 1


def test_a_second_stayline_and_we_stop_at_once(fernwood: DemoCompany) -> None:
    """It acknowledges to the address we wrote from, with marks like ours."""
    receive(letter())
    ours = got("acknowledgement").row
    theirs = (
        bytes(ours.message)
        .replace(b"billing@fernwood.example", b"help@reed.example")
        .replace(f"<{ours.message_id}>".encode(), b"<their-own@reed.example>")
    )
    came = receive(theirs, ours.sender, sender="", at=later(minutes=1))
    assert came.outcome in {"machine", "set aside"}
    assert Outgoing.objects.count() == 1


def test_strangers_are_not_flooded_through_us(fernwood: DemoCompany, monkeypatch: Any) -> None:
    """THREATS 17 and 21: a cap for everybody together."""
    monkeypatch.setattr("stayline.channels.mail.outbox.ACKNOWLEDGEMENTS_AN_HOUR", 5)
    for victim in range(20):
        sender = f"victim{victim}@reed.example"
        receive(letter(sender=sender, message_id=f"<{victim}@evil.example>"))
    assert Outgoing.objects.filter(kind="acknowledgement").count() == 5
    mara = fernwood.colleagues["mara"]
    assert [one[:19] for one in to_put_right(mara, AT)] == ["So many first mails"]
    assert to_put_right(mara, later(hours=2)) == []
    assert to_put_right(fernwood.colleagues["bea"], AT) == []
