"""A door: one way in. There is a person behind each, always."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy

from stayline.hours import WorkingHours
from stayline.people.models.colleagues import Colleague
from stayline.people.models.names import validate_language, validate_time_zone


class DoorKind(models.TextChoices):
    """How people come through a door."""

    MAIL = "mail", gettext_lazy("Mail")
    PHONE = "phone", gettext_lazy("Phone")
    CHAT = "chat", gettext_lazy("Chat")
    FORM = "form", gettext_lazy("Form")
    ENCOUNTER = "encounter", gettext_lazy("Encounter")
    API = "api", gettext_lazy("API")


class Recording(models.TextChoices):
    """Whether a door's calls are recorded; always after the customer has heard of it."""

    OFF = "off", gettext_lazy("Never")
    ASKED = "asked", gettext_lazy("When the customer said yes: whoever is with them starts it")
    ANNOUNCED = "announced", gettext_lazy("From the beginning, after a voice has said so")


def validate_quiet_hours(value: Any) -> None:
    """Quiet hours are one stretch a day, `{"start": "22:00", "end": "06:00"}`."""
    try:
        quiet_week(value, zone="UTC")
    except (KeyError, TypeError, ValueError) as error:
        raise ValidationError(
            gettext_lazy('Quiet hours need a start and an end, for example "22:00" and "06:00".')
        ) from error
    if (value["start"], value["end"]) == ("00:00", "24:00"):
        raise ValidationError(gettext_lazy("A door that is always quiet would ring nobody, ever."))


def quiet_week(value: dict[str, str], *, zone: str) -> WorkingHours:
    """A door's daily quiet stretch as hours, so that one arithmetic serves both."""
    return WorkingHours(zone=zone, week=(((value["start"], value["end"]),),) * 7)


class Door(models.Model):
    """A mailbox, a number or menu key, a chat widget, a form, an encounter, an API client.

    Minutes and days count in working time unless they say otherwise: those of the door's
    duty list while it rings, those of who promises afterwards.
    """

    kind = models.CharField(max_length=20, choices=DoorKind.choices, default=DoorKind.MAIL)
    name = models.CharField(max_length=200)
    #: Where it is found from outside: the lower-case mail address, the number, a slug.
    address = models.CharField(max_length=254, unique=True)
    language = models.CharField(max_length=35, default="en", validators=[validate_language])
    time_zone = models.CharField(
        max_length=64, default="Europe/Berlin", validators=[validate_time_zone]
    )
    legal_entity = models.CharField(max_length=200, blank=True)
    brand = models.CharField(max_length=200, blank=True)
    greeting = models.TextField(blank=True)
    #: With whom ringing ends when nobody else said "I will help you".
    fallback = models.ForeignKey(Colleague, models.PROTECT, related_name="doors_behind")
    #: Owns what was set aside here; the fallback unless named.
    reviewer = models.ForeignKey(
        Colleague, models.PROTECT, null=True, blank=True, related_name="doors_reviewed"
    )
    ring_minutes = models.PositiveIntegerField(default=15)
    offer_minutes = models.PositiveIntegerField(default=30)
    question_days = models.PositiveIntegerField(default=2)
    promise_minutes = models.PositiveIntegerField(default=240)
    promise_longest_days = models.PositiveIntegerField(default=5)
    #: Plain seconds of silence or hold before it is a slow burn.
    hold_limit_seconds = models.PositiveIntegerField(default=30)
    callback_minutes = models.PositiveIntegerField(default=15)
    #: Plain seconds for which one person's telephone rings before the next person's.
    ring_seconds = models.PositiveSmallIntegerField(default=20)
    recording = models.CharField(max_length=20, choices=Recording.choices, default=Recording.OFF)
    #: Calendar days for which the recording of a call is kept.
    recording_days = models.PositiveSmallIntegerField(default=90)
    #: Calendar days a customer's link lives after the last word.
    page_days = models.PositiveIntegerField(default=90)
    quiet_hours = models.JSONField(null=True, blank=True, validators=[validate_quiet_hours])
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(name="a_door_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="a_door_has_a_known_kind", condition=Q(kind__in=DoorKind.values)
            ),
            models.CheckConstraint(
                name="a_door_has_a_lower_case_address",
                condition=Q(address=Lower("address")) & ~Q(address=""),
            ),
            models.CheckConstraint(
                name="a_mail_door_has_a_mail_address",
                condition=~Q(kind=DoorKind.MAIL) | Q(address__contains="@"),
            ),
            models.CheckConstraint(name="a_door_speaks_a_language", condition=~Q(language="")),
            models.CheckConstraint(name="a_door_stands_in_a_time_zone", condition=~Q(time_zone="")),
            models.CheckConstraint(
                name="a_door_gives_everybody_time",
                condition=Q(
                    ring_minutes__gt=0,
                    offer_minutes__gt=0,
                    question_days__gt=0,
                    callback_minutes__gt=0,
                    hold_limit_seconds__gt=0,
                    page_days__gt=0,
                    ring_seconds__gt=0,
                ),
            ),
            models.CheckConstraint(
                name="only_a_telephone_records",
                condition=Q(kind=DoorKind.PHONE) | Q(recording=Recording.OFF),
            ),
            models.CheckConstraint(
                name="a_recording_is_not_kept_for_ever",
                condition=Q(recording_days__gte=1, recording_days__lte=3650),
            ),
            models.CheckConstraint(
                name="a_door_promises_when_somebody_writes",
                condition=Q(promise_minutes__gt=0, promise_longest_days__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def reviewer_or_fallback(self) -> Colleague:
        """Who owns what was set aside at this door."""
        return self.reviewer or self.fallback

    @property
    def reviewer_or_fallback_id(self) -> int:
        """The same person's id, without reading them."""
        return self.reviewer_id or self.fallback_id

    @property
    def quiet(self) -> WorkingHours | None:
        """The hours in which this door rings nobody, in its own zone; None: there are none."""
        return quiet_week(self.quiet_hours, zone=self.time_zone) if self.quiet_hours else None
