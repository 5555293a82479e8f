"""Who may know of a problem: whoever usually may, or only a few whom its owner names."""

from __future__ import annotations

from django.test import Client

from stayline.people.models import Colleague
from stayline.problems import by_colleagues, queries
from stayline.problems.models import Problem, Word
from stayline.project.clock import now
from tests.desk.conftest import SignIn


def _may_know(who: Colleague, problem: Problem) -> bool:
    return queries.visible_to(who).filter(pk=problem.pk).exists()


def _only(desk: Client, problem: Problem, *whom: Colleague) -> int:
    sent = {"how": "few", "who": [one.pk for one in whom]}
    return desk.post(f"/problems/{problem.pk}/circle/", sent).status_code


def test_only_those_who_are_named_know_of_it(
    answered: Problem,
    bea: Colleague,
    tom: Colleague,
    sally: Colleague,
    mara: Colleague,
    sign_in: SignIn,
) -> None:
    assert _may_know(sally, answered)
    assert _only(sign_in(bea), answered, tom) == 302
    assert [_may_know(one, answered) for one in (bea, tom, sally, mara)] == [
        True,
        True,
        False,
        False,
    ]
    page = sign_in(tom).get(f"/problems/{answered.pk}/").content.decode()
    assert "Only those who are here may know of this, and Tom Okafor." in page


def test_a_note_tells_afterwards_who_said_so(
    answered: Problem, bea: Colleague, sign_in: SignIn
) -> None:
    _only(sign_in(bea), answered)
    note = Word.objects.filter(problem=answered, kind="note").get()
    assert (note.colleague, note.text) == (
        bea,
        "From now on only those who are here know of this.",
    )


def test_whom_a_note_named_reads_it_no_more(
    answered: Problem, bea: Colleague, tom: Colleague, sign_in: SignIn
) -> None:
    by_colleagues.note(answered.pk, bea.pk, "Look, @Tom Okafor", now(), mentions=[tom.pk])
    assert _may_know(tom, answered)
    _only(sign_in(bea), answered)
    assert not _may_know(tom, answered)


def test_it_is_opened_again(
    answered: Problem, bea: Colleague, sally: Colleague, sign_in: SignIn
) -> None:
    desk = sign_in(bea)
    _only(desk, answered)
    desk.post(f"/problems/{answered.pk}/circle/", {"how": "usual"})
    assert _may_know(sally, answered)


def test_only_its_owner_says_who(
    answered: Problem, tom: Colleague, sally: Colleague, sign_in: SignIn
) -> None:
    assert _only(sign_in(sally), answered, sally) == 409
    answered.refresh_from_db()
    assert answered.need_to_know == []
