"""The journal: whole or not at all, and what is stored is what the timeline tells."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from stayline.ownership import Refused, fold
from stayline.ownership import commands as do
from stayline.ownership.events import Reply
from stayline.ownership.evidence import PageButton
from stayline.ownership.ids import ColleagueId, PartyId, ProblemId
from stayline.people.models import Colleague, Customer, Door
from stayline.problems import codec, intake, journal, promising
from stayline.problems import models as m
from tests.problems.conftest import AT


def later(**span: float) -> datetime:
    return AT + timedelta(**span)


@pytest.fixture
def problem(billing: Door, carol: Customer) -> ProblemId:
    return intake.arrive(billing, carol, AT, subject="My invoice").problem.id


def test_a_problem_that_arrives_rings_its_host_who_owns_it(
    problem: ProblemId, billing: Door
) -> None:
    row = m.Problem.objects.get(pk=problem)
    assert row.stage == m.Stage.RINGING
    assert row.owner.is_active
    assert row.promise_due is not None


def test_what_is_stored_is_the_fold_of_the_timeline(
    problem: ProblemId, bea: Colleague, tom: Colleague, carol: Customer
) -> None:
    hand_over(problem, bea, tom, carol)
    row = m.Problem.objects.get(pk=problem)
    events = [
        codec.event_from_json(event.kind, event.at, event.body)
        for event in row.events.order_by("number")
    ]
    assert fold(events) == codec.problem_from_json(row.state)


def test_a_handoff_moves_the_owner_only_with_the_customers_yes(
    problem: ProblemId, bea: Colleague, tom: Colleague, carol: Customer
) -> None:
    hand_over(problem, bea, tom, carol)
    owners = m.Tenure.objects.filter(problem=problem, role="owner").order_by("events")
    assert m.Problem.objects.get(pk=problem).owner == tom
    assert list(owners)[-1].colleague == tom
    assert m.Question.objects.get(problem=problem).reply == "yes"


def test_a_refused_command_changes_nothing(problem: ProblemId, tom: Colleague) -> None:
    before = m.Problem.objects.get(pk=problem)
    with pytest.raises(Refused):
        journal.handle(
            problem,
            do.AskToHelp(at=AT, by=ColleagueId(tom.pk), whom=ColleagueId(tom.pk)),
        )
    after = m.Problem.objects.get(pk=problem)
    assert (after.version, after.state) == (before.version, before.state)


def hand_over(problem: ProblemId, bea: Colleague, tom: Colleague, carol: Customer) -> None:
    me, receiver = ColleagueId(bea.pk), ColleagueId(tom.pk)
    door = m.Problem.objects.get(pk=problem).door
    journal.handle(problem, do.SayIWillHelp(at=AT, by=me))
    word = intake.store_word(problem, m.WordKind.SPOKEN, AT, "I will help.", colleague=bea.pk)
    terms = promising.terms(bea.pk, door, AT)
    journal.handle(problem, do.Write(at=AT, by=me, word=word, promise=terms))
    brief = intake.store_text(problem, m.TextKind.BRIEF, bea.pk, "It is the meter.", AT)
    answer = journal.handle(
        problem,
        do.Offer(at=AT, by=me, receivers=(receiver,), brief=brief, lapses=later(minutes=30)),
    )
    assert answer.problem.offer is not None
    offer = answer.problem.offer.number
    journal.handle(problem, do.PickUp(at=AT, by=receiver, offer=offer, lapses=later(hours=4)))
    answer = journal.handle(problem, do.Ask(at=AT, by=me, offer=offer, lapses=later(days=2)))
    assert answer.problem.offer is not None
    assert answer.problem.offer.question is not None
    journal.handle(
        problem,
        do.Answer(
            at=AT,
            question=answer.problem.offer.question,
            reply=Reply.YES,
            evidence=PageButton(party=PartyId(carol.pk)),
            answer_by=later(hours=4),
        ),
    )
