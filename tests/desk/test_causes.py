"""The desk's pages for what many customers have in common."""

from __future__ import annotations

import pytest

from stayline.people.models import Colleague, Customer, Door
from stayline.problems import by_colleagues
from stayline.problems.models import Announcement, Cause, Problem
from stayline.project.clock import now
from tests.desk.conftest import SignIn, write_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def problem(door: Door, carol: Customer, bea: Colleague) -> Problem:
    found = write_in(door, carol, "The meter shows nothing.")
    by_colleagues.say_i_will_help(found.pk, bea.pk, now())
    return found


@pytest.fixture
def outage(problem: Problem, bea: Colleague, sally: Colleague, sign_in: SignIn) -> Cause:
    answer = sign_in(bea).post(
        f"/problems/{problem.pk}/cause/", {"title": "Meters offline", "lead": sally.pk}
    )
    assert answer.status_code == 302
    return Cause.objects.get()


def test_a_colleague_links_a_problem_to_something_common(
    outage: Cause, problem: Problem, bea: Colleague, sign_in: SignIn
) -> None:
    problem.refresh_from_db()
    assert problem.cause == outage
    here = sign_in(bea)
    assert "Meters offline" in here.get("/causes/").text
    assert f"/causes/{outage.pk}/" in here.get(f"/problems/{problem.pk}/").text
    here.post(f"/problems/{problem.pk}/cause/unlinked/")
    problem.refresh_from_db()
    assert problem.cause is None


def test_what_they_have_in_common_must_be_said(
    problem: Problem, bea: Colleague, sign_in: SignIn
) -> None:
    answer = sign_in(bea).post(f"/problems/{problem.pk}/cause/", {"title": "", "lead": ""})
    assert answer.status_code == 422
    assert not Cause.objects.exists()


def test_another_problem_is_linked_to_what_is_known_already(
    outage: Cause, door: Door, carol: Customer, bea: Colleague, sign_in: SignIn
) -> None:
    other = write_in(door, carol, "And the second meter too.")
    by_colleagues.say_i_will_help(other.pk, bea.pk, now())
    here, path = sign_in(bea), f"/problems/{other.pk}/cause/"
    assert "Say in a few words" in here.post(path, {"cause": "", "title": ""}).text
    assert here.post(path, {"cause": outage.pk}).status_code == 302
    assert outage.problems.count() == 2


def test_its_lead_writes_to_all_of_them_and_may_undo(
    outage: Cause, sally: Colleague, sign_in: SignIn
) -> None:
    here = sign_in(sally)
    assert "Send to 1 customer" in here.get(f"/causes/{outage.pk}/").text
    sent = {"text_en": "We know, and mend it.", "due": "2100-01-01T10:00"}
    assert here.post(f"/causes/{outage.pk}/", sent).status_code == 302
    said = Announcement.objects.get()
    page = here.get(f"/causes/{outage.pk}/").text
    assert "We know, and mend it." in page
    assert "0 of 1 told" in here.get(f"/causes/{outage.pk}/reach/").text
    assert here.post(f"/causes/{outage.pk}/announcements/{said.pk}/undo/").status_code == 302
    assert not Announcement.objects.exists()


def test_nothing_to_say_is_shown_at_the_field(
    outage: Cause, sally: Colleague, sign_in: SignIn
) -> None:
    answer = sign_in(sally).post(f"/causes/{outage.pk}/", {"text_en": "", "due": ""})
    assert answer.status_code == 422
    assert not Announcement.objects.exists()


def test_another_reads_why_they_cannot_speak_to_all(
    outage: Cause, bea: Colleague, sign_in: SignIn
) -> None:
    here = sign_in(bea)
    assert "Send to" not in here.get(f"/causes/{outage.pk}/").text
    for path in ("", "end/"):
        answer = here.post(f"/causes/{outage.pk}/{path}")
        assert answer.status_code == 409
        assert "leads this common cause" in answer.text


def test_a_colleague_sees_how_many_wait_but_only_the_problems_they_may_see(
    outage: Cause, tom: Colleague, sign_in: SignIn
) -> None:
    page = sign_in(tom).get(f"/causes/{outage.pk}/").text
    assert "1 customer waits" in page
    assert "Carol" not in page


def test_it_ends_for_us_and_the_problem_goes_on(
    outage: Cause, problem: Problem, sally: Colleague, sign_in: SignIn
) -> None:
    here = sign_in(sally)
    assert here.post(f"/causes/{outage.pk}/end/").status_code == 302
    assert "Over for us" in here.get(f"/causes/{outage.pk}/").text
    problem.refresh_from_db()
    assert problem.is_open


def test_where_nobody_waits_nothing_is_said_to_whoever_comes_later(
    outage: Cause, problem: Problem, bea: Colleague, sally: Colleague, sign_in: SignIn
) -> None:
    sign_in(bea).post(f"/problems/{problem.pk}/cause/unlinked/")
    answer = sign_in(sally).post(f"/causes/{outage.pk}/", {"text_en": "We know."})
    assert answer.status_code == 409
    assert not Announcement.objects.exists()
