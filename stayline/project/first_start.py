"""The first administrator and the first door of a real company."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from stayline.people.models import Colleague, Door, DoorKind, Role


@dataclass(frozen=True, slots=True)
class FirstStart:
    """What `stayline serve` asks for, beside what it keeps as settings."""

    company: str
    administrator: str
    email: str
    password: str
    door: str
    language: str = "en"
    time_zone: str = "UTC"


@transaction.atomic
def set_up(told: FirstStart) -> None:
    """Makes the administrator, who also stands behind the first door. Raises ValidationError for a weak password."""
    administrator = Colleague(email=told.email.strip().lower(), name=told.administrator)
    validate_password(told.password, administrator)
    administrator = Colleague.objects.create_colleague(
        email=told.email.strip().lower(),
        name=told.administrator,
        password=told.password,
        role=Role.ADMINISTRATOR,
        languages=[told.language],
        time_zone=told.time_zone,
    )
    Door.objects.create(
        kind=DoorKind.MAIL,
        name=told.company,
        address=told.door.strip().lower(),
        language=told.language,
        time_zone=told.time_zone,
        brand=told.company,
        legal_entity=told.company,
        fallback=administrator,
    )


def password_problem(password: str) -> str:
    """Why this password will not do, or nothing. Needs no database."""
    try:
        validate_password(password)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
