"""What the browser is told about our pages."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import ResolverMatch

from stayline.project.access import anyone, colleague_only, customer_with_token
from stayline.project.security import SecurityHeadersMiddleware


def headers_of(view: object) -> dict[str, str]:
    request = RequestFactory().get("/")
    request.resolver_match = ResolverMatch(view, (), {})  # type: ignore[arg-type]
    answer = SecurityHeadersMiddleware(lambda _: HttpResponse())(request)
    return dict(answer.headers)


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def test_the_customers_page_is_named_to_no_other_site_and_kept_by_no_cache() -> None:
    headers = headers_of(customer_with_token(lambda request: HttpResponse()))
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"


def test_a_colleagues_page_is_kept_by_no_shared_cache() -> None:
    headers = headers_of(colleague_only(lambda request: HttpResponse()))
    assert headers["Cache-Control"] == "private, no-store"


def test_no_page_runs_a_script_that_is_not_ours() -> None:
    policy = headers_of(anyone(why="a test")(lambda request: HttpResponse()))[
        "Content-Security-Policy"
    ]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused() -> None:
    answer = Client(enforce_csrf_checks=True).post(
        "/accounts/login/", {"login": "a", "password": "b"}
    )
    assert answer.status_code == 403


@pytest.mark.django_db
def test_health_is_one_word(client: Client) -> None:
    answer = client.get("/health/")
    assert (answer.status_code, answer.content) == (200, b"well\n")
