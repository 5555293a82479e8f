"""The same act twice, one after the other or at once: the effect, and the answer, of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from stayline.ownership import Refused
from stayline.ownership.ids import ProblemId
from stayline.people.models import Colleague, Customer
from stayline.problems import by_colleagues, by_customers, company, journal
from stayline.problems import models as m
from stayline.problems.audit import audit
from tests.problems.acts import offer, row
from tests.problems.conftest import AT, later

KEY = "6f1c4f0a-3a53-4c6f-9d63-a4a3d1a7f001"


def test_a_form_sent_twice_is_one_word_with_one_answer(
    owned: ProblemId, bea: Colleague, carol: Customer
) -> None:
    first = by_colleagues.write(owned, bea.pk, "I have it.", AT, key=KEY)
    by_customers.write_on_page(owned, carol.pk, "Thank you.", AT)
    again = by_colleagues.write(owned, bea.pk, "I have it.", later(seconds=9), key=KEY)
    assert again == first
    assert m.Word.objects.filter(text="I have it.").count() == 1


def test_a_key_used_for_other_words_is_a_mistake_that_changes_nothing(
    owned: ProblemId, bea: Colleague
) -> None:
    by_colleagues.note(owned, bea.pk, "Ask Tom.", AT, key=KEY)
    before = row(owned).version
    with pytest.raises(journal.UsedForSomethingElse, match="sent before, with other words"):
        by_colleagues.note(owned, bea.pk, "Ask Ana.", AT, key=KEY)
    assert row(owned).version == before


def test_a_refused_act_may_be_sent_again_with_the_same_key(
    ringing: ProblemId, bea: Colleague, tom: Colleague
) -> None:
    act = (ringing, bea.pk, [tom.pk], "The meter")
    with pytest.raises(Refused):
        by_colleagues.ask_to_help(*act, AT, key=KEY)
    by_colleagues.say_i_will_help(ringing, bea.pk, AT)
    assert by_colleagues.ask_to_help(*act, AT, key=KEY).events


def test_an_outside_id_is_claimed_by_one(owned: ProblemId) -> None:
    assert journal.once("mail:1", "abc", None, AT)
    assert not journal.once("mail:1", "abc", None, AT)
    with pytest.raises(journal.UsedForSomethingElse):
        journal.once("mail:1", "xyz", None, AT)
    assert journal.problem_of("mail:1") is None


# -- at once --------------------------------------------------------------------------------------


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Each act in a thread of its own, begun together; what came of each, exceptions too."""
    begin = Barrier(len(acts))

    def do(act: Callable[[], Any]) -> Any:
        begin.wait(10)
        try:
            return act()
        except Exception as error:  # noqa: BLE001 - handed to the test
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(do, acts))


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_many_times_at_once_is_one_word(owned: ProblemId, bea: Colleague) -> None:
    def write() -> journal.Answer:
        return by_colleagues.write(owned, bea.pk, "I have it.", AT, key=KEY)

    answers = at_once(*[write] * 6)
    assert answers == [answers[0]] * 6
    assert isinstance(answers[0], journal.Answer)
    assert m.Word.objects.filter(text="I have it.").count() == 1
    assert list(audit()) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_who_pick_up_at_once_one_is_the_receiver(
    owned: ProblemId, bea: Colleague, tom: Colleague, sally: Colleague
) -> None:
    number = offer(owned, bea, tom, sally)
    answers = at_once(
        lambda: by_colleagues.pick_up(owned, tom.pk, number, AT),
        lambda: by_colleagues.pick_up(owned, sally.pk, number, AT),
    )
    refused = [one for one in answers if isinstance(one, Refused)]
    assert len(refused) == 1
    assert "was quicker" in refused[0].sentence


@pytest.mark.django_db(transaction=True)
def test_many_words_at_once_follow_one_another(owned: ProblemId, carol: Customer) -> None:
    def say(words: str) -> Callable[[], journal.Answer]:
        return lambda: by_customers.write_on_page(owned, carol.pk, words, AT)

    before = row(owned).version
    answers = at_once(*[say(str(each)) for each in range(8)])
    assert [one for one in answers if isinstance(one, Exception)] == []
    assert row(owned).version == before + 8
    assert list(audit()) == []


@pytest.mark.django_db(transaction=True)
def test_leaving_working_and_the_clock_at_once_never_wait_in_a_circle(
    owned: ProblemId, bea: Colleague, tom: Colleague, carol: Customer
) -> None:
    from stayline.problems import clock

    second = by_customers.spoken_to(owned)

    def people_come_and_go() -> None:
        for _ in range(4):
            company.leave(tom, AT)
            company.employ(tom, AT)

    def words(by: Sequence[int]) -> Callable[[], None]:
        def write() -> None:
            for each in range(10):
                by_colleagues.note(second, by[0], f"{each}", AT, key=f"{by}{each}")
                by_customers.write_on_page(owned, carol.pk, f"{each}", AT)

        return write

    def ticks() -> None:
        for each in range(10):
            clock.tick(later(days=1, hours=each))

    came = at_once(people_come_and_go, words([bea.pk]), ticks, words([bea.pk, 0]))
    assert came == [None] * 4
    assert list(audit()) == []
