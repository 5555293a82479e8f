"""Sending: one stored mail, one SMTP transaction, one recipient.

A mail's row is locked while it is handed over, so that two workers never send it both. Who is
killed between the handover and the commit sends it again with the same Message-ID, which the
receiver knows as the same.
"""

from __future__ import annotations

import re
import smtplib
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default as modern

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from stayline.channels.mail import providers
from stayline.channels.mail.models import DoorService, MailKind, Outgoing
from stayline.channels.mail.relay import Relay
from stayline.channels.mail.sealed import NotOurs, unseal
from stayline.problems import by_customers

log = structlog.get_logger(__name__)

PAUSES = (30, 60, 120, 300, 900, 1800, 3600, 7200, 14400, 28800, 43200)
"""Seconds between tries: quickly at first, then for about two days."""

BLANK = "x"
"""What stands in our copy where a token stood."""

_TOKEN = re.compile(r"(?:\+|/with/)([a-z2-7]{26})(?=@|/)")


class DeliveryError(Exception):
    """A mail was not taken. `can_help` says whether trying again can help."""

    def __init__(self, reason: str, *, can_help: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.can_help = can_help


def outbox_only() -> bool:
    """A demo without a relay keeps its mails: the page that shows them is the mailbox."""
    return bool(settings.STAYLINE_MAIL_OUTBOX_ONLY)


def send_one(outgoing: int, at: datetime) -> Outgoing | None:
    """Send a mail if it waits and its time has come.

    Returns the mail: sent, to be tried again later, or failed for good; None when there was
    nothing to do, or another worker has it.
    """
    with transaction.atomic():
        row = (
            Outgoing.objects.select_for_update(skip_locked=True)
            .filter(pk=outgoing, sent_at__isnull=True, failed_at__isnull=True, leaves_at__lte=at)
            .first()
        )
        if row is None:
            return None
        row.tries += 1
        try:
            if not outbox_only():
                hand_over(row)
                row.message = blanked(bytes(row.message))
        except DeliveryError as error:
            _missed(row, error, at)
            return row
        row.sent_at, row.trouble = at, ""
        row.save(update_fields=["tries", "message", "sent_at", "trouble", "provider_id"])
        return row


def _missed(row: Outgoing, error: DeliveryError, at: datetime) -> None:
    """To be tried again later, or never."""
    row.trouble = error.reason[:2000]
    again = error.can_help and row.tries <= len(PAUSES)
    if again:
        row.leaves_at = at + timedelta(seconds=PAUSES[row.tries - 1])
    else:
        row.failed_at = at
        row.message = blanked(bytes(row.message))
    row.save(update_fields=["tries", "leaves_at", "failed_at", "trouble", "message"])
    log.warning("a mail did not leave", outgoing=row.pk, again=again, reason=error.reason[:200])


def hand_over(row: Outgoing) -> None:
    """Give one mail to whom its door's mail goes through. Raises DeliveryError."""
    service = DoorService.objects.filter(door__problems=row.problem_id).first()
    try:
        if service is None:
            _by_smtp(row, Relay.of_settings())
        elif service.provider:
            row.provider_id = providers.send(service, row)
        else:
            _by_smtp(row, Relay.of_address(unseal(service.sealed)))
    except providers.NotTaken as error:
        raise DeliveryError(str(error), can_help=error.can_help) from error
    except NotOurs as error:
        raise DeliveryError(f"the door's own way out: {error}", can_help=True) from error


def _by_smtp(row: Outgoing, by: Relay) -> None:
    """One SMTP transaction. Raises DeliveryError."""
    try:
        with by.open() as relay:
            options = ["BODY=8BITMIME"] if relay.has_extn("8bitmime") else []
            relay.sendmail(row.envelope_from, [row.recipient], bytes(row.message), options)
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()), (550, b""))
        raise DeliveryError(_said(code, said), can_help=code < 500) from error
    except smtplib.SMTPAuthenticationError as error:
        # The relay's password is wrong: ours to mend, and then every mail leaves.
        raise DeliveryError(_said(error.smtp_code, error.smtp_error), can_help=True) from error
    except smtplib.SMTPResponseException as error:
        reason = _said(error.smtp_code, error.smtp_error)
        raise DeliveryError(reason, can_help=error.smtp_code < 500) from error
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryError(f"the relay could not be reached ({error})", can_help=True) from error


def _said(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(text.split())}".strip()


def tell_owner(outgoing: int, at: datetime) -> None:
    """A word on the problem: whom our mail did not reach, and why. Told once."""
    with transaction.atomic():
        row = Outgoing.objects.select_for_update().get(pk=outgoing)
        if row.failed_at is None or row.told_at is not None:
            return
        by_customers.hear_machine(
            row.problem_id,
            _("Your mail did not reach %(whom)s: %(why)s")
            % {"whom": row.recipient, "why": row.trouble},
            "our own mail server",
            at,
            bounced=True,
            subject=_("Not delivered: %(what)s") % {"what": MailKind(row.kind).label},
        )
        row.told_at = at
        row.save(update_fields=["told_at"])


# -- blanking ------------------------------------------------------------------------------------


def blanked(message: bytes) -> bytes:
    """The same mail with every token made unreadable, also where a line break cuts one."""
    for token in tokens_in(message):
        cut = rb"(?:=\r?\n)?".join(bytes([byte]) for byte in token.encode("ascii"))
        message = re.sub(cut, BLANK.encode("ascii") * len(token), message)
    return message


def tokens_in(message: bytes) -> set[str]:
    """Every token that stands in a mail: in its reply address and in its links."""
    mail = message_from_bytes(message, policy=modern)
    leaves = [part for part in mail.walk() if part.get_content_maintype() == "text"]
    texts = [str(mail["Reply-To"] or ""), *(str(part.get_content()) for part in leaves)]
    return {found for text in texts for found in _TOKEN.findall(text)}
