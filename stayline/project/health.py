"""Whether this web process answers and reaches its database; for load balancers and for who waits for a start."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from stayline.project.access import anyone


@anyone(why="a load balancer has no account; it learns one word")
def health(request: HttpRequest) -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("no database\n", content_type="text/plain", status=503)
    return HttpResponse("well\n", content_type="text/plain", headers={"Cache-Control": "no-store"})
