"""Forms for colleagues, teams and doors, with errors that say what to do.

Whether somebody works here is no field: leaving is succession, and belongs to the company's
timeline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import transaction
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet, inlineformset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from stayline.people.addresses import normalised
from stayline.people.form_fields import LanguagesField, PeopleInOrderField, WeekField
from stayline.people.models import Colleague, Door, DoorKind, DutyList, Recording, Role, Team
from stayline.people.models.patterns import office_week, whole_week
from stayline.people.shifts import remove_shift, set_turns

if TYPE_CHECKING:
    _OfColleague = forms.ModelForm[Colleague]
    _OfTeam = forms.ModelForm[Team]
    _OfDoor = forms.ModelForm[Door]
    _OfDutyList = forms.ModelForm[DutyList]
    DutyLists = BaseInlineFormSet[DutyList, Door, "DutyListForm"]
else:  # Django's forms name their model only for the type checker
    _OfColleague = _OfTeam = _OfDoor = _OfDutyList = forms.ModelForm
    DutyLists = BaseInlineFormSet


#: Django's own words for what is missing or cannot be read: our catalogues say them more kindly.
_DJANGOS = (
    gettext_noop("This field is required."),
    gettext_noop("Enter a valid email address."),
    gettext_noop("Enter a whole number."),
    gettext_noop("Enter a valid date."),
    gettext_noop("Enter a valid time."),
)


def active() -> QuerySet[Colleague]:
    """Whoever may be named for anything."""
    return Colleague.objects.filter(is_active=True).order_by("name", "id")


class ColleagueForm(_OfColleague):
    """Who somebody is, when they work, and who answers for them."""

    languages = LanguagesField(
        label=gettext_lazy("Languages"), help_text=gettext_lazy("For example: en, de")
    )
    working_pattern = WeekField(initial=office_week)

    class Meta:
        model = Colleague
        labels = {
            "name": gettext_lazy("Name"),
            "email": gettext_lazy("Mail address"),
            "title": gettext_lazy("What they do here"),
            "role": gettext_lazy("Role"),
            "manager": gettext_lazy("Manager"),
            "deputy": gettext_lazy("Deputy"),
            "successor": gettext_lazy("Successor"),
            "time_zone": gettext_lazy("Time zone"),
            "cap": gettext_lazy("Most open problems"),
            "alias": gettext_lazy("Name customers see"),
            "sponsor": gettext_lazy("Who answers for them"),
            "end_date": gettext_lazy("Last day"),
        }
        fields = [
            "name",
            "email",
            "title",
            "role",
            "manager",
            "deputy",
            "successor",
            "languages",
            "time_zone",
            "working_pattern",
            "cap",
            "alias",
            "sponsor",
            "end_date",
        ]
        help_texts = {
            "manager": gettext_lazy("Hears when a customer waits too long."),
            "deputy": gettext_lazy("For whoever has no manager."),
            "successor": gettext_lazy("Takes over their customers on the day they leave."),
            "cap": gettext_lazy("So many open problems are enough; empty: no limit."),
            "alias": gettext_lazy("What customers read instead of the name."),
            "sponsor": gettext_lazy("Answers for somebody from outside the house."),
        }
        widgets = {"end_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        others = active().exclude(pk=self.instance.pk)
        for name in ("manager", "deputy", "successor", "sponsor"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = others

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip().lower()
        taken = Colleague.objects.exclude(pk=self.instance.pk).filter(email=email).first()
        if taken:
            raise ValidationError(_("%(name)s has this address.") % {"name": taken.name})
        return email

    def clean_manager(self) -> Colleague | None:
        manager: Colleague | None = self.cleaned_data["manager"]
        if manager and self.instance.pk and self.instance.pk in _above(manager):
            raise ValidationError(
                _("%(name)s would be their own manager's manager.") % {"name": self.instance.name}
            )
        return manager

    def clean_role(self) -> str:
        role = str(self.cleaned_data["role"])
        others = active().exclude(pk=self.instance.pk).filter(role=Role.ADMINISTRATOR)
        was_one = self.initial.get("role") == Role.ADMINISTRATOR and self.instance.pk
        if was_one and role != Role.ADMINISTRATOR and not others.exists():
            raise ValidationError(_("Somebody must arrange things: name another administrator."))
        return role

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        named = {"manager", "deputy"} - set(self.errors)
        alone = not active().exclude(pk=self.instance.pk).exists()
        if len(named) == 2 and not (cleaned["manager"] or cleaned["deputy"] or alone):
            self.add_error("manager", _("Name a manager, or a deputy for the top of the company."))
        return cleaned

    def save(self, commit: bool = True) -> Colleague:
        if not self.instance.password:
            self.instance.set_unusable_password()
        return super().save(commit)


def _above(colleague: Colleague) -> set[int]:
    """Everybody from somebody up to the top, themselves included."""
    managers = dict(Colleague.objects.values_list("pk", "manager_id"))
    seen: set[int] = set()
    who: int | None = colleague.pk
    while who is not None and who not in seen:
        seen.add(who)
        who = managers.get(who)
    return seen


class TeamForm(_OfTeam):
    """A team's name, and who is in it."""

    class Meta:
        model = Team
        fields = ["name", "members"]
        labels = {"name": gettext_lazy("Name"), "members": gettext_lazy("Members")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["members"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = active()


_OF_A_TELEPHONE = (
    "ring_seconds",
    "hold_limit_seconds",
    "callback_minutes",
    "recording",
    "recording_days",
)
"""What only a door for calls is asked; the page shows it while that kind is chosen."""


class DoorForm(_OfDoor):
    """One way in: where it is, who is behind it, and how long each step may take."""

    quiet_from = forms.TimeField(
        required=False, label=gettext_lazy("Quiet from"), widget=forms.TimeInput(format="%H:%M")
    )
    quiet_until = forms.TimeField(
        required=False, label=gettext_lazy("Quiet until"), widget=forms.TimeInput(format="%H:%M")
    )

    class Meta:
        model = Door
        fields = [
            "kind",
            "name",
            "address",
            "fallback",
            "reviewer",
            "language",
            "time_zone",
            "greeting",
            "brand",
            "legal_entity",
            "ring_minutes",
            "offer_minutes",
            "question_days",
            "promise_minutes",
            "promise_longest_days",
            "ring_seconds",
            "hold_limit_seconds",
            "callback_minutes",
            "recording",
            "recording_days",
            "page_days",
            "is_open",
        ]
        labels = {
            "kind": gettext_lazy("Kind of door"),
            "name": gettext_lazy("Name"),
            "address": gettext_lazy("Address"),
            "fallback": gettext_lazy("Who is behind it"),
            "reviewer": gettext_lazy("Who looks at what was set aside"),
            "language": gettext_lazy("Language"),
            "time_zone": gettext_lazy("Time zone"),
            "greeting": gettext_lazy("Greeting"),
            "brand": gettext_lazy("How we sign"),
            "legal_entity": gettext_lazy("Legal entity"),
            "ring_minutes": gettext_lazy("Rings for (minutes)"),
            "offer_minutes": gettext_lazy("An offer waits (minutes)"),
            "question_days": gettext_lazy("A question waits (days)"),
            "promise_minutes": gettext_lazy("First promise (minutes)"),
            "promise_longest_days": gettext_lazy("Longest promise (days)"),
            "hold_limit_seconds": gettext_lazy("Longest silence in a call (seconds)"),
            "callback_minutes": gettext_lazy("Call back within (minutes)"),
            "ring_seconds": gettext_lazy("One telephone rings for (seconds)"),
            "recording": gettext_lazy("Calls are recorded"),
            "recording_days": gettext_lazy("A recording is kept (days)"),
            "page_days": gettext_lazy("A customer's page stays (days)"),
            "is_open": gettext_lazy("In use"),
        }
        error_messages = {
            "fallback": {
                "required": gettext_lazy("A door needs a person behind it: name somebody.")
            }
        }
        help_texts = {
            "fallback": gettext_lazy("Whoever arrives and meets nobody else stays with them."),
            "reviewer": gettext_lazy("Looks at what was set aside; the fallback unless named."),
            "ring_minutes": gettext_lazy("Working minutes until the next person is rung."),
            "offer_minutes": gettext_lazy("Working minutes in which an offer can be picked up."),
            "question_days": gettext_lazy("Working days in which a customer can answer."),
            "promise_minutes": gettext_lazy("Working minutes until a customer hears from us."),
            "promise_longest_days": gettext_lazy("No promise is longer than these working days."),
            "ring_seconds": gettext_lazy("Then the next person's rings. Nobody hears music."),
            "recording": gettext_lazy(
                "Never without the caller's knowledge: a voice says so first. In many countries they"
                " must agree; take the second then."
            ),
            "recording_days": gettext_lazy("Then it is deleted, and the timeline says so."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("fallback", "reviewer"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = active()
        for name, field in self.fields.items():
            if name in _OF_A_TELEPHONE:
                field.widget.attrs["data-of-a-telephone"] = ""
            if name.rpartition("_")[2] in {"minutes", "days", "seconds"}:
                field.validators.append(MinValueValidator(1))
                field.widget.attrs["min"] = 1
        quiet = self.instance.quiet_hours or {}
        self.initial.setdefault("quiet_from", quiet.get("start"))
        self.initial.setdefault("quiet_until", quiet.get("end"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._clean_address(cleaned)
        self._clean_quiet_hours(cleaned)
        if cleaned.get("kind") != DoorKind.PHONE:
            cleaned["recording"] = Recording.OFF
        return cleaned

    def _clean_address(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("address") or not cleaned.get("kind"):
            return
        try:
            # What is neither a mail address nor a number is a short name in an address line.
            address = normalised(cleaned["kind"], cleaned["address"]).lower()
        except ValueError as error:
            self.add_error("address", str(error))
            return
        taken = Door.objects.exclude(pk=self.instance.pk).filter(address=address).first()
        if taken:
            self.add_error(
                "address", _("The door %(name)s has this address.") % {"name": taken.name}
            )
        cleaned["address"] = address

    def _clean_quiet_hours(self, cleaned: dict[str, Any]) -> None:
        start, end = cleaned.get("quiet_from"), cleaned.get("quiet_until")
        self.instance.quiet_hours = None
        if {"quiet_from", "quiet_until"} & set(self.errors) or (start is None and end is None):
            return
        if start is None or end is None or start == end:
            self.add_error("quiet_until", _("Quiet hours need a start and an end that differ."))
            return
        self.instance.quiet_hours = {"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}


class DutyListForm(_OfDutyList):
    """One shift of a door: its hours, and its people in ringing order."""

    working_pattern = WeekField(initial=whole_week)
    people = PeopleInOrderField(label=gettext_lazy("People, first to ring first"))

    class Meta:
        model = DutyList
        fields = ["name", "working_pattern", "time_zone", "position"]
        labels = {
            "name": gettext_lazy("Name"),
            "time_zone": gettext_lazy("Time zone"),
            "position": gettext_lazy("Place in the order"),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            self.initial["people"] = list(
                self.instance.turns.filter(colleague__is_active=True)
                .order_by("position")
                .values_list("colleague_id", flat=True)
            )

    def save(self, commit: bool = True) -> DutyList:
        assert commit, "a duty list is saved with its turns"
        with transaction.atomic():
            shift = super().save()
            set_turns(shift, self.cleaned_data["people"])
        return shift


class _DutyLists(DutyLists):
    def save_new(self, form: DutyListForm, commit: bool = True) -> DutyList:
        form.instance.door = self.instance
        return form.save()

    def delete_existing(self, obj: DutyList, commit: bool = True) -> None:
        remove_shift(obj)


DutyListFormSet = inlineformset_factory(
    Door,
    DutyList,
    form=DutyListForm,
    formset=_DutyLists,
    extra=1,
    can_delete=True,
    max_num=50,
    absolute_max=60,  # each is a week of fields: nobody makes us draw two thousand of them
)


def door_forms(door: Door | None = None, data: Any = None) -> tuple[DoorForm, DutyLists]:
    """The form of a door and those of its duty lists (prefix `lists`), for one page."""
    form = DoorForm(data, instance=door)
    return form, DutyListFormSet(data, instance=form.instance, prefix="lists")


def save_door(form: DoorForm, lists: DutyLists) -> Door | None:
    """Save a door with its duty lists, all or nothing; None when either has errors."""
    if not (form.is_valid() & lists.is_valid()):
        return None
    with transaction.atomic():
        door = form.save()
        lists.instance = door
        lists.save()
    return door
