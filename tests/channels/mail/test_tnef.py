"""Outlook's winmail.dat: its files are files, and nothing in one can harm or be lost."""

from __future__ import annotations

import random
import struct
from base64 import encodebytes
from time import perf_counter

from stayline.channels.mail.parse import parse
from stayline.channels.mail.tnef import SIGNATURE, read_tnef
from tests.channels.mail.letters import letter


def attribute(level: int, name: int, value: bytes, kind: int = 6) -> bytes:
    checksum = sum(value) % 65536
    return struct.pack("<BHHI", level, name, kind, len(value)) + value + struct.pack("<H", checksum)


def text_property(name: int, text: str) -> bytes:
    value = f"{text}\0".encode("utf-16-le")
    return struct.pack("<HHII", 0x1F, name, 1, len(value)) + value + b"\0" * (-len(value) % 4)


def winmail(*, words: str = "") -> bytes:
    """As Outlook writes it: a code page, perhaps words, and two files, one with a long name."""
    long_name = struct.pack("<I", 2) + struct.pack("<HHi", 3, 0x3705, 1)
    long_name += text_property(0x3707, "Rechnung für März.pdf")
    return b"".join(
        [
            SIGNATURE,
            b"\x01\x00",
            attribute(1, 0x9006, b"\x00\x00\x01\x00"),
            attribute(1, 0x9007, struct.pack("<II", 1252, 0)),
            attribute(1, 0x800C, words.encode("cp1252") + b"\0") if words else b"",
            attribute(2, 0x9002, b"\1\0" + b"\0" * 12),
            attribute(2, 0x8010, b"RECHNU~1.PDF\0"),
            attribute(2, 0x800F, b"%PDF-1.4 first"),
            attribute(2, 0x9005, long_name),
            attribute(2, 0x9002, b"\1\0" + b"\0" * 12),
            attribute(2, 0x8010, "Größe.txt\0".encode("cp1252")),
            attribute(2, 0x800F, b"second"),
        ]
    )


def mail_with(file: bytes, words: str = "See the file.") -> bytes:
    parts = (
        f"--x\r\nContent-Type: text/plain\r\n\r\n{words}\r\n--x\r\n"
        'Content-Type: application/ms-tnef; name="winmail.dat"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n"
    ).encode() + encodebytes(file)
    head = letter("").split(b"MIME-Version")[0]
    kind = b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    return head + kind + parts + b"--x--\r\n"


def test_the_files_in_a_winmail_dat_are_files_with_their_names() -> None:
    mail = parse(mail_with(winmail()))
    assert [(one.name, one.type, one.content) for one in mail.attachments] == [
        ("Rechnung für März.pdf", "application/pdf", b"%PDF-1.4 first"),
        ("Größe.txt", "text/plain", b"second"),
    ]
    assert mail.new_text == "See the file."


def test_words_that_stand_only_in_a_winmail_dat_are_shown() -> None:
    mail = parse(mail_with(winmail(words="Nur hier steht es: schön."), words=""))
    assert mail.new_text == "Nur hier steht es: schön."


def test_a_winmail_dat_that_nobody_can_read_stays_a_file() -> None:
    mail = parse(mail_with(b"\x00broken"))
    assert [one.name for one in mail.attachments] == ["winmail.dat"]


def test_a_winmail_dat_cut_anywhere_raises_nothing_and_keeps_what_came() -> None:
    whole = winmail()
    for size in range(len(whole)):
        read_tnef(whole[:size])
    found = read_tnef(whole[:-20])
    assert found is not None
    assert found.files[0].content == b"%PDF-1.4 first"


def test_noise_in_a_winmail_dat_is_read_in_time() -> None:
    chance = random.Random(7)  # noqa: S311
    started = perf_counter()
    for _ in range(200):
        read_tnef(SIGNATURE + chance.randbytes(5_000))
    read_tnef(SIGNATURE + b"\0\0" + attribute(2, 0x9002, b"") * 1_000_000)
    read_tnef(SIGNATURE + b"\0\0" + attribute(2, 0x9005, b"\xff" * 1_000_000))
    assert perf_counter() - started < 2
