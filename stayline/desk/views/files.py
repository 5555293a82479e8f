"""Files that came or went with a word: for whoever may see its problem, and always as a download.

A file's address is random, and no file of anybody's is ever shown inside one of our pages: not an
SVG, not an HTML page, whatever it calls itself. Of a picture there is also what we drew ourselves.
"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from stayline.desk.views.answers import reader
from stayline.problems import queries, served
from stayline.problems.models import Attachment, Problem, Word
from stayline.project.access import colleague_only


def _attachment(request: HttpRequest, key: UUID) -> Attachment:
    """One that its reader may see; any other does not exist."""
    try:
        attachment = Attachment.objects.select_related("word").get(key=key)
        queries.problem_for(reader(request), attachment.word.problem_id)
    except (Attachment.DoesNotExist, Word.DoesNotExist, Problem.DoesNotExist) as error:
        raise Http404 from error
    return attachment


@colleague_only
@require_safe
def file(request: HttpRequest, key: UUID) -> HttpResponse:
    """One file, for a colleague who may see the problem it belongs to."""
    return served.as_download(_attachment(request, key))


@colleague_only
@require_safe
def picture(request: HttpRequest, key: UUID) -> HttpResponse:
    """The same as a picture of ours."""
    return served.as_picture(_attachment(request, key))


@colleague_only
@require_safe
def sound(request: HttpRequest, key: UUID) -> HttpResponse:
    """The same as a sound that we wrote, to be listened to on the page."""
    return served.as_sound(_attachment(request, key), request.headers.get("Range", ""))
