"""Who works here: a leaver gives up every role, and no customer is without a person."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from stayline.ownership import Refused
from stayline.ownership import commands as do
from stayline.ownership.ids import ColleagueId, ContactId, ProblemId
from stayline.ownership.problem import LiveKind
from stayline.people.demo import DemoCompany
from stayline.people.models import Colleague, Customer, Door, DutyTurn
from stayline.problems import by_colleagues, by_customers, company, intake, journal
from stayline.problems import models as m
from stayline.problems.audit import audit
from tests.problems.acts import ask, hand_over, offer, row, state
from tests.problems.conftest import AT, later


def test_the_companys_timeline_says_only_what_changed(fernwood: DemoCompany) -> None:
    before = company.record(AT)
    assert company.record(AT) == before
    bea = fernwood.colleagues["bea"]
    bea.manager = fernwood.colleagues["mara"]
    bea.save()
    assert company.now().version == before + 1
    assert company.now().manager[ColleagueId(bea.pk)] == bea.manager.pk


def test_what_is_not_in_the_timeline_is_not_so(fernwood: DemoCompany, bea: Colleague) -> None:
    Colleague.objects.filter(pk=bea.pk).update(manager=None)
    assert ColleagueId(bea.pk) in company.now().manager


def test_the_company_is_read_again_after_a_change_was_undone(bea: Colleague) -> None:
    def leave_and_regret() -> None:
        company.leave(bea, AT)
        assert not company.now().is_active(ColleagueId(bea.pk))
        raise Refused("never mind")

    from django.db import transaction

    with pytest.raises(Refused), transaction.atomic():
        leave_and_regret()
    assert company.now().is_active(ColleagueId(bea.pk))


# -- leaving --------------------------------------------------------------------------------------


def test_a_leavers_problems_go_to_the_named_successor_who_owes_an_introduction(
    owned: ProblemId, bea: Colleague, petra: Colleague
) -> None:
    company.leave(bea, later(hours=1))
    after = state(owned)
    assert after.owner == petra.pk
    assert after.promise is not None
    assert after.promise.carrier == petra.pk
    assert list(audit()) == []


def test_in_the_middle_of_a_handoff_the_receiver_who_picked_up_inherits(
    owned: ProblemId, bea: Colleague, tom: Colleague, carol: Customer
) -> None:
    question = ask(owned, bea, tom)
    company.leave(bea, AT)
    assert row(owned).owner == tom
    ended = m.Question.objects.get(problem=owned, number=question)
    assert ended.why_ended == "lapsed"
    assert list(audit()) == []


def test_when_the_last_day_is_over_they_have_left(
    owned: ProblemId, bea: Colleague, petra: Colleague
) -> None:
    bea.end_date = AT.date()
    bea.save()
    assert company.leave_when_due(AT) == 0
    assert company.leave_when_due(later(days=1)) == 1
    assert company.leave_when_due(later(days=1)) == 0
    assert state(owned).owner == petra.pk


def test_the_last_day_ends_at_midnight_where_they_live(bea: Colleague) -> None:
    bea.end_date, bea.time_zone = AT.date(), "Pacific/Auckland"
    bea.save()
    midnight = datetime.combine(AT.date(), time(), UTC) + timedelta(hours=11)
    assert company.leave_when_due(midnight - timedelta(seconds=1)) == 0
    assert company.leave_when_due(midnight) == 1


def test_who_leaves_nobody_behind_stays_until_somebody_is_named(bea: Colleague) -> None:
    Colleague.objects.exclude(pk=bea.pk).update(is_active=False)
    bea.end_date = AT.date()
    bea.save()
    assert company.leave_when_due(later(days=1)) == 0
    assert Colleague.objects.get(pk=bea.pk).is_active


def test_a_receiver_who_leaves_ends_the_offer(
    owned: ProblemId, bea: Colleague, tom: Colleague
) -> None:
    ask(owned, bea, tom)
    company.leave(tom, AT)
    assert row(owned).owner == bea
    assert m.Offer.objects.get(problem=owned).why_ended == "receiver gone"


def test_a_host_who_leaves_while_ringing_passes_it_to_the_next(
    ringing: ProblemId, bea: Colleague, petra: Colleague
) -> None:
    company.leave(bea, AT)
    assert (row(ringing).owner, row(ringing).stage) == (petra, m.Stage.RINGING)


def test_a_leaver_gives_up_what_they_were_asked_carried_covered_and_signed(
    owned: ProblemId, bea: Colleague, tom: Colleague, sally: Colleague
) -> None:
    by_colleagues.ask_to_help(owned, bea.pk, [tom.pk], "The meter", AT)
    by_colleagues.join(owned, tom.pk, AT)
    by_colleagues.carry_promise(owned, bea.pk, tom.pk, AT)
    by_colleagues.start_cover(owned, bea.pk, tom.pk, later(days=2), AT)
    by_colleagues.relieve(owned, sally.pk, "They are neighbours.", AT)
    company.leave(tom, AT)
    company.leave(sally, AT)
    after = state(owned)
    assert (after.helpers, after.cover, after.unsigned) == (frozenset(), None, None)
    assert after.promise is not None
    assert after.promise.carrier == bea.pk
    assert row(owned).involved == []


def test_a_leaver_in_a_call_is_followed_by_somebody_who_is_rung(
    owned: ProblemId, bea: Colleague, petra: Colleague
) -> None:
    start = do.StartLive(
        at=AT,
        contact=ContactId(1),
        kind=LiveKind.CALL,
        answer_by=later(hours=1),
        called_by=ColleagueId(bea.pk),
    )
    journal.handle(owned, start)
    company.leave(bea, AT)
    call = state(owned).live[0]
    assert call.ringing == {petra.pk}


def test_whatever_rests_or_is_satisfied_is_inherited_too(
    owned: ProblemId, bea: Colleague, petra: Colleague, carol: Customer
) -> None:
    by_customers.say_satisfied(owned, carol.pk, AT)
    company.leave(bea, AT)
    assert row(owned).owner == petra


def test_doors_duty_people_causes_and_successions_never_name_a_leaver(
    fernwood: DemoCompany, billing: Door, petra: Colleague, mara: Colleague
) -> None:
    m.Cause.objects.create(title="Storm", lead=petra, started_at=AT)
    billing.reviewer = petra
    billing.save()
    company.leave(petra, AT)
    billing.refresh_from_db()
    assert billing.fallback == billing.reviewer == mara
    assert m.Cause.objects.get().lead == mara
    assert not DutyTurn.objects.filter(colleague=petra).exists()
    for field in ("manager", "deputy", "successor"):
        assert not Colleague.objects.filter(**{field: petra}, is_active=True).exists()


def test_whoever_stood_below_the_leaver_takes_their_place(
    fernwood: DemoCompany, petra: Colleague, bea: Colleague, mara: Colleague
) -> None:
    jonas = fernwood.colleagues["jonas"]
    Colleague.objects.filter(pk=jonas.pk).update(manager=bea)
    Colleague.objects.filter(pk=petra.pk).update(successor=jonas)
    company.record(AT)
    company.leave(petra, AT)
    seen = company.now()
    assert seen.manager[ColleagueId(jonas.pk)] == mara.pk
    assert [*seen.managers_of(ColleagueId(bea.pk))][:2] == [jonas.pk, mara.pk]


def test_the_only_person_cannot_leave_and_hears_why(
    fernwood: DemoCompany, owned: ProblemId, mara: Colleague
) -> None:
    others = [one for one in fernwood.colleagues.values() if one != mara]
    for one in others:
        company.leave(one, AT)
    with pytest.raises(Refused, match="Name a successor or a manager"):
        company.leave(mara, AT)
    mara.refresh_from_db()
    assert mara.is_active
    assert row(owned).owner == mara
    assert list(audit()) == []


def test_leaving_twice_is_leaving_once(owned: ProblemId, bea: Colleague) -> None:
    company.leave(bea, AT)
    before = company.now().version, row(owned).version
    company.leave(bea, AT)
    assert (company.now().version, row(owned).version) == before


def test_whoever_comes_back_may_own_again_and_inherits_nothing(
    owned: ProblemId, bea: Colleague, petra: Colleague, carol: Customer, tom: Colleague
) -> None:
    company.leave(bea, AT)
    company.employ(bea, later(days=1))
    assert row(owned).owner == petra
    hand_over(owned, petra, bea, carol, later(days=2))
    assert row(owned).owner == bea
    assert list(audit()) == []


def test_a_takeover_taken_back_after_the_former_owner_left_goes_to_their_successor(
    owned: ProblemId, bea: Colleague, tom: Colleague, petra: Colleague, carol: Customer
) -> None:
    from stayline.ownership.events import TakenBackWhat

    hand_over(owned, bea, tom, carol)
    company.leave(bea, AT)
    by_customers.take_back(owned, carol.pk, TakenBackWhat.TAKEOVER, later(days=1))
    assert row(owned).owner == petra


def test_a_door_whose_people_all_left_is_answered_by_their_heirs(
    billing: Door, carol: Customer, bea: Colleague, petra: Colleague, mara: Colleague
) -> None:
    company.leave(bea, AT)
    company.leave(petra, AT)
    billing.refresh_from_db()
    assert row(intake.arrive(billing, carol, AT).problem.id).owner == mara


def test_somebody_offered_beside_others_leaves_the_offer_to_them(
    owned: ProblemId, bea: Colleague, tom: Colleague, sally: Colleague
) -> None:
    number = offer(owned, bea, tom, sally)
    company.leave(tom, AT)
    by_colleagues.pick_up(owned, sally.pk, number, AT)
    assert state(owned).helpers == {sally.pk}
