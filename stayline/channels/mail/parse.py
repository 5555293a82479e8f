"""Bytes to an `IncomingMail`. Pure, linear, and it never raises: what it cannot read it names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from mimetypes import guess_type

from django.utils.translation import gettext_noop

from stayline.channels.mail.addresses import (
    MailAddress,
    ambiguity,
    normalised,
    parse_addresses,
)
from stayline.channels.mail.authentication import authenticate
from stayline.channels.mail.bounces import read_bounce
from stayline.channels.mail.headers import decode_words, message_ids, parameters, readable, sent_at
from stayline.channels.mail.html_text import html_to_text
from stayline.channels.mail.machine import (
    VERIFICATION,
    asks_to_prove,
    is_marked_as_spam,
    machine_reason,
    reason_not_to_answer,
)
from stayline.channels.mail.message import Attachment, Authentication, IncomingMail
from stayline.channels.mail.mime import Part, read, uudecode
from stayline.channels.mail.quoting import split_text
from stayline.channels.mail.tnef import read_tnef

LONGEST_TEXT = 2_000_000
"""Letters of a body that are read for words; the rest stays in the raw mail and is said so."""

_UU_BEGIN = re.compile(r"begin [0-7]{3,4} (.{1,200})")
_UU_LINE = re.compile(r"[!-`][ -`]{0,90}.{0,4}")


def parse(raw: bytes, *, authserv_id: str = "") -> IncomingMail:
    """The mail in `raw`. `authserv_id` names the server whose authentication results we trust."""
    try:
        return _parse(raw, authserv_id)
    except Exception as error:  # noqa: BLE001  A mail must be placed whatever is in it.
        return _unreadable(raw, f"this mail could not be read: {type(error).__name__}: {error}")


def _parse(raw: bytes, authserv_id: str) -> IncomingMail:
    root = read(raw)
    _hint_headers(root)
    body = _bodies(root)
    text = body.text
    split = split_text(text)
    bounce = read_bounce(root, text)
    message_id = next(iter(message_ids(root.header("message-id"))), "")
    all_from = root.all("from")
    boxes = tuple(box for header in all_from for box in parse_addresses(header))
    sender = _sender(root, boxes)
    subject = _subject(root)
    machine = "bounce" if bounce else machine_reason(root, sender.normal)
    if machine is None and asks_to_prove(sender.normal, subject, text):
        machine = VERIFICATION
    return IncomingMail(
        sender=sender,
        all_from=boxes,
        from_doubt=ambiguity(all_from),
        to=_addresses(root, "to"),
        cc=_addresses(root, "cc"),
        reply_to=_addresses(root, "reply-to"),
        delivered_to=_delivered_to(root),
        return_path=_return_path(root),
        subject=subject,
        sent=sent_at(root.header("date")),
        message_id=message_id,
        outside_id=_outside_id(root, message_id, sender.normal),
        in_reply_to=message_ids(" ".join(root.all("in-reply-to"))),
        references=message_ids(" ".join(root.all("references"))),
        text=text,
        new_text=split.new,
        forwarded_text=split.forwarded,
        signature=split.signature,
        quoted_text=split.quoted,
        html=body.html,
        attachments=tuple(body.attachments),
        machine=machine,
        marked_as_spam=is_marked_as_spam(root),
        never_answer=reason_not_to_answer(root, sender.normal)
        or (machine and "a machine wrote it"),
        bounce=bounce,
        authentication=authenticate(
            root.all("authentication-results"), trusted=authserv_id, sender=sender.normal
        ),
        defects=tuple(dict.fromkeys([*body.defects, *(d for p in root.walk() for d in p.defects)])),
    )


def _unreadable(raw: bytes, defect: str) -> IncomingMail:
    nobody = MailAddress("", "")
    text = raw[:LONGEST_TEXT].decode("utf-8", "replace").replace("\x00", "")
    return IncomingMail(
        sender=nobody, all_from=(), from_doubt=defect, to=(), cc=(), reply_to=(), delivered_to=(),
        return_path=None, subject="", sent=None, message_id="",
        outside_id=sha256(raw).hexdigest(), in_reply_to=(), references=(),
        text=text, new_text=text, forwarded_text="", signature="", quoted_text="", html="", attachments=(), machine=None,
        marked_as_spam=False,
        never_answer=defect, bounce=None, authentication=Authentication(), defects=(defect,),
    )  # fmt: skip


# -- headers -------------------------------------------------------------------------------------


def _hint_headers(root: Part) -> None:
    """8-bit headers that name no charset are mostly in the one their body names."""
    named = next((part.charset for part in root.walk() if part.charset), "")
    for part in root.walk():
        part.hint = named


def _addresses(root: Part, name: str) -> tuple[MailAddress, ...]:
    return tuple(box for header in root.all(name) for box in parse_addresses(header))


def _sender(root: Part, boxes: tuple[MailAddress, ...]) -> MailAddress:
    """Who to show: From's first address; where From has none, whoever else the mail names."""
    named = [box for box in boxes if box.address]
    if named:
        return next((box for box in named if box.is_sendable), named[0])
    name = boxes[0].name if boxes else ""
    for header in ("reply-to", "sender", "return-path", "resent-from"):
        for box in _addresses(root, header):
            if box.address:
                return box
    return MailAddress(name, "")


def _subject(root: Part) -> str:
    return re.sub(r"\s+", " ", root.subject.replace("\u3000", " ")).strip()


def _delivered_to(root: Part) -> tuple[str, ...]:
    """Where it was really sent, by the headers that servers add on the way."""
    found: list[str] = []
    for name in ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-forwarded-to"):
        found += [box.normal for box in _addresses(root, name) if box.address]
    return tuple(dict.fromkeys(found))


def _return_path(root: Part) -> str | None:
    """The envelope's sender as a server noted it: empty for `<>`, None when nobody noted it."""
    if root.raw_header("return-path") is None:
        return None
    return normalised(root.header("return-path"))


# -- bodies --------------------------------------------------------------------------------------


@dataclass
class _Passage:
    """Words that belong together: one text, perhaps in two forms."""

    plain: list[str] = field(default_factory=list)
    rich: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        plain = "\n\n".join(one for one in self.plain if one.strip())
        return plain if plain or not self.rich else html_to_text("\n".join(self.rich))

    @property
    def html(self) -> str:
        if self.rich:
            return "\n".join(self.rich)
        return "".join(f"<pre>{escape(one)}</pre>" for one in self.plain if one.strip())


@dataclass
class _Body:
    passages: list[_Passage] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)
    size: int = 0
    #: Words of a winmail.dat: shown when the mail says none itself.
    spare: _Passage | None = None

    @property
    def text(self) -> str:
        return "\n\n".join(text for one in self.passages if (text := one.text).strip())

    @property
    def html(self) -> str:
        """The HTML, with plain passages beside it set as they are; empty when there is none."""
        if not any(one.rich for one in self.passages):
            return ""
        return "\n".join(one.html for one in self.passages)

    def new_passage(self) -> _Passage:
        self.passages.append(_Passage())
        return self.passages[-1]

    def add_words(self, part: Part, passage: _Passage) -> None:
        text = part.text
        room = LONGEST_TEXT - self.size
        if len(text) > room:
            text = text[: max(0, room)]
            self.defects.append(
                gettext_noop("a very long text was cut here; the mail itself is kept whole")
            )
        self.size += len(text)
        if part.content_type == "text/html":
            passage.rich.append(text)
        else:
            passage.plain.append(self._without_uuencoded(text))

    def _without_uuencoded(self, text: str) -> str:
        """Files that old programs wrote into the text itself (`begin 644 name`)."""
        if "\nbegin " not in f"\n{text}":
            return text
        kept: list[str] = []
        lines = text.split("\n")
        at = 0
        while at < len(lines):
            begun = _UU_BEGIN.fullmatch(lines[at])
            ends = _end_of_uuencoded(lines, at + 1) if begun else 0
            content = uudecode("\n".join(lines[at:ends]).encode("latin-1", "replace"))
            if begun and content:
                kind = "application/octet-stream"
                name = _file_name(begun[1])
                self.attachments.append(Attachment(name=name, type=kind, content=content))
                kept.append("")
                at = ends
            else:
                kept.append(lines[at])
                at += 1
        return "\n".join(kept)


def _end_of_uuencoded(lines: list[str], at: int) -> int:
    """The line behind `end`; 0 when something else comes first. Each line is looked at once: where
    a block begins anew, the one before it has no end."""
    while at < len(lines) and _UU_LINE.fullmatch(lines[at]):
        at += 1
    if at < len(lines) and not lines[at].strip():
        at += 1
    return at + 1 if at < len(lines) and lines[at].rstrip() == "end" else 0


def _bodies(root: Part) -> _Body:
    body = _Body()
    _collect(root, body, None)
    if body.spare is not None and not body.text.strip():
        body.passages.append(body.spare)
    return body


def _collect(part: Part, body: _Body, passage: _Passage | None) -> None:
    """Sort a part's leaves into words and files; `passage` is the text they are a form of."""
    kind = part.content_type
    if part.parts:
        if kind == "multipart/alternative" and passage is None:
            passage = body.new_passage()
        for child in part.parts:
            _collect(child, body, passage)
    elif kind.startswith("multipart/"):
        if part.body.strip():  # nobody could open it: shown as it is
            body.new_passage().plain.append(part.text[:LONGEST_TEXT])
    elif _is_words(part, in_passage=passage is not None):
        body.add_words(part, passage or body.new_passage())
    else:
        _add_file(part, body)


def _add_file(part: Part, body: _Body) -> None:
    """A file; or those in a winmail.dat, and its words when nobody else says any."""
    file = _attachment(part, len(body.attachments) + 1)
    opened = read_tnef(file.content) if _may_be_tnef(file) else None
    if opened is None or not (opened.files or opened.text or opened.html):
        body.attachments.append(file)
        return
    for number, one in enumerate(opened.files, len(body.attachments) + 1):
        kind = one.type.lower() if re.fullmatch(r"[\w.+-]+/[\w.+-]+", one.type) else ""
        kind = kind or guess_type(one.name)[0] or "application/octet-stream"
        name = one.name or f"attachment-{number}{_EXTENSIONS.get(kind, '')}"
        body.attachments.append(
            Attachment(
                name=_file_name(name), type=kind, content=one.content, content_id=one.content_id
            )
        )
    body.spare = _Passage(
        [opened.text[:LONGEST_TEXT]] if opened.text.strip() else [],
        [opened.html[:LONGEST_TEXT]] if opened.html.strip() else [],
    )


def _may_be_tnef(file: Attachment) -> bool:
    return file.type in ("application/ms-tnef", "application/vnd.ms-tnef") or (
        file.name.lower() == "winmail.dat"
    )


def _is_words(part: Part, *, in_passage: bool) -> bool:
    """Whether a leaf belongs to what was written, and not to what was attached."""
    if part.content_type not in ("text/plain", "text/html") or part.disposition == "attachment":
        return False
    return in_passage or not _named(part)


def _named(part: Part) -> str:
    """A part's file name, from its disposition or its type."""
    for header in ("content-disposition", "content-type"):
        given = parameters(part.header(header))
        for name in ("filename", "name"):
            if given.get(name, "").strip():
                return decode_words(given[name]).strip()
    return ""


_EXTENSIONS = {
    "text/plain": ".txt", "text/html": ".html", "text/calendar": ".ics", "text/csv": ".csv",
    "image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "application/pdf": ".pdf",
    "message/rfc822": ".eml", "application/zip": ".zip", "text/x-vcard": ".vcf",
    "text/vcard": ".vcf", "application/pgp-signature": ".asc", "application/xml": ".xml",
    "text/rfc822-headers": ".txt", "message/delivery-status": ".txt", "message/global": ".eml",
}  # fmt: skip


def _attachment(part: Part, number: int) -> Attachment:
    kind = part.content_type
    enclosed = kind in ("message/rfc822", "message/global")
    content = part.body
    name = _named(part)
    if enclosed and not name:
        name = readable(read(content[:200_000]).header("subject"))[:100]
        name = f"{name}.eml" if name else ""
    if not name:
        name = f"attachment-{number}{_EXTENSIONS.get(kind, '')}"
    return Attachment(
        name=_file_name(name),
        type=kind,
        content=content,
        content_id=part.header("content-id").strip("<> "),
        inline=part.disposition == "inline" or bool(part.raw_header("content-id")),
    )


def _file_name(name: str) -> str:
    """A file's name as it may be shown and offered: no folders, no control or bidi marks."""
    cleaned = re.sub(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\u200e\u200f]", "", name)
    cleaned = re.split(r"[\\/]", cleaned.rstrip("\\/"))[-1].lstrip(".")
    cleaned = cleaned.strip(" \t\"'") or "attachment"
    if len(cleaned) > 200:
        stem, dot, extension = cleaned.rpartition(".")
        cleaned = f"{stem[:180]}.{extension}" if dot and len(extension) <= 15 else cleaned[:200]
    return cleaned


# -- which mail it is ----------------------------------------------------------------------------

_TRACE = re.compile(
    rb"(?:received|return-path|delivered-to|x-original-to|envelope-to|x-[a-z0-9-]+|dkim-signature"
    rb"|arc-[a-z-]+|authentication-results|received-spf|status|lines|content-length)\Z"
)


def _outside_id(root: Part, message_id: str, sender: str) -> str:
    """What makes two deliveries one mail: Message-ID, From and the body's digest; without a
    Message-ID everything but the headers that servers add on the way."""
    body = _digest(root.raw, root.start, root.end)
    if message_id:
        key = "\n".join(["id", message_id, sender, body])
        return sha256(key.encode("utf-8", "replace")).hexdigest()
    kept = b"\n".join(
        name.encode() + b":" + b" ".join(value.split())
        for name, value in root.fields
        if not _TRACE.match(name.encode("utf-8", "replace"))
    )
    return sha256(b"none\n" + kept + b"\n" + body.encode()).hexdigest()


_PIECE = 1024 * 1024


def _digest(raw: bytes, start: int, end: int) -> str:
    """Of the body with one kind of line end and nothing blank behind it, read in pieces."""
    found = sha256()
    while end > start and raw[end - 1] in b" \t\n\r\x0b\f":
        end -= 1
    while start < end:
        stop = min(start + _PIECE, end)
        if raw[stop - 1 : stop] == b"\r" and stop < end:
            stop += 1  # a line end is not cut in two
        found.update(raw[start:stop].replace(b"\r\n", b"\n"))
        start = stop
    return found.hexdigest()
