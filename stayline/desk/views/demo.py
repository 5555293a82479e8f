"""Be anybody in the made-up company, with one click. Only in a demo, only from this machine."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from stayline.desk.views.answers import numbers
from stayline.people import queries
from stayline.project.access import demo_only
from stayline.project.clock import let_pass

LONGEST_WAIT = timedelta(days=60)


@demo_only
@require_http_methods(["GET", "HEAD", "POST"])
def be_somebody(request: HttpRequest) -> HttpResponse:
    """GET shows everybody; POST signs in as one of them."""
    if request.method == "POST":
        return _sign_in(request)
    return render(request, "desk/demo.html", {"colleagues": queries.active_colleagues()})


def _sign_in(request: HttpRequest) -> HttpResponse:
    chosen = numbers([request.POST.get("colleague", "")])
    colleague = queries.active_colleagues().filter(pk__in=chosen).first()
    if colleague is None:
        raise Http404
    login(request, colleague, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("/")


@demo_only
@require_POST
def time_passed(request: HttpRequest) -> HttpResponse:
    """Let time pass, to see what happens when nobody answers."""
    minutes = request.POST.get("minutes", "")
    if not minutes.isascii() or not minutes.isdigit() or len(minutes) > 6:
        raise Http404
    let_pass(min(timedelta(minutes=int(minutes)), LONGEST_WAIT))
    return redirect("/demo/")
