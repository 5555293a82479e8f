"""Mails written for tests: Carol writes to a door of Fernwood, our company."""

from __future__ import annotations

CAROL = "Carol Reed <carol@reed.example>"


def letter(
    words: str = "The invoice is wrong.",
    *,
    sender: str = CAROL,
    to: str = "billing@fernwood.example",
    subject: str = "Wrong invoice",
    message_id: str | None = "<1@reed.example>",
    headers: str = "",
) -> bytes:
    """A plain mail, as a mail program would write it."""
    ident = f"Message-ID: {message_id}\r\n" if message_id else ""
    return (
        f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\n{ident}"
        f"Date: Mon, 2 Nov 2026 10:00:00 +0100\r\n{headers}"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        + words.replace("\n", "\r\n")
        + "\r\n"
    ).encode()
