"""What was set aside is looked through in bulk, by two people."""

from __future__ import annotations

import pytest
from django.db import transaction

from stayline.ownership.problem import Aside
from stayline.people.models import Colleague, Customer, Door
from stayline.problems import intake
from stayline.problems.models import Problem
from stayline.project.clock import now
from tests.desk.conftest import SignIn

pytestmark = pytest.mark.django_db


def _screened(door: Door, customer: Customer, subject: str) -> Problem:
    with transaction.atomic():
        opened = intake.arrive(door, customer, now(), subject=subject, screened=Aside.SPAM)
    return Problem.objects.get(pk=opened.problem.id)


@pytest.fixture
def two(door: Door, carol: Customer, sally: Colleague) -> list[Problem]:
    """Sally is the door's reviewer: what is screened is hers."""
    return [_screened(door, carol, "Cheap watches"), _screened(door, carol, "Your parcel")]


def test_two_people_look_and_the_screen_is_none(
    two: list[Problem], sally: Colleague, bea: Colleague, sign_in: SignIn
) -> None:
    sent = {"problem": [one.pk for one in two], "verb": "confirm"}
    here = sign_in(sally)
    assert "Look through them" in here.get("/").text
    assert "Nobody has looked yet" in here.get("/aside/").text
    here.post("/aside/", sent)
    said = here.get("/aside/").text
    assert "You said so; somebody else confirms" in said
    assert "Nobody has looked yet" not in said
    for one in two:
        one.refresh_from_db()
        assert one.state["stage"]["confirmed_by"] is None
    there = sign_in(bea)
    assert "a second one confirms" in there.get("/aside/").text
    assert "2 are no customers" in there.post("/aside/", sent, follow=True).text
    for one in two:
        one.refresh_from_db()
        assert one.state["stage"]["confirmed_by"] == bea.pk


def test_who_is_a_customer_after_all_rings_at_once(
    two: list[Problem], sally: Colleague, sign_in: SignIn
) -> None:
    sign_in(sally).post("/aside/", {"problem": [two[0].pk], "verb": "bring back"})
    two[0].refresh_from_db()
    assert two[0].stage == "ringing"


def test_one_that_was_decided_meanwhile_hinders_no_other(
    two: list[Problem], sally: Colleague, sign_in: SignIn
) -> None:
    here = sign_in(sally)
    here.post("/aside/", {"problem": [two[0].pk], "verb": "bring back"})
    answer = here.post(
        "/aside/", {"problem": [two[0].pk, two[1].pk, 987_654, "x"], "verb": "confirm"}
    )
    assert answer.status_code == 409
    assert "Cheap watches: This is not set aside" in answer.text
    two[1].refresh_from_db()
    assert two[1].state["stage"]["by"] == sally.pk


def test_the_reviewer_says_so_at_the_problem_itself(
    two: list[Problem], sally: Colleague, sign_in: SignIn
) -> None:
    here, path = sign_in(sally), f"/problems/{two[0].pk}/"
    assert f"{path}aside/confirmation/" in here.get(path).text
    here.post(f"{path}aside/confirmation/")
    two[0].refresh_from_db()
    assert two[0].state["stage"]["by"] == sally.pk


def test_who_may_not_see_it_decides_nothing(
    two: list[Problem], tom: Colleague, sign_in: SignIn
) -> None:
    here = sign_in(tom)
    assert "Cheap watches" not in here.get("/aside/").text
    here.post("/aside/", {"problem": [two[0].pk], "verb": "bring back"})
    two[0].refresh_from_db()
    assert two[0].stage == "set aside"


def test_without_a_choice_it_says_how_to_make_one(
    two: list[Problem], sally: Colleague, sign_in: SignIn
) -> None:
    answer = sign_in(sally).post("/aside/", {"verb": "confirm"})
    assert answer.status_code == 409
    assert "Choose at least one first" in answer.text
