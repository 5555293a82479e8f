"""Words on their way: drafts, what is about to leave, and replies that somebody keeps.

None of it has been said yet, so none of it is an event: words become the journal's when they leave.
"""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from stayline.people.models import Colleague
from stayline.problems.models import Problem


class WritingKind(models.TextChoices):
    REPLY = "reply", "Reply"
    NOTE = "note", "Note"


def new_stamp() -> str:
    return uuid4().hex


class Draft(models.Model):
    """What one colleague has begun to write on one problem, whoever owns it."""

    colleague = models.ForeignKey(Colleague, models.PROTECT, related_name="drafts")
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="drafts", db_index=False)
    kind = models.CharField(max_length=10, choices=WritingKind.choices)
    text = models.TextField(blank=True)
    #: What was written elsewhere at the same time and is older; kept until one of them is chosen.
    other = models.TextField(blank=True)
    #: The promise chosen for it; none where nobody has chosen yet.
    due = models.DateTimeField(null=True)
    waits_for = models.CharField(max_length=20, blank=True)
    #: When it was typed, by the server's clock.
    typed_at = models.DateTimeField()
    #: New with every change: says whether a browser's words were built on these.
    stamp = models.CharField(max_length=32, default=new_stamp)
    #: Why these words, once sent, came back.
    why_back = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_draft_of_a_kind_each", fields=["problem", "colleague", "kind"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} draft on {self.problem_id}"


class PendingSend(models.Model):
    """A reply that leaves when its seconds are over, unless its writer takes it back."""

    colleague = models.ForeignKey(
        Colleague, models.PROTECT, related_name="pending_sends", db_index=False
    )
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="pending_sends")
    #: The form's own id: the same form sent twice is one reply.
    client = models.CharField(max_length=80)
    text = models.TextField()
    #: The keys of the uploads that leave with it.
    files = ArrayField(models.CharField(max_length=36), default=list, blank=True)
    due = models.DateTimeField(null=True)
    waits_for = models.CharField(max_length=20)
    proposes = models.BooleanField(default=False)
    #: The version its writer had read.
    seen = models.PositiveIntegerField()
    sent_at = models.DateTimeField()
    leaves_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["leaves_at", "id"]
        constraints = [
            models.UniqueConstraint(name="a_form_is_sent_once", fields=["colleague", "client"]),
            models.CheckConstraint(name="it_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"reply about to leave on {self.problem_id}"


class SavedReply(models.Model):
    """A reply worth keeping: one colleague's own, or (without an owner) the company's."""

    owner = models.ForeignKey(
        Colleague, models.PROTECT, null=True, blank=True, related_name="saved_replies"
    )
    name = models.CharField(max_length=100)
    text = models.TextField(max_length=20_000)
    changed_by = models.ForeignKey(Colleague, models.PROTECT, related_name="+", db_index=False)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name
