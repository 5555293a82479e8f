"""What was set aside, looked through in bulk: two people stand behind each, the screen is none."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from stayline.desk.pages.aside import SHOWN, aside_page
from stayline.desk.pages.problem import sentence
from stayline.desk.views.answers import numbers, reader, show
from stayline.ownership import Refused
from stayline.people.models import Colleague
from stayline.problems import by_colleagues
from stayline.problems.models import Problem
from stayline.problems.queries import problem_for
from stayline.project.access import colleague_only
from stayline.project.clock import now


@colleague_only
@require_http_methods(["GET", "HEAD", "POST"])
def set_aside(request: HttpRequest) -> HttpResponse:
    """The list; sent, each chosen one is confirmed or brought back by itself."""
    me, refusals = reader(request), list[str]()
    if request.method == "POST":
        back = request.POST.get("verb") == "bring back"
        chosen = numbers(request.POST.getlist("problem"))[:SHOWN]
        refusals = [why for one in chosen if (why := _decide(one, me, back))]
        _say(request, len(chosen) - len(refusals), back)
        if not chosen:
            refusals = [_("Choose at least one first: the box before each.")]
        if not refusals:
            return redirect("set-aside")
    status = 409 if refusals else 200
    return show(request, "desk/set_aside.html", aside_page(me, refusals), status=status)


def _decide(problem: int, me: Colleague, back: bool) -> str:
    """One of them; or why not, as one sentence."""
    try:
        found = problem_for(me, problem)
    except Problem.DoesNotExist:
        return ""  # gone from this list meanwhile: somebody else was quicker
    act = by_colleagues.bring_back if back else by_colleagues.confirm_aside
    try:
        act(problem, me.pk, now())
    except Refused as refused:
        return f"{found.subject}: {sentence(refused, found)}"
    return ""


def _say(request: HttpRequest, many: int, back: bool) -> None:
    if not many:
        return
    if back:
        said = ngettext("%(n)d rings somebody now.", "%(n)d ring somebody now.", many)
    else:
        said = ngettext("%(n)d is no customer's.", "%(n)d are no customers'.", many)
    messages.success(request, said % {"n": many})
