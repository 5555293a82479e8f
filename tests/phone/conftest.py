"""Fernwood with a telephone: Tom and Tomas are on duty, Iris stands behind them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from stayline.people.demo import DemoCompany, build_demo_company
from stayline.people.models import Colleague, Door, DutyList, DutyTurn
from stayline.problems import company
from tests.phone.office import Office, with_a_phone

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def fernwood(db: None) -> DemoCompany:
    built = build_demo_company()
    people = built.colleagues
    door = Door.objects.create(
        kind="phone",
        name="The telephone",
        address="+4930555100",
        fallback=people["iris"],
        language="en",
    )
    shift = DutyList.objects.create(door=door, name="Around the clock", time_zone="Europe/Berlin")
    for place, who in enumerate(("tom", "tomas")):
        DutyTurn.objects.create(duty_list=shift, colleague=people[who], position=place)
    with_a_phone(*(people[who] for who in ("tom", "tomas", "iris", "bea", "mara")))
    company.record(NOON)
    return built


@pytest.fixture
def office(fernwood: DemoCompany) -> Office:
    return Office(NOON)


@pytest.fixture
def tom(fernwood: DemoCompany) -> Colleague:
    return fernwood.colleagues["tom"]


@pytest.fixture
def tomas(fernwood: DemoCompany) -> Colleague:
    return fernwood.colleagues["tomas"]


@pytest.fixture
def iris(fernwood: DemoCompany) -> Colleague:
    return fernwood.colleagues["iris"]


@pytest.fixture
def bea(fernwood: DemoCompany) -> Colleague:
    return fernwood.colleagues["bea"]


@pytest.fixture
def mara(fernwood: DemoCompany) -> Colleague:
    return fernwood.colleagues["mara"]
