"""Doors, people and teams: for administrators, and a door always has a person behind it."""

from __future__ import annotations

import pytest

from stayline.people.models import Colleague, Door, Team
from stayline.problems.models import CompanyEvent
from tests.desk.conftest import SignIn

PAGES = ["/doors/", "/doors/new/", "/people/", "/teams/", "/teams/new/"]


@pytest.mark.parametrize("path", PAGES)
def test_only_administrators_arrange_the_company(
    path: str, mara: Colleague, sally: Colleague, sign_in: SignIn
) -> None:
    assert sign_in(mara).get(path).status_code == 200
    assert sign_in(sally).get(path).status_code == 403


def test_a_door_without_a_person_is_not_saved(mara: Colleague, sign_in: SignIn) -> None:
    sent = {
        "kind": "mail", "name": "Press", "address": "press@fernwood.example",
        "lists-TOTAL_FORMS": "0", "lists-INITIAL_FORMS": "0",
    }  # fmt: skip
    answer = sign_in(mara).post("/doors/new/", sent)
    assert answer.status_code == 422
    assert "A door needs a person behind it: name somebody." in answer.content.decode()
    assert not Door.objects.exists()


def test_a_door_shows_what_a_customer_reads(door: Door, mara: Colleague, sign_in: SignIn) -> None:
    page = sign_in(mara).get(f"/doors/{door.pk}/").content.decode()
    assert "What a customer reads first" in page


def test_a_colleagues_page_is_saved(bea: Colleague, mara: Colleague, sign_in: SignIn) -> None:
    page = sign_in(mara).get(f"/people/{bea.pk}/")
    form = page.context["page"].form
    week = form["working_pattern"].field.widget.decompress(bea.working_pattern)
    names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    days = {
        f"working_pattern_{name}": value
        for name, value in zip([*names, "holidays"], week, strict=True)
    }
    sent = {
        "name": "Bea Lind", "email": bea.email, "title": "Billing", "role": "colleague",
        "manager": bea.manager_id, "languages": "en, de", "time_zone": "UTC", **days,
    }  # fmt: skip
    answer = sign_in(mara).post(f"/people/{bea.pk}/", sent)
    assert answer.status_code == 302
    bea.refresh_from_db()
    assert bea.name == "Bea Lind"


def test_a_team_is_made(bea: Colleague, mara: Colleague, sign_in: SignIn) -> None:
    sign_in(mara).post("/teams/new/", {"name": "Billing", "members": [bea.pk]})
    assert list(Team.objects.get().members.all()) == [bea]


@pytest.mark.parametrize("path", ["/doors/999/", "/people/999/", "/teams/999/"])
def test_what_is_not_there_is_not_found(path: str, mara: Colleague, sign_in: SignIn) -> None:
    assert sign_in(mara).get(path).status_code == 404


def test_a_new_colleague_works_here_from_now_on(mara: Colleague, sign_in: SignIn) -> None:
    days = ("monday", "tuesday", "wednesday", "thursday", "friday")
    sent = {
        "name": "Ana Ruiz", "email": "ana@fernwood.example", "role": "colleague",
        "manager": mara.pk, "languages": "en", "time_zone": "UTC",
        **{f"working_pattern_{day}": "09:00-17:00" for day in days},
    }  # fmt: skip
    assert sign_in(mara).post("/people/new/", sent).status_code == 302
    ana = Colleague.objects.get(email="ana@fernwood.example")
    assert ana.is_active
    assert CompanyEvent.objects.get(colleague=ana).active
