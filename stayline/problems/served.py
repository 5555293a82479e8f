"""How a file leaves for a browser: to be saved, as a picture that we drew ourselves, or as a sound that
we wrote sample by sample; and how a browser is told of one that it put there.

No browser ever opens in our name what somebody sent: not an SVG, not an HTML page, whatever it
calls itself.
"""

from __future__ import annotations

import re

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.http import content_disposition_header

from stayline.people.pictures import CONTENT_TYPE
from stayline.problems import sounds, uploads
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


def as_sound(file: Attachment | Upload, wanted: str = "") -> HttpResponse:
    """The sound as we wrote it, from where a player wants it (`wanted`: its Range header).

    Raises Http404 where it is none: there is nothing to listen to.
    """
    with file.file.open("rb") as kept:
        content = kept.read()
    try:
        return sound_answer(sounds.read(content).as_wav(), wanted)
    except sounds.NotASound as error:
        raise Http404 from error


def sound_answer(content: bytes, wanted: str = "") -> HttpResponse:
    """A sound of ours, or a part of it. https://www.rfc-editor.org/rfc/rfc9110#section-14"""
    answer = HttpResponse(content_type=sounds.CONTENT_TYPE)
    answer["Accept-Ranges"] = "bytes"
    answer["Content-Disposition"] = "inline"
    answer["Cache-Control"] = "private, no-store"  # what is deleted here is not kept there
    asked = _ONE_RANGE.fullmatch(wanted)
    first = int(asked[1]) if asked else 0
    last = min(int(asked[2]), len(content) - 1) if asked and asked[2] else len(content) - 1
    if asked and first <= last:
        answer.status_code = 206
        answer["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
        content = content[first : last + 1]
    answer.content = content
    return _shut(answer)


_ONE_RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")


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
