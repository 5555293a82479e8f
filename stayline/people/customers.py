"""Finding a customer by an address, and making one when nobody has it yet."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from stayline.people.addresses import normalised, tidy_name
from stayline.people.languages import same_language
from stayline.people.models import Address, Customer
from stayline.people.models.names import validate_time_zone

NOBODY_SAID = "UTC"
"""The zone of a customer of whom nobody has said where they live."""


def find_customer(kind: str, value: str) -> Customer | None:
    """The customer an address belongs to; where two rows are one person, the one they were
    merged into. None: nobody has it. Raises ValueError for what is no address."""
    return _owner_of(kind, normalised(kind, value))


def customer_for_address(
    kind: str, value: str, name: str = "", *, language: str = "", time_zone: str = "UTC"
) -> Customer:
    """The customer an address belongs to, made (unverified) when nobody has it yet.

    Safe when the same stranger comes through two doors at once: the second finds what the
    first made. A name fills an empty one and replaces none; language (the company's, where nobody
    knows) and zone serve a new customer only. Raises ValueError for what is no address.
    """
    address, called = normalised(kind, value), tidy_name(name)
    customer = _owner_of(kind, address)
    if customer is None:
        speaks = language or str(settings.LANGUAGE_CODE)
        made = Customer(name=called, language=speaks, time_zone=time_zone)
        customer = _made(made, kind, address) or _owner_of(kind, address)
        assert customer is not None, "whoever was first has committed"
    if called and not customer.name:
        customer.name = called
        customer.save(update_fields=["name"])
    return customer


def learn_zone(customer: Customer, zone: str) -> bool:
    """What a customer's own browser says of where they are, while nobody has told us. True where
    it was news."""
    if customer.time_zone != NOBODY_SAID or zone in ("", NOBODY_SAID) or len(zone) > 64:
        return False
    try:
        validate_time_zone(zone)
    except ValidationError:
        return False
    theirs = Customer.objects.filter(pk=customer.pk, time_zone=NOBODY_SAID)
    return theirs.update(time_zone=zone) > 0


def speak(customer: int, language: str) -> None:
    """The language they choose themselves, where it is one we speak. The country stays: who reads
    "de-AT" and chooses German is Austrian still."""
    if language not in dict(settings.LANGUAGES):
        return
    row = Customer.objects.get(pk=customer)
    if not same_language(row.language, language):
        row.language = language
        row.save(update_fields=["language"])


def current(customer: Customer) -> Customer:
    """The row that stands for this person now: merges followed to their end."""
    seen = {customer.pk}
    while customer.merged_into is not None and customer.merged_into.pk not in seen:
        customer = customer.merged_into
        seen.add(customer.pk)
    return customer


def _owner_of(kind: str, address: str) -> Customer | None:
    row = (
        Address.objects.select_related("customer__merged_into")
        .filter(kind=kind, value=address)
        .first()
    )
    return current(row.customer) if row else None


def _made(customer: Customer, kind: str, address: str) -> Customer | None:
    """None when somebody else made a customer with this address a moment ago."""
    try:
        with transaction.atomic():
            customer.save()
            Address.objects.create(customer=customer, kind=kind, value=address)
    except IntegrityError:
        return None
    return customer
