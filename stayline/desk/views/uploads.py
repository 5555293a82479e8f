"""Files with words that are being written: put there, looked at, taken away, brought back."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stayline.desk import drafts
from stayline.desk.models import WritingKind
from stayline.desk.uploads import upload_shown
from stayline.desk.views.answers import reader
from stayline.desk.views.problems import the_problem
from stayline.problems import served, uploads
from stayline.problems.models import Upload, UploadPlace
from stayline.project.access import colleague_only
from stayline.project.clock import now


@colleague_only
@require_POST
def with_a_draft(request: HttpRequest, problem_id: int, kind: str) -> HttpResponse:
    """A file for a reply or a note; it stays with the draft on every device."""
    the_problem(request, problem_id)
    if kind not in WritingKind.values:
        raise Http404
    me, sent = reader(request), _sent(request)
    try:
        return _told(drafts.put_file(me, problem_id, WritingKind(kind), sent, now()))
    except uploads.NotTaken as error:
        return served.as_not_taken(str(error))


@colleague_only
@require_POST
def with_whom_one_met(request: HttpRequest) -> HttpResponse:
    """A photo of a card, a screen, a receipt; the encounter follows at once."""
    spot = uploads.Spot(place=UploadPlace.MET, colleague=reader(request).pk)
    try:
        return _told(uploads.put(spot, _sent(request), now()))
    except uploads.NotTaken as error:
        return served.as_not_taken(str(error))


def _sent(request: HttpRequest) -> uploads.Sent:
    """The file of this form. Raises Http404 where there is none."""
    sent = uploads.sent_by(request)
    if sent is None:
        raise Http404
    return sent


def _told(upload: Upload) -> HttpResponse:
    shown = upload_shown(upload)
    return served.as_put_there(
        key=shown.key, name=shown.name, path=shown.url, picture=shown.picture
    )


# -- what waits ----------------------------------------------------------------------------------


def _mine(request: HttpRequest) -> QuerySet[Upload]:
    """What this colleague has put somewhere; what others did does not exist."""
    return Upload.objects.filter(colleague=reader(request))


def _one_of_mine(request: HttpRequest, key: UUID) -> Upload:
    found = _mine(request).filter(key=key).first()
    if found is None:
        raise Http404
    return found


@colleague_only
@require_safe
def upload(request: HttpRequest, key: UUID) -> HttpResponse:
    return served.as_download(_one_of_mine(request, key))


@colleague_only
@require_safe
def picture(request: HttpRequest, key: UUID) -> HttpResponse:
    return served.as_picture(_one_of_mine(request, key))


@colleague_only
@require_POST
def removed(request: HttpRequest, key: UUID) -> HttpResponse:
    """It does not go with these words; it can be brought back for a while."""
    _one_of_mine(request, key)
    uploads.take_away(_mine(request), key, now())
    return JsonResponse({"said": _("Taken away.")})


@colleague_only
@require_POST
def back(request: HttpRequest, key: UUID) -> HttpResponse:
    found = _one_of_mine(request, key)
    drafts.bring_file_back(found, now())
    return _told(found)
