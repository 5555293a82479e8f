"""The rarer acts upon a problem: each a short form that a first-time reader gets right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from stayline.desk.contexts import FormPage
from stayline.desk.forms import (
    CarrierForm,
    CoverForm,
    FinalNoForm,
    PartyForm,
    ReliefForm,
    SplitForm,
    TwinForm,
)
from stayline.desk.pages.problem import sentence
from stayline.desk.views.answers import reader, show, typed
from stayline.desk.views.problems import the_problem
from stayline.ownership import Refused
from stayline.ownership.problem import Role
from stayline.people.customers import customer_for_address
from stayline.people.models import AddressKind, Colleague
from stayline.problems import by_colleagues
from stayline.problems.models import Problem
from stayline.project.access import colleague_only, lead_only
from stayline.project.clock import now

Data = dict[str, Any]
Does = Callable[[Problem, Colleague, Data, datetime, str], object]


@dataclass(frozen=True, slots=True)
class Deed:
    """A form and what it does when it is sent. `Refused` and ValueError are shown, words kept."""

    form: type[forms.Form]
    heading: str | Lazy
    lead: str | Lazy
    save: str | Lazy
    does: Does
    goes_home: bool = False


def answer(request: HttpRequest, problem_id: int, deed: Deed) -> HttpResponse:
    """The form; sent, it does its deed and leads back to the problem."""
    problem, me, refusal = the_problem(request, problem_id), reader(request), ""
    form = deed.form(typed(request), problem=problem, me=me)  # type: ignore[call-arg]
    if request.method == "POST" and form.is_valid():
        try:
            key = request.POST.get("client", "")[:80]
            deed.does(problem, me, form.cleaned_data, now(), key)
        except Refused as refused:
            refusal = sentence(refused, problem)
        except ValueError as error:
            refusal = str(error)
        else:
            return redirect("/" if deed.goes_home else f"/problems/{problem_id}/")
    page = FormPage(
        heading=str(deed.heading),
        lead=str(deed.lead),
        form=form,
        back_path=f"/problems/{problem_id}/",
        back_label=problem.subject or str(_("Back")),
        save_label=str(deed.save),
        refusal=refusal,
    )
    status = 409 if refusal else 422 if form.errors else 200
    return show(request, "desk/form.html", page, status=status)


# -- an honest no, and the second signature ------------------------------------------------------

FINAL_NO = Deed(
    FinalNoForm,
    _("An honest no"),
    _("It leaves when a second colleague has signed it, and names the way to complain outside. The problem then rests, at odds, and stays yours."),
    _("Ask for the second signature"),
    lambda p, me, data, at, key: by_colleagues.say_final_no(
        p.pk, me.pk, data["words"], at, names_complaint=data["names_complaint"], key=key
    ),
)  # fmt: skip

RELIEF = Deed(
    ReliefForm,
    _("Relieve the owner, for cause"),
    _("For harassment or a conflict of interest. A second colleague signs; then it is yours, and the customer is told that their person changed."),
    _("Ask for the second signature"),
    lambda p, me, data, at, key: by_colleagues.relieve(p.pk, me.pk, data["reason"], at, key=key),
)  # fmt: skip


@colleague_only
@require_http_methods(["GET", "HEAD", "POST"])
def final_no(request: HttpRequest, problem_id: int) -> HttpResponse:
    return answer(request, problem_id, FINAL_NO)


@lead_only
@require_http_methods(["GET", "HEAD", "POST"])
def relief(request: HttpRequest, problem_id: int) -> HttpResponse:
    return answer(request, problem_id, RELIEF)


def plain(request: HttpRequest, problem_id: int, does: Does) -> HttpResponse:
    """An act without a form."""
    nothing = Deed(_Nothing, _("Not possible now"), "", _("Try once more"), does)
    return answer(request, problem_id, nothing)


class _Nothing(forms.Form):
    def __init__(self, *args: Any, problem: Problem, me: Colleague, **options: Any) -> None:
        super().__init__(*args, **options)


@colleague_only
@require_POST
def signature(request: HttpRequest, problem_id: int) -> HttpResponse:
    """The second signature."""
    return plain(
        request, problem_id, lambda p, me, _, at, key: by_colleagues.sign(p.pk, me.pk, at, key=key)
    )


@colleague_only
@require_POST
def signature_withdrawn(request: HttpRequest, problem_id: int) -> HttpResponse:
    return plain(
        request,
        problem_id,
        lambda p, me, _, at, key: by_colleagues.withdraw_signature(p.pk, me.pk, at, key=key),
    )


# -- cover, and who carries the promise ----------------------------------------------------------

COVER = Deed(
    CoverForm,
    _("Somebody stands in"),
    _("They write in their own name until you are back, and give all back. You stay the owner, and the customer is told."),
    _("They stand in"),
    lambda p, me, data, at, key: by_colleagues.start_cover(
        p.pk, me.pk, data["who"].pk, data["until"], at, key=key
    ),
)  # fmt: skip

CARRIER = Deed(
    CarrierForm,
    _("Who carries the promise"),
    _("They write by the promised moment; you stay the owner, and see it as in good hands."),
    _("They carry it"),
    lambda p, me, data, at, key: by_colleagues.carry_promise(
        p.pk, me.pk, data["who"].pk, at, key=key
    ),
)


@colleague_only
@require_http_methods(["GET", "HEAD", "POST"])
def cover(request: HttpRequest, problem_id: int) -> HttpResponse:
    return answer(request, problem_id, COVER)


@colleague_only
@require_POST
def cover_ended(request: HttpRequest, problem_id: int) -> HttpResponse:
    return plain(
        request,
        problem_id,
        lambda p, me, _, at, key: by_colleagues.end_cover(p.pk, me.pk, at, key=key),
    )


@colleague_only
@require_http_methods(["GET", "HEAD", "POST"])
def carrier(request: HttpRequest, problem_id: int) -> HttpResponse:
    return answer(request, problem_id, CARRIER)


# -- joining, splitting, their side --------------------------------------------------------------

TWIN = Deed(
    TwinForm,
    _("The same thing as another"),
    _("Later words go to the other one, and this one ends as that one ends."),
    _("Join them"),
    lambda p, me, data, at, key: by_colleagues.join_twin(p.pk, data["twin"].pk, me.pk, at),
)

SPLIT = Deed(
    SplitForm,
    _("Several things in one"),
    _("Each gets a conversation of its own, with you. The customer is asked once whether that is right."),
    _("Split them"),
    lambda p, me, data, at, key: by_colleagues.split(p.pk, me.pk, data["subjects"], at, key=key),
)  # fmt: skip

PARTY = Deed(
    PartyForm,
    _("Somebody else on their side"),
    _("Only one person's yes counts: the one who speaks for them. Others read along or are affected."),
    _("Add them"),
    lambda p, me, data, at, key: by_colleagues.add_party(
        p.pk,
        me.pk,
        customer_for_address(AddressKind.MAIL, data["address"], data["name"]),
        Role(data["role"]),
        at,
        key=key,
    ),
)  # fmt: skip


@colleague_only
@require_http_methods(["GET", "HEAD", "POST"])
def twin(request: HttpRequest, problem_id: int) -> HttpResponse:
    return answer(request, problem_id, TWIN)


@colleague_only
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, problem_id: int) -> HttpResponse:
    return answer(request, problem_id, SPLIT)


@colleague_only
@require_http_methods(["GET", "HEAD", "POST"])
def parties(request: HttpRequest, problem_id: int) -> HttpResponse:
    return answer(request, problem_id, PARTY)
