"""Mail through a provider's API instead of SMTP: out, and in by its webhooks (django-anymail).

anymail's backends and webhook views are used as parts, each with its door's own options, so that
two doors may use two accounts; nothing of it is imported where no door uses it.
"""

from __future__ import annotations

import json
import warnings
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, compat32
from hashlib import sha256
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.core.exceptions import SuspiciousOperation
from django.core.mail import EmailMultiAlternatives

from stayline.channels.mail.models import DoorService, Outgoing
from stayline.channels.mail.sealed import unseal

if TYPE_CHECKING:
    from django.http import HttpRequest

#: Name here and in anymail, the class of its webhook, and an option without which nothing works.
PROVIDERS: dict[str, tuple[str, str]] = {
    "brevo": ("BrevoInboundWebhookView", "api_key"),
    "mailersend": ("MailerSendInboundWebhookView", "api_token"),
    "mailgun": ("MailgunInboundWebhookView", "api_key"),
    "mailjet": ("MailjetInboundWebhookView", "api_key"),
    "mandrill": ("MandrillCombinedWebhookView", "api_key"),
    "postal": ("PostalInboundWebhookView", "api_key"),
    "postmark": ("PostmarkInboundWebhookView", "server_token"),
    "resend": ("ResendInboundWebhookView", "api_key"),
    "sendgrid": ("SendGridInboundWebhookView", "api_key"),
    "sparkpost": ("SparkPostInboundWebhookView", "api_key"),
}

#: Headers that the provider writes itself, or that are said otherwise.
_NOT_KEPT = {
    "from", "to", "cc", "bcc", "subject", "reply-to", "date", "mime-version", "content-type",
    "content-transfer-encoding",
}  # fmt: skip
#: Ours to mend (a wrong key), or theirs (too much, too busy): trying again can help.
_MAY_PASS = {401, 402, 403, 408, 429}


class NotTaken(Exception):
    """The provider did not take a mail. `can_help` says whether trying again can help."""

    def __init__(self, reason: str, *, can_help: bool) -> None:
        super().__init__(reason)
        self.can_help = can_help


def options_of(service: DoorService) -> dict[str, Any]:
    """A provider's options. Raises `sealed.NotOurs`."""
    found: dict[str, Any] = json.loads(unseal(service.sealed))
    return found


# -- out -----------------------------------------------------------------------------------------


def send(service: DoorService, row: Outgoing) -> str:
    """Hand one mail to the provider, for its one recipient; what the provider calls it.

    Raises NotTaken, `sealed.NotOurs`.
    """
    from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused

    mail = message_of(row)
    try:
        backend(service).send_messages([mail])
    except AnymailRecipientsRefused as error:
        raise NotTaken(_short(error), can_help=False) from error
    except AnymailAPIError as error:
        code = error.status_code
        passes = code is None or code >= 500 or code in _MAY_PASS
        raise NotTaken(_short(error), can_help=passes) from error
    except AnymailError as error:
        raise NotTaken(_short(error), can_help=False) from error
    except OSError as error:
        raise NotTaken(
            f"{service.provider} could not be reached ({error})", can_help=True
        ) from error
    named = getattr(getattr(mail, "anymail_status", None), "message_id", None)
    return named[:255] if isinstance(named, str) else ""


def backend(service: DoorService) -> Any:
    """The provider's door to the outside, with this door's options."""
    module = import_module(f"anymail.backends.{service.provider}")
    known = dict(options_of(service))
    for inbound_only in ("inbound_key", "inbound_secret", "webhook_signing_key", "webhook_key"):
        known.pop(inbound_only, None)
    return module.EmailBackend(fail_silently=False, **known)


def message_of(row: Outgoing) -> EmailMultiAlternatives:
    """Our mail as Django knows mails. Only its own recipient is addressed: whoever else stands in
    To or Cc has a copy of their own."""
    mail = message_from_bytes(bytes(row.message), policy=SMTP)
    assert isinstance(mail, EmailMessage)
    plain, rich = mail.get_body(("plain",)), mail.get_body(("html",))
    made = EmailMultiAlternatives(
        subject=str(mail["Subject"] or ""),
        body=str(plain.get_content()) if plain else "",
        from_email=str(mail["From"]),
        to=[row.recipient],
        reply_to=[str(mail["Reply-To"])] if mail["Reply-To"] else None,
        headers={name: str(value) for name, value in mail.items() if name.lower() not in _NOT_KEPT},
    )
    if rich is not None:
        made.attach_alternative(str(rich.get_content()), "text/html")
    for part in mail.iter_attachments():
        if isinstance(part, EmailMessage):
            content = part.get_payload(decode=True)
            made.attach(part.get_filename() or "file", content, part.get_content_type())
    return made


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:500]


# -- in ------------------------------------------------------------------------------------------


class Refused(Exception):
    """The call does not prove that it is the provider's."""


def mails_in(service: DoorService, request: HttpRequest) -> list[tuple[bytes, str | None]]:
    """The mails that a call of the provider brings, each with its envelope's sender, if told.

    Raises Refused, and whatever a call that cannot be read raises.
    """
    events = _events(service, request, _kind(service))
    messages = [message for event in events if (message := getattr(event, "message", None))]
    return [(_bytes(one), one.envelope_sender) for one in messages]


def news_in(service: DoorService, request: HttpRequest) -> list[Any]:
    """What a call tells of mails that were sent, as django-anymail's events. Raises as `mails_in`."""
    return _events(service, request, _kind(service).replace("Inbound", "Tracking"))


def _kind(service: DoorService) -> str:
    return PROVIDERS[service.provider][0]


def _events(service: DoorService, request: HttpRequest, kind: str) -> list[Any]:
    from anymail.exceptions import AnymailWebhookValidationFailure

    view = _view(service, kind)
    try:
        view.run_validators(request)
    except (AnymailWebhookValidationFailure, SuspiciousOperation) as error:
        raise Refused(str(error)) from error
    return list(view.parse_events(request))


def _view(service: DoorService, kind: str) -> Any:
    """anymail's reader of its calls. The address the provider calls is itself the secret, so
    that there need not be a password beside it; where calls are signed, the signature is checked."""
    module = import_module(f"anymail.webhooks.{service.provider}")
    known = getattr(module, kind)
    made = type("Reader", (known,), {"warn_if_no_basic_auth": False})
    given = {key: value for key, value in options_of(service).items() if hasattr(known, key)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return made(webhook_secret=[], **given)


def _bytes(message: EmailMessage) -> bytes:
    """The mail as bytes, the same every time it is brought; odd headers as they are rather than
    not at all."""
    key = str(message.get("Message-ID", ""))
    for number, part in enumerate(message.walk()):
        made = part.get_content_maintype() == "multipart" and part.is_multipart()
        if made and part.get_boundary() is None:  # it would be by chance, and a second mail
            part.set_boundary(f"=_{sha256(f'{key}{number}'.encode()).hexdigest()[:32]}")
    try:
        return message.as_bytes(policy=SMTP)
    except Exception:  # noqa: BLE001  the standard library raises many kinds over odd headers
        return message.as_bytes(policy=compat32)
