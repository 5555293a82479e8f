"""The timelines: what happened, never changed again, and every outside act's one effect."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from stayline.people.models import Colleague
from stayline.problems.models.problems import Problem


class TimelineEvent(models.Model):
    """One event of one problem. Gapless from 1; triggers refuse every change."""

    pk = models.CompositePrimaryKey("problem_id", "number")
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="events", db_index=False)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    body = models.JSONField()
    #: The company's timeline as far as this decision saw it: one order without a global counter.
    company_version = models.PositiveIntegerField()
    #: The number of the first event of the decision that told this one.
    decision = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="events_count_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="a_decision_begins_with_its_first_event",
                condition=Q(decision__gte=1, decision__lte=F("number")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.problem_id}/{self.number})"


class CompanyEvent(models.Model):
    """What is true of one colleague from this moment on: active, manager, successor, lead."""

    version = models.PositiveIntegerField(primary_key=True)
    at = models.DateTimeField()
    colleague = models.ForeignKey(Colleague, models.PROTECT, related_name="company_events")
    active = models.BooleanField()
    manager = models.ForeignKey(Colleague, models.PROTECT, null=True, related_name="+")
    deputy = models.ForeignKey(Colleague, models.PROTECT, null=True, related_name="+")
    successor = models.ForeignKey(Colleague, models.PROTECT, null=True, related_name="+")
    lead = models.BooleanField()

    class Meta:
        ordering = ["version"]
        constraints = [
            models.CheckConstraint(
                name="company_events_count_from_one", condition=Q(version__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"company event {self.version}"


class OutsideAct(models.Model):
    """Something the outside world did, by its own id: it has the effect, and the answer, of one."""

    outside_id = models.CharField(max_length=200, primary_key=True)
    digest = models.CharField(max_length=64, blank=True)
    problem = models.ForeignKey(
        Problem, models.PROTECT, null=True, related_name="outside_acts", db_index=False
    )
    #: What was answered: the problem's version then, and how many events that told.
    version = models.PositiveIntegerField(null=True)
    told = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.outside_id
