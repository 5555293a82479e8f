"""What was said: contacts, words, texts and files. Everything personal lives here, where it can
be corrected or erased; events only point at it.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q

from stayline.people.models import Colleague, Customer, Door
from stayline.problems.models.problems import Problem


class ContactKind(models.TextChoices):
    MAIL = "mail", "Mail"
    CALL = "call", "Call"
    CHAT = "chat", "Chat"
    FORM = "form", "Form"
    ENCOUNTER = "encounter", "Encounter"
    PAGE = "page", "Their page"
    INTERNAL = "internal", "Among us"


class Contact(models.Model):
    """One call, mail, chat, form or encounter. May bring several problems."""

    kind = models.CharField(max_length=20, choices=ContactKind.choices)
    door = models.ForeignKey(
        Door, models.PROTECT, null=True, related_name="contacts", db_index=False
    )
    problems = models.ManyToManyField(Problem, related_name="contacts")
    started_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} at {self.started_at:%Y-%m-%d %H:%M}"


class WordKind(models.TextChoices):
    HEARD = "heard", "From the customer's side"
    SPOKEN = "spoken", "To the customer"
    NOTE = "note", "Among colleagues"
    STRANGER = "stranger", "From somebody not known to speak for them"
    MACHINE = "machine", "From a machine"


class Word(models.Model):
    """Something said or written about a problem. `text` is what is new in it."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="words", db_index=False)
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="words")
    kind = models.CharField(max_length=20, choices=WordKind.choices)
    colleague = models.ForeignKey(
        Colleague, models.PROTECT, null=True, related_name="words", db_index=False
    )
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="words")
    at = models.DateTimeField()
    subject = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    quoted = models.TextField(blank=True)
    html = models.TextField(blank=True)
    #: How the sender named themselves, where that is not a person we know.
    sender = models.CharField(max_length=500, blank=True)
    #: What could not be read, said to the owner.
    trouble = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(name="words_of_a_problem", fields=["problem", "at"])]
        constraints = [
            models.CheckConstraint(
                name="our_words_have_a_colleague",
                condition=~Q(kind__in=["spoken", "note"]) | Q(colleague__isnull=False),
            ),
            models.CheckConstraint(
                name="a_customers_word_has_a_customer",
                condition=~Q(kind="heard") | Q(customer__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"word {self.pk}"


class TextKind(models.TextChoices):
    BRIEF = "brief", "Brief"
    REASON = "reason", "Reason"
    REFERENCE = "reference", "Reference"
    REQUEST = "request", "What help is asked for"


class Text(models.Model):
    """A brief, a reason, a reference: about a problem, and never sent to the customer."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="texts")
    kind = models.CharField(max_length=20, choices=TextKind.choices)
    by = models.ForeignKey(Colleague, models.PROTECT, related_name="texts", db_index=False)
    text = models.TextField()
    at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


def file_path(of: models.Model, name: str) -> str:
    """Random: a file's place tells nothing of its name."""
    return f"attachments/{uuid4().hex}"


class Attachment(models.Model):
    """A file that came or went with a word, found by a random name only."""

    word = models.ForeignKey(Word, models.PROTECT, related_name="attachments")
    key = models.UUIDField(default=uuid4, unique=True)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=file_path)
    #: Whether it stands among the words themselves.
    is_inline = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name
