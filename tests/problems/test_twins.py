"""Joined problems: one voice, one owner, one end."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import connections

from stayline.ownership import Refused
from stayline.ownership.ids import ProblemId
from stayline.people.models import Colleague, Customer, Door
from stayline.people.queries import customer_for_address
from stayline.problems import by_colleagues, by_customers, intake, queries, tokens
from stayline.problems import models as m
from stayline.problems.audit import audit
from tests.problems.acts import hand_over, row, state
from tests.problems.conftest import AT, later
from tests.problems.test_once import at_once


@pytest.fixture
def twin(owned: ProblemId, billing: Door, carol: Customer, bea: Colleague) -> ProblemId:
    """A younger problem of Carol's, joined to the one Bea owns."""
    younger = intake.arrive(billing, carol, AT, subject="My invoice, again").problem.id
    by_colleagues.join_twin(younger, owned, bea.pk, AT)
    return younger


def test_a_joined_problem_waits_for_nothing_of_its_own(twin: ProblemId, owned: ProblemId) -> None:
    stored = row(twin)
    assert (stored.stage, stored.twin_id, stored.promise_due) == (m.Stage.JOINED, owned, None)


def test_later_words_go_to_the_twin(twin: ProblemId, owned: ProblemId, carol: Customer) -> None:
    _, word = by_customers.hear(twin, carol.pk, "And the boiler is cold.", AT)
    assert m.Word.objects.get(pk=word).problem_id == owned
    assert state(owned).customer_spoke_at == AT


def test_it_follows_the_twins_owner_and_end_and_wakes_with_it(
    twin: ProblemId, owned: ProblemId, bea: Colleague, tom: Colleague, carol: Customer
) -> None:
    hand_over(owned, bea, tom, carol)
    assert row(twin).owner == tom
    by_customers.say_satisfied(owned, carol.pk, AT)
    assert row(twin).detail == "ended"
    by_customers.write_on_page(owned, carol.pk, "It came back.", later(hours=1))
    assert row(twin).detail == ""
    assert list(audit()) == []


def test_a_twin_of_a_twin_ends_with_the_last_of_them(
    twin: ProblemId, owned: ProblemId, billing: Door, bea: Colleague, carol: Customer
) -> None:
    eldest = intake.arrive(billing, carol, AT).problem.id
    by_colleagues.say_i_will_help(eldest, bea.pk, AT)
    by_colleagues.join_twin(owned, eldest, bea.pk, AT)
    assert row(twin).detail == ""
    assert by_customers.spoken_to(twin) == eldest
    by_customers.say_satisfied(eldest, carol.pk, AT)
    assert (row(twin).detail, row(owned).detail) == ("ended", "ended")


def test_whoever_was_on_the_youngers_side_is_heard_on_the_twin(
    billing: Door, bea: Colleague, carol: Customer
) -> None:
    nobody = intake.arrive(billing, None, AT).problem.id
    by_colleagues.say_i_will_help(nobody, bea.pk, AT)
    younger = intake.arrive(billing, carol, AT).problem.id
    by_colleagues.join_twin(younger, nobody, bea.pk, AT)
    principal = state(nobody).principal
    assert principal is not None
    assert principal.id == carol.pk
    before = state(nobody).customer_spoke_at
    by_customers.write_on_page(younger, carol.pk, "Hello?", later(hours=1))
    assert state(nobody).customer_spoke_at != before


def test_two_peoples_problems_are_never_joined(
    owned: ProblemId, billing: Door, bea: Colleague
) -> None:
    cy = customer_for_address("mail", "cy@example.com", "Cy")
    other = intake.arrive(billing, cy, AT).problem.id
    with pytest.raises(Refused, match="two different people"):
        by_colleagues.join_twin(other, owned, bea.pk, AT)
    assert row(other).stage == m.Stage.RINGING
    assert state(owned).version == row(owned).version


def test_the_customers_page_of_a_joined_problem_is_the_last_twins(
    twin: ProblemId, owned: ProblemId, carol: Customer
) -> None:
    secret = tokens.new_token()
    m.Token.objects.create(
        digest=tokens.digest(secret),
        kind=m.TokenKind.PAGE,
        problem_id=twin,
        customer=carol,
        created_at=AT,
    )
    found = queries.token(secret, [m.TokenKind.PAGE], AT)
    assert found is not None
    assert queries.customers_page(found).row.pk == owned


@pytest.mark.django_db(transaction=True)
def test_a_word_that_comes_while_two_are_being_joined_is_heard(
    owned: ProblemId, billing: Door, bea: Colleague, carol: Customer
) -> None:
    for each in range(5):
        younger = intake.arrive(billing, carol, AT).problem.id
        came = at_once(
            partial(by_colleagues.join_twin, younger, owned, bea.pk, AT),
            partial(by_customers.write_on_page, younger, carol.pk, "Hm?", AT),
            partial(by_customers.write_on_page, owned, carol.pk, "And?", AT),
        )
        assert [one for one in came if isinstance(one, Exception)] == []
        heard = m.Word.objects.filter(text="Hm?").order_by("id")[each]
        events = m.TimelineEvent.objects.filter(kind="WordHeard", body__word=heard.pk)
        assert [one.problem_id for one in events] == [heard.problem_id]
        assert heard.problem_id == owned or row(younger).version > events[0].number
    connections.close_all()
    assert list(audit()) == []
