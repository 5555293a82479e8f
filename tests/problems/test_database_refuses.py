"""The database says the rule again: what breaks it is refused, whoever tries."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models.deletion import ProtectedError

from stayline.ownership.ids import ProblemId
from stayline.people.models import Colleague, Customer
from stayline.problems import models as m
from tests.problems.acts import ask, hand_over, offer
from tests.problems.conftest import AT


def refused(*statements: str) -> str:
    """What the database says to these at the latest when they would be committed."""
    _run("SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED")
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        _run(*statements, "SET CONSTRAINTS ALL IMMEDIATE")
    return str(caught.value)


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


# -- timelines only grow --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE problems_timelineevent SET kind = 'Woken'",
        "DELETE FROM problems_timelineevent",
        "TRUNCATE problems_timelineevent",
        "UPDATE problems_companyevent SET active = false",
        "DELETE FROM problems_companyevent",
        "TRUNCATE problems_companyevent",
        "DELETE FROM problems_problem",
        "TRUNCATE problems_problem CASCADE",
        "DELETE FROM problems_tenure",
        "TRUNCATE problems_tenure",
    ],
)
def test_what_happened_is_never_changed_or_removed(owned: ProblemId, statement: str) -> None:
    assert "a timeline only grows" in refused(statement)


def test_an_outside_act_is_never_forgotten(owned: ProblemId) -> None:
    m.OutsideAct.objects.create(outside_id="mail:1", at=AT)
    assert "a timeline only grows" in refused("DELETE FROM problems_outsideact")


def test_an_outside_act_has_one_effect(owned: ProblemId) -> None:
    claim = f"INSERT INTO problems_outsideact (outside_id, digest, told, at) VALUES ('a', '', 0, '{AT}')"  # noqa: S608
    assert "duplicate key" in refused(claim, claim)


# -- without gaps ---------------------------------------------------------------------------------


def event(problem: int, number: int, kind: str = "NoteWritten") -> str:
    return (
        "INSERT INTO problems_timelineevent (problem_id, number, at, kind, body, company_version,"  # noqa: S608
        f" decision) VALUES ({problem}, {number}, '{AT}', '{kind}', '{{}}', 1, {number})"
    )


def test_a_timeline_has_no_gap(owned: ProblemId) -> None:
    last = m.Problem.objects.get(pk=owned).version
    older = f"UPDATE problems_problem SET version = {last + 2}"  # noqa: S608
    assert "would have a gap" in refused(older, event(owned, last + 2))


def test_an_event_has_its_place_alone(owned: ProblemId) -> None:
    assert "duplicate key" in refused(event(owned, 1))


def test_events_count_from_one(owned: ProblemId) -> None:
    assert "violates check constraint" in refused(event(owned, 0))


def test_nothing_happens_that_does_not_change_the_problem(owned: ProblemId) -> None:
    last = m.Problem.objects.get(pk=owned).version
    assert "not as old as its timeline" in refused(event(owned, last + 1))


@pytest.mark.parametrize("older", [1, -1])
def test_a_problem_is_as_old_as_its_timeline(owned: ProblemId, older: int) -> None:
    said = refused(f"UPDATE problems_problem SET version = version + {older}")  # noqa: S608
    assert "not as old as its timeline" in said


def test_the_companys_timeline_has_no_gap(bea: Colleague) -> None:
    event = (
        "INSERT INTO problems_companyevent (version, at, colleague_id, active, lead)"  # noqa: S608
        f" VALUES (9000, '{AT}', {bea.pk}, true, false)"
    )
    assert "the company timeline would have a gap" in refused(event)


# -- one owner ------------------------------------------------------------------------------------


def test_a_problem_has_an_owner(owned: ProblemId) -> None:
    assert "null value" in refused("UPDATE problems_problem SET owner_id = NULL")


def test_an_owner_is_never_deleted(owned: ProblemId, bea: Colleague) -> None:
    with pytest.raises(ProtectedError):
        bea.delete()
    assert "foreign key" in refused(f"DELETE FROM people_colleague WHERE id = {bea.pk}")  # noqa: S608


def test_an_owner_has_the_tenure(owned: ProblemId, tom: Colleague) -> None:
    said = refused(f"UPDATE problems_problem SET owner_id = {tom.pk}")  # noqa: S608
    assert "has no tenure" in said


def test_an_owner_works_here(owned: ProblemId, bea: Colleague, tom: Colleague) -> None:
    said = refused(
        f"UPDATE problems_problem SET owner_id = {tom.pk}",  # noqa: S608
        f"UPDATE people_colleague SET is_active = false WHERE id = {tom.pk}",  # noqa: S608
    )
    assert "does not work here" in said


def test_nobody_leaves_a_customer_behind(owned: ProblemId, bea: Colleague) -> None:
    said = refused(f"UPDATE people_colleague SET is_active = false WHERE id = {bea.pk}")  # noqa: S608
    assert "still owns problems" in said


def tenure(problem: int, who: int, events: str) -> str:
    return (
        "INSERT INTO problems_tenure (problem_id, colleague_id, role, events, during)"  # noqa: S608
        f" VALUES ({problem}, {who}, 'owner', '{events}', tstzrange('{AT}', NULL))"
    )


def test_owners_never_overlap(owned: ProblemId, tom: Colleague) -> None:
    assert "owners_never_overlap" in refused(tenure(owned, tom.pk, "[1,2)"))


def test_there_is_one_owner_now(owned: ProblemId, tom: Colleague) -> None:
    said = refused(tenure(owned, tom.pk, "[900,)"))
    assert "one_owner_now" in said or "owners_never_overlap" in said


def test_owners_meet_without_a_gap(owned: ProblemId, tom: Colleague) -> None:
    ends = "UPDATE problems_tenure SET events = int8range(lower(events), 3)"
    assert "without an owner" in refused(ends, tenure(owned, tom.pk, "[4,)"))


def test_the_last_owner_stays_until_the_next_is_there(owned: ProblemId) -> None:
    ends = "UPDATE problems_tenure SET events = int8range(lower(events), 3)"
    assert "without an owner" in refused(ends)


def test_a_tenure_is_not_given_to_somebody_else(owned: ProblemId, tom: Colleague) -> None:
    said = refused(f"UPDATE problems_tenure SET colleague_id = {tom.pk}")  # noqa: S608
    assert "a tenure ends once" in said


def test_a_tenure_that_ended_does_not_begin_again(
    owned: ProblemId, bea: Colleague, tom: Colleague, carol: Customer
) -> None:
    hand_over(owned, bea, tom, carol)
    again = (
        "UPDATE problems_tenure SET events = int8range(lower(events), NULL)"
        " WHERE NOT upper_inf(events)"
    )
    assert "a tenure ends once" in refused(again)


# -- one of each ----------------------------------------------------------------------------------


def copy_of(table: str, number: int = 900) -> str:
    """Another row like the one there is, under another number."""
    columns = [
        one.column
        for one in m.__dict__[table]._meta.local_concrete_fields
        if one.column not in ("id", "number")
    ]
    name = m.__dict__[table]._meta.db_table
    listed = ", ".join(f'"{one}"' for one in columns)
    return f"INSERT INTO {name} (number, {listed}) SELECT {number}, {listed} FROM {name} LIMIT 1"  # noqa: S608


def test_one_offer_is_open_at_most(owned: ProblemId, bea: Colleague, tom: Colleague) -> None:
    offer(owned, bea, tom)
    assert "one_open_offer_at_most" in refused(copy_of("Offer"))


def test_an_offer_is_made_to_somebody(owned: ProblemId, bea: Colleague, tom: Colleague) -> None:
    offer(owned, bea, tom)
    said = refused("UPDATE problems_offer SET receivers = '{}'")
    assert "an_offer_is_made_to_somebody" in said


def test_one_question_is_open_about_one_thing(
    owned: ProblemId, bea: Colleague, tom: Colleague
) -> None:
    ask(owned, bea, tom)
    assert "one_open_question_about_one_thing" in refused(copy_of("Question"))


def test_an_answer_has_evidence(owned: ProblemId, bea: Colleague, tom: Colleague) -> None:
    ask(owned, bea, tom)
    said = refused(f"UPDATE problems_question SET reply = 'yes', ended_at = '{AT}'")  # noqa: S608
    assert "an_answer_has_evidence" in said


def test_one_promise_stands_at_most(owned: ProblemId) -> None:
    stands = "UPDATE problems_promise SET settled_at = NULL, how = ''"
    assert "one_standing_promise_at_most" in refused(stands)


def test_a_promise_ends_once_and_says_how(owned: ProblemId) -> None:
    said = refused(f"UPDATE problems_promise SET settled_at = '{AT}', how = ''")  # noqa: S608
    assert "a_promise_ends_once_and_says_how" in said


def test_one_yes_counts(owned: ProblemId, carol: Customer) -> None:
    other = Customer.objects.create(name="Cy")
    second = (
        "INSERT INTO problems_party (problem_id, customer_id, role, gone)"  # noqa: S608
        f" VALUES ({owned}, {other.pk}, 'principal', false)"
    )
    assert "one_yes_counts" in refused(second)


def test_somebody_is_a_party_once(owned: ProblemId, carol: Customer) -> None:
    again = (
        "INSERT INTO problems_party (problem_id, customer_id, role, gone)"  # noqa: S608
        f" VALUES ({owned}, {carol.pk}, 'copied', false)"
    )
    assert "somebody_is_a_party_once" in refused(again)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("promise_due = NULL", "every_open_problem_has_a_promise"),
        ("promise_carrier_id = NULL", "every_open_problem_has_a_promise"),
        ("stage = 'set aside'", "a_resting_problem_is_promise_free"),
        ("stage = 'unassigned'", "a_problem_has_a_known_stage"),
        ("stage = 'joined', promise_due = NULL", "a_joined_problem_has_a_twin"),
        ("twin_id = id", "a_joined_problem_has_a_twin"),
        ("stage = 'joined', promise_due = NULL, twin_id = id", "a_problem_is_not_its_own_twin"),
        ("version = 0", "a_timeline_starts_at_one"),
    ],
)
def test_a_problem_is_one_that_can_be(owned: ProblemId, change: str, name: str) -> None:
    assert name in refused(f"UPDATE problems_problem SET {change}")  # noqa: S608


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("colleague_id = NULL WHERE kind = 'spoken'", "our_words_have_a_colleague"),
        ("kind = 'heard' WHERE kind = 'spoken'", "a_customers_word_has_a_customer"),
    ],
)
def test_a_word_has_somebody_who_said_it(owned: ProblemId, change: str, name: str) -> None:
    assert name in refused(f"UPDATE problems_word SET {change}")  # noqa: S608


def test_a_token_belongs_to_one_person(owned: ProblemId) -> None:
    nobodys = (
        "INSERT INTO problems_token (digest, kind, problem_id, created_at)"  # noqa: S608
        f" VALUES ('x', 'page', {owned}, '{AT}')"
    )
    assert "a_token_belongs_to_one_person" in refused(nobodys)


# -- links ----------------------------------------------------------------------------------------


def test_a_link_is_seen_on_both(linked: tuple[ProblemId, ProblemId]) -> None:
    one, other = linked
    half = f"DELETE FROM problems_problem_links WHERE from_problem_id = {one}"  # noqa: S608
    assert f"problem {one} would be linked to {other} and not the other way" in refused(half)


def test_a_problem_is_linked_to_others_only(owned: ProblemId) -> None:
    itself = f"INSERT INTO problems_problem_links (from_problem_id, to_problem_id) VALUES ({owned}, {owned})"  # noqa: S608
    assert "a_problem_is_linked_to_others" in refused(itself)
