"""What people are told outside the app, and where: each person's own choice."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from stayline.people.models import Colleague
from stayline.problems.models import Problem


class Way(models.TextChoices):
    """How something reaches somebody who does not look at the desk."""

    MAIL = "mail", "Mail"
    PUSH = "push", "Push"


class NoticeChoice(models.Model):
    """Which kinds of news somebody wants by which way; the app tells them everything anyway."""

    colleague = models.OneToOneField(Colleague, models.PROTECT, related_name="notice_choice")
    by_mail = ArrayField(models.CharField(max_length=20), default=list)
    by_push = ArrayField(models.CharField(max_length=20), default=list)
    #: Minutes for which news are collected into one mail.
    mail_minutes = models.PositiveSmallIntegerField(default=15)

    def __str__(self) -> str:
        return f"choice of {self.colleague_id}"


class PushLine(models.Model):
    """One browser of a colleague's that may be told something while no page is open (RFC 8030)."""

    colleague = models.ForeignKey(Colleague, models.PROTECT, related_name="push_lines")
    endpoint = models.TextField()
    digest = models.CharField(max_length=64, unique=True)
    #: The browser's own key and secret, in base64url (RFC 8291): nobody between can read along.
    public_key = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    #: A digest of the sign-in that opened it: it ends when that does.
    session = models.CharField(max_length=64)
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"push line of {self.colleague_id}"


class News(models.Model):
    """One thing to tell one colleague by one way: written with the decision that caused it."""

    to = models.ForeignKey(Colleague, models.PROTECT, related_name="news", db_index=False)
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="news", db_index=False)
    #: The event it is about, by its number in the problem's timeline.
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    way = models.CharField(max_length=10, choices=Way.choices)
    at = models.DateTimeField()
    #: The mail it goes with, from when that is being written.
    batch = models.UUIDField(null=True)
    told_at = models.DateTimeField(null=True)
    #: Why it was not told after all; empty where it was.
    why_not = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="news_are_told_once", fields=["to", "problem", "number", "kind", "way"]
            ),
        ]
        indexes = [
            models.Index(
                name="news_to_tell", fields=["to", "way"], condition=Q(told_at__isnull=True)
            ),
            models.Index(name="news_of_a_mail", fields=["batch"], condition=Q(batch__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.to_id} by {self.way}"


class NoticeTest(models.Model):
    """One of each, sent to oneself; what became of it."""

    colleague = models.OneToOneField(Colleague, models.PROTECT, related_name="notice_test")
    asked_at = models.DateTimeField()
    mail_said = models.TextField(blank=True)
    push_said = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"test of {self.colleague_id}"
