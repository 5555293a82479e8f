"""A colleague: anyone who works here, in any department."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy

from stayline.hours import WorkingHours
from stayline.people.models.names import validate_language, validate_time_zone
from stayline.people.models.patterns import office_week, validate_pattern


class Role(models.TextChoices):
    """What somebody may see and arrange. Nobody may skip the rule, whatever their role."""

    COLLEAGUE = "colleague", gettext_lazy("Colleague")
    LEAD = "lead", gettext_lazy("Lead")
    ADMINISTRATOR = "administrator", gettext_lazy("Administrator")


class ColleagueManager(BaseUserManager["Colleague"]):
    """Makes colleagues, and finds them by mail address whatever its case."""

    def create_colleague(
        self, *, email: str, name: str, password: str | None = None, **fields: Any
    ) -> Colleague:
        """A new colleague. Without a password they cannot sign in with one (they may be
        invited, or use a passkey)."""
        colleague = self.model(email=email.strip().lower(), name=name, **fields)
        colleague.set_password(password)
        colleague.save(using=self._db)
        return colleague

    def get_by_natural_key(self, username: str | None) -> Colleague:
        return self.get(email=(username or "").strip().lower())


def spoken_languages() -> list[str]:
    """What a colleague speaks until they say so themselves."""
    return ["en"]


def photo_path(colleague: Colleague, name: str) -> str:
    """A random name: a photo's address tells nothing about whose it is."""
    return f"photos/{uuid4().hex}"


def another_colleague(related_name: str) -> Any:
    """A pointer from one colleague to another that outlives nobody."""
    return models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name=related_name
    )


class Colleague(AbstractBaseUser):
    """Somebody who works here. `is_active` is a projection of the company's own timeline:
    only `stayline.problems.company` writes it once the colleague exists."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.COLLEAGUE)
    manager = another_colleague("people_led")
    #: Stands in where a manager would, for whoever has none.
    deputy = another_colleague("deputy_of")
    #: Takes over everything the colleague owns on the day they leave.
    successor = another_colleague("successor_of")
    #: Answers for a colleague from outside the house, who has an end date.
    sponsor = another_colleague("sponsored")
    languages = ArrayField(
        models.CharField(max_length=35, validators=[validate_language]), default=spoken_languages
    )
    time_zone = models.CharField(
        max_length=64, default="Europe/Berlin", validators=[validate_time_zone]
    )
    working_pattern = models.JSONField(default=office_week, validators=[validate_pattern])
    #: How many open problems are enough; a door rings others first beyond it.
    cap = models.PositiveIntegerField(null=True, blank=True)
    #: The name customers see, where somebody's own name must not be seen.
    alias = models.CharField(max_length=200, blank=True)
    photo = models.FileField(upload_to=photo_path, null=True, blank=True)
    #: In which language they read these pages; empty: as their browser says.
    page_language = models.CharField(max_length=35, blank=True)
    #: The last day somebody works here, where that is known beforehand.
    end_date = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    #: Whether keys of one letter do something, as `j` and `r`: not everybody's hands or voice want
    #: that (WCAG 2.1.4).
    single_keys = models.BooleanField(default=True, db_default=True)

    #: How close things stand on their pages ("close", "wide"); empty: as this browser was told.
    density = models.CharField(max_length=5, blank=True, default="", db_default="")

    objects = ColleagueManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                name="a_colleague_has_a_lower_case_address",
                condition=Q(email=Lower("email")) & ~Q(email=""),
            ),
            models.CheckConstraint(name="a_colleague_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="a_colleague_has_a_known_role", condition=Q(role__in=Role.values)
            ),
            models.CheckConstraint(
                name="nobody_is_their_own_manager", condition=~Q(manager=F("id"))
            ),
            models.CheckConstraint(name="nobody_is_their_own_deputy", condition=~Q(deputy=F("id"))),
            models.CheckConstraint(
                name="nobody_is_their_own_successor", condition=~Q(successor=F("id"))
            ),
            models.CheckConstraint(
                name="nobody_is_their_own_sponsor", condition=~Q(sponsor=F("id"))
            ),
            models.CheckConstraint(
                name="a_colleague_speaks_a_language", condition=Q(languages__len__gt=0)
            ),
            models.CheckConstraint(
                name="a_colleague_lives_in_a_time_zone", condition=~Q(time_zone="")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """The name people here say: "Bea"."""
        return self.name.split()[0] if self.name.split() else self.name

    @property
    def known_as(self) -> str:
        """The name a customer reads: the alias, where there is one."""
        return self.alias or self.name

    @property
    def hours(self) -> WorkingHours:
        """When this colleague works, in their own time zone."""
        return WorkingHours.from_json(self.working_pattern, zone=self.time_zone)
