"""What somebody does not want to see on their own home for a while."""

from __future__ import annotations

from django.db import models

from stayline.people.models import Colleague
from stayline.problems.models import Problem


class Snooze(models.Model):
    """One problem out of one colleague's sight. It moves nothing but their own list."""

    colleague = models.ForeignKey(Colleague, models.PROTECT, related_name="snoozes", db_index=False)
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="snoozes")
    #: When it is back; none: when anything happens.
    until = models.DateTimeField(null=True)
    #: When it was hidden, and what had happened by then.
    at = models.DateTimeField()
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_problem_is_snoozed_once_by_each", fields=["colleague", "problem"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.problem_id} out of sight of {self.colleague_id}"
