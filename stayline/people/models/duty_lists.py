"""Duty lists: whom a door rings, in which order, at what hours."""

from __future__ import annotations

from django.db import models
from django.db.models import Deferrable, Q

from stayline.hours import WorkingHours
from stayline.people.models.colleagues import Colleague
from stayline.people.models.doors import Door
from stayline.people.models.names import validate_time_zone
from stayline.people.models.patterns import validate_pattern, whole_week


class DutyList(models.Model):
    """One shift of a door: its hours, and the people who take turns in them."""

    door = models.ForeignKey(Door, models.PROTECT, related_name="duty_lists")
    name = models.CharField(max_length=200)
    working_pattern = models.JSONField(default=whole_week, validators=[validate_pattern])
    time_zone = models.CharField(
        max_length=64, default="Europe/Berlin", validators=[validate_time_zone]
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["door", "position", "id"]
        constraints = [
            models.CheckConstraint(name="a_duty_list_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="a_duty_list_keeps_the_hours_of_a_time_zone", condition=~Q(time_zone="")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def hours(self) -> WorkingHours:
        """When this list is on duty, in its own time zone."""
        return WorkingHours.from_json(self.working_pattern, zone=self.time_zone)


class DutyTurn(models.Model):
    """One colleague's place in a duty list; smaller positions ring first."""

    duty_list = models.ForeignKey(DutyList, models.PROTECT, related_name="turns")
    colleague = models.ForeignKey(Colleague, models.PROTECT, related_name="turns")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["duty_list", "position"]
        constraints = [
            models.UniqueConstraint(
                name="a_colleague_has_one_turn_in_a_duty_list", fields=["duty_list", "colleague"]
            ),
            # Deferred, so that two people can change places in one transaction.
            models.UniqueConstraint(
                name="a_place_in_a_duty_list_is_taken_once",
                fields=["duty_list", "position"],
                deferrable=Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.colleague}, {self.duty_list}"
