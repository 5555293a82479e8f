"""A letter as one mail to one recipient: bytes that may leave.

Names and subjects come from outside. They are cleaned of everything that could end a header, and
the only address in the envelope is the one that was meant (THREATS 16).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address, AddressHeader
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from typing import assert_never

from stayline.channels.mail.addresses import is_address
from stayline.channels.mail.machine import OUR_MARK
from stayline.channels.mail.texts.letter import Button, Letter, Paragraph, Quiet, Words

INSTANCE_MARK = "X-Stayline"
"""On every mail we send: which problem's thread it is, for nobody but a second Stayline."""

_UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+"
)


class NotSendable(ValueError):
    """An address to which no mail can be written. Trying again cannot help."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mailbox:
    """A name and an address, checked when it is made."""

    address: str
    name: str = ""

    def header(self) -> Address:
        try:
            return Address(display_name=safe(self.name)[:100], addr_spec=_ascii(self.address))
        except (ValueError, IndexError) as error:
            raise NotSendable(f"{self.address!r} is no address one could write to") from error


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """A file that goes with a letter."""

    name: str
    type: str
    content: bytes


def safe(text: str) -> str:
    """Text for a header: one line, without control characters and marks that turn writing around."""
    readable = _UNSAFE.sub(" ", text.encode("utf-8", "replace").decode("utf-8"))
    # What looks like an encoded word would be read as one, whatever stands in it.
    return " ".join(readable.replace("=?", "= ?").split())


def _ascii(address: str) -> str:
    """The address with its domain as DNS knows it."""
    local, _, domain = address.strip().rpartition("@")
    try:
        plain = f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError as error:
        raise NotSendable(f"{address!r} is no address one could write to") from error
    if not plain.isascii() or not is_address(plain):
        raise NotSendable(f"{address!r} is no address one could write to")
    return plain


def compose(
    letter: Letter,
    *,
    sender: Mailbox,
    reply_to: str,
    to: Sequence[Mailbox],
    cc: Sequence[Mailbox] = (),
    message_id: str,
    at: datetime,
    subject: str = "",
    in_reply_to: str = "",
    references: Sequence[str] = (),
    automatic: bool = False,
    language: str = "en",
    files: Sequence[File] = (),
) -> bytes:
    """The mail as bytes with CRLF. Raises `NotSendable` for an address that is none.

    `message_id` comes from outside and is the same on every try; ids are without angles.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender.header()
    mail["Reply-To"] = Mailbox(address=reply_to, name=sender.name).header()
    mail["To"] = [box.header() for box in to]
    if cc:
        mail["Cc"] = [box.header() for box in cc]
    mail["Subject"] = safe(letter.subject or subject)[:200]
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{message_id}>"
    if in_reply_to:
        mail["In-Reply-To"] = f"<{_id(in_reply_to)}>"
    ids = [_id(one) for one in (*references, in_reply_to) if one]
    if ids:
        mail["References"] = " ".join(f"<{one}>" for one in dict.fromkeys(ids[-12:]))
    mail[INSTANCE_MARK] = "1"
    mail["Content-Language"] = language
    if automatic:  # RFC 3834, section 5, and for older programs the two below
        mail["Auto-Submitted"] = "auto-replied" if in_reply_to else "auto-generated"
        mail["X-Auto-Response-Suppress"] = "All"
        mail[OUR_MARK] = "1"
    mail.set_content(plain_text(letter.body), cte="quoted-printable")
    mail.add_alternative(html(letter.body, language), subtype="html", cte="quoted-printable")
    for file in files:
        _attach(mail, file)
    return mail.as_bytes()


def recipients(mail: EmailMessage) -> list[str]:
    """Every address that a mail's own headers name, for tests and for the demo's outbox."""
    return [
        address.addr_spec
        for name in ("To", "Cc", "Bcc")
        for header in mail.get_all(name, [])
        if isinstance(header, AddressHeader)
        for address in header.addresses
    ]


def _id(message_id: str) -> str:
    return re.sub(r"[^\x21-\x7e]|[<>]", "", message_id)[:900]


def _attach(mail: EmailMessage, file: File) -> None:
    main, _, sub = file.type.partition("/")
    if not re.fullmatch(r"[a-z]+/[\w.+-]+", file.type) or main in ("multipart", "message", "text"):
        main, sub = "application", "octet-stream"
    mail.add_attachment(file.content, maintype=main, subtype=sub, filename=safe(file.name)[:150])


# -- the two forms -------------------------------------------------------------------------------


def plain_text(body: Sequence[Paragraph]) -> str:
    return "\n\n".join(_plain(one) for one in body) + "\n"


def _plain(paragraph: Paragraph) -> str:
    match paragraph:
        case Button(words, link):
            return f"{words}:\n{link}"
        case Quiet(words, link):
            return f"{words}\n{link}".strip()
        case Words(text):
            return text.replace("\r\n", "\n").strip()
        case str():
            return paragraph
        case _:
            assert_never(paragraph)


_PAGE = (
    '<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"></head>'
    '<body style="margin:0;padding:24px;background:#fff;color:#1c1c1e;'
    "font:16px/1.5 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif\">"
    '<div style="max-width:560px">{body}</div></body></html>'
)


def html(body: Sequence[Paragraph], language: str) -> str:
    """Simple HTML: everything from outside escaped, no picture, nothing to fetch."""
    return _PAGE.format(language=escape(language), body="".join(_rich(one) for one in body))


def _rich(paragraph: Paragraph) -> str:
    match paragraph:
        case Button(words, link):
            style = (
                "display:inline-block;padding:10px 18px;border-radius:8px;background:#1f5f4a;"
                "color:#fff;text-decoration:none"
            )
            return f'<p><a href="{escape(link)}" style="{style}">{escape(words)}</a></p>'
        case Quiet(words, link):
            shown = (
                f' <a href="{escape(link)}" style="color:#6b6b70">{escape(link)}</a>'
                if link
                else ""
            )
            return f'<p style="color:#6b6b70;font-size:13px">{escape(words)}{shown}</p>'
        case Words(text):
            return "".join(f"<p>{_lines(one)}</p>" for one in re.split(r"\n\s*\n", text.strip()))
        case str():
            return f"<p>{_lines(paragraph)}</p>"
        case _:
            assert_never(paragraph)


def _lines(text: str) -> str:
    return escape(text.strip()).replace("\r\n", "\n").replace("\n", "<br>")
