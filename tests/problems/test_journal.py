"""The journal: whole or not at all, and what is stored is what the timeline tells."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stayline.ownership import Refused, fold
from stayline.ownership.ids import ProblemId
from stayline.people.models import Colleague, Customer
from stayline.problems import by_colleagues, by_customers, codec, effects
from stayline.problems import models as m
from stayline.problems.effects import Happened
from tests.problems.acts import hand_over, offer, row, state
from tests.problems.conftest import AT, later


def test_a_problem_that_arrives_rings_its_host_who_owns_it(
    ringing: ProblemId, bea: Colleague
) -> None:
    stored = row(ringing)
    assert stored.stage == m.Stage.RINGING
    assert stored.owner == bea
    assert stored.promise_due is not None


def test_what_is_stored_is_the_fold_of_the_timeline(
    owned: ProblemId, bea: Colleague, tom: Colleague, carol: Customer
) -> None:
    hand_over(owned, bea, tom, carol)
    stored = row(owned)
    events = [
        codec.event_from_json(event.kind, event.at, event.body)
        for event in stored.events.order_by("number")
    ]
    assert fold(events) == codec.problem_from_json(stored.state)


def test_a_handoff_moves_the_owner_only_with_the_customers_yes(
    owned: ProblemId, bea: Colleague, tom: Colleague, carol: Customer
) -> None:
    hand_over(owned, bea, tom, carol)
    owners = m.Tenure.objects.filter(problem=owned, role="owner").order_by("events")
    assert row(owned).owner == tom
    assert list(owners)[-1].colleague == tom
    assert m.Question.objects.get(problem=owned).reply == "yes"


def counts() -> list[int]:
    tables = (m.TimelineEvent, m.Word, m.Text, m.Tenure, m.Promise, m.Offer, m.OutsideAct)
    return [table.objects.count() for table in tables]


def test_a_refused_command_changes_nothing(owned: ProblemId, tom: Colleague) -> None:
    before, kept = row(owned), counts()
    with pytest.raises(Refused):
        by_colleagues.write(owned, tom.pk, "It is not our department.", AT, key="a")
    after = row(owned)
    assert (after.version, after.state) == (before.version, before.state)
    assert counts() == kept


def test_of_several_who_are_asked_all_are_or_nobody_is(
    owned: ProblemId, bea: Colleague, tom: Colleague
) -> None:
    before = row(owned).version
    with pytest.raises(Refused):
        by_colleagues.ask_to_help(owned, bea.pk, [tom.pk, bea.pk], "The meter.", AT)
    assert row(owned).version == before


def test_a_problem_that_is_not_there_is_said_to_be_so(bea: Colleague) -> None:
    with pytest.raises(m.Problem.DoesNotExist):
        by_colleagues.say_i_will_help(987_654, bea.pk, AT)


def test_nobody_asked_is_refused_with_a_sentence(owned: ProblemId, bea: Colleague) -> None:
    with pytest.raises(Refused, match="Say who could help"):
        by_colleagues.ask_to_help(owned, bea.pk, [], "The meter.", AT)


# -- what a decision sets in motion ---------------------------------------------------------------


@pytest.fixture
def heard() -> Iterator[list[Happened]]:
    told: list[Happened] = []

    def listen(happened: Happened) -> None:
        told.append(happened)
        if happened.row.subject == "trouble":
            raise RuntimeError("the channel is broken")

    effects.register(listen)
    yield told
    effects._effects.remove(listen)


def test_an_effect_hears_the_decision_after_it_is_stored(
    heard: list[Happened], owned: ProblemId, bea: Colleague
) -> None:
    happened = heard[-1]
    assert happened.row.pk == owned
    assert happened.after.version == happened.events[-1][0]
    assert m.TimelineEvent.objects.filter(problem=owned).count() == happened.after.version


def test_an_effect_that_fails_undoes_the_decision(
    heard: list[Happened], owned: ProblemId, carol: Customer
) -> None:
    m.Problem.objects.filter(pk=owned).update(subject="trouble")
    before, kept = row(owned).version, counts()
    with pytest.raises(RuntimeError):
        by_customers.write_on_page(owned, carol.pk, "It is cold.", AT)
    assert row(owned).version == before
    assert counts() == kept


def test_registering_an_effect_twice_is_once(heard: list[Happened], owned: ProblemId) -> None:
    effects.register(effects._effects[-1])
    before = len(heard)
    by_customers.hear_stranger(owned, "Hello", "eve@example.com", AT)
    assert len(heard) == before + 1


# -- what people read -----------------------------------------------------------------------------


def test_an_offer_shows_by_when_its_step_must_be_taken(
    owned: ProblemId, bea: Colleague, tom: Colleague
) -> None:
    number = offer(owned, bea, tom)
    first = m.Offer.objects.get(problem=owned).lapses
    by_colleagues.pick_up(owned, tom.pk, number, later(minutes=5))
    stored = m.Offer.objects.get(problem=owned)
    assert stored.lapses > first
    assert stored.lapses == state(owned).offer.lapses  # type: ignore[union-attr]


def test_who_was_asked_with_the_receiver_has_nothing_to_do_once_somebody_picked_up(
    owned: ProblemId, bea: Colleague, tom: Colleague, sally: Colleague
) -> None:
    number = offer(owned, bea, tom, sally)
    assert row(owned).involved == sorted([tom.pk, sally.pk])
    by_colleagues.pick_up(owned, tom.pk, number, AT)
    assert row(owned).involved == [tom.pk]


def test_a_helper_was_there_from_joining_to_stepping_back(
    owned: ProblemId, bea: Colleague, tom: Colleague
) -> None:
    by_colleagues.ask_to_help(owned, bea.pk, [tom.pk], "The meter", AT)
    joined = by_colleagues.join(owned, tom.pk, later(minutes=1)).version
    by_colleagues.carry_promise(owned, bea.pk, tom.pk, later(minutes=2))
    by_colleagues.step_back(owned, tom.pk, later(minutes=3))
    tenure = m.Tenure.objects.get(problem=owned, role="helper")
    assert (tenure.events.lower, tenure.events.upper) == (joined, joined + 2)
    assert tenure.during.upper == later(minutes=3)


def test_a_problem_that_was_split_keeps_owner_customer_and_words(
    owned: ProblemId, bea: Colleague, carol: Customer
) -> None:
    by_customers.write_on_page(owned, carol.pk, "The bill and the boiler.", AT)
    by_colleagues.split(owned, bea.pk, ["The boiler"], AT)
    new = m.Problem.objects.get(subject="The boiler")
    assert (new.owner, new.principal) == (bea, carol)
    assert list(new.links.all()) == [row(owned)]
    assert new.contacts.count() == row(owned).contacts.count() == 1
