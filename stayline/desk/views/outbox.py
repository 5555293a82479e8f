"""Every mail that left, so that one can play the customer. Only in a demo, only from this machine."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from stayline.channels.mail.models import Outgoing
from stayline.desk.contexts import LeftMail, OutboxPage
from stayline.desk.views.answers import show
from stayline.project.access import demo_only
from stayline.project.clock import now

_PAGE = re.compile(r"https?://[^/\s]+(/with/[a-z2-7]{26}/)")
SHOWN = 200


@demo_only
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """The latest first."""
    left = Outgoing.objects.filter(sent_at__isnull=False).order_by("-sent_at", "-id")[:SHOWN]
    host = f"{settings.STAYLINE_MAIL_HOST}:{settings.STAYLINE_MAIL_PORT}"
    page = OutboxPage(now=now(), mails=[_shown(one) for one in left], smtp=host)
    return show(request, "desk/outbox.html", page, nav="outbox")


def _shown(row: Outgoing) -> LeftMail:
    message = message_from_bytes(bytes(row.message), policy=modern)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    text = str(body.get_content()) if body is not None else ""
    page = _PAGE.search(text)
    assert row.sent_at is not None
    return LeftMail(
        at=row.sent_at,
        to=row.recipient,
        subject=row.subject or str(message["Subject"] or ""),
        text=text,
        sender=str(message["From"] or row.sender),
        page=page.group(1) if page else "",
    )
