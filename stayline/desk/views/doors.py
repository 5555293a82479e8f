"""Doors, for administrators: each with a person behind it, and what a customer sees."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from stayline.desk.contexts import FormPage, Listed, ListPage
from stayline.desk.views.answers import show, typed
from stayline.people import queries
from stayline.people.forms import door_forms, save_door
from stayline.people.languages import spoken
from stayline.people.models import Door
from stayline.project.access import administrator_only


@administrator_only
@require_safe
def doors(request: HttpRequest) -> HttpResponse:
    """Every way in."""
    page = ListPage(
        heading=_("Doors"),
        lead=_("Each way in, and the person behind it."),
        items=[_listed(door) for door in queries.doors()],
        add_path="/doors/new/",
        add_label=_("Add a door"),
        empty=_("There is no door yet: nobody can reach you. Add the first one."),
    )
    return show(request, "desk/list.html", page, nav="doors")


def _listed(door: Door) -> Listed:
    rings = _("rings %(n)d min, then the next") % {"n": door.ring_minutes}
    return Listed(
        path=f"/doors/{door.pk}/",
        name=door.name,
        more=door.address,
        end=rings,
        person=door.fallback,
        is_off=not door.is_open,
    )


@administrator_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_door(request: HttpRequest) -> HttpResponse:
    return _door_page(request, None)


@administrator_only
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: HttpRequest, door_id: int) -> HttpResponse:
    """One door: where it is, who is on duty, who is behind it."""
    try:
        return _door_page(request, queries.door(door_id))
    except Door.DoesNotExist as error:
        raise Http404 from error


def _door_page(request: HttpRequest, door: Door | None) -> HttpResponse:
    form, lists = door_forms(door, typed(request))
    if request.method == "POST" and save_door(form, lists):
        return redirect("/doors/")
    page = FormPage(
        heading=door.name if door else _("A new door"),
        form=form,
        lists=lists,
        back_path="/doors/",
        back_label=_("Doors"),
        lead=_("A door can't be saved without a person behind it."),
        preview=_what_they_read(door) if door else "",
        preview_heading=_("What a customer reads first"),
        preview_language=spoken(door.language) if door else "",
    )
    return show(
        request,
        "desk/form.html",
        page,
        nav="doors",
        status=422 if request.method == "POST" else 200,
    )


def _what_they_read(door: Door) -> str:
    with translation.override(spoken(door.language)):
        return _first_words(door)


def _first_words(door: Door) -> str:
    greeting = door.greeting or _("Thank you for writing.")
    hours, minutes = divmod(door.promise_minutes, 60)
    within = ngettext("%(n)d working hour", "%(n)d working hours", hours) % {"n": hours}
    if minutes:
        within = _("%(n)d working minutes") % {"n": door.promise_minutes}
    return f"{greeting}\n\n" + _("A person writes to you within %(time)s.") % {"time": within}
