"""Telephones, for administrators: whose they are, and what the exchange calls them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stayline.channels.phone import queries
from stayline.channels.phone.forms import LineForm
from stayline.channels.phone.models import Line
from stayline.desk.contexts import FormPage, Listed, ListPage
from stayline.desk.views.answers import show, typed
from stayline.desk.views.people import tabs
from stayline.project.access import administrator_only


@administrator_only
@require_safe
def telephones(request: HttpRequest) -> HttpResponse:
    """Every telephone that rings for somebody."""
    items = [
        Listed(
            path=f"/telephones/{line.pk}/",
            name=line.colleague.name,
            more=f"{line.address} · {line.get_kind_display()}",
            end=line.extension,
            person=line.colleague,
            is_off=not line.is_on or not line.colleague.is_active,
        )
        for line in queries.lines()
    ]
    page = ListPage(
        heading=_("Telephones"),
        lead=_("All of somebody's telephones ring together; the first they pick up is it."),
        items=items,
        add_path="/telephones/new/",
        add_label=_("Add a telephone"),
        empty=_("Nobody has a telephone here yet, so a caller is promised a call back at once."),
        tabs=tabs("telephones"),
    )
    return show(request, "desk/list.html", page, nav="people")


@administrator_only
@require_http_methods(["GET", "HEAD", "POST"])
def telephone(request: HttpRequest, line_id: int | None = None) -> HttpResponse:
    """One telephone, or a new one."""
    try:
        found = queries.line(line_id) if line_id is not None else None
    except Line.DoesNotExist as error:
        raise Http404 from error
    form = LineForm(typed(request), instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("/telephones/")
    page = FormPage(
        heading=found.colleague.name if found else _("A new telephone"),
        form=form,
        back_path="/telephones/",
        back_label=_("Telephones"),
    )
    return show(request, "desk/form.html", page, nav="people", status=422 if form.errors else 200)
