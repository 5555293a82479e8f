"""What a colleague chooses for themselves: where they are, in their own word, and the keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from stayline.desk.views.answers import reader, show
from stayline.people import presence
from stayline.people.models import Colleague, OwnWord, Whereabouts
from stayline.project.access import colleague_only
from stayline.project.clock import now

LONGEST = timedelta(days=60)
"""An own word about a longer time is an absence: that is for cover, and for the working hours."""


@dataclass(frozen=True, slots=True)
class WherePage:
    now: datetime
    colleague: Colleague
    form: OwnWordForm
    said: OwnWord | None = None
    has_single_keys: bool = True


class OwnWordForm(forms.Form):
    """Where somebody is, until when, and why if they like."""

    where = forms.ChoiceField(
        label=gettext_lazy("Where you are"),
        choices=[
            ("", gettext_lazy("as it looks: from what you do and your hours")),
            (Whereabouts.HERE, gettext_lazy("Here")),
            (Whereabouts.CALL, gettext_lazy("In a call")),
            (Whereabouts.AWAY, gettext_lazy("Away")),
            (Whereabouts.OFF, gettext_lazy("Not at work")),
        ],
        required=False,
    )
    until = forms.DateTimeField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy("Empty: until you say otherwise."),
    )
    words = forms.CharField(
        label=gettext_lazy("In a few words"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("at lunch, back at one")}),
    )

    def __init__(self, *args: object, at: datetime, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.at = at

    def clean_until(self) -> datetime | None:
        until: datetime | None = self.cleaned_data["until"]
        if until is not None and not self.at < until <= self.at + LONGEST:
            raise forms.ValidationError(_("Choose a time in the next sixty days."))
        return until


@colleague_only
@require_safe
def where(request: HttpRequest) -> HttpResponse:
    """One's own choices."""
    return _page(request, None)


def _page(request: HttpRequest, form: OwnWordForm | None) -> HttpResponse:
    me, at = reader(request), now()
    said = presence.own_word(me, at)
    known = {"where": said.where, "until": said.until, "words": said.words} if said else {}
    form = form or OwnWordForm(initial=known, at=at)
    page = WherePage(at, me, form, said, me.single_keys)
    return show(request, "desk/where.html", page, nav="you", status=422 if form.errors else 200)


@colleague_only
@require_POST
def own_word(request: HttpRequest) -> HttpResponse:
    """Say where one is; or nothing, and it is as it looks."""
    form = OwnWordForm(request.POST, at=now())
    if not form.is_valid():
        return _page(request, form)
    said = form.cleaned_data
    if said["where"]:
        presence.say(reader(request), Whereabouts(said["where"]), said["words"], said["until"])
    else:
        presence.take_back(reader(request))
    messages.success(request, _("Your colleagues see it."))
    return redirect("/you/where/")


@colleague_only
@require_POST
def density(request: HttpRequest) -> HttpResponse:
    """How close things stand, wherever one signs in."""
    chosen = request.POST.get("density", "")
    if chosen in ("close", "wide"):
        Colleague.objects.filter(pk=reader(request).pk).update(density=chosen)
    return HttpResponse(status=204)


@colleague_only
@require_POST
def keys(request: HttpRequest) -> HttpResponse:
    """Keys of one letter, on or off, wherever one signs in (WCAG 2.1.4)."""
    is_on = request.POST.get("keys") == "on"
    Colleague.objects.filter(pk=reader(request).pk).update(single_keys=is_on)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204)
    messages.success(request, _("The keys are on.") if is_on else _("The keys are off."))
    return redirect("/you/where/")
