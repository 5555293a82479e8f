"""What many problems have in common, and what was said about it to everybody at once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stayline.people.models import Colleague
from stayline.problems.models.problems import Problem
from stayline.problems.models.words import Word


class Cause(models.Model):
    """What many problems have in common: one lead, one text per language, one promise."""

    title = models.CharField(max_length=200)
    lead = models.ForeignKey(Colleague, models.PROTECT, related_name="causes_led")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.title


class Announcement(models.Model):
    """The lead's one text per language and one promise, on its way to each customer.

    `texts` maps a language (BCP 47) to what is said in it; the first is for everybody else.
    """

    cause = models.ForeignKey(Cause, models.PROTECT, related_name="announcements")
    by = models.ForeignKey(Colleague, models.PROTECT, related_name="+", db_index=False)
    texts = models.JSONField()
    due = models.DateTimeField()
    written_at = models.DateTimeField()
    leaves_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"announcement {self.pk}"


class AnnouncementCopy(models.Model):
    """That one problem's customer was told, or why they get their own answer; once for each."""

    announcement = models.ForeignKey(
        Announcement, models.PROTECT, related_name="copies", db_index=False
    )
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="+", db_index=False)
    word = models.ForeignKey(Word, models.PROTECT, null=True, related_name="+", db_index=False)
    why_not = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="an_announcement_reaches_a_problem_once", fields=["announcement", "problem"]
            ),
            models.CheckConstraint(
                name="told_or_says_why_not",
                condition=Q(word__isnull=False, why_not="")
                | (Q(word__isnull=True) & ~Q(why_not="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.announcement_id} on {self.problem_id}"
