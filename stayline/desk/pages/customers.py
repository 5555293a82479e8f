"""Customers, as the desk calls them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from stayline.desk.contexts import Person
from stayline.people.models import Customer
from stayline.problems.models import Problem


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody of whom we know less than a name."""

    pk: int
    name: str
    first_name: str


def know_them(problems: Iterable[Problem]) -> None:
    """Read the addresses of the nameless among these problems' customers, in one query."""
    nameless = [one.principal for one in problems if one.principal and not one.principal.name]
    prefetch_related_objects(nameless, "addresses")


def called(customer: Customer | None) -> Person:
    """A customer by name; by their address where no name is known; "them" where nobody is."""
    if customer is None:
        return Called(0, _("Nobody outside"), _("them"))
    if customer.name:
        return customer
    address = next(iter(customer.addresses.all()), None)
    name = address.value if address else _("Somebody without a name")
    return Called(customer.pk, name, name.partition("@")[0])
