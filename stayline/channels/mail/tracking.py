"""What a provider tells of a mail that it had taken: it did not arrive, or was called unwanted.

Such news reaches the owner like a delivery report by mail does. Whatever else a provider could
tell (read, clicked) is nobody's business and is not kept.
"""

from __future__ import annotations

import re
from datetime import datetime
from hashlib import sha256
from typing import Any

import structlog
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from stayline.channels.mail.message import Bounce
from stayline.channels.mail.models import DoorService, MailKind, Outgoing
from stayline.channels.mail.reasons import Said, is_hard, reason
from stayline.problems import by_customers, journal

log = structlog.get_logger(__name__)

#: django-anymail's words for what never arrives; a delay is not told before it is the end.
_LOST = {"bounced", "rejected", "failed"}
_UNWANTED = "complained"

_STATUS = re.compile(r"(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])")
_CODE = re.compile(r"(?<!\d)[45][0-5]\d(?!\d)")
#: django-anymail's reasons, where no server said anything.
_BY_REJECTION = {"invalid": "userunknown", "bounced": "suspend", "timed_out": "expired",
                 "blocked": "suspend", "spam": "suspend", "unsubscribed": "suspend"}  # fmt: skip


def take(service: DoorService, event: Any, at: datetime) -> bool:
    """Tell the owner what one event says; whether there was anything to tell.

    `event` is django-anymail's AnymailTrackingEvent. Told again it does nothing again.
    """
    if event.event_type not in {*_LOST, _UNWANTED}:
        return False
    row = _mail_of(service, event)
    if row is None:
        log.warning("a provider speaks of a mail that is not ours", provider=service.provider)
        return False
    with journal.deciding():
        if not journal.once(_outside_id(service, event), "", None, at):
            return False
        bounce = None if event.event_type == _UNWANTED else bounce_of(row, event)
        text = bounce.sentence if bounce else _(_UNWANTED_SENTENCE) % {"whom": row.recipient}
        subject = _("Not delivered: %(what)s") if bounce else _("Unwanted: %(what)s")
        by_customers.hear_machine(
            row.problem_id,
            f"{text}\n\n{_words(event)}".strip(),
            service.provider,
            at,
            bounced=bounce is not None,
            subject=subject % {"what": MailKind(row.kind).label},
        )
        row.trouble = text
        row.save(update_fields=["trouble"])
    return True


_UNWANTED_SENTENCE = gettext_noop(
    "%(whom)s told their mail service that this mail was unwanted. Please find out, in another"
    " way, whether they want to hear from us by mail."
)


def _mail_of(service: DoorService, event: Any) -> Outgoing | None:
    """Our mail that it speaks of: by the provider's id of it, else by its Message-ID."""
    named = str(event.message_id or "")
    if not named:
        return None
    mails = Outgoing.objects.filter(problem__door=service.door_id).order_by("-id")
    by_id = mails.filter(provider_id=named).first()
    if by_id is not None:
        return by_id
    copies = list(mails.filter(message_id=named.strip("<>"))[:20])
    address = str(event.recipient or "").lower()
    return next((one for one in copies if one.recipient.lower() == address), None)


def _outside_id(service: DoorService, event: Any) -> str:
    """The provider's own id of this news; where it gives none, what the news says."""
    told = event.event_id or sha256(
        repr((event.message_id, event.recipient, event.event_type, event.timestamp)).encode()
    )
    name = told if isinstance(told, str) else told.hexdigest()
    return f"mail-told:{service.provider}:{service.door_id}:{name}"[:200]


def _words(event: Any) -> str:
    """What the other server said, else the provider's description of it."""
    return " ".join(str(event.mta_response or event.description or "").split())[:1000]


def bounce_of(row: Outgoing, event: Any) -> Bounce:
    """The news as a delivery report by mail would have said it."""
    words = _words(event)
    status, code = _STATUS.search(words), _CODE.search(words)
    said = Said(words=words, status=status[0] if status else "", code=code[0] if code else "")
    why = reason(said)
    if why in ("undefined", "onhold"):
        why = _BY_REJECTION.get(event.reject_reason or "", why)
    return Bounce(
        address=row.recipient, status=said.status, reason=why, hard=is_hard(why, said), said=said
    )
