"""That a warning was read and the words were sent all the same."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from stayline.people.models import Colleague
from stayline.problems.models import Problem


class BrushOff(models.Model):
    """Which kinds of sentences went out in one reply. Never the words: those stand on the problem."""

    colleague = models.ForeignKey(
        Colleague, models.PROTECT, related_name="brush_offs", db_index=False
    )
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="brush_offs")
    client = models.CharField(max_length=80)
    kinds = ArrayField(models.CharField(max_length=20))
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_brush_off_is_counted_once", fields=["colleague", "client"]
            )
        ]

    def __str__(self) -> str:
        return f"{', '.join(self.kinds)} on {self.problem_id}"
