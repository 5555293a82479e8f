"""How a file leaves for a browser: to be saved, or as a picture that we drew ourselves; and how a
browser is told of one that it put there.

No browser ever opens in our name what somebody sent: not an SVG, not an HTML page, whatever it
calls itself.
"""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.http import content_disposition_header

from stayline.people.pictures import CONTENT_TYPE
from stayline.problems import uploads
from stayline.problems.models import Attachment, Upload


def as_download(file: Attachment | Upload) -> HttpResponse:
    """The bytes as they came, for saving."""
    with file.file.open("rb") as kept:
        answer = HttpResponse(kept.read(), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, file.name)
    return _shut(answer)


def as_picture(file: Attachment | Upload) -> HttpResponse:
    """The picture as we drew it; a plain sheet of paper where it is none."""
    picture = uploads.picture(file)
    if picture is None:
        return redirect(static("desk/img/no-picture.svg"))
    answer = HttpResponse(picture, content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = "inline"
    answer["Cache-Control"] = "private, max-age=86400, immutable"
    return _shut(answer)


def as_put_there(*, key: str, name: str, path: str, picture: str) -> HttpResponse:
    """What our script shows of a file that waits now."""
    return JsonResponse({"key": key, "name": name, "path": path, "picture": picture})


def as_not_taken(why: str) -> HttpResponse:
    """Why a file cannot go with these words, and what to do instead."""
    return JsonResponse({"why": why}, status=422)


def _shut(answer: HttpResponse) -> HttpResponse:
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
