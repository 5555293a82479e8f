"""Mail in over SMTP or LMTP, in the worker's own event loop.

A mail is accepted when it is committed, and not before: the reply to DATA waits for the database.
What cannot be taken now is answered 451, so that the sender's server keeps it and tries again;
what nobody here reads is refused at once, with a sentence, rather than silently dropped.
"""

from __future__ import annotations

import asyncio
import os
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, wraps
from typing import Any, TypeVar

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import DatabaseError, close_old_connections

from stayline.channels.mail import intake, routing
from stayline.channels.mail.watching import watch_all
from stayline.project.clock import now

log = structlog.get_logger(__name__)

MOST_RECIPIENTS = 100
"""Of one SMTP transaction; RFC 5321 (4.5.3.1.8) asks for 100 at least. The rest comes again."""

LONGEST_LINE = 8 * 1024 * 1024
"""Bytes. Longer than any standard allows, since a customer's program may not know the standard."""

AT_ONCE = 4
"""Mails being placed at the same time; others wait their turn within the SMTP dialogue."""

_LATER = "451 4.3.0 We cannot take mail at this moment. Please try again a little later."
_TOO_MANY = "452 4.5.3 That is enough recipients for one mail; send the others in another one."

T = TypeVar("T")


class Reception:
    """What the SMTP dialogue asks us: may this recipient be written to, and here is the mail."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="mail")

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, _server: Any, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return _TOO_MANY
        try:
            ours = await self._in_thread(_is_ours, address)
        except DatabaseError:
            log.exception("the database did not answer")
            return _LATER
        if not ours:
            return (
                f"550 5.1.1 Nobody reads mail at {_plain(address)} here. Please look whether it is"
                " spelled as you were told."
            )
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: Any, _session: Session, envelope: Envelope
    ) -> str:
        raw = envelope.original_content or b""
        try:
            delivered = await self._in_thread(
                _deliver, raw, envelope.mail_from or "", list(envelope.rcpt_tos)
            )
        except Exception:
            # Whatever it was, the sender keeps the mail and comes again.
            log.exception("a mail could not be taken", size=len(raw))
            return _LATER
        log.info("mail", outcome=delivered.outcome, problem=delivered.problem, size=len(raw))
        return "250 2.0.0 Somebody has your mail now"

    async def _in_thread(self, work: Callable[..., T], *arguments: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)

    def finish(self) -> None:
        """Wait for the mails that are being placed; what is not begun comes again."""
        self._threads.shutdown(wait=True, cancel_futures=True)


def _plain(address: str) -> str:
    return "".join(char for char in address if char.isprintable() and char.isascii())[:200]


def _is_ours(address: str) -> bool:
    """A door of ours, with or without a tag; or the postmaster, whom every server must have."""
    try:
        if routing.is_ours(address):
            return True
        local, _, domain = address.lower().rpartition("@")
        return local == "postmaster" and routing.is_domain_of_a_door(domain)
    finally:
        close_old_connections()


def _deliver(raw: bytes, sender: str, recipients: list[str]) -> intake.Delivered:
    try:
        return intake.deliver(raw, envelope_from=sender, envelope_to=recipients, at=now())
    finally:
        close_old_connections()


class _ManyLines:
    """A connection's reader that gives many lines of a mail at once, where they have come already.

    The library keeps each line it reads as an object of its own until the mail is whole: for the
    largest mail three times its size, and seconds of work.
    """

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)

    async def readuntil(self, separator: bytes = b"\r\n") -> bytes:
        """A line, and those below it that begin with no dot: a dot means something (RFC 5321, 4.5.2)."""
        line = await self._reader.readuntil(separator)
        come = getattr(self._reader, "_buffer", b"")
        if line.startswith(b".") or len(line) > _BLOCK or come.startswith(b"."):
            return line
        dot = come.find(b"\r\n.", 0, _BLOCK)
        many = (dot if dot >= 0 else come.rfind(b"\r\n", 0, _BLOCK)) + 2
        return line + await self._reader.readexactly(many) if many > 2 else line


_BLOCK = 256 * 1024


class _LongMails(SMTP):
    """What SMTP and LMTP have in common here: long lines are taken, and many at once."""

    line_length_limit = LONGEST_LINE

    @wraps(SMTP.smtp_DATA)
    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802  aiosmtpd's name
        reader = self._reader
        self._reader = _ManyLines(reader)  # type: ignore[assignment]  # it does all that is asked
        try:
            await super().smtp_DATA(arg)
        finally:
            self._reader = reader


class Smtp(_LongMails):
    """SMTP that takes long lines."""


class Lmtp(_LongMails, LMTP):
    """LMTP that takes long lines and answers once for every recipient (RFC 2033, section 4.2)."""

    _answers = 0

    async def push(self, status: Any) -> None:
        text = status if isinstance(status, str) else bytes(status).decode("ascii", "replace")
        if text.startswith("354") and self.envelope is not None:
            self._answers = len(self.envelope.rcpt_tos)
        elif self._answers:
            text, self._answers = "\r\n".join([text] * self._answers), 0
        await super().push(text)


def protocol(reception: Reception, *, lmtp: bool) -> SMTP:
    """One connection's dialogue."""
    kind = Lmtp if lmtp else Smtp
    return kind(
        reception,
        data_size_limit=settings.STAYLINE_MAIL_LARGEST_MB * 1024 * 1024,
        enable_SMTPUTF8=True,
        hostname=_our_name(),
        ident="Stayline",
        tls_context=_certificate(),
        timeout=300,
        loop=asyncio.get_running_loop(),
    )


def _our_name() -> str:
    domain = str(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2]
    return domain or "localhost"


def _certificate() -> ssl.SSLContext | None:
    """For STARTTLS, where a certificate is given; a renewed one is noticed.

    Raises OSError when there is none where it should be, and ssl.SSLError when it is none.
    """
    chain, key = settings.STAYLINE_MAIL_CERTIFICATE, settings.STAYLINE_MAIL_KEY
    if not chain:
        return None
    return _context(chain, key, *(os.stat(file).st_mtime_ns for file in (chain, key) if file))


@lru_cache(maxsize=1)
def _context(chain: str, key: str, *_written: int) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(chain, key or None)
    return context


async def serve(host: str, port: int, *, lmtp: bool = False) -> tuple[asyncio.Server, Reception]:
    """Listen. Raises OSError when the address is taken, or the certificate is not there."""
    _certificate()  # a wrong one is said now, and not to each customer's server
    reception = Reception()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: protocol(reception, lmtp=lmtp), host, port, start_serving=True
    )
    return server, reception


async def listen(stopping: asyncio.Event, ready: Callable[[], None]) -> None:
    """Take mail until told to stop; a mail whose DATA has come is still placed and answered."""
    lmtp = settings.STAYLINE_MAIL_PROTOCOL == "lmtp"
    server, reception = await serve(
        settings.STAYLINE_MAIL_HOST, settings.STAYLINE_MAIL_PORT, lmtp=lmtp
    )
    for socket in server.sockets:
        log.info("mail listens", protocol="lmtp" if lmtp else "smtp", address=socket.getsockname())
    watching = asyncio.create_task(watch_all(stopping))
    ready()
    try:
        await stopping.wait()
    finally:
        server.close()
        await watching
        await asyncio.to_thread(reception.finish)
