"""Customers, as the desk calls them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from stayline.desk.contexts import Person
from stayline.people.models import Customer


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody of whom we know less than a name."""

    pk: int
    name: str
    first_name: str


def called(customer: Customer | None) -> Person:
    """A customer by name; by their address where no name is known; "them" where nobody is."""
    if customer is None:
        return Called(0, _("Nobody outside"), _("them"))
    if customer.name:
        return customer
    address = customer.addresses.first()
    name = address.value if address else _("Somebody without a name")
    return Called(customer.pk, name, name.partition("@")[0])
