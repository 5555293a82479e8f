"""Bea in billing, Tom in technical support, Sally who leads, and Carol who came to billing@."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client

from stayline.people.customers import customer_for_address
from stayline.people.models import Colleague, Customer, Door
from stayline.people.models.patterns import whole_week
from stayline.problems import by_colleagues, by_customers, intake, queries
from stayline.problems.models import Problem
from stayline.project.clock import now
from tests.people.conftest import hire, put_on_duty

SignIn = Callable[[Colleague], Client]


def at_work(name: str, **fields: object) -> Colleague:
    """A colleague who is at work whenever the tests run."""
    return hire(name, working_pattern=whole_week(), time_zone="UTC", **fields)


@pytest.fixture
def sally(db: None) -> Colleague:
    return at_work("Sally Meyer", title="Head of sales support", role="lead")


@pytest.fixture
def bea(sally: Colleague) -> Colleague:
    return at_work("Bea Lindqvist", title="Billing", manager=sally)


@pytest.fixture
def tom(sally: Colleague) -> Colleague:
    return at_work("Tom Okafor", title="Technical support", manager=sally)


@pytest.fixture
def erik(sally: Colleague) -> Colleague:
    return at_work("Erik Sund", title="Engineer", manager=sally)


@pytest.fixture
def mara(sally: Colleague) -> Colleague:
    return at_work("Mara Klein", title="Managing director", role="administrator", deputy=sally)


@pytest.fixture
def door(sally: Colleague, bea: Colleague) -> Door:
    door = Door.objects.create(
        name="Billing",
        address="billing@fernwood.example",
        fallback=sally,
        time_zone="UTC",
        brand="Fernwood",
    )
    put_on_duty(door, bea)
    return door


@pytest.fixture
def carol(db: None) -> Customer:
    return customer_for_address("mail", "carol@whitfield.example", "Carol Whitfield")


def write_in(door: Door, customer: Customer, text: str, at: datetime | None = None) -> Problem:
    """A customer's mail, as the mail channel would bring it."""
    at = at or now()
    with transaction.atomic():
        opened = intake.arrive(door, customer, at, subject=text.split(".")[0])
        by_customers.hear(opened.problem.id, customer.pk, text, at, door=door)
    return Problem.objects.get(pk=opened.problem.id)


@pytest.fixture
def ringing(door: Door, carol: Customer) -> Problem:
    """Carol just arrived at billing@; Bea is rung."""
    return write_in(door, carol, "The tablet does not let me in. The desktop does.")


@pytest.fixture
def owned(ringing: Problem, bea: Colleague) -> Problem:
    """Bea has said "I will help you"."""
    by_colleagues.say_i_will_help(ringing.pk, bea.pk, now())
    ringing.refresh_from_db()
    return ringing


@pytest.fixture
def answered(owned: Problem, bea: Colleague) -> Problem:
    """Carol has read Bea's name: they have met."""
    by_colleagues.write(owned.pk, bea.pk, "Hello Carol, I will help you.", now())
    owned.refresh_from_db()
    return owned


@pytest.fixture
def offered(answered: Problem, bea: Colleague, tom: Colleague) -> Problem:
    """Bea has offered Carol's problem to Tom."""
    by_colleagues.offer(answered.pk, bea.pk, [tom.pk], "The tablet refuses her sign-in.", now())
    answered.refresh_from_db()
    return answered


@pytest.fixture
def picked_up(offered: Problem, tom: Colleague) -> Problem:
    """Tom is there."""
    by_colleagues.pick_up(offered.pk, tom.pk, offer_of(offered), now())
    offered.refresh_from_db()
    return offered


@pytest.fixture
def asked(picked_up: Problem, bea: Colleague) -> Problem:
    """Carol has been asked whether Tom may take it from here."""
    by_colleagues.ask(picked_up.pk, bea.pk, offer_of(picked_up), now())
    picked_up.refresh_from_db()
    return picked_up


def offer_of(problem: Problem) -> int:
    problem.refresh_from_db()
    offer = queries.state_of(problem).offer
    assert offer is not None
    return offer.number


@pytest.fixture
def sign_in() -> SignIn:
    def sign_in(colleague: Colleague) -> Client:
        client = Client()
        client.force_login(colleague, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def in_hours(hours: float) -> str:
    """A moment as the writer's form sends it."""
    return (now() + timedelta(hours=hours)).isoformat()
