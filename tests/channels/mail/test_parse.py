"""Bytes in, an `IncomingMail` out: always."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from stayline.channels.mail.message import MailAddress
from stayline.channels.mail.parse import parse
from tests.channels.mail.letters import letter


def test_a_plain_letter_is_read() -> None:
    mail = parse(letter())
    assert mail.sender == MailAddress("Carol Reed", "carol@reed.example")
    assert mail.subject == "Wrong invoice"
    assert mail.new_text == "The invoice is wrong."
    assert mail.sent == datetime(2026, 11, 2, 9, tzinfo=UTC)
    assert mail.message_id == "1@reed.example"
    assert mail.machine is None
    assert mail.never_answer is None
    assert mail.defects == ()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00",
        b"\r\n\r\n",
        b"\xff\xfe\x00\x80" * 50,
        b"From:",
        b"Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n--\r\n",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x",
        b"Content-Type: text/plain; charset=unicode_escape\r\n\r\n\\x",
        b"Content-Type: text/plain; charset=idna\r\nSubject: =?idna?b?/w==?=\r\n\r\nxn--",
        b"Content-Transfer-Encoding: base64\r\n\r\n=====A",
        b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 a\nM",
        b"Date: 31 Feb 99999 99:99:99 +9999\r\nFrom: \"\\\r\n\r\n",
        b"Subject: =?utf-8?b?" + b"A" * 5000,
        b"To: " + b"(" * 20_000,
        b"From: " + b"<" * 20_000,
        b"Content-Type: text/html\r\n\r\n" + b"<div>" * 20_000,
    ],
)  # fmt: skip
def test_no_bytes_make_it_raise(raw: bytes) -> None:
    mail = parse(raw)
    assert mail.outside_id
    assert mail.new_text is not None


@pytest.mark.parametrize(
    ("header", "shown"),
    [
        (b"Subject: Gr\xc3\xbc\xc3\x9fe", "Grüße"),
        (b"Subject: Gr\xfc\xdfe", "Grüße"),
        (b"Subject: =?iso-8859-1?Q?Gr=FC=DFe?=", "Grüße"),
        (b"Subject: =?utf-8?B?R3LD?=\r\n =?utf-8?B?vMOfZQ==?=", "Grüße"),
        (b"Subject: =?gb2312?B?1tDOxA==?=", "中文"),
        (b"Subject: =?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=", "日本"),
        (b"Subject: =?no-such-charset?Q?plain?=", "plain"),
        (b"Subject: =?utf-8?Q?a?= =?utf-8?Q?b?= c", "ab c"),
        (b"Subject: two\r\n lines", "two lines"),
    ],
)
def test_subjects_are_read_whatever_their_charset(header: bytes, shown: str) -> None:
    assert parse(header + b"\r\n\r\n").subject == shown


@pytest.mark.parametrize(
    ("written", "name", "address"),
    [
        ("Carol <carol@reed.example>", "Carol", "carol@reed.example"),
        ('"Reed, Carol" <carol@reed.example>', "Reed, Carol", "carol@reed.example"),
        ("Reed, Carol <carol@reed.example>", "Reed, Carol", "carol@reed.example"),
        ("carol@reed.example (Carol Reed)", "Carol Reed", "carol@reed.example"),
        ("carol@reed.example", "", "carol@reed.example"),
        ("=?utf-8?q?Reed=2C_Carol?= <carol@reed.example>", "Reed, Carol", "carol@reed.example"),
        ('"carol@reed.example" <carol@reed.example>', "", "carol@reed.example"),
        ("MAILER-DAEMON (Mail System)", "Mail System", "MAILER-DAEMON"),
        ("Carol <Carol@Reed.Example>", "Carol", "Carol@Reed.Example"),
    ],
)  # fmt: skip
def test_senders_are_read_as_programs_write_them(written: str, name: str, address: str) -> None:
    mail = parse(letter(sender=written))
    assert mail.sender == MailAddress(name, address)


@pytest.mark.parametrize(
    "headers",
    [
        b"From: carol@reed.example, mallory@evil.example",
        b"From: carol@reed.example\r\nFrom: mallory@evil.example",
        b"From: Group: carol@reed.example, mallory@evil.example;",
        b"From: <carol@reed.example>:<mallory@evil.example>",
        b'From: "carol@reed.example" <mallory@evil.example>',
        b"From: <carol@reed.example><mallory@evil.example>",
        b"From: =?utf-8?q?bea=40acme=2Eexample?= <mallory@evil.example>",
        b"From: nobody in particular",
        b"Subject: no From at all",
    ],
)
def test_an_ambiguous_from_speaks_for_nobody(headers: bytes) -> None:
    """THREATS 23: programs differ in whom they show, so nobody is believed."""
    mail = parse(headers + b"\r\n\r\nHello")
    assert mail.from_doubt
    assert mail.speaks_for is None


def test_an_encoded_name_cannot_smuggle_a_second_address() -> None:
    mail = parse(
        letter(sender="=?utf-8?q?Carol=22=2C_mallory=40evil=2Eexample?= <carol@reed.example>")
    )
    assert [box.address for box in mail.all_from] == ["carol@reed.example"]


def _mixed(*parts: str, kind: str = "mixed") -> bytes:
    body = "".join(f"--b\r\n{part}\r\n" for part in parts)
    return (
        "From: carol@reed.example\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: multipart/{kind}; boundary=b\r\n\r\n{body}--b--\r\n"
    ).encode()


def test_both_forms_of_one_text_are_one_text() -> None:
    mail = parse(
        _mixed("Content-Type: text/plain\r\n\r\nHello", "Content-Type: text/html\r\n\r\n<p>Hello</p>",
               kind="alternative")
    )  # fmt: skip
    assert mail.text == "Hello"
    assert mail.html == "<p>Hello</p>"


def test_a_text_after_an_attachment_is_not_lost() -> None:
    mail = parse(
        _mixed(
            "Content-Type: text/plain\r\n\r\nabove",
            'Content-Type: image/png; name="a.png"\r\n\r\npicture',
            "Content-Type: text/html\r\n\r\n<b>below</b>",
        )
    )
    assert "above" in mail.text
    assert "below" in mail.text
    assert [one.name for one in mail.attachments] == ["a.png"]


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="bill.pdf"', "bill.pdf"),
        ("attachment; filename*=UTF-8''Gr%C3%BC%C3%9Fe.pdf", "Grüße.pdf"),
        ("attachment; filename*0=\"very \"; filename*1=\"long.pdf\"", "very long.pdf"),
        ('attachment; filename="=?utf-8?q?Gr=C3=BC=C3=9Fe=2Epdf?="', "Grüße.pdf"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="C:\\\\evil\\\\a.exe"', "a.exe"),
        ('attachment; filename="a\u202egnp.exe"', "agnp.exe"),
        ("attachment", "attachment-1.pdf"),
    ],
)  # fmt: skip
def test_file_names_are_read_and_harmless(disposition: str, name: str) -> None:
    mail = parse(
        _mixed(f"Content-Type: application/pdf\r\nContent-Disposition: {disposition}\r\n\r\nx")
    )
    assert mail.attachments[0].name == name
    assert "/" not in mail.attachments[0].name


def test_an_enclosed_mail_is_kept_whole_and_named_by_its_subject() -> None:
    mail = parse(_mixed("Content-Type: message/rfc822\r\n\r\nSubject: Inner\r\n\r\nhello"))
    assert mail.attachments[0].name == "Inner.eml"
    assert mail.attachments[0].content == b"Subject: Inner\r\n\r\nhello"


def test_a_file_written_into_the_text_becomes_an_attachment() -> None:
    mail = parse(letter("See:\nbegin 644 note.txt\n#86)C\n`\nend\nBye"))
    assert mail.attachments[0].name == "note.txt"
    assert mail.attachments[0].content == b"abc"
    assert "Bye" in mail.text


def test_the_same_mail_has_the_same_outside_id_on_every_way() -> None:
    first = parse(b"Received: from a\r\nX-Spam-Score: 1\r\n" + letter())
    again = parse(b"Received: from b\r\nReceived: from a\r\n" + letter().replace(b"\r\n", b"\n"))
    other = parse(letter("Other words."))
    assert first.outside_id == again.outside_id
    assert first.outside_id != other.outside_id
    nameless = parse(b"Received: from a\r\n" + letter(message_id=None))
    assert nameless.outside_id == parse(letter(message_id=None)).outside_id
    assert nameless.outside_id != first.outside_id
