"""Who is with whom: parties, tenures, and the customer's links."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    BigIntegerRangeField,
    DateTimeRangeField,
    RangeOperators,
)
from django.db import models
from django.db.models import F, Func, Q, Value

from stayline.people.models import Colleague, Customer
from stayline.problems.models.problems import Problem


class Party(models.Model):
    """Somebody on the customer's side of one problem."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="parties", db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="parties")
    role = models.CharField(max_length=20)
    gone = models.BooleanField(default=False)
    colleague = models.ForeignKey(
        Colleague, models.PROTECT, null=True, related_name="as_party", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="somebody_is_a_party_once", fields=["problem", "customer"]
            ),
            models.UniqueConstraint(
                name="one_yes_counts", fields=["problem"], condition=Q(role="principal")
            ),
        ]
        indexes = [
            models.Index(
                name="colleagues_as_customers",
                fields=["colleague", "problem"],
                condition=Q(colleague__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.problem_id}"


class TenureRole(models.TextChoices):
    OWNER = "owner", "Owner"
    HELPER = "helper", "Helper"
    COVER = "cover", "Cover"


class AsRange(Func):
    """One number as a range, so that plain GiST can compare it for equality."""

    function = "int8range"
    output_field = BigIntegerRangeField()


class Tenure(models.Model):
    """From when to when a colleague was with the customer, and as what."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="tenures")
    colleague = models.ForeignKey(Colleague, models.PROTECT, related_name="tenures")
    role = models.CharField(max_length=20, choices=TenureRole.choices)
    #: The events it reaches from and to (excluded), which order even what one instant holds.
    events = BigIntegerRangeField()
    during = DateTimeRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="owners_never_overlap",
                expressions=[
                    (AsRange(F("problem"), F("problem"), Value("[]")), RangeOperators.OVERLAPS),
                    ("events", RangeOperators.OVERLAPS),
                ],
                condition=Q(role="owner"),
            ),
            models.UniqueConstraint(
                name="one_owner_now",
                fields=["problem"],
                condition=Q(role="owner", events__upper_inf=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.problem_id}"


class TokenKind(models.TextChoices):
    REPLY = "reply", "Reply address"
    PAGE = "page", "The customer's page"
    ACT = "act", "One act, once"


class Token(models.Model):
    """A random 128-bit secret given to one person, kept only as its SHA-256."""

    digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=10, choices=TokenKind.choices)
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="tokens")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="tokens")
    colleague = models.ForeignKey(
        Colleague, models.PROTECT, null=True, related_name="tokens", db_index=False
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_token_belongs_to_one_person",
                condition=Q(customer__isnull=False, colleague__isnull=True)
                | Q(customer__isnull=True, colleague__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} token {self.pk}"
