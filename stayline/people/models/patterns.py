"""Default working weeks as stored: `{"week": [seven days of ["HH:MM", "HH:MM"]]}`.

The time zone is a column of its own beside each pattern, so that the two cannot disagree.
"""

from typing import Any

from django.core.exceptions import ValidationError

from stayline.hours import WorkingHours


def office_week() -> dict[str, Any]:
    """Monday to Friday, nine to five: what a person works until they say otherwise."""
    return {"week": [[["09:00", "17:00"]]] * 5 + [[], []], "holidays": []}


def whole_week() -> dict[str, Any]:
    """Every hour of every day: a duty list bounds nobody's hours unless it says so."""
    return {"week": [[["00:00", "24:00"]]] * 7, "holidays": []}


def validate_pattern(value: object) -> None:
    """Refuse a stored week that `stayline.hours` could not read."""
    try:
        WorkingHours.from_json(value, zone="UTC")
    except ValueError as error:
        raise ValidationError(str(error)) from error
