"""What would come of an act: it is done, looked at, and undone before anybody could know.

So nobody has to say a second time what the rule refuses, nor what a customer would be written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern

from django.db import transaction
from django.utils.translation import gettext as _

from stayline.channels.mail.models import Outgoing
from stayline.ownership import Problem as State
from stayline.ownership import Refused, decide
from stayline.ownership import commands as do
from stayline.problems import company
from stayline.problems.models import Problem

_LINK = re.compile(r"https?://\S+/with/\S+")


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail as its reader would have it, but for the link that is theirs alone."""

    to: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Either why not, or the mails that would leave."""

    refused: Refused | None = None
    letters: Sequence[Letter] = field(default_factory=tuple)


def rehearse(problem: Problem, act: Callable[[], object]) -> Rehearsal:
    """Do it as if, and undo it. Raises ValueError where the act does."""
    with transaction.atomic():
        last = Outgoing.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        try:
            with transaction.atomic():
                act()
        except Refused as refused:
            return Rehearsal(refused)
        else:
            written = Outgoing.objects.filter(pk__gt=last, customer__isnull=False)
            mails = written.filter(problem=problem).select_related("customer").order_by("pk")
            return Rehearsal(letters=[_letter(one) for one in mails])
        finally:
            transaction.set_rollback(True)


def why_refused(problem: State, command: do.Command) -> Refused | None:
    """Why the rule would refuse it as things stand. Writes nothing: for a page that is only read."""
    try:
        decide(problem, command, company.now())
    except Refused as refused:
        return refused
    return None


def _letter(row: Outgoing) -> Letter:
    message = message_from_bytes(bytes(row.message), policy=modern)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    text = str(body.get_content()) if body is not None else ""
    return Letter(
        to=(row.customer.name if row.customer else "") or row.recipient,
        subject=row.subject,
        text=_LINK.sub(_("(the link to their own page)"), text).strip(),
    )
