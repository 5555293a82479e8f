"""Mail as it came and as it leaves. Only this package reads and writes these rows.

Who was met and what was said stands in `stayline.problems`; here are the bytes and the envelopes.
"""

from __future__ import annotations

import zlib
from tempfile import SpooledTemporaryFile
from typing import IO
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.core.files.base import File
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy

from stayline.people.models import Colleague, Customer, Door
from stayline.problems.models import Problem, Token, Word


class Placed(models.TextChoices):
    """What became of a mail. There is no value for "lost"."""

    OPENED = "opened", "A problem of its own"
    WORD = "word", "A word from the customer's side"
    STRANGER = "stranger", "From somebody not known to speak for them"
    COLLEAGUE = "colleague", "From a colleague"
    MACHINE = "machine", "From a machine, about a problem"
    SET_ASIDE = "set aside", "Set aside"


LARGEST_IN_THE_ROW = 256 * 1024
"""Bytes, compressed. A larger mail is a file: the database need not carry every attachment twice."""


def raw_path(mail: RawMail, name: str) -> str:
    """Random: a file's place tells nothing of who wrote."""
    return f"mails/{uuid4().hex}"


class RawMail(models.Model):
    """A mail exactly as it came, and where it was put."""

    outside_id = models.CharField(max_length=64, unique=True)
    #: Without angles; the sender's own, so it proves nothing.
    message_id = models.CharField(max_length=998, blank=True)
    sender = models.CharField(max_length=320, blank=True)
    envelope_from = models.CharField(max_length=320, blank=True)
    envelope_to = ArrayField(models.CharField(max_length=320), default=list)
    received_at = models.DateTimeField()
    size = models.PositiveBigIntegerField()
    compressed = models.BinaryField()
    file = models.FileField(upload_to=raw_path, blank=True)
    #: When its bytes were given up, by the company's own rule; the row stays, so that the same
    #: mail is still known.
    forgotten_at = models.DateTimeField(null=True)
    placed = models.CharField(max_length=20, choices=Placed.choices)
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="raw_mails")
    word = models.ForeignKey(Word, models.PROTECT, null=True, related_name="raw_mails")

    class Meta:
        indexes = [
            models.Index(
                name="incoming_by_message_id", fields=["message_id"], condition=~Q(message_id="")
            ),
            models.Index(
                name="mails_kept_by_age",
                fields=["received_at"],
                condition=Q(forgotten_at__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_mail_has_a_known_place", condition=Q(placed__in=Placed.values)
            ),
        ]

    def __str__(self) -> str:
        return f"mail {self.pk} from {self.sender}"

    @property
    def raw(self) -> bytes:
        """The bytes as they came; none when they were given up."""
        if self.forgotten_at is not None:
            return b""
        if not self.file:
            return zlib.decompress(self.compressed)
        with self.file.open("rb") as kept:
            return zlib.decompress(kept.read())

    def keep(self, raw: bytes) -> None:
        """Put the bytes where they belong: quickly packed, since most large mails are already."""
        self.size = len(raw)
        with SpooledTemporaryFile(LARGEST_IN_THE_ROW) as packed:
            _pack(raw, packed)
            if packed.tell() <= LARGEST_IN_THE_ROW:
                packed.seek(0)
                self.compressed = packed.read()
            else:
                self.compressed = b""
                self.file.save("mail", File(packed), save=False)


_PIECE = 1024 * 1024


def _pack(raw: bytes, into: IO[bytes]) -> None:
    """Piece by piece: a large mail is not held in memory twice."""
    packer, whole = zlib.compressobj(level=1), memoryview(raw)
    for start in range(0, len(raw), _PIECE):
        into.write(packer.compress(whole[start : start + _PIECE]))
    into.write(packer.flush())


class MailKind(models.TextChoices):
    """Why a mail leaves."""

    ACKNOWLEDGEMENT = "acknowledgement", gettext_lazy("We have it")
    WORD = "word", gettext_lazy("A colleague's word")
    INTRODUCTION = "introduction", gettext_lazy("Somebody has joined")
    QUESTION = "question", gettext_lazy("A question")
    RECEIPT = "receipt", gettext_lazy("A receipt")
    BROKEN = "broken", gettext_lazy("A broken promise")
    CHANGED = "changed", gettext_lazy("Another person")
    ENCOUNTER = "encounter", gettext_lazy("After an encounter")


class Outgoing(models.Model):
    """One mail to one recipient: written with the decision that caused it, sent after its commit.

    `message` holds the recipient's own token only until it has left; then it is blanked.
    """

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="outgoing_mails")
    kind = models.CharField(max_length=20, choices=MailKind.choices)
    word = models.ForeignKey(Word, models.PROTECT, null=True, related_name="outgoing_mails")
    #: The question this mail asks, by its number in the problem's timeline.
    question = models.PositiveIntegerField(null=True)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="mails")
    colleague = models.ForeignKey(Colleague, models.PROTECT, null=True, related_name="mails")
    token = models.ForeignKey(Token, models.PROTECT, null=True, related_name="outgoing_mails")
    #: Stable for all tries and shared by copies of one mail; without angles.
    message_id = models.CharField(max_length=250)
    #: What the provider that took it calls it; empty where a relay did.
    provider_id = models.CharField(max_length=255, blank=True)
    sender = models.CharField(max_length=320)
    recipient = models.CharField(max_length=320)
    #: Empty for automatic mail, so that nothing ever bounces to a machine (RFC 3834, 3.3).
    envelope_from = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    message = models.BinaryField()
    automatic = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    leaves_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    trouble = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    #: When the owner was told that it failed.
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(name="outgoing_by_message_id", fields=["message_id"]),
            models.Index(
                name="outgoing_by_providers_id",
                fields=["provider_id"],
                condition=~Q(provider_id=""),
            ),
            models.Index(
                name="waiting_to_leave",
                fields=["leaves_at"],
                condition=Q(sent_at__isnull=True, failed_at__isnull=True),
            ),
            models.Index(
                name="automatic_by_recipient",
                fields=["recipient", "written_at"],
                condition=Q(automatic=True),
            ),
            models.Index(
                name="acknowledgements_by_moment",
                fields=["written_at"],
                condition=Q(kind="acknowledgement"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_copy_for_each_recipient", fields=["message_id", "recipient"]
            ),
            models.CheckConstraint(
                name="a_mail_is_sent_or_has_failed",
                condition=Q(sent_at__isnull=True) | Q(failed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="a_mail_does_not_leave_before_it_is_written",
                condition=Q(leaves_at__gte=F("written_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient}"

    @property
    def is_waiting(self) -> bool:
        return self.sent_at is None and self.failed_at is None


class SpamMark(models.Model):
    """In how many mails a mark stood, of those learnt as spam and of those helped with.

    Mark 0 stands in every mail: it counts the lessons. No word can be read from a mark.
    """

    mark = models.BigIntegerField(primary_key=True)
    spam = models.PositiveIntegerField(default=0)
    ham = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_mark_was_seen", condition=Q(spam__gt=0) | Q(ham__gt=0)),
        ]

    def __str__(self) -> str:
        return f"mark {self.mark}: {self.spam} spam, {self.ham} other"


class SpamLesson(models.Model):
    """What one mail was learnt as, so that a mail is learnt once, and can be unlearnt."""

    mail = models.OneToOneField(RawMail, models.CASCADE, primary_key=True, related_name="lesson")
    spam = models.BooleanField()

    def __str__(self) -> str:
        return f"mail {self.mail_id} is {'spam' if self.spam else 'none'}"


class Security(models.TextChoices):
    """How a connection is protected."""

    TLS = "tls", "TLS from the start"
    STARTTLS = "starttls", "STARTTLS"
    NONE = "none", "nothing: on this machine only"


class SignIn(models.TextChoices):
    """How a mailbox is opened."""

    PASSWORD = "password", "a password"
    MICROSOFT = "microsoft", "OAuth2 at Microsoft 365"
    GOOGLE = "google", "OAuth2 at Google"


class Mailbox(models.Model):
    """A mailbox elsewhere that is read by IMAP: its new mails come in like any other.

    A mail is moved, or marked as read, only after it is stored here and has a person.
    """

    address = models.CharField(max_length=254, unique=True)
    #: Where its mails go when they name no door of ours.
    door = models.ForeignKey(Door, models.PROTECT, null=True, related_name="mailboxes")
    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField()
    security = models.CharField(max_length=10, choices=Security.choices, default=Security.TLS)
    login = models.CharField(max_length=320)
    sign_in = models.CharField(max_length=10, choices=SignIn.choices, default=SignIn.PASSWORD)
    #: The password, or OAuth2's client secret and refresh token; sealed.
    password = models.TextField(blank=True)
    client_id = models.CharField(max_length=255, blank=True)
    client_secret = models.TextField(blank=True)
    refresh_token = models.TextField(blank=True)
    token_url = models.CharField(max_length=500, blank=True)
    folder = models.CharField(max_length=200, default="INBOX")
    #: Where mails go once they are stored here; empty: they stay, marked as read.
    done_folder = models.CharField(max_length=200, blank=True)
    is_open = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    #: Where to resume (RFC 3501, 2.3.1.1): nothing depends on it but how much is read again.
    uid_validity = models.PositiveBigIntegerField(default=0)
    last_uid = models.PositiveBigIntegerField(default=0)
    #: Mails that were left there, by UID: what could not be taken, and why.
    left_there = models.JSONField(default=dict)
    #: What is wrong now, in a sentence; empty when all is well.
    trouble = models.TextField(blank=True)
    trouble_since = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    #: The process that reads it, and until when nobody else does.
    reader = models.CharField(max_length=64, blank=True)
    reader_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["address"]
        constraints = [
            models.CheckConstraint(
                name="a_mailbox_is_opened_in_a_known_way",
                condition=Q(security__in=Security.values, sign_in__in=SignIn.values),
            ),
            models.CheckConstraint(
                name="a_mailbox_is_not_moved_into_itself",
                condition=~Q(folder=F("done_folder")),
            ),
        ]

    def __str__(self) -> str:
        return self.address


class DoorService(models.Model):
    """How one door's mail leaves, and comes in, other than by the installation's own relay.

    Either a relay of its own, or a provider's API (django-anymail), with what opens it, sealed.
    """

    door = models.OneToOneField(Door, models.CASCADE, primary_key=True, related_name="service")
    #: A name of `providers.PROVIDERS`; empty for a relay.
    provider = models.CharField(max_length=30, blank=True)
    #: A relay's address with its password, or a provider's options as JSON; sealed.
    sealed = models.TextField()
    #: Of the secret in the address to which the provider brings what comes in.
    webhook_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_webhook_is_one_doors",
                fields=["webhook_digest"],
                condition=~Q(webhook_digest=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.door} by {self.provider or 'its own relay'}"
