"""What search reads: one row a problem, kept by the database itself; and searches worth keeping."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from stayline.people.models import Colleague
from stayline.problems.models.problems import Problem


class Findable(models.Model):
    """All that is said about a problem, as search reads it.

    Triggers keep it (see migration 0006), so that no writer can forget to. Weights tell where a
    word stands: A the subject, B the people on the customer's side, C what was said, D the names
    of files. Words as they stand have places, for phrases; their stems, in the customer's
    language, have none.
    """

    problem = models.OneToOneField(
        Problem, models.CASCADE, primary_key=True, related_name="findable"
    )
    said = SearchVectorField()
    #: When something was last said or opened here: what search shows first.
    latest = models.DateTimeField()

    class Meta:
        indexes = [
            # What is new waits in a short list, so that a mail is kept at once; a long one would
            # have to be read by every search.
            GinIndex(name="problems_by_what_is_said", fields=["said"], gin_pending_list_limit=512),
            models.Index(name="problems_latest_first", fields=["-latest", "-problem"]),
        ]

    def __str__(self) -> str:
        return f"what is said about problem {self.pk}"


class SavedSearch(models.Model):
    """What a colleague asks often, under a name of their own."""

    colleague = models.ForeignKey(Colleague, models.PROTECT, related_name="saved_searches")
    name = models.CharField(max_length=60)
    asked = models.CharField(max_length=200)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                "colleague", Lower("name"), name="a_saved_search_has_a_name_of_its_own"
            ),
            models.CheckConstraint(
                name="a_saved_search_asks_something", condition=~Q(name="") & ~Q(asked="")
            ),
        ]

    def __str__(self) -> str:
        return self.name
