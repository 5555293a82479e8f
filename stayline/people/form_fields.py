"""Form fields for what no ready-made field knows: a working week, an order of people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy

from stayline.hours import WorkingHours
from stayline.people.models import Colleague
from stayline.people.models.names import validate_language
from stayline.people.week_text import read_day, show_day

DAYS = {
    "monday": gettext_lazy("Monday"),
    "tuesday": gettext_lazy("Tuesday"),
    "wednesday": gettext_lazy("Wednesday"),
    "thursday": gettext_lazy("Thursday"),
    "friday": gettext_lazy("Friday"),
    "saturday": gettext_lazy("Saturday"),
    "sunday": gettext_lazy("Sunday"),
}


class WeekWidget(forms.MultiWidget):
    """Seven short lines, and one for holidays: `hours_monday` … `hours_holidays`."""

    def __init__(self) -> None:
        widgets = {
            day: forms.TextInput(attrs={"aria-label": name, "placeholder": "09:00–17:00"})
            for day, name in DAYS.items()
        }
        holidays = forms.TextInput(
            attrs={"aria-label": gettext_lazy("Holidays"), "placeholder": "2026-12-25"}
        )
        super().__init__({**widgets, "holidays": holidays})

    def decompress(self, value: Any) -> list[str]:
        if not value:
            return [""] * 8
        return [*map(show_day, value["week"]), ", ".join(value.get("holidays", []))]


class WeekField(forms.MultiValueField):
    """A week that is typed, and becomes a working pattern."""

    def __init__(self, **options: Any) -> None:
        lines = [forms.CharField(required=False, label=name) for name in DAYS.values()]
        holidays = forms.CharField(required=False, label=gettext_lazy("Holidays"))
        # The model field's own options that a typed week has no use for.
        for option in ("encoder", "decoder", "max_length"):
            options.pop(option, None)
        options.setdefault("label", gettext_lazy("Working hours"))
        super().__init__(
            [*lines, holidays], widget=WeekWidget(), require_all_fields=False, **options
        )

    def compress(self, data_list: list[str]) -> dict[str, Any]:
        *days, holidays = data_list or [""] * 8
        pattern = {
            "week": [_day(name, text) for name, text in zip(DAYS.values(), days, strict=True)],
            "holidays": [_holiday(one) for one in re.split(r"[\s,;]+", holidays.strip()) if one],
        }
        try:
            WorkingHours.from_json(pattern, "UTC")
        except ValueError as error:
            raise ValidationError(str(error)) from error
        return pattern


def _day(name: Any, text: str) -> list[list[str]]:
    try:
        return read_day(text)
    except ValueError as error:
        raise ValidationError(f"{name}: {error}") from error


def _holiday(text: str) -> str:
    """A day as it is stored, typed as 2026-12-25 or 25.12.2026."""
    day, _dot, rest = text.partition(".")
    month, _dot, year = rest.partition(".")
    typed = f"{year}-{month:0>2}-{day:0>2}" if year else text
    try:
        return date.fromisoformat(typed).isoformat()
    except ValueError as error:
        said = gettext("“%(text)s” is not a date; write it like 2026-12-25.")
        raise ValidationError(said % {"text": text}) from error


class LanguagesField(forms.CharField):
    """Languages in a line: "en, de"."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        return list(dict.fromkeys(re.split(r"[\s,;]+", (value or "").strip()))) if value else []

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(list(initial or []) != self.to_python(data))

    def run_validators(self, value: Any) -> None:
        for tag in value:
            validate_language(tag)


if TYPE_CHECKING:
    _ColleaguesField = forms.ModelMultipleChoiceField[Colleague]
else:  # Django's fields name their model only for the type checker
    _ColleaguesField = forms.ModelMultipleChoiceField


class PeopleInOrderField(_ColleaguesField):
    """Active colleagues, in the order in which they were sent."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Colleague.objects.filter(is_active=True), **options)

    def clean(self, value: Any) -> Any:
        found: QuerySet[Colleague] = super().clean(value)
        by_id = {str(person.pk): person for person in found}
        return [by_id[str(key)] for key in dict.fromkeys(map(str, value or []))]

    def has_changed(self, initial: Any, data: Any) -> bool:
        before: Iterable[Any] = self.prepare_value(initial or [])
        return [str(key) for key in before] != [str(key) for key in data or []]

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {obj.title}" if obj.title else str(obj.name)
