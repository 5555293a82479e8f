"""What is typed at the desk, checked before it becomes a command."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stayline.ownership.problem import Aside, WaitsFor
from stayline.people import queries
from stayline.people.models import Colleague

LONGEST_WORD = 200_000


class MomentField(forms.CharField):
    """A moment as ISO 8601; without a zone it is the reader's own."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text or text == "other":
            return None
        try:
            moment = parse_datetime(text)
        except ValueError:
            moment = None
        if moment is None:
            raise forms.ValidationError(_("That is not a date and a time."))
        return make_aware(moment) if is_naive(moment) else moment


class WriteForm(forms.Form):
    """A reply, and by when the customer hears next."""

    words = forms.CharField(max_length=LONGEST_WORD)
    due = MomentField(required=False)  # the chosen moment
    due_other = MomentField(required=False)
    waits_for = forms.ChoiceField(
        required=False, choices=[(one.value, one.value) for one in WaitsFor]
    )
    client = forms.CharField(required=False, max_length=80)
    proposes = forms.BooleanField(required=False)
    seen = forms.IntegerField(required=False, min_value=0)

    def promised(self) -> datetime | None:
        """The promised moment; None for the door's default."""
        chosen: datetime | None = self.cleaned_data["due_other"] or self.cleaned_data["due"]
        return chosen

    def complaint(self) -> str:
        """The first thing that is wrong, as one sentence."""
        if "words" in self.errors:
            return _("There is nothing to send yet.")
        return str(next(iter(self.errors.values()))[0])


class CannotNowForm(forms.Form):
    """A no that helps: why, and somebody better or a time."""

    reason = forms.CharField(
        label=gettext_lazy("Why not now"), widget=forms.Textarea(attrs={"rows": 3})
    )
    who = forms.ModelChoiceField(
        queryset=Colleague.objects.none(),
        required=False,
        label=gettext_lazy("Somebody better"),
        empty_label=gettext_lazy("nobody I know of"),
    )
    free_at = MomentField(
        required=False,
        label=gettext_lazy("Or when you can"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )

    def __init__(self, *args: Any, me: Colleague, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["who"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queries.active_colleagues().exclude(pk=me.pk)

    def better(self) -> int | None:
        who = self.cleaned_data["who"]
        return who.pk if who else None


class AsideForm(forms.Form):
    """What it is instead of a customer's problem."""

    why = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[
            (Aside.SPAM.value, gettext_lazy("Spam")),
            (Aside.MACHINE.value, gettext_lazy("A machine's mail")),
            (Aside.BOUNCE.value, gettext_lazy("A returned mail")),
            (Aside.OTHER.value, gettext_lazy("Other correspondence: a supplier, an applicant, the press, an authority")),
        ],
        widget=forms.RadioSelect,
    )  # fmt: skip
