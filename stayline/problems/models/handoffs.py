"""Offers, questions and promises as rows of their own, each known by its event's number."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from stayline.people.models import Colleague, Customer
from stayline.problems.models.problems import Problem
from stayline.problems.models.words import Text


class Offer(models.Model):
    """The owner's request to take over, and what became of it."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="offers", db_index=False)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    by = models.ForeignKey(Colleague, models.PROTECT, related_name="offers_made", db_index=False)
    receivers = ArrayField(models.BigIntegerField())
    brief = models.ForeignKey(Text, models.PROTECT, related_name="offers", db_index=False)
    offered_at = models.DateTimeField()
    lapses = models.DateTimeField()
    receiver = models.ForeignKey(
        Colleague, models.PROTECT, null=True, related_name="offers_picked_up", db_index=False
    )
    picked_up_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    why_ended = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="an_offer_is_one_event", fields=["problem", "number"]),
            models.UniqueConstraint(
                name="one_open_offer_at_most",
                fields=["problem"],
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="an_offer_is_made_to_somebody", condition=Q(receivers__len__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"offer {self.problem_id}/{self.number}"


class Question(models.Model):
    """What the customer was asked, by name, and their answer."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="questions", db_index=False)
    number = models.PositiveIntegerField()
    about = models.CharField(max_length=20)
    by = models.ForeignKey(
        Colleague, models.PROTECT, related_name="questions_asked", db_index=False
    )
    to = models.ForeignKey(
        Customer, models.PROTECT, null=True, related_name="questions", db_index=False
    )
    receiver = models.ForeignKey(
        Colleague, models.PROTECT, null=True, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField()
    reply = models.CharField(max_length=3, blank=True)
    evidence = models.JSONField(null=True)
    ended_at = models.DateTimeField(null=True)
    why_ended = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_question_is_one_event", fields=["problem", "number"]),
            models.UniqueConstraint(
                name="one_open_question_about_one_thing",
                fields=["problem", "about"],
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="an_answer_has_evidence",
                condition=Q(reply="") | Q(evidence__isnull=False, ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"question {self.problem_id}/{self.number}"


class Promise(models.Model):
    """By when the customer hears next, and whether they did."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="promises", db_index=False)
    number = models.PositiveIntegerField()
    giver = models.ForeignKey(
        Colleague, models.PROTECT, related_name="promises_given", db_index=False
    )
    due = models.DateTimeField()
    waits_for = models.CharField(max_length=20)
    reference = models.ForeignKey(
        Text, models.PROTECT, null=True, related_name="promises", db_index=False
    )
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_promise_is_one_event", fields=["problem", "number"]),
            models.UniqueConstraint(
                name="one_standing_promise_at_most",
                fields=["problem"],
                condition=Q(settled_at__isnull=True),
            ),
            models.CheckConstraint(
                name="a_promise_ends_once_and_says_how",
                condition=Q(settled_at__isnull=True, how="")
                | (Q(settled_at__isnull=False) & ~Q(how="")),
            ),
        ]

    def __str__(self) -> str:
        return f"promise {self.problem_id}/{self.number}"


class Notice(models.Model):
    """Something a colleague should hear of: an alarm, an offer, a broken promise."""

    to = models.ForeignKey(Colleague, models.PROTECT, related_name="notices", db_index=False)
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="notices")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_notice_is_told_once", fields=["to", "problem", "number", "kind"]
            ),
        ]
        indexes = [
            models.Index(
                name="unseen_notices", fields=["to", "-at"], condition=Q(seen_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.to_id}"
