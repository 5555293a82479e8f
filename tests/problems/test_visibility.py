"""Who sees what: a problem somebody may not see is one that does not exist."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stayline.ownership.ids import ProblemId
from stayline.ownership.problem import Aside
from stayline.people.demo import DemoCompany
from stayline.people.models import Colleague, Customer, Door
from stayline.problems import by_colleagues, by_customers, company, intake, queries
from stayline.problems import models as m
from tests.problems.acts import offer, row
from tests.problems.conftest import AT, later


def who_sees(fernwood: DemoCompany, problem: int) -> set[str]:
    return {
        name
        for name, colleague in fernwood.colleagues.items()
        if queries.visible_to(colleague).filter(pk=problem).exists()
    }


def test_an_owned_problem_is_seen_by_owner_their_leads_and_administrators(
    fernwood: DemoCompany, owned: ProblemId
) -> None:
    assert who_sees(fernwood, owned) == {"bea", "petra", "mara"}


def test_a_helper_who_is_asked_and_whoever_is_offered_sees_it(
    fernwood: DemoCompany, owned: ProblemId, bea: Colleague, tom: Colleague, sally: Colleague
) -> None:
    by_colleagues.ask_to_help(owned, bea.pk, [tom.pk], "The meter", AT)
    number = offer(owned, bea, sally)
    assert who_sees(fernwood, owned) == {"bea", "petra", "mara", "tom", "sally"}
    by_colleagues.decline(owned, sally.pk, number, "On leave", AT)
    by_colleagues.decline_help(owned, tom.pk, "Busy", AT)
    assert who_sees(fernwood, owned) == {"bea", "petra", "mara"}


def test_what_rings_is_seen_by_everybody_with_a_turn_at_the_door(
    fernwood: DemoCompany, carol: Customer
) -> None:
    support = fernwood.doors["support@fernwood.example"]
    problem = intake.arrive(support, carol, AT).problem.id
    assert who_sees(fernwood, problem) == {"tom", "tomas", "iris", "mara"}


def test_what_was_set_aside_can_be_confirmed_by_a_second_colleague_at_the_door(
    fernwood: DemoCompany, billing: Door, bea: Colleague, petra: Colleague
) -> None:
    problem = intake.arrive(billing, None, AT, screened=Aside.SPAM).problem.id
    assert [one.pk for one in queries.home(bea).to_confirm] == [problem]
    by_colleagues.confirm_aside(problem, bea.pk, AT)
    assert not queries.home(bea).to_confirm, "whoever confirmed first is not the second"
    assert [one.pk for one in queries.home(petra).to_confirm] == [problem]
    by_colleagues.confirm_aside(problem, petra.pk, AT)
    assert who_sees(fernwood, problem) == {"petra", "mara"}


def test_a_need_to_know_circle_keeps_out_even_administrators(
    fernwood: DemoCompany, owned: ProblemId, tom: Colleague
) -> None:
    m.Problem.objects.filter(pk=owned).update(need_to_know=[tom.pk])
    assert who_sees(fernwood, owned) == {"bea", "tom"}


def test_a_colleague_on_the_customers_side_sees_nothing_from_ours(
    fernwood: DemoCompany, billing: Door, mara: Colleague
) -> None:
    private = Customer.objects.create(name="Mara at home")
    problem = intake.arrive(billing, private, AT, customers_colleague=mara.pk).problem.id
    assert who_sees(fernwood, problem) == {"bea", "petra"}


def test_whoever_left_sees_nothing(
    fernwood: DemoCompany, owned: ProblemId, petra: Colleague
) -> None:
    company.leave(petra, AT)
    petra.refresh_from_db()
    assert not queries.visible_to(petra).exists()


def test_a_page_that_may_not_be_seen_does_not_exist(owned: ProblemId, tom: Colleague) -> None:
    with pytest.raises(m.Problem.DoesNotExist):
        queries.page(tom, owned)


# -- earlier problems ---------------------------------------------------------------------------


def test_earlier_problems_hold_back_what_may_not_be_seen(
    owned: ProblemId, billing: Door, bea: Colleague, petra: Colleague, carol: Customer
) -> None:
    secret = intake.arrive(billing, carol, AT, subject="An invoice among us").problem.id
    by_colleagues.say_i_will_help(secret, petra.pk, AT)
    assert list(queries.earlier(bea, row(owned))) == []
    assert [one.pk for one in queries.earlier(petra, row(owned))] == [secret]


# -- home -----------------------------------------------------------------------------------------


def test_home_shows_each_problem_where_it_belongs(
    fernwood: DemoCompany,
    owned: ProblemId,
    bea: Colleague,
    tom: Colleague,
    billing: Door,
    carol: Customer,
) -> None:
    rings = intake.arrive(billing, carol, AT).problem.id
    offer(owned, bea, tom)
    home = queries.home(bea)
    assert [one.pk for one in home.ringing] == [rings]
    assert [one.pk for one in home.with_you] == [owned]
    assert [one.problem_id for one in queries.home(tom).offers] == [owned]
    by_customers.say_satisfied(owned, carol.pk, AT)
    assert queries.home(bea).with_you == []
    assert queries.home(tom).offers == []


def test_what_needs_a_second_signature_is_shown_to_who_may_give_it(
    owned: ProblemId, bea: Colleague, petra: Colleague
) -> None:
    by_colleagues.say_final_no(owned, bea.pk, "No, and why.", AT, names_complaint=True)
    assert queries.home(bea).to_sign == []
    assert [one.pk for one in queries.home(petra).to_sign] == [owned]
    by_colleagues.sign(owned, petra.pk, AT)
    assert queries.home(petra).to_sign == []


def test_who_can_help_comes_the_least_burdened_first_without_who_is_there(
    fernwood: DemoCompany, owned: ProblemId, bea: Colleague, carol: Customer, tom: Colleague
) -> None:
    support = fernwood.doors["support@fernwood.example"]
    intake.arrive(support, carol, AT)
    found = queries.who_can_help(row(owned))
    assert bea not in [one.colleague for one in found]
    assert [one.owned for one in found] == sorted(one.owned for one in found)
    by_customers.say_satisfied(owned, carol.pk, later(hours=1))
    assert found[-1].owned == 1


# -- how much a page asks -------------------------------------------------------------------------


def test_home_asks_the_same_few_questions_however_much_there_is(
    owned: ProblemId,
    bea: Colleague,
    billing: Door,
    carol: Customer,
) -> None:
    with CaptureQueriesContext(connection) as few:
        queries.home(bea)
    for _ in range(5):
        by_colleagues.say_i_will_help(intake.arrive(billing, carol, AT).problem.id, bea.pk, AT)
    with CaptureQueriesContext(connection) as many:
        queries.home(bea)
    assert len(many) == len(few) <= 8


def test_a_problems_page_asks_the_same_few_questions_however_long_it_is(
    owned: ProblemId, bea: Colleague, carol: Customer
) -> None:
    with CaptureQueriesContext(connection) as few:
        queries.page(bea, owned)
    for each in range(5):
        by_customers.write_on_page(owned, carol.pk, f"{each}", AT)
        by_colleagues.write(owned, bea.pk, f"{each}", AT)
    with CaptureQueriesContext(connection) as many:
        queries.page(bea, owned)
    assert len(many) == len(few) <= 10
