"""Days as the reader's language writes them, where a page says them in its own words."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.translation import pgettext


def day(on: date, *, with_year: bool = False) -> str:
    """In few letters: "24 Nov", "24 Nov 2026"."""
    if with_year:
        return formats.date_format(on, pgettext("a day with its year, in few letters", "j M Y"))
    return formats.date_format(on, pgettext("a day in few letters", "j M"))


def whole_day(on: date, *, with_year: bool = False) -> str:
    """With the month's whole name: "3 November", "3 November 2026"."""
    if with_year:
        return formats.date_format(on, pgettext("a day with its year", "j F Y"))
    return formats.date_format(on, pgettext("a day", "j F"))


def day_and_time(moment: datetime) -> str:
    """In the reader's zone: "24 Nov 10:00"."""
    local = timezone.localtime(moment)
    return f"{day(local)} {local:%H:%M}"
