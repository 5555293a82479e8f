"""What may stand in a language or a time zone column."""

from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy

#: A BCP 47 tag as far as a form needs to know it (RFC 5646, section 2.1): "en", "de-AT".
validate_language = RegexValidator(
    r"^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*\Z",
    gettext_lazy('Write a language as its short tag, for example "en", "de" or "pt-BR".'),
)


def validate_time_zone(value: str) -> None:
    """Refuse a name that is not in the IANA time zone database."""
    try:
        ZoneInfo(value)
    except (KeyError, OSError, ValueError) as error:
        raise ValidationError(
            gettext_lazy('"%(zone)s" is not a time zone; write it like "Europe/Berlin".'),
            params={"zone": value},
        ) from error
