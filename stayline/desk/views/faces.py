"""A face, for whoever was given its address: pages of the desk, and of customers its person meets."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from stayline.desk.faces import picture_at
from stayline.people.pictures import CONTENT_TYPE
from stayline.project.access import anyone


@anyone(why="customers see the faces of who is with them; nobody guesses a face's address")
@require_safe
def face(request: HttpRequest, key: UUID) -> HttpResponse:
    """A picture that we drew ourselves, and nothing else. A new face has a new address."""
    try:
        picture = picture_at(key)
    except FileNotFoundError as error:
        raise Http404 from error
    answer = HttpResponse(picture, content_type=CONTENT_TYPE)
    answer["Cache-Control"] = "private, max-age=86400"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Content-Disposition"] = "inline"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["X-Robots-Tag"] = "noindex"
    return answer
