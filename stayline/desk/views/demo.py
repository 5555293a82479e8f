"""Be anybody in the made-up company, with one click. Only in a demo, only from this machine."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from stayline.people import queries
from stayline.project.access import demo_only


@demo_only
@require_http_methods(["GET", "HEAD", "POST"])
def be_somebody(request: HttpRequest) -> HttpResponse:
    """GET shows everybody; POST signs in as one of them."""
    if request.method == "POST":
        return _sign_in(request)
    return render(request, "desk/demo.html", {"colleagues": queries.active_colleagues()})


def _sign_in(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("colleague", "")
    colleague = queries.active_colleagues().filter(pk=chosen).first() if chosen.isdigit() else None
    if colleague is None:
        raise Http404
    login(request, colleague, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("/")
