"""Fernwood, the made-up company of the demo."""

from datetime import datetime

import pytest

from stayline.people.demo import build_demo_company, give_a_telephone
from stayline.people.duty import round_for
from stayline.people.models import Colleague, Door, DutyTurn, Team, TeamMember
from tests.people.conftest import NIGHT, NOON

pytestmark = pytest.mark.django_db


def counts() -> list[int]:
    return [table.objects.count() for table in (Colleague, Team, TeamMember, Door, DutyTurn)]


def test_fernwood_has_ten_people_and_four_doors() -> None:
    company = build_demo_company()
    assert len(company.colleagues) == 10
    assert sorted(company.doors) == [
        "billing@fernwood.example",
        "encounter",
        "sales@fernwood.example",
        "support@fernwood.example",
    ]


def test_building_it_twice_builds_it_once_and_changes_nothing() -> None:
    build_demo_company()
    Colleague.objects.filter(name="Bea Lindqvist").update(title="Head of billing")
    before = counts()
    assert build_demo_company().colleagues["bea"].title == "Head of billing"
    assert counts() == before


def test_everybody_at_fernwood_has_somebody_above_them_and_somebody_after_them() -> None:
    for colleague in build_demo_company().colleagues.values():
        colleague.full_clean(exclude=["password"])
        assert colleague.manager or colleague.deputy
        assert colleague.successor


@pytest.mark.parametrize("at", [NOON, NIGHT])
def test_bea_is_rung_at_billing_at_any_hour(at: datetime) -> None:
    company = build_demo_company()
    ringing = round_for(company.doors["billing@fernwood.example"], at)
    assert ringing.hosts == (company.colleagues["bea"].id, company.colleagues["petra"].id)
    assert ringing.starts == at


def test_whoever_writes_german_to_support_reaches_tomas_first() -> None:
    company = build_demo_company()
    support = company.doors["support@fernwood.example"]
    assert round_for(support, NOON, language="de").hosts[0] == company.colleagues["tomas"].id
    assert round_for(support, NOON).hosts[0] == company.colleagues["tom"].id


def test_nobody_at_fernwood_has_a_password_unless_one_is_given() -> None:
    assert not build_demo_company().colleagues["bea"].has_usable_password()


def test_a_password_given_is_everybodys() -> None:
    company = build_demo_company("heat pumps are quiet")
    assert company.colleagues["bea"].check_password("heat pumps are quiet")


def test_a_company_with_an_exchange_has_one_door_for_calls() -> None:
    build_demo_company()
    give_a_telephone()
    give_a_telephone()
    door = Door.objects.get(kind="phone")
    turns = door.duty_lists.get().turns.order_by("position")
    assert [turn.colleague.first_name for turn in turns] == ["Tom", "Tomas", "Bea"]
    assert (door.fallback.first_name, door.recording) == ("Iris", "asked")
