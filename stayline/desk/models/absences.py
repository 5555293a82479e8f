"""Who is away from when to when, and who was asked to stand in meanwhile.

A plan: nobody stands in before they have said yes and the day has come. Then it is the rule's, and
the problems' timelines tell of it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from stayline.people.models import Colleague
from stayline.problems.models import Problem


class Absence(models.Model):
    """Somebody is away. `over_at` is when they were back, or called it off."""

    colleague = models.ForeignKey(Colleague, models.PROTECT, related_name="absences")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    over_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_absence_ends_after_it_starts", condition=Q(ends__gt=F("starts"))
            ),
            models.UniqueConstraint(
                name="one_absence_at_a_time", fields=["colleague"], condition=Q(over_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.colleague_id} away from {self.starts}"


class StandIn(models.Model):
    """One problem of somebody who is away, and whom they asked."""

    absence = models.ForeignKey(Absence, models.PROTECT, related_name="stand_ins", db_index=False)
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="+")
    whom = models.ForeignKey(Colleague, models.PROTECT, related_name="asked_to_stand_in")
    accepted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    #: When they began, or when it was said that nobody did.
    begun_at = models.DateTimeField(null=True)
    #: Why it could not begin, in the rule's words.
    trouble = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_is_asked_to_stand_in", fields=["absence", "problem"]),
            models.CheckConstraint(
                name="a_stand_in_says_yes_or_no",
                condition=Q(accepted_at=None) | Q(declined_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.whom_id} for {self.problem_id}"
