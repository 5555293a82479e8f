"""Who leaves leaves no customer behind."""

from __future__ import annotations

from stayline.people.models import Colleague
from stayline.problems.models import Problem
from tests.desk.conftest import SignIn


def _path(colleague: Colleague) -> str:
    return f"/people/{colleague.pk}/departure/"


def test_the_page_says_who_takes_over_before_anything_happens(
    answered: Problem, bea: Colleague, mara: Colleague, sign_in: SignIn
) -> None:
    said = sign_in(mara).get(_path(bea)).content.decode()
    assert "1 customer is with Bea now." in said
    assert "else to Sally Meyer" in said
    bea.refresh_from_db()
    assert bea.is_active


def test_their_customers_have_another_person_at_once(
    answered: Problem, bea: Colleague, sally: Colleague, mara: Colleague, sign_in: SignIn
) -> None:
    assert sign_in(mara).post(_path(bea)).status_code == 302
    answered.refresh_from_db()
    bea.refresh_from_db()
    assert (answered.owner, bea.is_active) == (sally, False)


def test_whoever_has_picked_up_takes_over(
    picked_up: Problem, bea: Colleague, tom: Colleague, mara: Colleague, sign_in: SignIn
) -> None:
    sign_in(mara).post(_path(bea))
    picked_up.refresh_from_db()
    assert picked_up.owner == tom


def test_only_an_administrator_lets_somebody_go(
    answered: Problem, bea: Colleague, sally: Colleague, sign_in: SignIn
) -> None:
    assert sign_in(sally).post(_path(bea)).status_code == 403
    bea.refresh_from_db()
    assert bea.is_active


def test_nobody_shows_themselves_out(mara: Colleague, sign_in: SignIn) -> None:
    answer = sign_in(mara).post(_path(mara))
    assert answer.status_code == 409
    assert "Somebody else has to do that for you." in answer.content.decode()


def test_their_own_page_leads_there(bea: Colleague, mara: Colleague, sign_in: SignIn) -> None:
    assert _path(bea) in sign_in(mara).get(f"/people/{bea.pk}/").content.decode()
