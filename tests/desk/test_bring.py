"""Bring somebody in: who, and why; never a list without a reason, nor a number that tells of one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stayline.people.models import Colleague, Customer, Door
from stayline.problems import by_colleagues, by_customers
from stayline.problems.models import Problem
from stayline.problems.search import who_knows
from stayline.project.clock import now
from tests.desk.conftest import SignIn, offer_of, write_in

NEED = "The tablet refuses her sign-in"


def solved_by(who: Colleague, door: Door, carol: Customer, text: str) -> Problem:
    """A problem like this, with their words in it, whose customer is satisfied."""
    problem = write_in(door, carol, text)
    owner = problem.owner_id
    by_colleagues.say_i_will_help(problem.pk, owner, now())
    by_colleagues.offer(problem.pk, owner, [who.pk], "Please.", now())
    by_colleagues.pick_up(problem.pk, who.pk, offer_of(problem), now() + timedelta(minutes=12))
    by_colleagues.write(problem.pk, who.pk, "Please try once more.", now() + timedelta(minutes=20))
    by_customers.say_satisfied(problem.pk, carol.pk, now() + timedelta(hours=1))
    return problem


@pytest.fixture
def thrice(door: Door, carol: Customer, tom: Colleague, bea: Colleague) -> None:
    """Tom has solved three like this."""
    for number in range(3):
        solved_by(tom, door, carol, f"The tablet does not let me sign in, number {number}.")


def test_who_solved_several_like_this_comes_first_with_the_reason(
    answered: Problem, thrice: None, bea: Colleague, erik: Colleague, sign_in: SignIn
) -> None:
    page = sign_in(bea).get(f"/problems/{answered.pk}/bring/", {"need": NEED})
    first, *others = page.context["page"].candidates
    assert first.person.name == "Tom Okafor"
    assert first.why == "solved 3 like this"
    assert first.picks_up_in == "picks up in about 12 min"
    assert not others, "whoever fits what was typed is shown, and nobody else"


def test_without_a_word_the_problem_itself_says_what_is_needed(
    answered: Problem, thrice: None, bea: Colleague, erik: Colleague, sign_in: SignIn
) -> None:
    people = sign_in(bea).get(f"/problems/{answered.pk}/bring/").context["page"].candidates
    assert people[0].person.name == "Tom Okafor"
    assert "Erik Sund" in [one.person.name for one in people]


def test_a_number_so_small_that_it_tells_of_one_is_not_said(
    answered: Problem, door: Door, carol: Customer, tom: Colleague, bea: Colleague, erik: Colleague
) -> None:
    one = solved_by(tom, door, carol, "The tablet does not let me sign in.")
    bea_sees = who_knows.who_solved_like(bea, NEED, answered.pk, [tom.pk], now())
    assert bea_sees[tom.pk].count == 1, "it was hers"
    assert not who_knows.who_solved_like(erik, NEED, answered.pk, [tom.pk], now())
    Problem.objects.filter(pk=one.pk).update(need_to_know=[bea.pk])
    assert not who_knows.who_solved_like(bea, NEED, answered.pk, [tom.pk], now())


def test_a_customers_name_is_no_reason(
    answered: Problem, thrice: None, bea: Colleague, tom: Colleague
) -> None:
    assert not who_knows.who_solved_like(bea, "Carol Whitfield", answered.pk, [tom.pk], now())


def test_words_that_nobody_is_known_for_are_no_dead_end(
    answered: Problem, bea: Colleague, tom: Colleague, sign_in: SignIn
) -> None:
    page = sign_in(bea).get(f"/problems/{answered.pk}/bring/", {"need": "xylophone"})
    assert "Nobody is known for these words yet." in page.content.decode()
    assert "Tom Okafor" in page.content.decode()


def test_the_brief_says_also_what_they_wrote_last(
    answered: Problem, bea: Colleague, carol: Customer, sign_in: SignIn
) -> None:
    by_customers.hear(answered.pk, carol.pk, "Now the desktop fails, too.", now())
    brief = sign_in(bea).get(f"/problems/{answered.pk}/bring/").context["page"].brief
    assert "They last wrote: Now the desktop fails, too." in brief
