"""Whether this web process answers, reaches its database, and has the right time; for load balancers and for who waits for a start."""

from __future__ import annotations

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from stayline.problems import agreement
from stayline.project.access import anyone


@anyone(why="a load balancer has no account; it learns in a word whether to come")
def health(request: HttpRequest) -> HttpResponse:
    try:
        agreement.ask()
    except agreement.ClockIsWrong:
        return _say("wrong clock", 503)
    except DatabaseError:
        return _say("no database", 503)
    return _say("well", 200)


def _say(word: str, status: int) -> HttpResponse:
    kept = {"Cache-Control": "no-store"}
    return HttpResponse(f"{word}\n", content_type="text/plain", status=status, headers=kept)
