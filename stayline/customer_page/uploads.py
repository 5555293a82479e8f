"""Files in a customer's answer: put there, looked at, taken away, brought back.

She does not sign in: whoever has her link can do this, so that there is a measure for a minute, a
message and a day, and nothing of it is ever opened in our name.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from stayline.customer_page.contexts import FileShown
from stayline.customer_page.language import spoken_with
from stayline.customer_page.limits import too_often, works_here
from stayline.customer_page.page import file_shown, page_of
from stayline.problems import served, tokens, uploads
from stayline.problems.models import Upload, UploadPlace
from stayline.problems.queries import CustomersPage
from stayline.project.access import customer_with_token
from stayline.project.clock import now

MOST_IN_A_MINUTE = 40
MOST_FROM_A_FORM = 10
"""Files that a browser sends by itself, without our script."""


def spot_of(problem: int, customer: int) -> uploads.Spot:
    """Where the files of a customer's answer wait."""
    return uploads.Spot(place=UploadPlace.PAGE, problem=problem, customer=customer)


def _spot(found: CustomersPage) -> uploads.Spot:
    return spot_of(found.row.pk, found.customer.pk)


def waiting(found: CustomersPage, secret: str) -> list[FileShown]:
    """What waits with their answer."""
    return [shown(one, secret) for one in _spot(found).waiting()]


def has_files(request: HttpRequest) -> bool:
    """Whether something besides words was sent."""
    return bool(request.POST.getlist("file") or request.FILES)


def shown(file: Upload, secret: str) -> FileShown:
    return file_shown(file, f"/with/{secret}/uploads/{file.key}/")


def keys_in(request: HttpRequest, problem: int, customer: int) -> list[str]:
    """The keys of the files that go with this answer; those are put there first that a browser
    sends with its form. What is too much stays behind: words are never refused for a file."""
    keys = [str(one)[:36] for one in request.POST.getlist("file")]
    for sent in uploads.all_sent_by(request, request.POST.get("client", ""))[:MOST_FROM_A_FORM]:
        try:
            keys.append(str(uploads.put(spot_of(problem, customer), sent, now()).key))
        except uploads.NotTaken:
            continue
    return list(dict.fromkeys(keys))[:100]


# -- as pages ask for it -------------------------------------------------------------------------


def _found(token: str) -> CustomersPage:
    """The page behind this link. Raises Http404 where there is none any more."""
    found = page_of(token, now()) if tokens.looks_like_token(token) else None
    if found is None:
        raise Http404
    return found


@customer_with_token
@require_POST
def with_an_answer(request: HttpRequest, token: str) -> HttpResponse:
    """A file for their answer; it stays on their page until they send it."""
    found, sent = _found(token), uploads.sent_by(request)
    if sent is None:
        raise Http404
    with spoken_with(found):
        why = _why_not(request, found)
        if why:
            return served.as_not_taken(why)
        try:
            put = uploads.put(_spot(found), sent, now())
        except uploads.NotTaken as error:
            return served.as_not_taken(str(error))
    return _told(put, token)


def _why_not(request: HttpRequest, found: CustomersPage) -> str:
    if works_here(request):
        return _("You are signed in at the desk, and nobody here can answer for a customer.")
    if too_often(f"files-{found.customer.pk}", MOST_IN_A_MINUTE):
        return _("That was a lot at once. Wait a minute, please, and try again.")
    return ""


def _told(upload: Upload, token: str) -> HttpResponse:
    told = shown(upload, token)
    return served.as_put_there(key=told.key, name=told.name, path=told.path, picture=told.picture)


def _theirs(token: str) -> QuerySet[Upload]:
    return _spot(_found(token)).put_here()


def _one_of_theirs(token: str, key: UUID) -> Upload:
    one = _theirs(token).filter(key=key).first()
    if one is None:
        raise Http404
    return one


@customer_with_token
@never_cache
@require_safe
def upload(request: HttpRequest, token: str, key: UUID) -> HttpResponse:
    return served.as_download(_one_of_theirs(token, key))


@customer_with_token
@require_safe
def picture(request: HttpRequest, token: str, key: UUID) -> HttpResponse:
    return served.as_picture(_one_of_theirs(token, key))


@customer_with_token
@require_POST
def removed(request: HttpRequest, token: str, key: UUID) -> HttpResponse:
    """It does not go with the answer; it can be brought back for a while."""
    _one_of_theirs(token, key)
    uploads.take_away(_theirs(token), key, now())
    return HttpResponse(status=204)


@customer_with_token
@require_POST
def back(request: HttpRequest, token: str, key: UUID) -> HttpResponse:
    found = _one_of_theirs(token, key)
    uploads.bring_back(_theirs(token), key)
    return _told(found, token)
