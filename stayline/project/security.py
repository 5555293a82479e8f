"""Headers that make the browser distrust everything but our own pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase

from stayline.project.access import Who, policy_of

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "media-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)


class SecurityHeadersMiddleware:
    """Content-Security-Policy on every page; the customer's page is kept by no cache and named to no other site."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(self)"
        )
        match = request.resolver_match
        if match is not None:
            policy = policy_of(match.func, match.url_name)
            if policy is not None and policy.who is Who.CUSTOMER_WITH_TOKEN:
                response.headers["Referrer-Policy"] = "no-referrer"
                response.headers["X-Robots-Tag"] = "noindex, nofollow"
                response.headers.setdefault("Cache-Control", "no-store")
            elif policy is not None and policy.who is not Who.ANYONE:
                response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class ReadableInputMiddleware:
    """Takes NUL out of what is sent: no database text holds it, and nobody's words fail for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> None:
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = _readable(request.GET)  # type: ignore[assignment]
        if getattr(view, "csrf_exempt", False):
            return  # no form: such a view reads what comes itself, in its own measure
        if any("\x00" in text for name, texts in request.POST.lists() for text in (name, *texts)):
            request.POST = _readable(request.POST)  # type: ignore[assignment]


def _readable(sent: QueryDict) -> QueryDict:
    cleaned = QueryDict(mutable=True)
    for name, texts in sent.lists():
        cleaned.setlist(name.replace("\x00", ""), [str(one).replace("\x00", "") for one in texts])
    return cleaned
