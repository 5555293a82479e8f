"""What is typed at the desk, checked before it becomes a command."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stayline.desk import reply_fields
from stayline.desk.models import SavedReply
from stayline.desk.saved_replies import keeps_the_companys
from stayline.desk.sending import Reply
from stayline.ownership.problem import WaitsFor
from stayline.people import queries
from stayline.people.models import Colleague
from stayline.problems.models import Problem

if TYPE_CHECKING:
    _SavedReplyForm = forms.ModelForm[SavedReply]
else:
    _SavedReplyForm = forms.ModelForm

LONGEST_WORD = 200_000
MOST_PARTS = 10
MOST_FILES = 100


def keys_in(sent: Any) -> list[str]:
    """The keys of the files that a form names, each once."""
    named = sent.getlist("file") if hasattr(sent, "getlist") else []
    return list(dict.fromkeys(str(one)[:36] for one in named))[:MOST_FILES]


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

    def chosen(self) -> tuple[datetime | None, str]:
        """The promised moment, None for the door's default; and what is waited for."""
        data = self.cleaned_data
        return data.get("due_other") or data.get("due"), data.get("waits_for") or ""

    def reply(self, version: int) -> Reply:
        """What is to be said. `version` is taken for read where the form does not say."""
        data, (due, waits_for) = self.cleaned_data, self.chosen()
        seen = version if data["seen"] is None else min(data["seen"], version)
        return Reply(
            data["words"],
            due,
            waits_for or "us",
            data["proposes"],
            seen,
            data["client"],
            tuple(keys_in(self.data)),
        )

    def clean_words(self) -> str:
        words = str(self.cleaned_data["words"])
        left = reply_fields.left_in(words)
        if left:
            raise forms.ValidationError(
                _("There is still {{%(name)s}} in it: write there what you mean.")
                % {"name": left[0]},
                code="field",
            )
        return words

    def complaint(self) -> str:
        """The first thing that is wrong, as one sentence."""
        if self.has_error("words", "required"):
            return _("There is nothing to send yet.")
        return str(next(iter(self.errors.values()))[0])


class DraftForm(forms.Form):
    """What a browser keeps as one types. An empty text empties the draft."""

    text = forms.CharField(required=False, max_length=LONGEST_WORD, strip=False)
    base = forms.CharField(required=False, max_length=32)
    #: Milliseconds since it was typed.
    age = forms.IntegerField(required=False, min_value=0, max_value=10**12)


class SavedReplyForm(_SavedReplyForm):
    """A reply worth keeping: for oneself, or (leads and administrators) for everybody."""

    is_companys = forms.BooleanField(required=False, label=gettext_lazy("For everybody here"))

    class Meta:
        model = SavedReply
        fields = ["name", "text"]
        labels = {"name": gettext_lazy("Its name"), "text": gettext_lazy("The words")}
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args: Any, me: Colleague, **options: Any) -> None:
        super().__init__(*args, **options)
        if keeps_the_companys(me):
            self.fields["is_companys"].initial = self.instance.owner_id is None
        else:
            del self.fields["is_companys"]
        listed = (f"{{{{{name}}}}}: {meaning}" for name, meaning in reply_fields.FIELDS.items())
        self.fields["text"].help_text = _("Fields you can use: ") + " · ".join(listed)

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        unknown = reply_fields.unknown_in(text)
        if unknown:
            raise forms.ValidationError(_("There is no field {{%(name)s}}.") % {"name": unknown[0]})
        return text

    def save_for(self, me: Colleague, at: datetime) -> None:
        reply: SavedReply = self.instance
        reply.owner = None if self.cleaned_data.get("is_companys") else me
        reply.changed_by, reply.changed_at = me, at
        reply.save()


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


class EndCallForm(forms.Form):
    """Why we end a call ourselves, and what the customer reads of it."""

    why = forms.ChoiceField(choices=[("SILENCE", "silence"), ("ABUSE", "abuse")])
    text = forms.CharField(max_length=4000)


# -- the rarer acts upon a problem ---------------------------------------------------------------


class AboutProblem(forms.Form):
    """A form about one problem, filled in by one colleague."""

    is_empty = False  # where there is nothing to choose, there is nothing to send

    def __init__(self, *args: Any, problem: Problem, me: Colleague, **options: Any) -> None:
        super().__init__(*args, **options)
        self.problem, self.me = problem, me
        self.prepare()

    def prepare(self) -> None:
        """Narrow the choices to what the problem allows."""

    def choose_from(self, name: str, found: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = found
