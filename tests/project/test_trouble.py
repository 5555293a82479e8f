"""Whatever goes wrong: a sentence, what became of one's words, and a way on."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from stayline.people.demo import build_demo_company
from stayline.project import trouble
from stayline.project.trouble import Trouble

pytestmark = pytest.mark.django_db
TOKEN = "a" * 26
HERS = f"/with/{TOKEN}/"


def _broken_by(error: Exception, path: str) -> HttpResponse:
    try:
        raise error
    except type(error):
        return trouble.broken(RequestFactory().get(path))


def test_a_customer_whose_link_is_not_in_use_may_write_to_us(client: Client) -> None:
    build_demo_company()
    answer = client.get(HERS)
    assert answer.status_code == 404
    assert "mailto:billing@fernwood.example" in answer.content.decode()
    assert "Stayline" not in answer.content.decode()


def test_what_is_not_there_leads_home(client: Client) -> None:
    answer = client.get("/nowhere/at/all/")
    assert answer.status_code == 404
    assert 'href="/"' in answer.content.decode()


def test_a_form_sent_after_the_sign_in_ended_leads_back_to_where_one_wrote(client: Client) -> None:
    came_from = "http://testserver/problems/42/?x=1"
    answer = client.post("/problems/42/words/", {"words": "x"}, headers={"Referer": came_from})
    assert answer.status_code == 401
    assert "/accounts/login/?next=%2Fproblems%2F42%2F%3Fx%3D1" in answer.content.decode()
    assert "kept in this browser" in answer.content.decode()


def test_nobody_is_led_elsewhere_by_where_they_say_they_came_from(client: Client) -> None:
    answer = client.post("/problems/42/words/", headers={"Referer": "https://elsewhere.example/x"})
    assert "elsewhere.example" not in answer.content.decode()


@pytest.mark.parametrize("path", ["/problems/42/", HERS])
def test_what_broke_can_be_tried_again(path: str) -> None:
    answer = _broken_by(ValueError("x"), path)
    assert answer.status_code == 500
    assert f'href="{path}"' in answer.content.decode()


def test_a_customer_goes_back_to_her_page_and_not_to_a_form_of_it() -> None:
    answer = _broken_by(ValueError("x"), f"{HERS}words/")
    assert f'href="{HERS}"' in answer.content.decode()


@pytest.mark.parametrize("path", ["/", HERS])
def test_while_the_database_is_away_the_page_waits_by_itself(path: str) -> None:
    answer = _broken_by(OperationalError("the server closed the connection"), path)
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "back-again" in answer.content.decode()


def test_a_form_that_was_open_too_long_is_answered_with_a_way_back() -> None:
    answer = Client(enforce_csrf_checks=True).post(f"{HERS}words/", {"words": "x"})
    assert answer.status_code == 403
    assert f'href="{HERS}"' in answer.content.decode()


def test_too_much_and_too_often_say_what_to_do() -> None:
    assert "smaller parts" in trouble.too_large("/problems/1/words/")
    assert HERS in trouble.too_large(f"{HERS}words/")
    answer = trouble.too_often(RequestFactory().get("/accounts/login/"))
    assert (answer.status_code, 'href="/accounts/login/"' in answer.content.decode()) == (429, True)


def test_what_may_not_be_done_says_why() -> None:
    request: HttpRequest = RequestFactory().get("/doors/")
    answer = trouble.not_yours(request, PermissionError("Only an administrator may do this."))
    assert "Only an administrator may do this." in answer.content.decode()
    assert trouble.not_understood(request, ValueError("x")).status_code == 400


def test_a_page_of_trouble_needs_no_database(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        trouble.show("/", Trouble("Heading", "Lead"))
