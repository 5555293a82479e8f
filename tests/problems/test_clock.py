"""The clock: everything that is due is said once, and nothing keeps it busy."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from stayline.ownership import commands as do
from stayline.ownership.ids import ColleagueId, ContactId, PartyId, ProblemId
from stayline.ownership.problem import Aside, LiveKind
from stayline.people.models import Colleague, Customer, Door
from stayline.problems import by_colleagues, by_customers, clock, intake, journal
from stayline.problems import models as m
from stayline.problems.audit import audit
from tests.problems.acts import ask, offer, propose, row, state
from tests.problems.conftest import AT, later

MINUTE = timedelta(minutes=1)


def due(problem: int, kind: str) -> datetime:
    return next(one.due for one in journal.timers_of(row(problem)) if one.kind == kind)


def kinds_after(problem: int, version: int) -> list[str]:
    events = m.TimelineEvent.objects.filter(problem=problem, number__gt=version)
    return list(events.order_by("number").values_list("kind", flat=True))


def tick_at(problem: int, moment: datetime) -> list[str]:
    """What the clock tells this problem at a moment."""
    before = row(problem).version
    clock.tick(moment)
    return kinds_after(problem, before)


def test_nothing_is_due_before_its_moment(ringing: ProblemId) -> None:
    assert clock.tick(due(ringing, "ring") - MINUTE) == 0


def test_a_turn_that_ends_rings_the_next_host(ringing: ProblemId, petra: Colleague) -> None:
    assert tick_at(ringing, due(ringing, "ring"))[0] == "RangOn"
    assert row(ringing).owner == petra


def test_after_the_last_host_the_manager_is_alarmed_once(
    ringing: ProblemId, mara: Colleague
) -> None:
    clock.tick(due(ringing, "ring"))
    assert tick_at(ringing, due(ringing, "ring")) == ["RoundEnded", "AlarmRaised"]
    assert m.Notice.objects.get(kind="round ended").to == mara
    assert "ring" not in [one.kind for one in journal.timers_of(row(ringing))]


def test_a_promise_that_passes_is_broken_once_and_replaced(owned: ProblemId) -> None:
    passed = due(owned, "promise") + MINUTE
    told = tick_at(owned, passed)
    assert told == ["PromiseSettled", "AlarmRaised", "PromiseMade"]
    assert m.Promise.objects.filter(problem=owned, how="broken").count() == 1
    assert tick_at(owned, passed + MINUTE) == []


def test_an_offer_nobody_answers_lapses(owned: ProblemId, bea: Colleague, tom: Colleague) -> None:
    offer(owned, bea, tom)
    assert tick_at(owned, due(owned, "offer")) == ["OfferEnded"]
    assert m.Offer.objects.get(problem=owned).why_ended == "lapsed"


def test_a_question_nobody_answers_lapses_with_its_offer(
    owned: ProblemId, bea: Colleague, tom: Colleague
) -> None:
    ask(owned, bea, tom)
    told = tick_at(owned, due(owned, "offer"))
    assert [one for one in told if one.endswith("Ended")] == ["QuestionEnded", "OfferEnded"]
    assert row(owned).owner == bea


def test_cover_ends_with_its_last_day(owned: ProblemId, bea: Colleague, tom: Colleague) -> None:
    by_colleagues.start_cover(owned, bea.pk, tom.pk, later(hours=2), AT)
    assert tick_at(owned, later(hours=2))[0] == "CoverEnded"


def test_what_nobody_confirmed_alarms_the_reviewers_manager_once(
    billing: Door, mara: Colleague
) -> None:
    problem = intake.arrive(billing, None, AT, screened=Aside.SPAM).problem.id
    assert tick_at(problem, due(problem, "aside")) == ["AlarmRaised"]
    assert m.Notice.objects.get().to == mara
    assert row(problem).wakes_at is None


def test_whether_it_is_solved_is_asked_at_two_five_and_ten_days_and_then_it_is_quiet(
    owned: ProblemId, bea: Colleague
) -> None:
    propose(owned, bea)
    for days in (2, 5, 10):
        assert due(owned, "ask again") == later(days=days)
        assert "AskedAgain" in tick_at(owned, later(days=days))
    assert "CameToRest" in tick_at(owned, due(owned, "quiet"))
    assert row(owned).stage == m.Stage.RESTING


def test_after_an_outage_reminders_do_not_come_in_a_heap(owned: ProblemId, bea: Colleague) -> None:
    propose(owned, bea)
    assert "AskedAgain" in tick_at(owned, later(days=30))
    assert tick_at(owned, later(days=30, minutes=1)) == []
    assert due(owned, "ask again") == later(days=33)


def test_a_problem_on_the_line_does_not_go_quiet_and_does_not_keep_the_clock_busy(
    owned: ProblemId, bea: Colleague, carol: Customer
) -> None:
    propose(owned, bea)
    for days in (2, 5, 10):
        clock.tick(later(days=days))
    call = ContactId(1)
    journal.handle(
        owned,
        do.StartLive(
            at=later(days=11),
            contact=call,
            kind=LiveKind.CALL,
            answer_by=later(days=12),
            called_by=ColleagueId(bea.pk),
        ),
    )
    quiet = max(due(owned, "quiet"), due(owned, "promise")) + MINUTE
    clock.tick(quiet)
    assert row(owned).stage == m.Stage.PROPOSED
    clock.tick(quiet)
    assert clock.tick(quiet + MINUTE) == 0
    hang_up = do.HangUp(at=quiet + MINUTE, contact=call, call_back_by=quiet + MINUTE)
    journal.handle(owned, hang_up)
    clock.tick(quiet + 2 * MINUTE)
    assert row(owned).stage == m.Stage.RESTING


def test_a_problem_that_is_broken_does_not_keep_the_others_waiting(
    owned: ProblemId, billing: Door, carol: Customer
) -> None:
    other = intake.arrive(billing, carol, AT).problem.id
    m.Problem.objects.filter(pk=owned).update(timers=[("no such", "", AT.isoformat())], wakes_at=AT)
    moment = due(other, "ring")
    assert tick_at(other, moment)[0] == "RangOn"
    assert clock.tick(moment) == 0, "and is itself looked at again later"


def test_a_word_stops_the_reminders(owned: ProblemId, bea: Colleague, carol: Customer) -> None:
    propose(owned, bea)
    by_customers.write_on_page(owned, carol.pk, "Not quite.", later(hours=1))
    assert [one.kind for one in journal.timers_of(row(owned))] == ["promise"]
    assert state(owned).principal is not None


def test_after_everything_that_was_due_all_is_well(
    owned: ProblemId, ringing: ProblemId, bea: Colleague, tom: Colleague, carol: Customer
) -> None:
    offer(owned, bea, tom)
    for days in range(1, 20):
        clock.tick(later(days=days))
    assert list(audit()) == []
    assert PartyId(carol.pk) in {party.id for party in state(owned).parties}


@pytest.mark.django_db(transaction=True)
def test_two_clocks_that_tick_at_once_say_everything_once(owned: ProblemId) -> None:
    from tests.problems.test_once import at_once

    passed = due(owned, "promise") + MINUTE
    at_once(*[lambda: clock.tick(passed)] * 4)
    assert m.Promise.objects.filter(problem=owned, how="broken").count() == 1
