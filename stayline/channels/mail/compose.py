"""A letter as one mail to one recipient: bytes that may leave.

Names and subjects come from outside. They are cleaned of everything that could end a header, and
the only address in the envelope is the one that was meant (THREATS 16). The few headers we need are
written here; the standard library's message takes ten times as long for the same bytes.
"""

from __future__ import annotations

import re
from base64 import encodebytes
from binascii import b2a_base64, b2a_qp
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape
from secrets import token_hex
from typing import assert_never
from urllib.parse import quote

from stayline.channels.mail.addresses import is_address
from stayline.channels.mail.machine import OUR_MARK
from stayline.channels.mail.texts.letter import Button, Letter, Paragraph, Quiet, Words
from stayline.problems import rich_text

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

    def written(self) -> str:
        """As a header holds it. Raises `NotSendable`."""
        address, name = _ascii(self.address), safe(self.name)[:100]
        if not name:
            return address
        if name.isascii():
            escaped = re.sub(r'(["\\\\])', r"\\\1", name)
            return f'"{escaped}"\r\n <{address}>'
        return f"{header_text(name)}\r\n <{address}>"


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """A file that goes with a letter; with a content id it stands among its words."""

    name: str
    type: str
    content: bytes
    content_id: str = ""


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
    ids = [clean for one in (*references, in_reply_to) if (clean := _id(one))]
    answered = _id(in_reply_to)
    fields = [
        ("From", sender.written()),
        ("Reply-To", Mailbox(address=reply_to, name=sender.name).written()),
        ("To", ",\r\n ".join(box.written() for box in to)),
        ("Cc", ",\r\n ".join(box.written() for box in cc)),
        ("Subject", header_text(safe(letter.subject or subject)[:200])),
        ("Date", format_datetime(at)),
        ("Message-ID", f"<{_id(message_id)}>"),
        ("In-Reply-To", f"<{answered}>" if answered else ""),
        ("References", "\r\n ".join(f"<{one}>" for one in dict.fromkeys(ids[-12:]))),
        (INSTANCE_MARK, "1"),
        ("Content-Language", re.sub(r"[^A-Za-z0-9-]", "", language)),
        *(_automatic(answering=bool(answered)) if automatic else ()),
        ("MIME-Version", "1.0"),
    ]
    head = "".join(f"{name}: {value}\r\n" for name, value in fields if value)
    return head.encode("ascii") + _body(letter, language, files)


def _automatic(*, answering: bool) -> Iterator[tuple[str, str]]:
    """RFC 3834, section 5, and for older programs the two below."""
    yield "Auto-Submitted", "auto-replied" if answering else "auto-generated"
    yield "X-Auto-Response-Suppress", "All"
    yield OUR_MARK, "1"


def _id(message_id: str) -> str:
    return re.sub(r"[^\x21-\x7e]|[<>]", "", message_id)[:900]


# -- onto the wire -------------------------------------------------------------------------------


def header_text(text: str) -> str:
    """Text as a header holds it: ASCII as it is, anything else in encoded words (RFC 2047)."""
    if text.isascii():
        return _folded(text.split(" "))
    words, word = [], ""
    for char in text:
        if len((word + char).encode("utf-8")) > 42:
            words.append(word)
            word = ""
        word += char
    return _folded(f"=?utf-8?b?{_base64(one)}?=" for one in [*words, word])


def _base64(text: str) -> str:
    return b2a_base64(text.encode("utf-8"), newline=False).decode("ascii")


def _folded(words: Iterable[str]) -> str:
    lines, line = [], ""
    for word in words:
        if line and len(line) + len(word) > 66:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\r\n ".join([*lines, line])


def _body(letter: Letter, language: str, files: Sequence[File]) -> bytes:
    boundary = f"=_{token_hex(16)}"
    shaped = html(letter.body, language)
    inside = [one for one in files if one.content_id and f"cid:{one.content_id}" in shaped]
    beside = [one for one in files if one not in inside]
    as_html = _text_part("html", shaped)
    if inside:
        as_html = _multipart("related", f"{boundary}-", [as_html, *map(_file_part, inside)])
    forms = _multipart(
        "alternative", boundary, [_text_part("plain", plain_text(letter.body)), as_html]
    )
    if not beside:
        return forms
    return _multipart("mixed", f"{boundary}_", [forms, *map(_file_part, beside)])


def _multipart(kind: str, boundary: str, parts: Iterable[bytes]) -> bytes:
    mark = boundary.encode("ascii")
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode("ascii")
    return (
        head
        + b"".join(b"--" + mark + b"\r\n" + one + b"\r\n" for one in parts)
        + (b"--" + mark + b"--\r\n")
    )


def _text_part(kind: str, text: str) -> bytes:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace")
    return (
        f"Content-Type: text/{kind}; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    ).encode("ascii") + b2a_qp(lines).replace(b"\n", b"\r\n")


def _file_part(file: File) -> bytes:
    kind = file.type.lower()
    main = kind.partition("/")[0]
    if not re.fullmatch(r"[a-z]+/[\w.+-]+", kind, re.ASCII) or main in (
        "multipart",
        "message",
        "text",
    ):
        kind = "application/octet-stream"  # nobody's HTML opens as ours
    name = safe(file.name)[:150] or "file"
    plain = re.sub(r'[^\x20-\x7e]|["\\\\]', "_", name)
    place = "inline" if file.content_id else "attachment"
    known_as = f"Content-ID: <{file.content_id}>\r\n" if file.content_id else ""
    return (
        f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n{known_as}"
        f'Content-Disposition: {place}; filename="{plain}";\r\n'
        f" filename*=utf-8''{quote(name, safe='')}\r\n\r\n"
    ).encode("ascii") + encodebytes(file.content).replace(b"\n", b"\r\n")


# -- the two forms -------------------------------------------------------------------------------


def plain_text(body: Sequence[Paragraph]) -> str:
    return "\n\n".join(_plain(one) for one in body) + "\n"


def _plain(paragraph: Paragraph) -> str:
    match paragraph:
        case Button(words, link):
            return f"{words}:\n{link}"
        case Quiet(words, link):
            return f"{words}\n{link}".strip()
        case Words(text=text):
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
        case Words(html=shaped) if shaped:
            return rich_text.safe(shaped)
        case Words(text=text):
            return "".join(f"<p>{_lines(one)}</p>" for one in re.split(r"\n\s*\n", text.strip()))
        case str():
            return f"<p>{_lines(paragraph)}</p>"
        case _:
            assert_never(paragraph)


def _lines(text: str) -> str:
    return escape(text.strip()).replace("\r\n", "\n").replace("\n", "<br>")
