"""A refusal as the desk says it: the rule's own sentence, with people's names in it."""

from __future__ import annotations

from stayline.ownership import Refused
from stayline.ownership.ids import ColleagueId
from stayline.people.queries import names_of


def in_words(refusal: Refused, customer: str = "the customer") -> str:
    """`customer` is how the sentence calls them, where it is about one."""
    people = names_of(refusal.named.values())
    return refusal.spoken({ColleagueId(who): name for who, name in people.items()}, customer)
