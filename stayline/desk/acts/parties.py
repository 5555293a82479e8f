"""Their side: who is on it, whose yes counts, who reads along, who is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from stayline.desk.acts.page import Data, Verb, Where, Words, answer, plain, where
from stayline.desk.contexts import Person
from stayline.desk.forms import AboutProblem
from stayline.desk.pages.customers import called
from stayline.desk.views.answers import numbers
from stayline.ownership.ids import PartyId
from stayline.ownership.problem import Role
from stayline.people.customers import customer_for_address
from stayline.people.models import AddressKind
from stayline.problems import by_colleagues
from stayline.problems.models import Party
from stayline.project.access import colleague_only

ROLES = (
    (Role.COPIED, gettext_lazy("Reads along"), gettext_lazy("A colleague or a head of theirs, a supplier: they get every word in copy.")),
    (Role.AFFECTED, gettext_lazy("Affected too"), gettext_lazy("It is their problem as well: they are written to, and read everything here.")),
    (Role.REPRESENTATIVE, gettext_lazy("Represents them"), gettext_lazy("A lawyer, a parent, an assistant: they speak for them, and may be named as the one whose yes counts.")),
)  # fmt: skip


class PartyForm(AboutProblem):
    """Somebody else on the customer's side, and their part."""

    name = forms.CharField(max_length=200, label=gettext_lazy("Their name"))
    address = forms.EmailField(label=gettext_lazy("Their mail address"))
    role = forms.ChoiceField(
        label=gettext_lazy("Their part"),
        choices=[(role.value, title) for role, title, _more in ROLES],
        initial=Role.COPIED.value,
    )


@dataclass(frozen=True, slots=True)
class OnTheirSide:
    """One of them, with how they are reached."""

    party: int
    person: Person
    role: str
    addresses: Sequence[str]
    is_principal: bool
    is_gone: bool


@dataclass(frozen=True, slots=True)
class Side:
    """Everybody there, what each may be, and whether the reader may change it."""

    people: Sequence[OnTheirSide]
    roles: Sequence[tuple[str, str, str]]
    may_change: bool


def _side(here: Where, form: forms.Form) -> Side:
    rows = Party.objects.filter(problem=here.problem).select_related("customer").order_by("pk")
    return Side(
        people=[_one(one) for one in rows.prefetch_related("customer__addresses")],
        roles=[(role.value, str(title), str(more)) for role, title, more in ROLES],
        may_change=here.me.pk in here.state.ours,
    )


def _one(party: Party) -> OnTheirSide:
    addresses = party.customer.addresses.all()
    return OnTheirSide(
        party=party.customer_id,
        person=called(party.customer),
        role=party.role,
        addresses=[one.value for one in addresses],
        is_principal=party.role == Role.PRINCIPAL.value,
        is_gone=party.gone,
    )


def _words(here: Where) -> Words:
    name = {"name": here.first_name}
    return Words(
        heading=_("Who is on their side"),
        happens=_("Only %(name)s agrees, and only %(name)s says that it is solved. Whoever else you add reads what is written from then on; they have no say instead of %(name)s.") % name
        if here.state.principal
        else _("Nobody’s yes counts here yet."),
        save=_("Add them"),
        silent=_("Nothing is sent now; they read along from the next word on."),
        done=_("Added to their side."),
    )  # fmt: skip


def _add(here: Where, data: Data, key: str) -> None:
    principal = here.problem.principal
    theirs = principal.language if principal else ""  # until they choose another
    customer = customer_for_address(
        AddressKind.MAIL, data["address"], data["name"], language=theirs
    )
    known, role = here.state.party(PartyId(customer.pk)), Role(data["role"])
    if known is not None and known.gone and known.role is not Role.PRINCIPAL:
        by_colleagues.give_role(here.problem.pk, here.me.pk, customer.pk, role, here.at, key=key)
    else:
        by_colleagues.add_party(here.problem.pk, here.me.pk, customer, role, here.at, key=key)


PARTY = Verb(PartyForm, _words, _add, "desk/acts/_parties.html", _side)


@colleague_only
@require_http_methods(["GET", "HEAD", "POST"])
def parties(request: HttpRequest, problem_id: int) -> HttpResponse:
    return answer(request, problem_id, PARTY)


@colleague_only
@require_POST
def role(request: HttpRequest, problem_id: int, party_id: int) -> HttpResponse:
    """Another part for one of them; whose yes counts is theirs to say."""
    given = request.POST.get("part", "")
    where(request, problem_id)
    if given not in [one.value for one, _title, _more in ROLES]:
        return redirect("parties", problem_id)

    def give(here: Where, key: str) -> None:
        by_colleagues.give_role(problem_id, here.me.pk, party_id, Role(given), here.at, key=key)

    return _changed(request, problem_id, plain(request, problem_id, give))


@colleague_only
@require_POST
def removed(request: HttpRequest, problem_id: int, party_id: int) -> HttpResponse:
    """Added by mistake, or no longer part of it. What they were sent they have."""

    def remove(here: Where, key: str) -> None:
        by_colleagues.remove_party(problem_id, here.me.pk, party_id, here.at, key=key)

    return _changed(request, problem_id, plain(request, problem_id, remove))


@colleague_only
@require_POST
def gone(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Whose yes counted is not there any more: their side names another."""
    here = where(request, problem_id)
    party = next(iter(numbers([request.POST.get("party", "")])), 0)

    def report(here: Where, key: str) -> None:
        by_colleagues.report_gone(here.problem.pk, here.me.pk, party, here.at, key=key)

    answered = plain(request, problem_id, report)
    if answered.status_code == 302:
        said = _("Said so. Somebody on their side names on their own page who speaks for them now.")
        messages.success(request, said)
    return _changed(request, here.problem.pk, answered)


def _changed(request: HttpRequest, problem_id: int, answered: HttpResponse) -> HttpResponse:
    """Back to their side, where one sees it; or the refusal as it is."""
    return redirect("parties", problem_id) if answered.status_code == 302 else answered
