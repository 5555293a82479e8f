"""Files that were put somewhere and not yet said: with a draft, on a customer's page, with somebody
one has just met. Said, such a file becomes an attachment of its word, and its row here goes.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q

from stayline.people.models import Colleague, Customer
from stayline.problems.models.problems import Problem
from stayline.problems.models.words import file_path


class UploadPlace(models.TextChoices):
    """What the file waits with."""

    REPLY = "reply", "A reply that is being written"
    NOTE = "note", "A note that is being written"
    LEAVING = "leaving", "A reply that is about to leave"
    PAGE = "page", "An answer on the customer's page"
    MET = "met", "Somebody whom one met"


class Upload(models.Model):
    """A file that waits to be said. `colleague` or `customer` has put it there."""

    key = models.UUIDField(default=uuid4, unique=True)
    place = models.CharField(max_length=10, choices=UploadPlace.choices)
    problem = models.ForeignKey(Problem, models.PROTECT, null=True, related_name="uploads")
    colleague = models.ForeignKey(Colleague, models.PROTECT, null=True, related_name="uploads")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="uploads")
    #: The browser's own id of this file: sent twice, it is one.
    client = models.CharField(max_length=80)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=file_path)
    at = models.DateTimeField(db_index=True)
    #: Taken away by who put it there; it can be brought back for a while.
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="a_colleagues_file_comes_once", fields=["colleague", "client"]
            ),
            models.UniqueConstraint(
                name="a_customers_file_comes_once", fields=["customer", "client"]
            ),
            models.CheckConstraint(
                name="a_file_has_one_who_put_it_there",
                condition=Q(colleague__isnull=False) ^ Q(customer__isnull=False),
            ),
            models.CheckConstraint(
                name="only_whom_one_met_has_no_problem_yet",
                condition=Q(place="met") | Q(problem__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name
