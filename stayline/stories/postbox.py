"""Where the instance's mail arrives: a mail server of the story's own, for everybody in it."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from stayline.stories.broken import StoryBroken

SECONDS_PATIENCE = 15.0
_LINK = re.compile(r"https?://\S+/with/[a-z2-7]+/")


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail as it arrived: for whom the envelope was, and what stands in it."""

    envelope_to: tuple[str, ...]
    envelope_from: str
    mail: EmailMessage

    @property
    def to(self) -> str:
        """Whose letterbox it is in."""
        return self.envelope_to[0]

    @property
    def subject(self) -> str:
        return str(self.mail["Subject"] or "")

    @property
    def sender(self) -> str:
        return str(self.mail["From"] or "")

    @property
    def reply_to(self) -> str:
        """The bare address an answer goes to."""
        header = self.mail["Reply-To"] or self.mail["From"]
        return str(header.addresses[0].addr_spec)

    @property
    def message_id(self) -> str:
        return str(self.mail["Message-ID"])

    @property
    def text(self) -> str:
        body = self.mail.get_body(("plain",))
        return str(body.get_content()) if body is not None else ""

    @property
    def page(self) -> str:
        """The link to the customer's own page."""
        found = _LINK.search(self.text)
        if found is None:
            raise StoryBroken(f"“{self.subject}” has no link to the customer's page.")
        return found[0]

    def says(self, words: str) -> bool:
        return " ".join(words.split()) in " ".join(f"{self.subject} {self.text}".split())


class Postbox:
    """Takes every mail, whoever it is for, and waits for the one a story expects."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self._arrived = threading.Condition()
        self._read: set[int] = set()

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        content: Any = envelope.original_content or b""
        mail = message_from_bytes(content, policy=default)
        letter = Letter(tuple(envelope.rcpt_tos), envelope.mail_from or "", mail)
        with self._arrived:
            self.letters.append(letter)
            self._arrived.notify_all()
        return "250 thank you"

    def next_for(self, address: str, saying: str = "") -> Letter:
        """The next unread letter to somebody that says this. Raises StoryBroken if none comes."""
        until = time.monotonic() + SECONDS_PATIENCE
        with self._arrived:
            while (found := self._unread(address, saying)) is None:
                if not self._arrived.wait(until - time.monotonic()):
                    break
        if found is None:
            raise StoryBroken(self._missing(address, saying))
        self._read.add(found)
        return self.letters[found]

    def unread_for(self, address: str, saying: str = "") -> bool:
        """Whether such a letter lies there now."""
        with self._arrived:
            return self._unread(address, saying) is not None

    def _unread(self, address: str, saying: str) -> int | None:
        for place, letter in enumerate(self.letters):
            if place not in self._read and letter.to == address and letter.says(saying):
                return place
        return None

    def _missing(self, address: str, saying: str) -> str:
        others = [one.subject for one in self.letters if one.to == address]
        there = f"; there came {', '.join(others)}" if others else ""
        return f"No mail to {address} says “{saying}”{there}."


@contextmanager
def listening(postbox: Postbox, host: str, port: int) -> Iterator[None]:
    """Take mail at this address for as long as the block lasts."""
    controller = Controller(postbox, hostname=host, port=port, decode_data=False)
    try:
        controller.start()
    except OSError as error:
        raise StoryBroken(f"No mail can be taken at {host}:{port}: {error}.") from error
    try:
        yield
    finally:
        controller.stop()


def free_port() -> int:
    """A port of this machine that nobody uses at this moment."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])
