"""What the page about oneself shows, and the form of what one may say oneself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stayline.channels.phone.models import Line
from stayline.channels.phone.queries import lines_of
from stayline.desk.contexts import Person
from stayline.desk.models import CalendarAddress, NoticeTest
from stayline.desk.notices import push, trying
from stayline.desk.notices.choosing import Choice, choice_of
from stayline.desk.notices.kinds import LABELS
from stayline.desk.pages.prompts import OwnName, a_voice_may_say_names, own_name
from stayline.people.form_fields import DAYS, LanguagesField
from stayline.people.models import Colleague
from stayline.people.week_text import show_day

if TYPE_CHECKING:
    _OfColleague = forms.ModelForm[Colleague]
else:  # Django's forms name their model only for the type checker
    _OfColleague = forms.ModelForm


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """You: how you are seen, and what this page lets you change."""

    now: datetime
    you: Person
    known_as: str
    title: str
    email: str
    has_face: bool
    form: Any
    hours: Sequence[tuple[str, str]]
    has_calendar: bool = False
    calendar: str = ""  # a secret address that was just made
    kinds: Sequence[KindShown] = ()
    minutes: Sequence[int] = (5, 15, 30, 60)
    mail_minutes: int = 15
    push_key: str = ""
    test: NoticeTest | None = None
    telephones: Sequence[Line] = ()
    own_name: OwnName | None = None  # where there is a telephone to say it
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class KindShown:
    """One kind of news, and by which ways it is wanted."""

    value: str
    label: str
    by_mail: bool
    by_push: bool


def _kinds(chosen: Choice) -> list[KindShown]:
    return [
        KindShown(kind.value, str(label), kind in chosen.by_mail, kind in chosen.by_push)
        for kind, label in LABELS.items()
    ]


def profile_page(
    reader: Colleague,
    form: ProfileForm,
    now: datetime,
    *,
    refusal: str = "",
    calendar: str = "",
    name_refusal: str = "",
) -> ProfilePage:
    chosen = choice_of(reader)
    return ProfilePage(
        now=now,
        you=reader,
        known_as=reader.known_as,
        title=reader.title,
        email=reader.email,
        has_face=bool(reader.photo),
        form=form,
        hours=_hours(reader),
        has_calendar=CalendarAddress.objects.filter(colleague=reader).exists(),
        calendar=calendar,
        kinds=_kinds(chosen),
        mail_minutes=int(chosen.mail_every.total_seconds()) // 60,
        push_key=push.public_key(),
        test=trying.latest(reader),
        telephones=lines_of(reader.pk),
        own_name=own_name(reader.pk, refusal=name_refusal) if a_voice_may_say_names() else None,
        refusal=refusal,
    )


def _hours(reader: Colleague) -> list[tuple[str, str]]:
    """The working week, day by day, as an administrator keeps it."""
    week = reader.working_pattern["week"]
    return [
        (str(name), show_day(day) or _("free"))
        for name, day in zip(DAYS.values(), week, strict=True)
    ]


def _zones() -> list[tuple[str, str]]:
    """Zones by the place one knows; the database's own odd names are not offered."""
    places = sorted(zone for zone in available_timezones() if "/" in zone and "Etc/" not in zone)
    return [(zone, zone.replace("_", " ")) for zone in ("UTC", *places)]


class ProfileForm(_OfColleague):
    """Name for customers, zone, languages. Hours, role and address are an administrator's."""

    languages = LanguagesField(
        label=gettext_lazy("Languages you speak"),
        help_text=gettext_lazy(
            "Customers who write in one of them come to you first. Example: en, de"
        ),
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("Your hours and every time you read are in it."),
    )
    page_language = forms.ChoiceField(label=gettext_lazy("Language of these pages"), required=False)

    class Meta:
        model = Colleague
        fields = ["alias", "time_zone", "languages", "page_language"]
        labels = {"alias": gettext_lazy("Name customers see")}
        help_texts = {"alias": gettext_lazy("Empty: your own. Pictures of you are seen with it.")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        mine = self.instance.time_zone
        zones = _zones()
        known = {zone for zone, _name in zones}
        self._choose("time_zone", zones if mine in known else [(mine, mine), *zones])
        as_browser = ("", _("As this browser says"))
        self._choose("page_language", [as_browser, *settings.LANGUAGES])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_alias(self) -> str:
        return " ".join(str(self.cleaned_data["alias"]).split())

    def keep(self) -> None:
        """Only these columns: what an administrator changes meanwhile stays."""
        self.instance.save(update_fields=list(self._meta.fields or ()))
