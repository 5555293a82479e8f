"""The secret address at which a calendar program finds somebody's promises."""

from __future__ import annotations

from django.db import models

from stayline.people.models import Colleague


class CalendarAddress(models.Model):
    """One for each colleague who wants one; the secret itself is known to them alone."""

    colleague = models.OneToOneField(Colleague, models.PROTECT, related_name="calendar_address")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"calendar of {self.colleague_id}"
