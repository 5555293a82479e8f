"""A new link to a customer's own page, by mail, to the address we know: for whoever holds an old one.

Whoever asks proves nothing and learns nothing; the mail goes to the customer and to nobody else.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from stayline.channels.mail.models import MailKind, Outgoing
from stayline.channels.mail.outbox import Sending, brand_of, reader_of, write
from stayline.ownership.ids import PartyId
from stayline.problems import queries
from stayline.problems.models import Token, TokenKind

NOT_AGAIN_FOR = timedelta(minutes=10)
"""How long after one such mail nobody gets a further one."""


@transaction.atomic
def renew(secret: str, at: datetime, *, ends_others: bool = False) -> None:
    """Send a new link to the customer to whom this secret was given, be it over or not.

    With `ends_others` all links they had for this problem end, as soon as the new one is on its way:
    one of them went astray. Only a link that is good ends others, and so itself: whoever found one
    does that once. Nothing happens for a secret that is nobody's, for somebody who is no party any
    more, or soon again.
    """
    token = queries.token_ever(secret, TokenKind.PAGE)
    if token is None or token.customer is None:
        return
    party = queries.customers_page(token).state.party(PartyId(token.customer.pk))
    reader = reader_of(token.problem, token.customer)
    if party is None or party.gone or reader is None:
        return
    good = Token.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=at),
        problem=token.problem,
        customer=token.customer,
        kind=TokenKind.PAGE,
    )
    ends = list(good.values_list("pk", flat=True)) if ends_others else []
    if token.pk not in ends and _was_sent(token, at):
        return
    brand = brand_of(token.problem.door)
    sending = Sending(
        problem=token.problem,
        kind=MailKind.RECEIPT,
        at=at,
        sender_name=brand,
        automatic=True,
    )
    sent = write(sending, [reader], lambda one, page: one.texts.new_link(page=page, brand=brand))
    if sent and token.pk in ends:
        Token.objects.filter(pk__in=ends).update(expires_at=at)


def _was_sent(token: Token, at: datetime) -> bool:
    """Whether they were just sent one: a page has many buttons' worth of impatience."""
    sent = Outgoing.objects.filter(
        problem=token.problem,
        customer=token.customer,
        kind=MailKind.RECEIPT,
        automatic=True,
        written_at__gt=at - NOT_AGAIN_FOR,
    )
    return sent.exists()
