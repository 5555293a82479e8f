"""A team: people who are asked together. Teams own nothing; people do."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stayline.people.models.colleagues import Colleague


class Team(models.Model):
    """A name for several colleagues, for offering and for finding somebody who can help."""

    name = models.CharField(max_length=200, unique=True)
    members = models.ManyToManyField(
        Colleague, through="TeamMember", related_name="teams", blank=True
    )

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(name="a_team_has_a_name", condition=~Q(name=""))]

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """One colleague in one team; a table of its own so that neither end can be deleted."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships")
    colleague = models.ForeignKey(Colleague, models.PROTECT, related_name="memberships")

    class Meta:
        ordering = ["team", "colleague"]
        constraints = [
            models.UniqueConstraint(
                name="a_colleague_is_in_a_team_once", fields=["team", "colleague"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.colleague} in {self.team}"
