"""Files that came or went with a word: for whoever may see its problem, and always as a download.

A file's address is random, and no file of anybody's is ever shown inside one of our pages: not an
SVG, not an HTML page, whatever it calls itself.
"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from stayline.desk.views.answers import reader
from stayline.problems import queries
from stayline.problems.models import Attachment, Problem, Word
from stayline.project.access import colleague_only


def download(attachment: Attachment) -> HttpResponse:
    """The bytes, for saving. No browser opens them in our name."""
    with attachment.file.open("rb") as kept:
        answer = HttpResponse(kept.read(), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, attachment.name)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@colleague_only
@require_safe
def file(request: HttpRequest, key: UUID) -> HttpResponse:
    """One file, for a colleague who may see the problem it belongs to."""
    try:
        attachment = Attachment.objects.select_related("word").get(key=key)
        queries.problem_for(reader(request), attachment.word.problem_id)
    except (Attachment.DoesNotExist, Word.DoesNotExist, Problem.DoesNotExist) as error:
        raise Http404 from error
    return download(attachment)
