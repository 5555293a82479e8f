"""The audit finds whatever was changed behind the journal's back, and says it in plain words."""

from __future__ import annotations

import pytest
from django.db import connection
from typer.testing import CliRunner

from stayline.ownership.ids import ProblemId
from stayline.people.models import Colleague, Customer, Door
from stayline.problems import by_colleagues, intake
from stayline.problems import models as m
from stayline.problems.audit import EVERYTHING, Audited, Part, audit, audit_part
from stayline.problems.cli import app
from tests.problems.acts import ask
from tests.problems.conftest import AT, later

GUARDED = ("timelineevent", "companyevent", "problem", "tenure")


def behind_the_journals_back(*statements: str) -> None:
    """Runs these with the database's own guards asleep."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE problems_{table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE problems_{table} ENABLE TRIGGER USER")


def found() -> list[str]:
    return [str(one) for one in audit()]


@pytest.fixture
def asked(owned: ProblemId, bea: Colleague, tom: Colleague, billing: Door, carol: Customer) -> int:
    """Carol was asked whether Tom may take it from here; another problem rings."""
    ask(owned, bea, tom)
    intake.arrive(billing, carol, AT)
    return owned


def test_nothing_is_wrong_where_nobody_meddled(asked: int) -> None:
    read = Audited()
    assert list(audit(read)) == []
    assert (read.problems, read.company_events > 0) == (2, True)
    assert read.events == m.TimelineEvent.objects.count()


@pytest.mark.parametrize(
    ("meddled", "said"),
    [
        ("UPDATE problems_problem SET owner_id = {tom}", "its owner is stored as"),
        ("UPDATE problems_problem SET promise_due = promise_due + '1 hour'::interval", "promise"),
        ("UPDATE problems_problem SET stage = 'proposed'", "its stage is stored as"),
        ("UPDATE problems_problem SET involved = '{{}}'", "its people is stored as"),
        ("UPDATE problems_problem SET wakes_at = NULL", "the clock looks at it"),
        ("UPDATE problems_problem SET timers = '[]', wakes_at = NULL", "no timer watches"),
        ("UPDATE problems_problem SET version = 2", "is stored at version 2"),
        (
            "UPDATE problems_problem SET state = jsonb_set(state, '{{met}}', '[1]')",
            "not the fold of its timeline (met)",
        ),
        ("DELETE FROM problems_timelineevent WHERE number = 4", "a gap before event 5"),
        ("DELETE FROM problems_timelineevent WHERE number > 1", "ends with 1"),
        ("DELETE FROM problems_timelineevent", "it has no timeline"),
        ("UPDATE problems_timelineevent SET kind = 'Sold'", "does not fold: KeyError('Sold')"),
        (
            "UPDATE problems_timelineevent SET body = '{{}}' WHERE kind = 'Opened'",
            "event 1 (Opened) does not fold",
        ),
        (
            "UPDATE problems_timelineevent SET company_version = 9000 WHERE number = 2",
            "event 2 saw a company that was not there",
        ),
        (
            (
                "UPDATE problems_timelineevent SET body = jsonb_set(body, '{{due}}',"
                " '\"2026-12-24T12:00:00+00:00\"') WHERE kind = 'PromiseMade'"
            ),
            "promise",
        ),
        (
            "UPDATE problems_tenure SET events = int8range(2, NULL) WHERE role = 'helper'",
            "tenure 2 · helper · ",
        ),
        ("DELETE FROM problems_tenure WHERE role = 'helper'", "is told by its timeline and not"),
        ("UPDATE problems_promise SET how = 'broken' WHERE how <> ''", "promise"),
        ("UPDATE problems_offer SET receiver_id = NULL", "offer "),
        ("UPDATE problems_offer SET ended_at = now()", "offer "),
        ("DELETE FROM problems_question", "question "),
        ("UPDATE problems_party SET role = 'copied'", "party "),
        ("UPDATE problems_party SET gone = true", "party "),
        (
            "UPDATE problems_word SET problem_id = {other} WHERE kind = 'spoken'",
            "of which its timeline speaks",
        ),
        ("UPDATE people_colleague SET manager_id = NULL WHERE id = {tom}", "Tom Okafor is not as"),
        (
            "DELETE FROM problems_companyevent WHERE colleague_id = {tom}",
            "does not know Tom Okafor",
        ),
        ("DELETE FROM problems_companyevent WHERE version = 2", "a gap before event 3"),
        (
            "UPDATE problems_companyevent SET active = false WHERE colleague_id = {bea}",
            "P1 the owner is a colleague active",
        ),
    ],
)
def test_what_was_meddled_with_is_said(
    asked: int, bea: Colleague, tom: Colleague, meddled: str, said: str
) -> None:
    other = m.Problem.objects.exclude(pk=asked).get().pk
    behind_the_journals_back(meddled.format(tom=tom.pk, bea=bea.pk, other=other))
    assert [one for one in found() if said in one], found()


def test_a_helper_nobody_knows_of_is_said(asked: int, bea: Colleague) -> None:
    behind_the_journals_back(
        "INSERT INTO problems_tenure (problem_id, colleague_id, role, events, during)"  # noqa: S608
        f" VALUES ({asked}, {bea.pk}, 'cover', '[3,)', tstzrange('{AT}', NULL))"
    )
    assert found() == [
        (
            f"problem {asked}: tenure 3 · cover · {bea.pk} · – is stored,"
            " and its timeline knows of none."
        )
    ]


def test_an_owner_who_had_left_and_came_back_is_still_found_out(asked: int, bea: Colleague) -> None:
    last = m.CompanyEvent.objects.count()
    one = (
        "INSERT INTO problems_companyevent"
        " (version, at, colleague_id, active, manager_id, deputy_id, successor_id, lead)"
        " SELECT {version}, '{at}', colleague_id, {active}, manager_id, deputy_id, successor_id, lead"
        " FROM problems_companyevent WHERE colleague_id = {bea} ORDER BY version DESC LIMIT 1"
    )
    behind_the_journals_back(
        one.format(version=last + 1, at=later(days=1), active="false", bea=bea.pk),
        one.format(version=last + 2, at=later(days=2), active="true", bea=bea.pk),
    )
    assert [said for said in found() if "its owner was somebody who had left" in said]


def test_the_command_says_that_all_is_well(asked: int) -> None:
    done = CliRunner().invoke(app)
    assert done.exit_code == 0
    assert done.output.startswith("2 problems with ")
    assert done.output.endswith("all is well.\n")


def test_the_command_says_what_is_wrong_and_ends_with_one(asked: int, tom: Colleague) -> None:
    behind_the_journals_back(f"UPDATE problems_problem SET owner_id = {tom.pk}")  # noqa: S608
    done = CliRunner().invoke(app)
    assert done.exit_code == 1
    assert f"problem {asked}: its owner is stored as {tom.pk}; its timeline tells" in done.output
    assert "wrong." in done.output


def test_the_audit_reads_one_snapshot_in_pieces(
    asked: int, bea: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Small pieces give the same answer, whatever happens between them."""
    from stayline.problems import audit as module

    monkeypatch.setattr(module, "_CHUNK", 1)
    by_colleagues.note(asked, bea.pk, "A note", AT)
    assert found() == []


def test_parts_together_are_the_whole(asked: int, tom: Colleague) -> None:
    behind_the_journals_back(f"UPDATE problems_problem SET owner_id = {tom.pk}")  # noqa: S608
    parts = [Part(0, asked + 1), Part(asked + 1, EVERYTHING.end)]
    read, wrong = zip(*(audit_part(part) for part in parts), strict=True)
    assert [one.problems for one in read] == [1, 1]
    assert [str(one) for ones in wrong for one in ones] == found()


def test_a_link_that_nobody_told_of_is_found(linked: tuple[ProblemId, ProblemId]) -> None:
    assert found() == []
    m.Problem.links.through.objects.all().delete()
    assert [one.partition(": ")[2] for one in found()] == [
        f"link {other} is told by its timeline and not stored." for other in reversed(linked)
    ]
