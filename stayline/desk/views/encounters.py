""" "I met a customer": one thumb, ten seconds, and they are with you."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stayline.channels.encounter.capture import capture
from stayline.desk.contexts import MetPage
from stayline.desk.views.answers import numbers, reader, show
from stayline.ownership import Refused
from stayline.people import queries as people
from stayline.people.models import Colleague, DoorKind
from stayline.problems.journal import UsedForSomethingElse
from stayline.project.access import colleague_only
from stayline.project.clock import now


@colleague_only
@require_http_methods(["GET", "HEAD", "POST"])
def met(request: HttpRequest) -> HttpResponse:
    """What was typed stays typed until it is kept; sent twice, it counts once."""
    if request.method == "POST":
        return _keep(request)
    return _show(request, client=str(uuid4()))


def _keep(request: HttpRequest) -> HttpResponse:
    sent = {name: request.POST.get(name, "").strip() for name in ("name", "reach", "words")}
    if not all(sent.values()):
        return _show(request, refusal=_("A name, how to reach them and what they said, please."))
    me = reader(request)
    try:
        answer = capture(
            me,
            at=now(),
            should_know=_should_know(request),
            door=people.doors().filter(kind=DoorKind.ENCOUNTER, is_open=True).first(),
            key=request.POST.get("client", "")[:80],
            **sent,
        )
    except Refused as refused:
        return _show(request, refusal=refused.spoken({}, sent["name"]))
    except UsedForSomethingElse:
        return _show(
            request,
            client=str(uuid4()),
            refusal=_("This form was sent already; send it again as a new one."),
        )
    except ValueError as error:
        return _show(request, refusal=str(error))
    messages.success(request, _("%(name)s is with you now.") % {"name": sent["name"]})
    return redirect(f"/problems/{answer.problem.id}/")


def _should_know(request: HttpRequest) -> Colleague | None:
    chosen = numbers([request.POST.get("should_know", "")])
    return people.active_colleagues().filter(pk__in=chosen).first()


def _show(request: HttpRequest, *, client: str = "", refusal: str = "") -> HttpResponse:
    sent = request.POST
    page = MetPage(
        client=client or sent.get("client", ""),
        name=sent.get("name", ""),
        reach=sent.get("reach", ""),
        words=sent.get("words", ""),
        should_know=sent.get("should_know", ""),
        colleagues=list(people.active_colleagues().exclude(pk=reader(request).pk)),
        refusal=refusal,
    )
    return show(request, "desk/met.html", page, nav="met", status=409 if refusal else 200)
