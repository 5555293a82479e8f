"""What we hold about a customer: looked at, handed over, erased. For administrators."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stayline.desk import erasing
from stayline.desk.contexts import Person
from stayline.desk.holdings import Package, counted
from stayline.desk.models import Erasure
from stayline.desk.pages.customers import called
from stayline.desk.views.answers import reader, show, typed
from stayline.desk.views.problems import the_problem
from stayline.people.models import Address, Customer
from stayline.problems import by_colleagues
from stayline.problems.models import Problem
from stayline.problems.queries import state_of
from stayline.project.access import administrator_only, colleague_only
from stayline.project.clock import now


class ErasureForm(forms.Form):
    """Said once more in one's own hand, since nothing brings it back."""

    is_asked = forms.BooleanField(
        label=gettext_lazy("They asked for it, or the law does, and I have looked at what goes")
    )


@dataclass(frozen=True, slots=True)
class HeldPage:
    """Who they are to us, how much there is, and whether it can go now."""

    now: datetime
    customer: int
    person: Person
    addresses: Sequence[Address]
    counted: Iterable[tuple[str, int]]
    problems: Sequence[Problem]
    unseen: Sequence[Problem]
    form: forms.Form
    why_not_yet: Sequence[str] = ()
    erased: Erasure | None = None


@administrator_only
@require_http_methods(["GET", "HEAD", "POST"])
def held(request: HttpRequest, customer_id: int) -> HttpResponse:
    """GET says what is there, what would go and what would stay; POST erases it."""
    customer, form, reasons = _existing(customer_id), ErasureForm(typed(request)), list[str]()
    if request.method == "POST" and form.is_valid():
        try:
            erasing.erase(customer, reader(request), now())
        except erasing.NotYet as refused:
            reasons = refused.reasons
        else:
            messages.success(request, _("Erased. What is left tells of nobody."))
            return redirect("held", customer_id)
    status = 200 if not form.is_bound else 422 if form.errors else 409
    return show(request, "desk/held.html", _page(request, customer, form, reasons), status=status)


def _page(
    request: HttpRequest, customer: Customer, form: forms.Form, reasons: Sequence[str]
) -> HeldPage:
    package = Package(customer, reader(request))
    return HeldPage(
        now=now(),
        customer=customer.pk,
        person=called(customer),
        addresses=list(Address.objects.filter(customer__in=package.held.persons)),
        counted=counted(package.held),
        problems=list(package.seen.select_related("owner")),
        unseen=package.unseen,
        form=form,
        why_not_yet=reasons or erasing.why_not_yet(package.held, reader(request)),
        erased=Erasure.objects.filter(customer=customer).select_related("by").last(),
    )


@administrator_only
@require_safe
def everything(request: HttpRequest, customer_id: int) -> HttpResponseBase:
    """All of it in one file, for whoever asked what we know of them."""
    package = Package(_existing(customer_id), reader(request))
    return FileResponse(
        package.packed(), as_attachment=True, filename=f"customer-{customer_id}.zip"
    )


@colleague_only
@require_POST
def confirmed(request: HttpRequest, problem_id: int, address_id: int) -> HttpResponse:
    """Somebody with them has asked: it is theirs. A note says who, and how it is known."""
    problem, me, at = the_problem(request, problem_id), reader(request), now()
    theirs = Address.objects.filter(pk=address_id, customer=problem.principal, verified_at=None)
    address = theirs.first()
    if address is None or me.pk not in state_of(problem).ours:
        raise Http404
    with transaction.atomic():
        theirs.update(verified_at=at)
        told = _("%(address)s is theirs: they told me so.") % {"address": address.value}
        by_colleagues.note(problem.pk, me.pk, told, at)
    return redirect("problem", problem.pk)


def _existing(customer_id: int) -> Customer:
    found = Customer.objects.filter(pk=customer_id).first()
    if found is None:
        raise Http404
    return found
