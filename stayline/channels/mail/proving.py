"""Whose an address is: who acts on a page by a link we sent there reads that mailbox."""

from __future__ import annotations

from datetime import datetime

from stayline.channels.mail.models import Outgoing
from stayline.people.models import Address, AddressKind
from stayline.problems import queries
from stayline.problems.models import TokenKind


def acted_by_link(secret: str, at: datetime) -> None:
    """The address that this page's link went to is confirmed to be its customer's. A press only:
    programs open links, and prove nothing."""
    token = queries.token(secret, [TokenKind.PAGE], at)
    if token is None or token.customer is None:
        return
    mails = Outgoing.objects.filter(
        customer=token.customer,
        problem=token.problem,
        written_at=token.created_at,  # the mail that brought this link was written with it
        sent_at__isnull=False,
    )
    Address.objects.filter(
        kind=AddressKind.MAIL,
        customer=token.customer,
        value__in=mails.values("recipient"),
        verified_at=None,
    ).update(verified_at=at)
