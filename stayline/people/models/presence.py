"""Who is here now: open pages, and what colleagues say of themselves. Short-lived, and never history."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stayline.people.models.colleagues import Colleague
from stayline.people.models.customers import Customer


class Presence(models.Model):
    """One page that is open before a colleague now.

    The table is unlogged: it is small, written often, and worth nothing after a crash. A page that
    says nothing any more is forgotten by itself (see stayline.people.presence).
    """

    page = models.UUIDField(primary_key=True)
    colleague = models.ForeignKey(Colleague, models.CASCADE, related_name="pages_open")
    #: The problem it shows; its own number, since people know no problems.
    problem = models.BigIntegerField(null=True)
    seen_at = models.DateTimeField()
    #: When its reader last moved or typed.
    active_at = models.DateTimeField()
    #: Until when they are taken to be writing, unless they go on.
    writes_until = models.DateTimeField(null=True)
    #: What they write: "reply", which two should not do at once, or "note".
    writes = models.CharField(max_length=10, blank=True)

    class Meta:
        indexes = [
            models.Index(
                name="pages_on_a_problem", fields=["problem"], condition=Q(problem__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"a page of {self.colleague_id}"


class PresenceOutside(models.Model):
    """One page of a customer's that is, or was, open before them. Unlogged, like `Presence`.

    Only a browser that shows the page to somebody says so: a mail scanner that opens a link, or a
    tab in the background, is nobody.
    """

    page = models.UUIDField(primary_key=True)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="pages_open")
    #: The problem it is about; its own number, since people know no problems.
    problem = models.BigIntegerField(db_index=True)
    #: When they last had it before them.
    seen_at = models.DateTimeField()
    writes_until = models.DateTimeField(null=True)
    #: When they closed it, or turned to something else.
    left_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"a page of customer {self.customer_id}"


class Whereabouts(models.TextChoices):
    """Where a colleague is, as others see it."""

    HERE = "here", "Here"
    CALL = "call", "In a call"
    AWAY = "away", "Away"
    OFF = "off", "Not at work"


class OwnWord(models.Model):
    """What a colleague says of themselves: it counts for more than what we see."""

    colleague = models.OneToOneField(
        Colleague, models.CASCADE, primary_key=True, related_name="own_word"
    )
    where = models.CharField(max_length=10, choices=Whereabouts.choices)
    #: None: until they say otherwise.
    until = models.DateTimeField(null=True)
    words = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_own_word_says_where", condition=Q(where__in=Whereabouts.values)
            )
        ]

    def __str__(self) -> str:
        return f"{self.colleague_id} says: {self.where}"
