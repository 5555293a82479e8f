"""The form, as a browser sends it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from stayline.people.models import Colleague
from stayline.problems import models as m

pytestmark = pytest.mark.django_db

PATH = "/encounters/new/"


@pytest.fixture
def page(erik: Colleague, client: Client) -> Client:
    client.force_login(erik)
    return client


def _told(**changes: str) -> dict[str, str]:
    told = {"client": str(uuid4()), "name": "Carol Reyes", "reach": "carol@ridge.example"}
    return {**told, "words": "It is cold on the third floor.", "should_know": "", **changes}


def test_the_form_is_for_colleagues_alone(client: Client) -> None:
    assert client.get(PATH).status_code == 302


def test_it_names_every_colleague_but_oneself(page: Client, sally: Colleague) -> None:
    shown = page.get(PATH).content.decode()
    assert sally.name in shown
    assert 'name="client" value="' in shown
    assert "Erik Sund, " not in shown


def test_what_was_told_is_theirs(page: Client, erik: Colleague) -> None:
    answer = page.post(PATH, _told())
    problem = m.Problem.objects.get()
    assert (problem.owner, answer["Location"]) == (erik, f"/problems/{problem.pk}/")


def test_whoever_should_know_is_asked(page: Client, sally: Colleague) -> None:
    page.post(PATH, _told(should_know=str(sally.pk)))
    assert m.Offer.objects.get().receivers == [sally.pk]


def test_a_double_tap_is_one_encounter(page: Client) -> None:
    told = _told()
    first, second = page.post(PATH, told), page.post(PATH, told)
    assert first["Location"] == second["Location"]
    assert m.Problem.objects.count() == 1


def test_a_changed_form_sent_under_the_same_id_is_told_so(page: Client) -> None:
    told = _told()
    page.post(PATH, told)
    answer = page.post(PATH, {**told, "words": "Something else."})
    assert answer.status_code == 409
    assert "sent before" in answer.content.decode()


@pytest.mark.parametrize("missing", ["name", "reach", "words"])
def test_what_was_typed_stays_when_something_is_missing(page: Client, missing: str) -> None:
    told = _told(**{missing: ""})
    answer = page.post(PATH, told)
    assert answer.status_code == 422
    assert not m.Problem.objects.exists()
    assert all(value in answer.content.decode() for value in told.values())


def test_an_address_that_is_none_is_said_in_a_sentence(page: Client) -> None:
    answer = page.post(PATH, _told(reach="0170 12"))
    assert answer.status_code == 409
    assert "begin with +" in answer.content.decode()


def test_without_a_csrf_token_nothing_is_kept(erik: Colleague) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(erik)
    assert strict.post(PATH, _told()).status_code == 403
    assert not m.Problem.objects.exists()
