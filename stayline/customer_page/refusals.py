"""What the rule refuses a customer, said to them.

The rule's own sentences are for colleagues, whom some languages address in another way. Those that
a customer can come upon are listed here, with a context, and so have a translation of their own; it
rarely happens, where two pages or two people were at it at once.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from stayline.customer_page.page import Known
from stayline.ownership import Refused
from stayline.ownership.ids import ColleagueId
from stayline.people.models import Colleague
from stayline.problems.queries import CustomersPage

_TO_THEM = "said to the customer"
HEARD_BY_CUSTOMERS = (
    pgettext_lazy(_TO_THEM, "your colleague"),
    pgettext_lazy(_TO_THEM, "Only {customer} can say that; nobody says it for them."),
    pgettext_lazy(
        _TO_THEM,
        "That question is over; {owner} is with you. Write a word and {owner} reads it.",
    ),
    pgettext_lazy(
        _TO_THEM,
        "This is looked after together with your other message; say it there.",
    ),
    pgettext_lazy(
        _TO_THEM,
        "That can no longer be taken back with a tap. Write a word to {owner} instead.",
    ),
    pgettext_lazy(
        _TO_THEM,
        "That can no longer be taken back with a tap. Write a word and {owner} goes on.",
    ),
    pgettext_lazy(
        _TO_THEM,
        "{receiver} is not there any more; {owner} stays with you.",
    ),
    pgettext_lazy(
        _TO_THEM,
        "{receiver} is not on the line yet; {owner} stays with you until then.",
    ),
    pgettext_lazy(
        _TO_THEM,
        "Only somebody on {customer}'s side chooses how often they hear.",
    ),
    pgettext_lazy(
        _TO_THEM,
        "Only somebody on {customer}'s side can say who waits for whom.",
    ),
)


def refusal_in_words(refused: Refused, found: CustomersPage) -> str:
    """A refusal as a customer reads it: with the names they know us by."""
    people = Colleague.objects.in_bulk(list(refused.named.values()))
    names = {ColleagueId(pk): Known(one).first_name for pk, one in people.items()}
    principal = found.row.principal
    called = (principal.first_name if principal else "") or _("whoever wrote to us")
    return refused.spoken(names, called, say=lambda sentence: pgettext(_TO_THEM, sentence))
