"""Home shows who waits for the reader, and nobody else's customers."""

from __future__ import annotations

from datetime import timedelta

from stayline.people.models import Colleague
from stayline.problems import by_colleagues, clock
from stayline.problems.models import Problem
from stayline.project.clock import now
from tests.desk.conftest import SignIn


def test_nobody_is_waiting_for_a_colleague_without_customers(
    tom: Colleague, sign_in: SignIn
) -> None:
    assert "Nobody is waiting for you." in sign_in(tom).get("/").content.decode()


def test_an_arrival_rings_its_host_and_nobody_else(
    ringing: Problem, bea: Colleague, tom: Colleague, sign_in: SignIn
) -> None:
    assert "I will help you" in sign_in(bea).get("/").content.decode()
    assert "Carol" not in sign_in(tom).get("/").content.decode()


def test_i_will_help_you_ends_ringing(ringing: Problem, bea: Colleague, sign_in: SignIn) -> None:
    answer = sign_in(bea).post(f"/problems/{ringing.pk}/ringing/")
    assert answer.headers["Location"] == f"/problems/{ringing.pk}/"
    ringing.refresh_from_db()
    assert ringing.stage == "owned"


def test_an_offer_is_read_with_its_brief_before_it_is_answered(
    offered: Problem, tom: Colleague, sign_in: SignIn
) -> None:
    page = sign_in(tom).get("/").content.decode()
    assert "Bea asks you to take over for Carol Whitfield" in page
    assert "The tablet refuses her sign-in." in page


def test_a_lead_sees_who_waits_for_their_people(
    owned: Problem, sally: Colleague, tom: Colleague, sign_in: SignIn
) -> None:
    page = sign_in(sally).get("/led/").content.decode()
    assert "Carol Whitfield" in page
    assert "Nobody is waiting for Tom." in page


def test_a_colleague_who_leads_nobody_has_no_such_page(tom: Colleague, sign_in: SignIn) -> None:
    assert sign_in(tom).get("/led/").status_code == 403


def test_search_finds_only_what_one_may_see(
    owned: Problem, bea: Colleague, tom: Colleague, sign_in: SignIn
) -> None:
    assert "Carol Whitfield" in sign_in(bea).get("/search/?q=tablet").content.decode()
    assert "Nothing was found." in sign_in(tom).get("/search/?q=tablet").content.decode()


def test_a_broken_promise_stands_out_until_somebody_writes(
    answered: Problem, bea: Colleague, sign_in: SignIn
) -> None:
    by_colleagues.write(answered.pk, bea.pk, "Soon.", now(), due=now() + timedelta(minutes=5))
    clock.tick(now() + timedelta(minutes=6))
    desk = sign_in(bea)
    assert "promise broken" in desk.get("/").content.decode()
    by_colleagues.write(answered.pk, bea.pk, "I am sorry.", now() + timedelta(minutes=7))
    assert "promise broken" not in desk.get("/").content.decode()
