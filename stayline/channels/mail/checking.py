"""Whether mail gets in and out of each door: tried, not believed, and told in plain words.

Nothing is sent and nothing is changed: a dialogue with the relay ends before the mail itself, and
a mailbox is only looked at.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings

from stayline.channels.mail import providers
from stayline.channels.mail.imap import Unreachable, opened
from stayline.channels.mail.models import DoorService, Mailbox
from stayline.channels.mail.relay import Relay
from stayline.channels.mail.sealed import unseal
from stayline.people.models import Door, DoorKind


@dataclass(frozen=True)
class Finding:
    """One thing that was tried. `wrong` is False for what is well, or only worth knowing."""

    about: str
    sentence: str
    wrong: bool = False


def check(addresses: Iterable[str] = ()) -> Iterator[Finding]:
    """Try the doors of these addresses, or all mail doors, both ways."""
    wanted = list(addresses)
    doors = Door.objects.filter(kind=DoorKind.MAIL).order_by("address")
    found = list(doors.filter(address__in=wanted) if wanted else doors)
    for unknown in sorted(set(wanted) - {door.address for door in found}):
        yield Finding(unknown, "There is no mail door of this address.", wrong=True)
    if not found and not wanted:
        yield Finding("doors", "There is no mail door yet: nobody can write to you.", wrong=True)
    for door in found:
        yield from _in(door)
        yield _out(door)
    if not wanted:
        yield from _elsewhere(Mailbox.objects.filter(door=None, is_open=True))
        yield _trust()


# -- in ------------------------------------------------------------------------------------------


def _in(door: Door) -> Iterator[Finding]:
    """By the mailboxes that belong to it, and by our own listener."""
    boxes = list(Mailbox.objects.filter(door=door, is_open=True))
    yield from _elsewhere(boxes)
    brought = DoorService.objects.filter(door=door).exclude(webhook_digest="").exists()
    elsewhere = boxes or brought or Mailbox.objects.filter(door=None).exists()
    yield _listener(door, needed=not elsewhere)


def _elsewhere(boxes: Iterable[Mailbox]) -> Iterator[Finding]:
    for box in boxes:
        yield _mailbox(box)
        if box.left_there:
            said = "; ".join(f"mail {uid}: {why}" for uid, why in box.left_there.items())
            yield Finding(box.address, f"Some mails were left there ({said}).", wrong=True)


def _mailbox(box: Mailbox) -> Finding:
    about = f"{box.address} in"
    try:
        with opened(box) as client:
            for folder in (box.folder, box.done_folder):
                if folder and not client.folder_exists(folder):
                    if folder == box.done_folder:
                        continue  # it is made when the first mail goes there
                    return Finding(about, f"There is no folder {folder} there.", wrong=True)
            waiting = len(client.search("ALL")) if client.select_folder(box.folder, True) else 0
            slow = "" if client.has_capability("IDLE") else ", once a minute (it knows no IDLE)"
    except Unreachable as error:
        return Finding(about, str(error), wrong=True)
    except Exception as error:  # noqa: BLE001  said, whatever it is
        return Finding(about, f"{box.host} answers strangely ({error}).", wrong=True)
    return Finding(about, f"{box.host} lets us in; {waiting} mails are in {box.folder}{slow}.")


def _listener(door: Door, *, needed: bool) -> Finding:
    """Ask our own listener whether it would take a mail for the door."""
    about = f"{door.address} in"
    host, port = settings.STAYLINE_MAIL_HOST, settings.STAYLINE_MAIL_PORT
    lmtp = settings.STAYLINE_MAIL_PROTOCOL == "lmtp"
    # A wildcard is no address one could ask.
    asked = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    try:
        kind = smtplib.LMTP if lmtp else smtplib.SMTP
        with kind(asked, port, timeout=10) as client:
            client.ehlo_or_helo_if_needed()
            tls = client.has_extn("starttls")
            client.mail("")
            code, said = client.rcpt(door.address)
            client.rset()
    except (smtplib.SMTPException, OSError) as error:
        sentence = f"Nothing of ours listens on {asked}:{port} ({error}). Is it started?"
        return Finding(about, sentence, wrong=needed)
    if code != 250:
        return Finding(about, f"Our listener refuses it: {_words(said)}", wrong=True)
    if settings.STAYLINE_MAIL_CERTIFICATE and not tls:
        return Finding(about, "Our listener does not offer STARTTLS, though a certificate is set"
                              " now: start it again.", wrong=True)  # fmt: skip
    kind_ = "LMTP" if lmtp else "SMTP"
    return Finding(about, f"Our {kind_} listener on {asked}:{port} takes mail for it.")


# -- out -----------------------------------------------------------------------------------------


def _out(door: Door) -> Finding:
    about = f"{door.address} out"
    if settings.STAYLINE_MAIL_OUTBOX_ONLY:
        return Finding(about, "This demo keeps its mails: nothing leaves.")
    service = DoorService.objects.filter(door=door).first()
    if service is None:
        return _relay(about, Relay.of_settings(), door.address)
    try:
        if service.provider:
            providers.backend(service)
            return Finding(about, f"It leaves by {service.provider}; only a mail shows whether"
                                  " they take it.")  # fmt: skip
        return _relay(about, Relay.of_address(unseal(service.sealed)), door.address)
    except Exception as error:  # noqa: BLE001  said, whatever it is
        return Finding(about, f"Its own way out cannot be used: {error}", wrong=True)


def _relay(about: str, relay: Relay, sender: str) -> Finding:
    """Go as far as one can without sending: would it take a mail from the door?"""
    try:
        with relay.open() as client:
            client.ehlo_or_helo_if_needed()
            for code, said, who in (
                (*client.mail(sender), "from"),
                (*client.rcpt(sender), "to"),
            ):
                if code >= 400:
                    words = f"{relay} takes no mail {who} {sender}: {code} {_words(said)}"
                    return Finding(about, words, wrong=True)
            client.rset()
    except ssl.SSLCertVerificationError as error:
        words = f"The certificate of {relay} is not good: {error.verify_message}."
    except smtplib.SMTPAuthenticationError as error:
        words = f"{relay} does not let {relay.login} in: {_words(error.smtp_error)}"
    except smtplib.SMTPNotSupportedError as error:
        words = f"{relay} cannot do what the settings ask for ({error})."
    except (smtplib.SMTPException, OSError) as error:
        words = f"{relay} could not be reached ({error})."
    else:
        return Finding(about, f"{relay} takes mail from it.")
    return Finding(about, words, wrong=True)


def _words(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(text.split())[:300]


def _trust() -> Finding:
    if settings.STAYLINE_MAIL_AUTHSERV_ID:
        name = settings.STAYLINE_MAIL_AUTHSERV_ID
        return Finding("trust", f"What {name} says about senders is believed.")
    return Finding(
        "trust",
        "STAYLINE_MAIL_AUTHSERV_ID is not set: no mail counts as a colleague's own, each is a note.",
    )
