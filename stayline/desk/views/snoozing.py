"""Out of sight for a while, and back: the reader's own view and nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from stayline.desk import snoozing
from stayline.desk.contexts import FormPage
from stayline.desk.forms import MomentField
from stayline.desk.pages.customers import called
from stayline.desk.pages.problem import sentence
from stayline.desk.templatetags.desk import spoken_time
from stayline.desk.views.answers import reader, show, typed
from stayline.desk.views.problems import the_problem
from stayline.ownership import Refused
from stayline.people.models import Colleague
from stayline.problems.models import Problem
from stayline.project.access import colleague_only
from stayline.project.clock import now

ANYTHING = "anything"
OTHER = "other"


class SnoozeForm(forms.Form):
    """Until when."""

    until = forms.ChoiceField(label=gettext_lazy("Out of your sight"), widget=forms.RadioSelect)
    other = MomentField(
        label=gettext_lazy("Another moment"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        until = self.fields["until"]
        assert isinstance(until, forms.ChoiceField)
        until.choices = choices
        until.initial = choices[0][0]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("until") == OTHER and not cleaned.get("other") and not self.errors:
            self.add_error("other", _("Say when it comes back."))
        return cleaned

    def moment(self) -> datetime | None:
        """The chosen moment; None: when anything happens."""
        chosen = self.cleaned_data["until"]
        if chosen == ANYTHING:
            return None
        if chosen == OTHER:
            moment: datetime = self.cleaned_data["other"]
            return moment
        return datetime.fromisoformat(chosen)


@colleague_only
@require_http_methods(["GET", "HEAD", "POST"])
def snooze(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Never later than the promise is at risk; only this reader's list changes."""
    me, at, refusal = reader(request), now(), ""
    row = _row(me, problem_id)
    latest = snoozing.latest_for(row)
    form = SnoozeForm(typed(request), choices=_choices(me, latest, at))
    if form.is_bound and form.is_valid():
        try:
            snoozing.snooze(me, row, form.moment(), at)
        except Refused as refused:
            refusal = sentence(refused, row)
        else:
            return redirect(f"/?snoozed={row.pk}")
    status = 409 if refusal else 422 if form.is_bound else 200
    return show(request, "desk/form.html", _page(row, form, latest, at, refusal), status=status)


@colleague_only
@require_POST
def snooze_ended(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Back in sight; done twice, it is done."""
    if not snoozing.bring_back(reader(request), problem_id):
        the_problem(request, problem_id)
    return redirect("/")


def _row(me: Colleague, problem_id: int) -> Problem:
    try:
        return snoozing.problem_to_snooze(me, problem_id)
    except Problem.DoesNotExist as error:
        raise Http404 from error


def _choices(me: Colleague, latest: datetime, at: datetime) -> list[tuple[str, str]]:
    moments = snoozing.moments_for(me, latest, at)
    return [
        *((one.isoformat(), _("until %(moment)s") % {"moment": spoken_time(one, at)}) for one in moments),
        (ANYTHING, _("until anything happens")),
        (OTHER, _("until another moment")),
    ]  # fmt: skip


def _page(row: Problem, form: SnoozeForm, latest: datetime, at: datetime, refusal: str) -> FormPage:
    who = called(row.principal).first_name
    told = {"who": who, "latest": spoken_time(latest, at)}
    lead = _(
        "Only your own list changes: you stay with %(who)s, and the promise stays as it is. A word"
        " from %(who)s brings them back at once, and %(latest)s at the latest."
    )
    return FormPage(
        heading=_("Not now: %(who)s") % told,
        lead=lead % told,
        form=form,
        back_path=f"/problems/{row.pk}/",
        back_label=row.subject or _("Back"),
        save_label=_("Out of sight"),
        refusal=refusal,
    )
