"""That somebody was erased, by whom and when: all that is left to say of it."""

from __future__ import annotations

from django.db import models

from stayline.people.models import Colleague, Customer


class Erasure(models.Model):
    """One person erased. The customer's row is still there, and says nothing any more."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="erasures")
    by = models.ForeignKey(Colleague, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    problems = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"erasure {self.pk}"
