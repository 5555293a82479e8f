"""Being anybody is for the demo alone, by a POST with CSRF."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from stayline.people.models import Colleague


@pytest.mark.parametrize("path", ["/demo/", "/outbox/"])
def test_outside_a_demo_there_is_no_such_page(path: str, bea: Colleague) -> None:
    assert Client().get(path).status_code == 404
    assert Client().post(path, {"colleague": bea.pk}).status_code == 404


def test_in_a_demo_one_click_signs_in(bea: Colleague, settings: Settings) -> None:
    settings.STAYLINE_DEMO = True
    client = Client()
    assert "Bea Lindqvist" in client.get("/demo/").content.decode()
    assert client.post("/demo/", {"colleague": bea.pk}).headers["Location"] == "/"
    assert client.get("/").status_code == 200


def test_one_click_needs_the_forms_own_secret(bea: Colleague, settings: Settings) -> None:
    settings.STAYLINE_DEMO = True
    assert Client(enforce_csrf_checks=True).post("/demo/", {"colleague": bea.pk}).status_code == 403


def test_a_get_signs_nobody_in(bea: Colleague, settings: Settings) -> None:
    settings.STAYLINE_DEMO = True
    client = Client()
    client.get("/demo/", {"colleague": bea.pk})
    assert client.get("/").status_code == 302


def test_from_another_machine_there_is_no_such_page(bea: Colleague, settings: Settings) -> None:
    settings.STAYLINE_DEMO = True
    assert Client(REMOTE_ADDR="192.0.2.7").get("/demo/").status_code == 404
