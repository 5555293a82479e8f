"""Fernwood, a customer, and a problem that has just arrived at a door."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from stayline.ownership.ids import ProblemId
from stayline.people.demo import DemoCompany, build_demo_company
from stayline.people.models import Colleague, Customer, Door
from stayline.people.queries import customer_for_address
from stayline.problems import by_colleagues, company, intake

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def later(**span: float) -> datetime:
    return AT + timedelta(**span)


@pytest.fixture
def fernwood(db: None) -> DemoCompany:
    built = build_demo_company()
    company.record(AT)
    return built


@pytest.fixture
def bea(fernwood: DemoCompany) -> Colleague:
    return fernwood.colleagues["bea"]


@pytest.fixture
def tom(fernwood: DemoCompany) -> Colleague:
    return fernwood.colleagues["tom"]


@pytest.fixture
def sally(fernwood: DemoCompany) -> Colleague:
    return fernwood.colleagues["sally"]


@pytest.fixture
def petra(fernwood: DemoCompany) -> Colleague:
    return fernwood.colleagues["petra"]


@pytest.fixture
def mara(fernwood: DemoCompany) -> Colleague:
    return fernwood.colleagues["mara"]


@pytest.fixture
def billing(fernwood: DemoCompany) -> Door:
    return fernwood.doors["billing@fernwood.example"]


@pytest.fixture
def carol(db: None) -> Customer:
    return customer_for_address("mail", "carol@example.com", "Carol Reyes")


@pytest.fixture
def ringing(billing: Door, carol: Customer) -> ProblemId:
    """Carol's problem, which rings Bea."""
    return intake.arrive(billing, carol, AT, subject="My invoice").problem.id


@pytest.fixture
def owned(ringing: ProblemId, bea: Colleague) -> ProblemId:
    """Carol's problem, with Bea, who has promised."""
    by_colleagues.say_i_will_help(ringing, bea.pk, AT)
    by_colleagues.write(ringing, bea.pk, "I will help you, Carol.", AT)
    return ringing


@pytest.fixture
def linked(
    owned: ProblemId, billing: Door, carol: Customer, bea: Colleague
) -> tuple[ProblemId, ProblemId]:
    """Two of Carol's problems that have to do with each other."""
    other = intake.arrive(billing, carol, AT, subject="The meter").problem.id
    by_colleagues.link(owned, bea.pk, other, AT)
    return owned, other
