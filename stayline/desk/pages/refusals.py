"""A refusal as the desk says it: the rule's sentence in the reader's words, with people's names."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stayline.ownership import Refused
from stayline.ownership.ids import ColleagueId
from stayline.people.queries import names_of


def in_words(refusal: Refused, customer: str = "") -> str:
    """`customer` is how the sentence calls them, where it is about one."""
    people = names_of(refusal.named.values())
    names = {ColleagueId(who): name for who, name in people.items()}
    return refusal.spoken(names, customer or _("the customer"), say=_)
