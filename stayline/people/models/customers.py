"""Customers, where they can be reached, and the organisations they come from."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy

from stayline.people.models.names import validate_language, validate_time_zone


class Organisation(models.Model):
    """A company or household that customers belong to. Names may repeat: so do companies'."""

    name = models.CharField(max_length=200, db_index=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(name="an_organisation_has_a_name", condition=~Q(name=""))
        ]

    def __str__(self) -> str:
        return self.name


class Customer(models.Model):
    """Somebody outside who came with a problem.

    `merged_into` says that two rows are one person. It is a pointer and can be taken back;
    it never joins tokens or histories.
    """

    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=35, default="en", validators=[validate_language])
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="customers"
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from"
    )

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(name="a_customer_speaks_a_language", condition=~Q(language="")),
            models.CheckConstraint(
                name="a_customer_lives_in_a_time_zone", condition=~Q(time_zone="")
            ),
            models.CheckConstraint(
                name="nobody_is_merged_into_themselves", condition=~Q(merged_into=F("id"))
            ),
        ]

    def __str__(self) -> str:
        return self.name or "somebody without a name"

    @property
    def first_name(self) -> str:
        """How a customer is greeted; empty when no name is known."""
        return self.name.split()[0] if self.name.split() else ""


class AddressKind(models.TextChoices):
    """How somebody can be reached."""

    MAIL = "mail", gettext_lazy("Mail")
    PHONE = "phone", gettext_lazy("Phone")
    CHAT = "chat", gettext_lazy("Chat")


class Address(models.Model):
    """One mail address, number or chat handle of one customer, verified or not.

    `value` is normalised (see `stayline.people.addresses`), so that one person who writes
    in capitals is not two customers.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="addresses")
    kind = models.CharField(max_length=20, choices=AddressKind.choices, default=AddressKind.MAIL)
    value = models.CharField(max_length=320)
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="an_address_belongs_to_one_customer", fields=["kind", "value"]
            ),
            models.CheckConstraint(
                name="an_address_has_a_known_kind", condition=Q(kind__in=AddressKind.values)
            ),
            models.CheckConstraint(name="an_address_says_where", condition=~Q(value="")),
            models.CheckConstraint(
                name="a_mail_address_is_lower_case",
                condition=~Q(kind=AddressKind.MAIL) | Q(value=Lower("value")),
            ),
        ]

    def __str__(self) -> str:
        return self.value
