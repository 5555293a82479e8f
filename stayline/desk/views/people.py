"""People and teams, for administrators."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stayline.desk.contexts import Act, FormPage, Listed, ListPage
from stayline.desk.views.answers import show, typed
from stayline.people import queries
from stayline.people.forms import ColleagueForm, TeamForm
from stayline.people.models import Colleague, Team
from stayline.project.access import administrator_only


def tabs(here: str) -> tuple[tuple[str, str, bool], ...]:
    return (
        (_("People"), "/people/", here == "people"),
        (_("Teams"), "/teams/", here == "teams"),
        (_("Telephones"), "/telephones/", here == "telephones"),
        (_("What callers hear"), "/prompts/", here == "prompts"),
    )


@administrator_only
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who works or worked here."""
    items = [
        Listed(
            path=f"/people/{one.pk}/",
            name=one.name,
            more=one.title or one.email,
            end=str(one.get_role_display()),
            person=one,
            is_off=not one.is_active,
        )
        for one in queries.all_colleagues()
    ]
    page = ListPage(
        heading=_("People"),
        lead=_("Everybody here may meet a customer, and stay with them."),
        items=items,
        add_path="/people/new/",
        add_label=_("Add a colleague"),
        tabs=tabs("people"),
    )
    return show(request, "desk/list.html", page, nav="people")


@administrator_only
@require_safe
def teams(request: HttpRequest) -> HttpResponse:
    """Teams help to find who can help; none of them ever owns a problem."""
    items = [
        Listed(
            path=f"/teams/{one.pk}/",
            name=one.name,
            more=", ".join(member.first_name for member in one.members.all()),
        )
        for one in queries.teams()
    ]
    page = ListPage(
        heading=_("Teams"),
        lead=_("They help to find who can help. A problem belongs to a person, never to a team."),
        items=items,
        add_path="/teams/new/",
        add_label=_("Add a team"),
        empty=_("There is no team yet."),
        tabs=tabs("teams"),
    )
    return show(request, "desk/list.html", page, nav="people")


@administrator_only
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest, team_id: int | None = None) -> HttpResponse:
    """One team, or a new one."""
    try:
        found = queries.team(team_id) if team_id is not None else None
    except Team.DoesNotExist as error:
        raise Http404 from error
    form = TeamForm(typed(request), instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("/teams/")
    page = FormPage(
        heading=found.name if found else _("A new team"),
        form=form,
        back_path="/teams/",
        back_label=_("Teams"),
    )
    return show(request, "desk/form.html", page, nav="people", status=422 if form.errors else 200)


def existing(colleague_id: int) -> Colleague:
    """A colleague, or "not found"."""
    try:
        return queries.colleague(colleague_id)
    except Colleague.DoesNotExist as error:
        raise Http404 from error


@administrator_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_colleague(request: HttpRequest) -> HttpResponse:
    """Somebody starts here. They choose their password by "forgotten password"."""
    form = ColleagueForm(typed(request))
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("/people/")
    page = FormPage(
        heading=_("A new colleague"),
        form=form,
        back_path="/people/",
        back_label=_("People"),
    )
    return show(request, "desk/form.html", page, nav="people", status=422 if form.errors else 200)


@administrator_only
@require_http_methods(["GET", "HEAD", "POST"])
def colleague(request: HttpRequest, colleague_id: int) -> HttpResponse:
    """Who somebody is, when they work, and who answers for them."""
    found = existing(colleague_id)
    form = ColleagueForm(typed(request), instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("/people/")
    leaves = Act(
        _("%(name)s leaves…") % {"name": found.first_name}, f"{request.path}departure/", True
    )
    page = FormPage(
        heading=found.name,
        form=form,
        back_path="/people/",
        back_label=_("People"),
        acts=(leaves,) if found.is_active else (),
    )
    return show(request, "desk/form.html", page, nav="people", status=422 if form.errors else 200)
