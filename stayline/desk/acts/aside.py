"""Set aside: what no customer sent. Two people stand behind it, and a word brings it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from stayline.desk.acts.page import Data, Verb, Where, Words, answer, plain
from stayline.desk.forms import AboutProblem
from stayline.ownership.problem import Aside
from stayline.people.models import Colleague
from stayline.problems import by_colleagues
from stayline.project.access import colleague_only

KINDS = (
    (Aside.SPAM, gettext_lazy("Spam"), gettext_lazy("Advertising, fraud, nonsense. It is kept, and confirmed by a colleague.")),
    (Aside.MACHINE, gettext_lazy("A machine's mail"), gettext_lazy("A newsletter, a notice, an absence: nobody waits for an answer.")),
    (Aside.BOUNCE, gettext_lazy("A returned mail"), gettext_lazy("Something of ours that did not arrive.")),
    (Aside.OTHER, gettext_lazy("Other correspondence"), gettext_lazy("A supplier, an applicant, the press, an authority. It can be passed on with a pick-up.")),
)  # fmt: skip


class AsideForm(AboutProblem):
    """What it is instead of a customer's problem."""

    why = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[(why.value, title) for why, title, _more in KINDS],
        initial=Aside.SPAM.value,
    )


def _kinds(_here: Where, form: forms.Form) -> list[tuple[str, Any, Any, bool]]:
    value = form["why"].value()
    return [(why.value, title, more, why.value == value) for why, title, more in KINDS]


def _words(here: Where) -> Words:
    reviewer = Colleague.objects.get(pk=here.state.reviewer).name
    return Words(
        heading=_("No customer’s: set it aside"),
        happens=_("Whoever sent it hears nothing. It goes to %(reviewer)s, who owns it; a second colleague looks before it stays so. Any word of a customer brings it back, and rings.") % {"reviewer": reviewer},
        save=_("Set it aside"),
        silent=_("Nothing is sent, and nothing is deleted."),
        done=_("Set aside. A second colleague confirms it."),
        undo="aside/back/",
    )  # fmt: skip


def _put(here: Where, data: Data, key: str) -> None:
    by_colleagues.put_aside(here.problem.pk, here.me.pk, Aside(data["why"]), here.at, key=key)


ASIDE = Verb(AsideForm, _words, _put, "desk/acts/_aside.html", _kinds, goes_home=True)


@colleague_only
@require_http_methods(["GET", "HEAD", "POST"])
def aside(request: HttpRequest, problem_id: int) -> HttpResponse:
    return answer(request, problem_id, ASIDE)


@colleague_only
@require_POST
def confirmed(request: HttpRequest, problem_id: int) -> HttpResponse:
    """The second colleague has looked: it is no customer's."""
    answered = plain(
        request,
        problem_id,
        lambda here, key: by_colleagues.confirm_aside(problem_id, here.me.pk, here.at, key=key),
    )
    return redirect("/") if answered.status_code == 302 else answered


@colleague_only
@require_POST
def back(request: HttpRequest, problem_id: int) -> HttpResponse:
    """It is a customer's after all: it rings."""
    answered = plain(
        request,
        problem_id,
        lambda here, key: by_colleagues.bring_back(problem_id, here.me.pk, here.at, key=key),
    )
    if answered.status_code == 302:
        messages.success(request, _("Brought back: somebody is being rung."))
    return answered
