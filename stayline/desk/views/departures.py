"""Somebody leaves the company: every customer of theirs has another person in the same moment."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from stayline.desk.contexts import FormPage
from stayline.desk.pages.refusals import in_words
from stayline.desk.views.answers import reader, show
from stayline.desk.views.people import existing
from stayline.ownership import Refused
from stayline.people.models import Colleague
from stayline.problems import company
from stayline.problems.models import Problem, Stage
from stayline.project.access import administrator_only
from stayline.project.clock import now


@administrator_only
@require_http_methods(["GET", "HEAD", "POST"])
def departure(request: HttpRequest, colleague_id: int) -> HttpResponse:
    """GET says what will happen; POST does it, or says whom to name first."""
    leaver, refusal = existing(colleague_id), ""
    if request.method == "POST":
        refusal = _leave(leaver, reader(request))
        if not refusal:
            messages.success(request, _("%(name)s has left.") % {"name": leaver.name})
            return redirect("/people/")
    page = FormPage(
        heading=_("%(name)s leaves") % {"name": leaver.name},
        lead=_what_happens(leaver),
        form=forms.Form(),
        back_path=f"/people/{leaver.pk}/",
        back_label=leaver.name,
        save_label=_("%(name)s leaves now") % {"name": leaver.first_name},
        refusal=refusal,
    )
    status = 409 if refusal else 200
    return show(request, "desk/form.html", page, nav="people", status=status)


def _leave(leaver: Colleague, by: Colleague) -> str:
    """Let them go; or say, as one sentence, what must be done first."""
    if leaver == by:
        return _("Somebody else has to do that for you.")
    try:
        company.leave(leaver, now())
    except Refused as refused:
        return in_words(refused)
    return ""


def _what_happens(leaver: Colleague) -> str:
    with_them = Problem.objects.filter(owner=leaver, stage__in=Stage.open()).count()
    heir = leaver.successor or leaver.manager or leaver.deputy
    return (
        ngettext(
            "%(n)d customer is with %(name)s now.",
            "%(n)d customers are with %(name)s now.",
            with_them,
        )
        % {"n": with_them, "name": leaver.first_name}
        + " "
        + _(
            "Each goes to whoever has already picked up from %(name)s, else to %(heir)s, and is told so."
        )
        % {"name": leaver.first_name, "heir": heir.name if heir else _("nobody yet")}
    )
