"""The one mail that brings the customer and whoever should know together.

It is the offer, in words the customer may read: the colleague has been *asked*. Nothing in it is
a pick-up, and no question is put to the customer yet. One Message-ID, so that whoever answers all
stays in one thread; a copy, a reply address and an SMTP transaction for each.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from stayline.channels.mail.models import MailKind
from stayline.channels.mail.outbox import Reader, Sending, colleague_reader, reader_of, write
from stayline.channels.mail.texts import Letter
from stayline.people.models import Colleague
from stayline.problems.models import Problem


def introduce(
    problem: Problem, met_by: Colleague, asked: Colleague, said: str, at: datetime
) -> bool:
    """Write the mail: `asked` in To, the customer in Cc, in the customer's language.

    False when the customer has no mail address: then there is no mail, and `asked` reads the
    offer at the desk. Must run in the transaction that offers.
    """
    customer = reader_of(problem, problem.principal) if problem.principal else None
    if customer is None:
        return False
    head = replace(colleague_reader(asked), name=asked.known_as, language=customer.language)

    def letter(reader: Reader, link: str) -> Letter:
        return customer.texts.encounter(
            colleague=met_by.known_as.split()[0],
            head=head.first_name,
            customer=customer.first_name or customer.name,
            said=said,
            link=link,
            to_head=reader is head,
        )

    sending = Sending(
        problem=problem,
        kind=MailKind.ENCOUNTER,
        at=at,
        sender_name=met_by.known_as,
        to=[head],
        cc=[customer],
    )
    write(sending, [head, customer], letter)
    return True
