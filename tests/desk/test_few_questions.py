"""A page asks the database a few questions, the same few however much there is to show."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stayline.people.customers import customer_for_address
from stayline.people.models import Colleague, Customer, Door
from stayline.problems import by_colleagues, by_customers
from stayline.problems.models import Problem
from stayline.project.clock import now
from tests.desk.conftest import SignIn, at_work, write_in


def questions(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def arrive(door: Door, number: int) -> Problem:
    customer = customer_for_address("mail", f"c{number}@example.com", f"Customer {number}")
    return write_in(door, customer, f"Question {number}. Please help.")


def test_home_asks_no_more_for_many_customers(
    answered: Problem, door: Door, bea: Colleague, tom: Colleague, sign_in: SignIn
) -> None:
    client = sign_in(bea)
    by_colleagues.ask_to_help(answered.pk, bea.pk, [tom.pk], "The tablet?", now())
    by_colleagues.join(answered.pk, tom.pk, now())
    arrive(door, 1)
    few = questions(client, "/")
    for number in range(2, 8):
        by_colleagues.say_i_will_help(arrive(door, number).pk, bea.pk, now())
        arrive(door, number + 100)
    assert questions(client, "/") == few <= 15


def test_a_lead_asks_no_more_for_many_people(
    answered: Problem, door: Door, sally: Colleague, bea: Colleague, sign_in: SignIn
) -> None:
    client = sign_in(sally)
    few = questions(client, "/led/")
    for number in range(5):
        at_work(f"Helper{number} Smith", manager=sally)
        by_colleagues.say_i_will_help(arrive(door, number).pk, bea.pk, now())
    assert questions(client, "/led/") == few <= 12


def test_a_problem_asks_no_more_for_a_long_conversation(
    answered: Problem, carol: Customer, bea: Colleague, sign_in: SignIn
) -> None:
    client, path = sign_in(bea), f"/problems/{answered.pk}/"
    questions(client, path)  # whoever looks first reads how the company is arranged
    few = questions(client, path)
    for number in range(6):
        by_customers.write_on_page(answered.pk, carol.pk, f"{number}?", now())
        by_colleagues.write(answered.pk, bea.pk, f"{number}.", now())
        by_colleagues.note(answered.pk, bea.pk, f"{number}!", now())
    assert questions(client, path) == few <= 18
