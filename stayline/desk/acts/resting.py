"""Rest, in its three ways; an honest no and its second signature; relief for cause."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stayline.desk.acts.page import ActPage, Data, Verb, Where, Words, answer, plain, where
from stayline.desk.acts.rehearsal import why_refused
from stayline.desk.forms import LONGEST_WORD, AboutProblem
from stayline.desk.pages.problem import sentence
from stayline.desk.views.answers import show
from stayline.ownership import commands as do
from stayline.ownership.ids import ColleagueId, WordId
from stayline.ownership.problem import QUESTIONS_BEFORE_QUIET
from stayline.problems import by_colleagues
from stayline.project.access import colleague_only, lead_only

# -- which way -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ways:
    """What is possible of the three, and why the others are not."""

    asked: int
    needed: int
    why_not_quiet: str
    why_not_no: str


def _ways(here: Where) -> Ways:
    me = ColleagueId(here.me.pk)
    quiet = do.GoQuiet(at=here.at, by=me)
    final_no = do.SayFinalNo(at=here.at, by=me, word=WordId(0), names_complaint=True)
    return Ways(
        here.state.unanswered,
        QUESTIONS_BEFORE_QUIET,
        _why_not(here, quiet),
        _why_not(here, final_no),
    )


def _why_not(here: Where, command: do.Command) -> str:
    refused = why_refused(here.state, command)
    return sentence(refused, here.problem) if refused else ""


@colleague_only
@require_safe
def rest(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Three ways to rest; none of them is solved, and any word wakes it."""
    here = where(request, problem_id)
    name = {"name": here.first_name}
    page = ActPage(
        now=here.at,
        problem=problem_id,
        subject=here.problem.subject or _("Without a subject"),
        customer=here.customer,
        words=Words(
            heading=_("Let it rest"),
            happens=_("%(name)s keeps you, and any word from %(name)s wakes it at once. It leaves your list, nothing is promised meanwhile, and it is never counted as solved.") % name,
            save="",
        ),
        template="desk/acts/_rest.html",
        form=None,
        is_sheet="X-Sheet" in request.headers,
        more=_ways(here),
    )  # fmt: skip
    return show(request, f"desk/acts/{'_act' if page.is_sheet else 'page'}.html", page)


@colleague_only
@require_POST
def quiet(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Three questions and no answer: it rests until they write."""
    here = where(request, problem_id)
    answered = plain(
        request,
        problem_id,
        lambda here, key: by_colleagues.let_rest_quiet(problem_id, here.me.pk, here.at, key=key),
    )
    if answered.status_code != 302:
        return answered
    messages.success(
        request, _("Quiet. A word from %(name)s wakes it.") % {"name": here.first_name}
    )
    return redirect("/")


# -- an honest no --------------------------------------------------------------------------------


class FinalNoForm(AboutProblem):
    """An honest final no."""

    words = forms.CharField(
        max_length=LONGEST_WORD,
        label=gettext_lazy("Your words to the customer"),
        help_text=gettext_lazy("What you cannot do and why; what you can do instead; where they can complain outside."),
        widget=forms.Textarea(attrs={"rows": 7}),
    )  # fmt: skip
    names_complaint = forms.BooleanField(
        required=False,
        label=gettext_lazy("They name the way to complain outside: an ombudsman, a court, an authority"),
    )  # fmt: skip


def _no_words(here: Where) -> Words:
    name = {"name": here.first_name}
    return Words(
        heading=_("An honest no"),
        happens=_("%(name)s reads your no only when a second colleague has signed it. Then it rests, at odds: you stay %(name)s’s person, and any word wakes it.") % name,
        save=_("Ask for the second signature"),
        silent=_("Nothing is sent to %(name)s before the second signature.") % name,
        done=_("It waits for a second signature."),
        undo="signature/withdrawn/",
    )  # fmt: skip


def _say_no(here: Where, data: Data, key: str) -> None:
    by_colleagues.say_final_no(
        here.problem.pk, here.me.pk, data["words"], here.at,
        names_complaint=data["names_complaint"], key=key,
    )  # fmt: skip


FINAL_NO = Verb(FinalNoForm, _no_words, _say_no)


@colleague_only
@require_http_methods(["GET", "HEAD", "POST"])
def final_no(request: HttpRequest, problem_id: int) -> HttpResponse:
    return answer(request, problem_id, FINAL_NO)


# -- relief for cause ----------------------------------------------------------------------------


class ReliefForm(AboutProblem):
    """Why the owner must not go on; never shown to the customer."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Harassment, or a conflict of interest. Colleagues with a part in it read this; the customer never does."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=10_000,
    )  # fmt: skip


def _relief_words(here: Where) -> Words:
    owner = {"name": here.first_name, "owner": here.problem.owner.first_name}
    return Words(
        heading=_("Relieve %(owner)s, for cause") % owner,
        happens=_("When a second colleague has signed, %(name)s is yours, and is told that their person changed.") % owner,
        save=_("Ask for the second signature"),
        silent=_("Nothing is sent to %(name)s before the second signature.") % owner,
        done=_("It waits for a second signature."),
        undo="signature/withdrawn/",
    )  # fmt: skip


def _relieve(here: Where, data: Data, key: str) -> None:
    by_colleagues.relieve(here.problem.pk, here.me.pk, data["reason"], here.at, key=key)


RELIEF = Verb(ReliefForm, _relief_words, _relieve)


@lead_only
@require_http_methods(["GET", "HEAD", "POST"])
def relief(request: HttpRequest, problem_id: int) -> HttpResponse:
    return answer(request, problem_id, RELIEF)


# -- the second signature ------------------------------------------------------------------------


@colleague_only
@require_POST
def signature(request: HttpRequest, problem_id: int) -> HttpResponse:
    """The second signature."""
    return plain(
        request,
        problem_id,
        lambda here, key: by_colleagues.sign(problem_id, here.me.pk, here.at, key=key),
    )


@colleague_only
@require_POST
def signature_withdrawn(request: HttpRequest, problem_id: int) -> HttpResponse:
    return plain(
        request,
        problem_id,
        lambda here, key: by_colleagues.withdraw_signature(
            problem_id, here.me.pk, here.at, key=key
        ),
    )
