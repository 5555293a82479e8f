"""The steps of a handoff, for tests that are about something else."""

from __future__ import annotations

from datetime import datetime

from stayline.ownership import Problem
from stayline.ownership.events import Reply
from stayline.people.models import Colleague, Customer
from stayline.problems import by_colleagues, by_customers, codec
from stayline.problems import models as m
from tests.problems.conftest import AT


def row(problem: int) -> m.Problem:
    return m.Problem.objects.select_related("owner").get(pk=problem)


def state(problem: int) -> Problem:
    return codec.problem_from_json(row(problem).state)


def offer(problem: int, owner: Colleague, *receivers: Colleague, at: datetime = AT) -> int:
    people = [one.pk for one in receivers]
    answer = by_colleagues.offer(problem, owner.pk, people, "It is the meter.", at)
    assert answer.problem.offer is not None
    return answer.problem.offer.number


def ask(problem: int, owner: Colleague, receiver: Colleague, at: datetime = AT) -> int:
    """Offered, picked up, asked: the question that waits for the customer."""
    number = offer(problem, owner, receiver, at=at)
    by_colleagues.pick_up(problem, receiver.pk, number, at)
    answer = by_colleagues.ask(problem, owner.pk, number, at)
    assert answer.problem.offer is not None
    assert answer.problem.offer.question is not None
    return answer.problem.offer.question


def hand_over(
    problem: int, owner: Colleague, receiver: Colleague, customer: Customer, at: datetime = AT
) -> None:
    question = ask(problem, owner, receiver, at)
    by_customers.answer_on_page(problem, customer.pk, question, Reply.YES, at)


def propose(problem: int, owner: Colleague, at: datetime = AT) -> int:
    """A solution proposed: the question whether it is solved."""
    answer = by_colleagues.write(problem, owner.pk, "It works again.", at, solution=True)
    return answer.problem.questions[-1].number
