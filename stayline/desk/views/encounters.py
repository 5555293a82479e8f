""" "I met a customer": one thumb, ten seconds, and they are with you."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stayline.channels.encounter.capture import capture
from stayline.desk.contexts import MetPage
from stayline.desk.forms import keys_in
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


class NotKept(Exception):
    """Why it could not be kept; `client` is the id with which it can be sent anew, if any can."""

    def __init__(self, sentence: str, client: str = "") -> None:
        super().__init__(sentence)
        self.client = client


def _keep(request: HttpRequest) -> HttpResponse:
    """For a page, a page; for the script that kept it without signal, what to do next."""
    is_script = request.headers.get("Accept") == "application/json"
    said = _("%(name)s is with you now.") % {"name": request.POST.get("name", "").strip()}
    try:
        problem = _captured(request)
    except NotKept as error:
        if not is_script:
            return _show(request, client=error.client, refusal=str(error))
        return JsonResponse({"refusal": str(error), "client": error.client}, status=409)
    path = f"/problems/{problem}/"
    if is_script:
        return JsonResponse({"path": path, "said": said})
    messages.success(request, said)
    return redirect(path)


def _captured(request: HttpRequest) -> int:
    """The problem of this encounter; the same one for the same form. Raises NotKept."""
    sent = {name: request.POST.get(name, "").strip() for name in ("name", "reach", "words")}
    if not all(sent.values()):
        raise NotKept(_("A name, how to reach them and what they said, please."))
    try:
        answer = capture(
            reader(request),
            at=now(),
            should_know=_should_know(request),
            door=people.doors().filter(kind=DoorKind.ENCOUNTER, is_open=True).first(),
            met_at=_met_at(request.POST.get("met_at", ""), now()),
            key=request.POST.get("client", "")[:80],
            files=keys_in(request.POST),
            **sent,
        )
    except Refused as refused:
        raise NotKept(refused.spoken({}, sent["name"])) from refused
    except UsedForSomethingElse as error:
        again = _("This form was sent already; send it again as a new one.")
        raise NotKept(again, client=str(uuid4())) from error
    except ValueError as error:
        raise NotKept(str(error)) from error
    return answer.problem.id


KEPT_FOR_AT_MOST = timedelta(days=30)
SENT_AT_ONCE = timedelta(minutes=2)


def _met_at(told: str, at: datetime) -> datetime | None:
    """When they met, as the browser that kept it says; None: now, or what nobody can believe."""
    try:
        met = datetime.fromisoformat(told)
    except ValueError:
        return None
    is_aware = met.tzinfo is not None
    return met if is_aware and at - KEPT_FOR_AT_MOST < met < at - SENT_AT_ONCE else None


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
