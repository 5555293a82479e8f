"""What a browser asks for when the desk is put beside its other programs: its name and pictures, the
worker that keeps pages readable without a connection, and the page for all that it has not kept."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stayline.project.access import anyone

_FILES = Path(__file__).parent.parent / "static" / "desk"
SIZES = (180, 192, 512)
PAPER, ACCENT = "#ffffff", "#14795a"


@anyone(why="a browser asks for it without saying who; it names nobody")
@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """W3C, Web Application Manifest."""
    name = settings.STAYLINE_COMPANY
    icons = [
        {"src": f"/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": use}
        for size in SIZES[1:]
        for use in ("any", "maskable")
    ]
    told = {
        "name": f"Stayline · {name}" if name else "Stayline",
        "short_name": "Stayline",
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": ACCENT,
        "icons": icons,
        "shortcuts": [{"name": _("I met a customer"), "url": "/encounters/new/"}],
    }
    answer = JsonResponse(told, content_type="application/manifest+json")
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


@anyone(why="a picture of ours, the same for everybody")
@require_safe
def icon(request: HttpRequest, size: int) -> HttpResponse:
    """The mark on paper, under a name that stays: browsers keep it for long."""
    if size not in SIZES:
        raise Http404
    answer = HttpResponse(_read(f"img/icon-{size}.png"), content_type="image/png")
    answer["Cache-Control"] = "public, max-age=86400"
    return answer


@anyone(why="a browser fetches it without saying who; it holds no data")
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """From the root, where its scope begins; asked for anew each time, so that it is never old."""
    worker = _read("js/service-worker.js")
    answer = HttpResponse(worker, content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@anyone(why="kept by every browser for when there is no connection; it names nobody")
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/offline.html")


@cache
def _read(name: str) -> bytes:
    return (_FILES / name).read_bytes()
