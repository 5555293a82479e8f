""" "I met a customer": one form, one thumb, ten seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stayline.channels.encounter.capture import capture
from stayline.ownership import Refused
from stayline.ownership.ids import ColleagueId, ProblemId
from stayline.people import queries
from stayline.people.models import Colleague, Door, DoorKind
from stayline.problems.journal import UsedForSomethingElse
from stayline.project.access import colleague_only
from stayline.project.clock import now


@dataclass(frozen=True, slots=True)
class MetPage:
    """What the form shows, as it was typed."""

    client: str
    name: str = ""
    reach: str = ""
    words: str = ""
    should_know: str = ""
    colleagues: Sequence[Colleague] = ()
    refusal: str = ""


class MetForm(forms.Form):
    """Whom one met. Addresses are judged where they are stored."""

    client = forms.UUIDField()
    name = forms.CharField(max_length=200)
    reach = forms.CharField(max_length=320)
    words = forms.CharField(max_length=100_000)
    should_know = forms.ModelChoiceField(queryset=Colleague.objects.none(), required=False)

    def __init__(self, *args: Any, colleagues: Sequence[Colleague], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["should_know"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Colleague.objects.filter(pk__in=[one.pk for one in colleagues])

    def complaint(self) -> str:
        """What is missing, as one sentence."""
        missing = {
            "name": _("What is their name?"),
            "reach": _("How do we reach them?"),
            "words": _("What did they say?"),
            "should_know": _("Whoever should know has to work here."),
        }
        field = next(iter(self.errors))
        return missing.get(field, _("This form is old; what you typed is kept. Send it again."))


@colleague_only
@require_http_methods(["GET", "HEAD", "POST"])
def met(request: HttpRequest) -> HttpResponse:
    """GET shows the form; POST makes the customer theirs, once for each form."""
    me = request.user
    assert isinstance(me, Colleague)
    others = list(queries.active_colleagues().exclude(pk=me.pk))
    if request.method != "POST":
        return _show(request, MetPage(client=str(uuid4()), colleagues=others))
    form = MetForm(request.POST, colleagues=others)
    if not form.is_valid():
        return _show(request, _as_typed(request, others, form.complaint()), status=422)
    try:
        problem = _keep(me, form.cleaned_data)
    except (Refused, UsedForSomethingElse, ValueError) as error:
        why = _why_not(error, form.cleaned_data["name"])
        return _show(request, _as_typed(request, others, why), status=409)
    messages.success(request, _("%(name)s is with you now.") % {"name": form.cleaned_data["name"]})
    return redirect(f"/problems/{problem}/")


def _keep(me: Colleague, told: dict[str, Any]) -> ProblemId:
    return capture(
        me,
        name=told["name"],
        reach=told["reach"],
        words=told["words"],
        should_know=told["should_know"],
        door=_door(),
        at=now(),
        key=str(told["client"]),
    ).problem.id


def _why_not(error: Exception, name: str) -> str:
    match error:
        case UsedForSomethingElse():
            return _("This form was sent before, with other words. What was sent first is kept.")
        case Refused():
            people = queries.names_of(error.named.values())
            return error.spoken({ColleagueId(who): first for who, first in people.items()}, name)
        case _:
            return str(error)


def _door() -> Door | None:
    """The door of those met in person; without one, ordinary promises."""
    doors = Door.objects.filter(kind=DoorKind.ENCOUNTER, is_open=True).select_related("fallback")
    return doors.order_by("id").first()


def _as_typed(request: HttpRequest, colleagues: Sequence[Colleague], refusal: str) -> MetPage:
    typed = {name: request.POST.get(name, "") for name in ("name", "reach", "words", "should_know")}
    client = request.POST.get("client") or str(uuid4())
    return MetPage(client=client, colleagues=colleagues, refusal=refusal, **typed)


def _show(request: HttpRequest, page: MetPage, *, status: int = 200) -> HttpResponse:
    return render(request, "desk/met.html", {"page": page, "nav": "met"}, status=status)
