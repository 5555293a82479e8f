"""SMTP and LMTP: accepted means committed; what cannot be taken now comes again."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.db import OperationalError

from stayline.channels.mail import listener
from stayline.channels.mail.models import RawMail
from stayline.people.demo import DemoCompany
from tests.channels.mail.letters import letter
from tests.channels.mail.servers import certificate

pytestmark = pytest.mark.django_db(transaction=True)
T = TypeVar("T")


def talk(dialogue: Callable[[smtplib.SMTP], T], *, kind: type[smtplib.SMTP] = smtplib.SMTP) -> T:
    """Run one dialogue with a listener of ours."""

    async def both() -> T:
        server, reception = await listener.serve("127.0.0.1", 0, lmtp=kind is smtplib.LMTP)
        port = server.sockets[0].getsockname()[1]

        def speak() -> T:
            with kind("127.0.0.1", port, timeout=20) as client:
                return dialogue(client)

        try:
            return await asyncio.to_thread(speak)
        finally:
            server.close()
            await asyncio.to_thread(reception.finish)

    return asyncio.run(both())


def send(client: smtplib.SMTP, raw: bytes, *to: str) -> dict[str, tuple[int, bytes]]:
    return client.sendmail("carol@reed.example", list(to) or ["billing@fernwood.example"], raw)


def test_a_mail_over_smtp_is_in_the_database_when_it_is_accepted(fernwood: DemoCompany) -> None:
    def dialogue(client: smtplib.SMTP) -> int:
        send(client, letter())
        return RawMail.objects.count()

    assert talk(dialogue) == 1
    assert RawMail.objects.get().envelope_to == ["billing@fernwood.example"]


def test_the_largest_size_is_told_at_the_start(fernwood: DemoCompany, settings: Any) -> None:
    settings.STAYLINE_MAIL_LARGEST_MB = 50

    def dialogue(client: smtplib.SMTP) -> str:
        client.ehlo()
        return client.esmtp_features["size"]

    assert talk(dialogue) == str(50 * 1024 * 1024)


def test_lines_longer_than_any_standard_are_taken(fernwood: DemoCompany) -> None:
    talk(lambda client: send(client, letter("x" * 200_000)))
    assert b"x" * 200_000 in RawMail.objects.get().raw


def test_every_byte_comes_as_it_was_sent_dots_and_all(fernwood: DemoCompany) -> None:
    lines = [".", "..", ".hidden", "a" * 300, "", "MAIL FROM:<x>", ". ", "...", "end.", "x\rx"]
    raw = letter("\n".join(lines * 2_000))

    def dialogue(client: smtplib.SMTP) -> int:
        client.ehlo()
        client.mail("carol@reed.example")
        client.rcpt("billing@fernwood.example")
        client.putcmd("data")
        client.getreply()
        client.send(raw.replace(b"\r\n.", b"\r\n..") + b".\r\nNOOP\r\n")  # the next one with it
        return client.getreply()[0] + client.getreply()[0] + client.noop()[0]

    assert talk(dialogue) == 750
    assert RawMail.objects.get().raw == raw


def test_a_large_mail_is_taken_and_a_larger_one_refused(
    fernwood: DemoCompany, settings: Any
) -> None:
    settings.STAYLINE_MAIL_LARGEST_MB = 1
    talk(lambda client: send(client, letter(("y" * 70 + "\n") * 10_000)))
    assert RawMail.objects.count() == 1

    def too_much(client: smtplib.SMTP) -> int:
        client.ehlo()
        client.esmtp_features.pop("size")  # a client that did not listen
        with pytest.raises(smtplib.SMTPDataError) as refusal:
            send(client, letter(("y" * 70 + "\n") * 20_000))
        return refusal.value.smtp_code

    assert talk(too_much) == 552
    assert RawMail.objects.count() == 1


def test_an_unknown_door_is_refused_with_a_sentence(fernwood: DemoCompany) -> None:
    def dialogue(client: smtplib.SMTP) -> tuple[int, bytes]:
        client.ehlo()
        client.mail("carol@reed.example")
        return client.rcpt("nobody@fernwood.example")

    code, said = talk(dialogue)
    assert code == 550
    assert b"Nobody reads mail at nobody@fernwood.example here" in said


def test_the_postmaster_is_somebody(fernwood: DemoCompany) -> None:
    talk(lambda client: send(client, letter(), "postmaster@fernwood.example"))
    assert RawMail.objects.count() == 1


def test_ten_thousand_recipients_are_told_to_come_in_turns(fernwood: DemoCompany) -> None:
    def dialogue(client: smtplib.SMTP) -> list[int]:
        client.ehlo()
        client.mail("carol@reed.example")
        return [client.rcpt("billing@fernwood.example")[0] for _ in range(10_000)]

    codes = talk(dialogue)
    assert codes.count(250) == listener.MOST_RECIPIENTS
    assert set(codes[listener.MOST_RECIPIENTS :]) == {452}


def test_when_the_database_is_away_the_sender_keeps_the_mail(
    fernwood: DemoCompany, monkeypatch: Any
) -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError("the database is away")

    monkeypatch.setattr("stayline.channels.mail.intake.deliver", away)

    def dialogue(client: smtplib.SMTP) -> int:
        with pytest.raises(smtplib.SMTPDataError) as refusal:
            send(client, letter())
        return refusal.value.smtp_code

    assert talk(dialogue) == 451


def test_lmtp_answers_once_for_every_recipient(fernwood: DemoCompany) -> None:
    def dialogue(client: smtplib.SMTP) -> list[int]:
        client.ehlo("relay.example")
        client.mail("carol@reed.example")
        client.rcpt("billing@fernwood.example")
        client.rcpt("support@fernwood.example")
        client.putcmd("data")
        client.getreply()
        client.send(letter() + b".\r\n")
        codes = [client.getreply()[0], client.getreply()[0]]
        return [*codes, client.noop()[0]]

    assert talk(dialogue, kind=smtplib.LMTP) == [250, 250, 250]
    assert RawMail.objects.count() == 1


@pytest.mark.parametrize("end", [b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r\n\x00.\r\n"])
def test_a_mail_cannot_hide_a_second_one(fernwood: DemoCompany, end: bytes) -> None:
    """THREATS 23: servers differ in where a mail ends; ours ends it where the standard does."""
    hidden = b"MAIL FROM:<bea@fernwood.example>\r\nRCPT TO:<billing@fernwood.example>\r\nDATA\r\n"

    def dialogue(client: smtplib.SMTP) -> tuple[int, int]:
        client.ehlo()
        client.mail("carol@reed.example")
        client.rcpt("billing@fernwood.example")
        client.putcmd("data")
        client.getreply()
        client.send(letter() + end + hidden + letter(message_id="<2@x>") + b"\r\n.\r\n")
        return client.getreply()[0], client.noop()[0]

    assert talk(dialogue)[1] == 250
    assert "bea@fernwood.example" not in RawMail.objects.values_list("envelope_from", flat=True)
    assert RawMail.objects.count() <= 1


def test_nonsense_leaves_the_process_alive(fernwood: DemoCompany) -> None:
    def dialogue(client: smtplib.SMTP) -> int:
        client.send(b"\xff\xfe\x00nonsense\r\n")
        client.getreply()
        client.send(b"MAIL FROM:<" + b"a" * 3_000 + b"@b.example>\r\n")
        client.getreply()
        client.ehlo()
        send(client, b"\x00\x01\x02")
        return RawMail.objects.count()

    assert talk(dialogue) == 1


def test_starttls_is_offered_where_a_certificate_is_given(
    fernwood: DemoCompany, settings: Any, tmp_path: Path
) -> None:
    chain, key = certificate(tmp_path)
    settings.STAYLINE_MAIL_CERTIFICATE, settings.STAYLINE_MAIL_KEY = str(chain), str(key)
    trusting = ssl.create_default_context(cafile=str(chain))

    def dialogue(client: smtplib.SMTP) -> bool:
        client._host = "localhost"  # type: ignore[attr-defined]  # whose certificate it is
        client.starttls(context=trusting)
        client.ehlo()
        send(client, letter())
        return isinstance(client.sock, ssl.SSLSocket)

    assert talk(dialogue)
    assert RawMail.objects.count() == 1


def test_starttls_is_not_offered_without_a_certificate(fernwood: DemoCompany) -> None:
    def dialogue(client: smtplib.SMTP) -> bool:
        client.ehlo()
        return client.has_extn("starttls")

    assert not talk(dialogue)


def test_a_certificate_that_is_not_there_is_said_at_the_start(
    fernwood: DemoCompany, settings: Any
) -> None:
    settings.STAYLINE_MAIL_CERTIFICATE = "/nowhere/cert.pem"
    with pytest.raises(FileNotFoundError, match=r"cert\.pem"):
        talk(lambda client: client.noop())
