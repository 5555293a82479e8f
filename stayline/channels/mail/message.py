"""One incoming mail, read: plain values, nothing of the wire left in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import sha256

from django.utils.translation import gettext as _

from stayline.channels.mail.addresses import MailAddress
from stayline.channels.mail.reasons import SENTENCES, Said

__all__ = ["Attachment", "Authentication", "Bounce", "IncomingMail", "MailAddress"]


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file that came with a mail. Its name is the sender's: show it, never use it as a path."""

    name: str
    type: str
    content: bytes = field(repr=False)
    content_id: str = ""
    inline: bool = False

    @property
    def size(self) -> int:
        return len(self.content)

    @cached_property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Bounce:
    """What a delivery report says (RFC 3464): whom our mail did not reach, and why."""

    address: str
    #: Enhanced status (RFC 3463), such as 5.1.1; empty when none was given.
    status: str
    #: One of `reasons.SENTENCES`' words.
    reason: str
    #: Whether writing there again is of no use.
    hard: bool
    #: Of our mail that came back, without angles; empty when it was not told.
    message_id: str = ""
    said: Said = field(default=Said(""), repr=False, compare=False)

    @property
    def sentence(self) -> str:
        """For the owner, as it is; in the language of whoever runs this."""
        said = (
            _("Your mail did not reach %(whom)s: %(why)s")
            if self.hard
            else _("Your mail did not reach %(whom)s (it may work later): %(why)s")
        )
        return said % {"whom": self.address or _("them"), "why": _(SENTENCES[self.reason])}


@dataclass(frozen=True, kw_only=True)
class Authentication:
    """What our own mail server found out about the sender, and nothing else (RFC 8601)."""

    results: Mapping[str, str] = field(default_factory=dict)
    from_is_proven: bool = False


@dataclass(frozen=True, kw_only=True)
class IncomingMail:
    """A mail as far as it could be read. `defects` says what could not."""

    sender: MailAddress
    all_from: tuple[MailAddress, ...]
    from_doubt: str | None
    to: tuple[MailAddress, ...]
    cc: tuple[MailAddress, ...]
    reply_to: tuple[MailAddress, ...]
    delivered_to: tuple[str, ...]
    return_path: str | None
    subject: str
    sent: datetime | None
    message_id: str
    outside_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    text: str
    new_text: str
    forwarded_text: str
    signature: str
    quoted_text: str
    html: str = field(repr=False)
    attachments: tuple[Attachment, ...]
    machine: str | None
    marked_as_spam: bool
    never_answer: str | None
    bounce: Bounce | None
    authentication: Authentication
    defects: tuple[str, ...]

    @cached_property
    def html_sanitised(self) -> str:
        """The HTML as it may be shown, in a frame of its own; cleaned when first asked for."""
        from stayline.channels.mail.sanitise import sanitised

        return sanitised(self.html) if self.html else ""

    @property
    def words(self) -> str:
        """What the sender wants read: the new words, and what they forwarded with them."""
        return "\n\n".join(one for one in (self.new_text, self.forwarded_text) if one)

    @property
    def folded(self) -> str:
        """What is not shown at once: the signature, and below it what was quoted."""
        return "\n\n".join(one for one in (self.signature, self.quoted_text) if one)

    @property
    def speaks_for(self) -> str | None:
        """The address this mail may speak for, normalised; None when From is in doubt."""
        return None if self.from_doubt else self.sender.normal
