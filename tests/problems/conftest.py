"""Fernwood, a customer, and a problem that has just arrived at a door."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from stayline.people.demo import DemoCompany, build_demo_company
from stayline.people.models import Colleague, Customer, Door
from stayline.people.queries import customer_for_address
from stayline.problems import company

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


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
def billing(fernwood: DemoCompany) -> Door:
    return fernwood.doors["billing@fernwood.example"]


@pytest.fixture
def carol(db: None) -> Customer:
    return customer_for_address("mail", "carol@example.com", "Carol Reyes")
