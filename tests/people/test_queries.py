"""Reads that pages rely on."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stayline.ownership.ids import ColleagueId
from stayline.people import queries
from stayline.people.company_facts import facts
from stayline.people.models import Colleague, Door, Team
from tests.people.conftest import put_on_duty


@pytest.fixture
def gone(erik: Colleague) -> Colleague:
    Colleague.objects.filter(pk=erik.pk).update(is_active=False)
    return erik


def test_whoever_left_is_listed_last_and_not_among_the_active(
    bea: Colleague, sally: Colleague, gone: Colleague
) -> None:
    assert list(queries.active_colleagues()) == [bea, sally]
    assert list(queries.all_colleagues()) == [bea, sally, gone]


def test_colleagues_are_found_by_name_title_or_team(bea: Colleague, tom: Colleague) -> None:
    Team.objects.create(name="Night watch").members.add(tom)
    assert list(queries.find_colleagues("lind bill")) == [bea]
    assert list(queries.find_colleagues("night")) == [tom]


def test_a_colleague_is_known_by_address_whatever_its_case(bea: Colleague) -> None:
    assert queries.colleague_by_email("BEA@fernwood.example ") == bea
    assert queries.colleague_by_email("carol@example.org") is None


def test_a_lead_sees_whom_they_lead(
    bea: Colleague, tom: Colleague, sally: Colleague, gone: Colleague
) -> None:
    assert list(queries.people_led_by(sally)) == [bea, tom]


def test_names_come_in_one_query(bea: Colleague, tom: Colleague) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert queries.names_of([bea.id, tom.id, bea.id]) == {bea.id: "Bea", tom.id: "Tom"}
    assert len(asked) == 1


def test_a_team_shows_who_is_in_it_now(bea: Colleague, gone: Colleague) -> None:
    team = Team.objects.create(name="Billing")
    team.members.add(bea, gone)
    assert queries.team(team.pk).people == [bea]  # type: ignore[attr-defined]


def test_all_doors_with_their_people_are_three_queries(
    billing: Door, bea: Colleague, tom: Colleague
) -> None:
    put_on_duty(billing, tom, bea)
    with CaptureQueriesContext(connection) as asked:
        found = [
            (door.fallback.name, [turn.colleague.name for turn in shift.turns.all()])
            for door in queries.doors()
            for shift in door.duty_lists.all()
        ]
    assert found == [("Sally Meyer", ["Tom Okafor", "Bea Lindqvist"])]
    assert len(asked) == 3


def test_a_door_is_found_by_its_address_whatever_its_case(billing: Door) -> None:
    assert queries.door_for_address("Billing@Fernwood.example") == billing
    assert queries.door_for_address("unknown@fernwood.example") is None


def test_a_door_whose_person_left_is_named(billing: Door, sally: Colleague) -> None:
    assert not queries.doors_without_a_person().exists()
    Colleague.objects.filter(pk=sally.pk).update(is_active=False)
    assert list(queries.doors_without_a_person()) == [billing]


def test_the_rule_reads_the_company_in_one_query(
    bea: Colleague, tom: Colleague, sally: Colleague, gone: Colleague
) -> None:
    Colleague.objects.filter(pk=sally.pk).update(deputy=tom)
    Colleague.objects.filter(pk=bea.pk).update(successor=tom)
    with CaptureQueriesContext(connection) as asked:
        active, manager, deputy, successor, roles = facts()
    assert len(asked) == 1
    assert active == {bea.id, tom.id, sally.id}
    assert manager == {bea.id: sally.id, tom.id: sally.id, gone.id: sally.id}
    assert (deputy, successor) == ({sally.id: tom.id}, {bea.id: tom.id})
    assert roles[ColleagueId(sally.id)] == "lead"
    assert facts().leads == {sally.id}
