"""An absence: planned on one page, accepted colleague by colleague, begun when the day comes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from stayline.channels.mail.models import Outgoing
from stayline.desk import absences
from stayline.desk.models import Absence, StandIn
from stayline.people.models import Colleague
from stayline.problems import queries
from stayline.problems.models import Notice, Problem
from stayline.project.clock import now
from tests.desk.conftest import SignIn, in_hours

LATER = timedelta(days=2)


def _plan(desk: Client, problem: Problem, whom: Colleague, starts: float, ends: float = 96) -> None:
    sent = {"starts": in_hours(starts), "ends": in_hours(ends), f"whom-{problem.pk}": whom.pk}
    assert desk.post("/you/absence/", sent).status_code == 302


def _cover_of(problem: Problem) -> int | None:
    problem.refresh_from_db()
    cover = queries.state_of(problem).cover
    return cover.colleague if cover else None


@pytest.fixture
def asked(answered: Problem, bea: Colleague, tom: Colleague, sign_in: SignIn) -> Absence:
    """Bea leaves tomorrow, and has asked Tom to stand in with Carol."""
    _plan(sign_in(bea), answered, tom, 24)
    return Absence.objects.get()


def test_the_page_is_filled_in_and_shows_what_carol_will_read(
    answered: Problem, bea: Colleague, sign_in: SignIn
) -> None:
    desk = sign_in(bea)
    assert "Who stands in for whom" in desk.get("/you/absence/").content.decode()
    seen = {"look": "now", f"whom-{answered.pk}": bea.manager_id}
    assert "reads on the day" in desk.post("/you/absence/", seen).content.decode()
    assert not Outgoing.objects.filter(subject__contains="away").exists()


def test_nobody_stands_in_before_they_said_yes_and_the_day_has_come(
    asked: Absence, answered: Problem, tom: Colleague, sign_in: SignIn
) -> None:
    desk = sign_in(tom)
    assert "asks you to stand in with 1 customer" in desk.get("/").content.decode()
    desk.post(f"/absences/{asked.pk}/", {"reply": "yes"})
    assert _cover_of(answered) is None
    absences.begin_due(now() + LATER)
    assert _cover_of(answered) == tom.pk


def test_who_says_no_is_named_and_somebody_else_is_asked(
    asked: Absence, answered: Problem, bea: Colleague, tom: Colleague, sally: Colleague,
    sign_in: SignIn,
) -> None:  # fmt: skip
    sign_in(tom).post(f"/absences/{asked.pk}/", {"reply": "no"})
    desk = sign_in(bea)
    assert "Tom can&#x27;t: ask somebody else." in desk.get("/you/absence/").content.decode()
    _plan(desk, answered, sally, 24)
    assert [one.whom for one in StandIn.objects.all()] == [sally]


def test_what_nobody_accepted_stays_and_whoever_answers_for_the_owner_is_told(
    asked: Absence, answered: Problem, bea: Colleague, sign_in: SignIn
) -> None:
    absences.begin_due(now() + LATER)
    absences.begin_due(now() + LATER)
    assert _cover_of(answered) is None
    notice = Notice.objects.get(kind=absences.NOBODY_STANDS_IN)
    assert notice.to == bea.manager
    home = sign_in(notice.to).get("/").content.decode()
    assert f"/problems/{answered.pk}/cover/" in home


def test_where_the_day_has_come_a_yes_begins_at_once_and_back_ends_it(
    answered: Problem, bea: Colleague, tom: Colleague, sign_in: SignIn
) -> None:
    desk = sign_in(bea)
    _plan(desk, answered, tom, -1)
    sign_in(tom).post(f"/absences/{Absence.objects.get().pk}/", {"reply": "yes"})
    assert _cover_of(answered) == tom.pk
    desk.post("/you/absence/over/")
    assert _cover_of(answered) is None
    assert "Plan it and ask them" in desk.get("/you/absence/").content.decode()


def test_a_yes_that_comes_late_begins_at_once(
    answered: Problem, bea: Colleague, tom: Colleague, sign_in: SignIn
) -> None:
    _plan(sign_in(bea), answered, tom, -1)
    absences.begin_due(now())
    sign_in(tom).post(f"/absences/{Absence.objects.get().pk}/", {"reply": "yes"})
    assert _cover_of(answered) == tom.pk


def test_where_nobody_said_yes_in_time_somebody_else_can_still_be_asked(
    answered: Problem, bea: Colleague, tom: Colleague, sally: Colleague, sign_in: SignIn
) -> None:
    desk = sign_in(bea)
    _plan(desk, answered, tom, -1)
    absences.begin_due(now())
    _plan(desk, answered, sally, -1)
    sign_in(sally).post(f"/absences/{Absence.objects.get().pk}/", {"reply": "yes"})
    assert _cover_of(answered) == sally.pk


def test_one_may_stand_in_for_some(
    asked: Absence, answered: Problem, tom: Colleague, sign_in: SignIn
) -> None:
    desk = sign_in(tom)
    assert answered.subject in desk.get(f"/absences/{asked.pk}/").content.decode()
    desk.post(f"/absences/{asked.pk}/", {"reply": "yes", "some": "yes"})
    assert StandIn.objects.get().declined_at is not None
    assert desk.get(f"/absences/{asked.pk}/").status_code == 404


def test_an_absence_ends_after_it_starts(bea: Colleague, sign_in: SignIn) -> None:
    sent = {"starts": in_hours(24), "ends": in_hours(2)}
    answer = sign_in(bea).post("/you/absence/", sent)
    assert answer.status_code == 422
    assert "You are back after you leave." in answer.content.decode()
