"""Who may open which page; and a page that says nothing opens for nobody."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import path

from stayline.people.models import Colleague, Role
from stayline.project import access
from stayline.project.access import AccessMiddleware, policy_of
from stayline.project.checks import addresses, every_address_has_an_access_policy

View = Callable[[HttpRequest], HttpResponse]
Decorator = Callable[[View], View]


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("seen")


def marked(decorator: Decorator) -> View:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("seen")

    return decorator(view)


def opened(view: View, role: str | None, **headers: str) -> HttpResponseBase | None:
    """What the middleware answers before the view; None lets it through."""
    request = RequestFactory().get("/somewhere/?a=1", headers=headers)
    request.user = Colleague(role=role) if role else AnonymousUser()
    return AccessMiddleware(page).process_view(request, view, (), {})


def test_every_address_says_who_may_open_it() -> None:
    found = list(addresses())
    assert len(found) > 20
    assert [where for where, view, name in found if policy_of(view, name) is None] == []


@pytest.mark.django_db
def test_a_stranger_sees_no_address_that_is_for_colleagues() -> None:
    """Walks every address there is; a sign-in or a refusal is fine, a page is not."""
    client = Client()
    for where, view, name in addresses():
        policy = policy_of(view, name)
        assert policy is not None
        if policy.who in {access.Who.ANYONE, access.Who.CUSTOMER_WITH_TOKEN}:
            continue
        answer = client.get(_example(where))
        assert answer.status_code in {302, 401, 403, 404, 405}, where
        if answer.status_code == 302:
            assert answer.headers["Location"].startswith("/accounts/login/"), where


def _example(pattern: str) -> str:
    """An address of this pattern, with something in every gap."""
    filled = re.sub(r"<(?:int:)\w+>", "1", pattern)
    filled = re.sub(r"<(?:\w+:)?\w+>", "x", filled)
    return re.sub(r"[\^$]|\\Z|\(\?P.*?\)", "", filled)


def test_a_view_without_a_policy_is_not_found() -> None:
    with pytest.raises(Http404):
        opened(page, Role.ADMINISTRATOR)


def test_the_check_names_the_view_without_a_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    from stayline.project import urls

    monkeypatch.setattr(urls, "urlpatterns", [path("open/", page)])
    monkeypatch.setattr(
        "stayline.project.checks.get_resolver",
        lambda: type("R", (), {"url_patterns": urls.urlpatterns})(),
    )
    (error,) = every_address_has_an_access_policy(None)
    assert error.msg == "/open/ says not who may open it."


def test_two_policies_on_one_view_are_refused() -> None:
    with pytest.raises(TypeError, match="two access policies"):
        access.colleague_only(marked(access.lead_only))


@pytest.mark.parametrize(
    ("decorator", "allowed"),
    [
        (access.colleague_only, {"colleague", "lead", "administrator"}),
        (access.lead_only, {"lead", "administrator"}),
        (access.administrator_only, {"administrator"}),
    ],
)
def test_each_role_opens_what_is_for_it(decorator: Decorator, allowed: set[str]) -> None:
    for role in Role.values:
        if role in allowed:
            assert opened(marked(decorator), role) is None
        else:
            with pytest.raises(PermissionDenied, match="may do this"):
                opened(marked(decorator), role)


def test_a_stranger_is_sent_to_sign_in_and_back() -> None:
    answer = opened(marked(access.colleague_only), None)
    assert answer is not None
    assert answer.headers["Location"] == "/accounts/login/?next=%2Fsomewhere%2F%3Fa%3D1"


def test_a_fragment_only_says_that_nobody_is_signed_in() -> None:
    """Its page may hold words that somebody is writing; it must not be led away from them."""
    answer = opened(marked(access.colleague_only), None, **{"HX-Request": "true"})
    assert answer is not None
    assert answer.status_code == 401
    assert "HX-Redirect" not in answer.headers


def test_the_customers_link_and_open_pages_need_no_account() -> None:
    assert opened(marked(access.customer_with_token), None) is None
    assert opened(marked(access.anyone(why="a test")), None) is None


def test_demo_pages_are_nowhere_but_in_a_demo() -> None:
    settings.STAYLINE_DEMO = False
    with pytest.raises(Http404):
        opened(marked(access.demo_only), Role.ADMINISTRATOR)


def test_demo_pages_open_only_from_this_machine() -> None:
    request = RequestFactory().get("/demo/", REMOTE_ADDR="203.0.113.9")
    settings.STAYLINE_DEMO = True
    try:
        with pytest.raises(Http404):
            AccessMiddleware(page).process_view(request, marked(access.demo_only), (), {})
        request.META["REMOTE_ADDR"] = "127.0.0.1"
        assert (
            AccessMiddleware(page).process_view(request, marked(access.demo_only), (), {}) is None
        )
    finally:
        settings.STAYLINE_DEMO = False


@pytest.mark.django_db
def test_nobody_signs_up_by_themselves(client: Client) -> None:
    assert client.get("/accounts/signup/").status_code == 404


@pytest.mark.django_db
def test_a_colleague_signs_in_with_a_password(client: Client) -> None:
    bea = Colleague.objects.create_colleague(
        email="bea@fernwood.example", name="Bea", password="four-heat-pumps-hum"
    )
    answer = client.post(
        "/accounts/login/", {"login": bea.email, "password": "four-heat-pumps-hum"}
    )
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(bea.pk)


@pytest.mark.django_db
def test_who_left_cannot_sign_in(client: Client) -> None:
    bea = Colleague.objects.create_colleague(
        email="bea@fernwood.example", name="Bea", password="four-heat-pumps-hum"
    )
    Colleague.objects.filter(pk=bea.pk).update(is_active=False)
    client.post("/accounts/login/", {"login": bea.email, "password": "four-heat-pumps-hum"})
    assert "_auth_user_id" not in client.session
