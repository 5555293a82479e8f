"""Snooze moves one's own view, never the promise; what a helper carries leaves its owner's list."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from stayline.desk import snoozing
from stayline.desk.contexts import HomePage, PromiseShown
from stayline.desk.models import Snooze
from stayline.desk.pages.home import home_page
from stayline.ownership import Refused
from stayline.people.models import Colleague
from stayline.problems import by_colleagues, by_customers, clock
from stayline.problems.models import Problem
from stayline.project.clock import now
from tests.desk.conftest import SignIn

HOUR = timedelta(hours=1)


def due_of(problem: Problem) -> datetime:
    problem.refresh_from_db()
    assert problem.promise_due is not None
    return problem.promise_due


def with_you(page: HomePage) -> list[int]:
    return [row.problem for row in page.with_you]


def snoozed(page: HomePage) -> list[int]:
    return [one.row.problem for one in page.snoozed]


def in_good_hands(page: HomePage) -> list[int]:
    return [row.problem for row in page.in_good_hands]


def test_a_snoozed_problem_leaves_my_list_and_nobody_elses(
    answered: Problem, bea: Colleague, sally: Colleague, sign_in: SignIn
) -> None:
    before, version = due_of(answered), answered.version
    until = (now() + HOUR).isoformat()
    answer = sign_in(bea).post(
        f"/problems/{answered.pk}/snooze/", {"until": "other", "other": until}
    )
    assert answer.headers["Location"] == f"/?snoozed={answered.pk}"
    page = home_page(bea, now())
    assert (with_you(page), snoozed(page)) == ([], [answered.pk])
    assert (due_of(answered), answered.version) == (before, version)
    assert "Carol Whitfield" in sign_in(sally).get("/led/").content.decode()


def test_it_is_back_at_its_moment(answered: Problem, bea: Colleague) -> None:
    snoozing.snooze(bea, answered, now() + HOUR, now())
    assert with_you(home_page(bea, now() + HOUR)) == [answered.pk]


def test_a_word_of_the_customer_brings_it_back(answered: Problem, bea: Colleague) -> None:
    snoozing.snooze(bea, answered, now() + HOUR, now())
    assert answered.principal is not None
    with transaction.atomic():
        by_customers.hear(answered.pk, answered.principal.pk, "Are you there?", now())
    assert with_you(home_page(bea, now())) == [answered.pk]


def test_until_anything_happens_means_anything(
    answered: Problem, bea: Colleague, tom: Colleague
) -> None:
    snoozing.snooze(bea, answered, None, now())
    assert with_you(home_page(bea, now())) == []
    by_colleagues.ask_to_help(answered.pk, bea.pk, [tom.pk], "Please look.", now())
    assert with_you(home_page(bea, now())) == [answered.pk]


def test_it_cannot_wait_until_its_promise_is_at_risk(answered: Problem, bea: Colleague) -> None:
    risky = due_of(answered) - timedelta(minutes=10)
    with pytest.raises(Refused, match="at risk"):
        snoozing.snooze(bea, answered, risky, now())
    with pytest.raises(Refused, match="too soon"):
        snoozing.snooze(bea, answered, due_of(answered), risky)


def test_it_is_back_before_its_promise_is_at_risk_whatever_was_said(
    answered: Problem, bea: Colleague
) -> None:
    snoozing.snooze(bea, answered, None, now())
    row = home_page(bea, now()).snoozed[0]
    assert row.back_at is not None
    assert row.back_at < due_of(answered)
    assert with_you(home_page(bea, row.back_at)) == [answered.pk]


@pytest.mark.parametrize("hours", [0.5, 1, 4, 48])
def test_at_risk_means_the_same_to_a_snooze_and_to_a_countdown(hours: float) -> None:
    since = now()
    promise = PromiseShown(due=since + hours * HOUR, since=since)
    moment = snoozing.at_risk_from(promise.due, promise.since)
    second = timedelta(seconds=1)
    assert promise.state(moment + second) == "soon"
    if moment > since:
        assert promise.state(moment - second) == "calm"


def test_snoozing_is_undone(answered: Problem, bea: Colleague, sign_in: SignIn) -> None:
    snoozing.snooze(bea, answered, None, now())
    client = sign_in(bea)
    assert "out of your sight" in client.get(f"/?snoozed={answered.pk}").content.decode()
    client.post(f"/problems/{answered.pk}/snooze/end/")
    assert with_you(home_page(bea, now())) == [answered.pk]
    assert not Snooze.objects.exists()


def test_nobody_snoozes_what_is_not_on_their_list(
    answered: Problem, erik: Colleague, sally: Colleague, sign_in: SignIn
) -> None:
    for one in (erik, sally):
        assert sign_in(one).get(f"/problems/{answered.pk}/snooze/").status_code == 404


def test_the_form_offers_moments_that_are_not_too_late(
    answered: Problem, bea: Colleague, sign_in: SignIn
) -> None:
    page = sign_in(bea).get(f"/problems/{answered.pk}/snooze/")
    assert page.status_code == 200
    latest = snoozing.latest_for(answered)
    moments = snoozing.moments_for(bea, latest, now())
    assert moments
    assert all(now() < one <= latest for one in moments)


# -- in good hands -------------------------------------------------------------------------------


@pytest.fixture
def carried(answered: Problem, bea: Colleague, tom: Colleague) -> Problem:
    """Tom helps, and keeps the promise that Bea gave."""
    by_colleagues.ask_to_help(answered.pk, bea.pk, [tom.pk], "Please look.", now())
    by_colleagues.join(answered.pk, tom.pk, now())
    by_colleagues.carry_promise(answered.pk, bea.pk, tom.pk, now())
    answered.refresh_from_db()
    return answered


def test_what_a_helper_carries_leaves_its_owners_list(carried: Problem, bea: Colleague) -> None:
    page = home_page(bea, now())
    assert (with_you(page), in_good_hands(page)) == ([], [carried.pk])
    assert page.in_good_hands[0].helpers


def test_whoever_carries_it_keeps_it_in_sight(carried: Problem, tom: Colleague) -> None:
    assert [row.problem for row in home_page(tom, now()).helping] == [carried.pk]


def test_at_risk_it_is_the_owners_to_see(carried: Problem, bea: Colleague) -> None:
    nearly = due_of(carried) - timedelta(minutes=20)
    page = home_page(bea, nearly)
    assert (with_you(page), in_good_hands(page)) == ([carried.pk], [])


def test_a_broken_promise_is_first_until_somebody_speaks(
    carried: Problem, bea: Colleague, tom: Colleague
) -> None:
    late = due_of(carried) + timedelta(seconds=1)
    clock.tick(late)
    page = home_page(bea, late)
    assert with_you(page)[0] == carried.pk
    assert in_good_hands(page) == []
    by_colleagues.write(carried.pk, tom.pk, "Sorry, Carol. Here is what I found.", late)
    assert in_good_hands(home_page(bea, late)) == [carried.pk]
