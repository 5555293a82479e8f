"""Whom a door rings, in which order, and from when."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stayline.hours import ALWAYS_OPEN, is_working, next_closing
from stayline.people.duty import NobodyAnswers, door_hours, next_host, round_for
from stayline.people.models import Colleague, Door
from tests.people.conftest import MONDAY_MORNING, NIGHT, NOON, hire, put_on_duty


def leave(colleague: Colleague) -> None:
    """As the company's timeline would write it."""
    Colleague.objects.filter(pk=colleague.pk).update(is_active=False)


def pattern(*day: list[str]) -> dict[str, object]:
    return {"week": [list(day)] * 7, "holidays": []}


def test_a_door_rings_by_its_list_and_its_fallback_last(
    billing: Door, bea: Colleague, tom: Colleague, sally: Colleague
) -> None:
    put_on_duty(billing, bea, tom)
    ringing = round_for(billing, NOON)
    assert ringing.hosts == (bea.id, tom.id, sally.id)
    assert ringing.starts == NOON


def test_a_fallback_on_the_list_rings_once_and_last(
    billing: Door, bea: Colleague, sally: Colleague
) -> None:
    put_on_duty(billing, sally, bea)
    assert round_for(billing, NOON).hosts == (bea.id, sally.id)


def test_whoever_the_customer_knows_rings_first(
    billing: Door, bea: Colleague, tom: Colleague, erik: Colleague
) -> None:
    put_on_duty(billing, bea, tom, erik)
    ringing = round_for(billing, NOON, known=[erik.id, tom.id], burden={erik.id: 9})
    assert ringing.hosts[:3] == (erik.id, tom.id, bea.id)


def test_whoever_speaks_the_language_rings_before_whoever_has_less_to_do(
    billing: Door, bea: Colleague
) -> None:
    hanna = hire("Hanna Vogt", languages=["de-AT", "en"])
    put_on_duty(billing, bea, hanna)
    ringing = round_for(billing, NOON, language="de", burden={hanna.id: 3})
    assert ringing.hosts[:2] == (hanna.id, bea.id)


def test_the_least_burdened_rings_first(billing: Door, bea: Colleague, tom: Colleague) -> None:
    put_on_duty(billing, bea, tom)
    assert round_for(billing, NOON, burden={bea.id: 2, tom.id: 1}).hosts[:2] == (tom.id, bea.id)


def test_an_earlier_list_rings_before_a_lighter_burden(
    billing: Door, bea: Colleague, tom: Colleague
) -> None:
    put_on_duty(billing, tom, position=2)
    put_on_duty(billing, bea, position=1)
    assert round_for(billing, NOON, burden={bea.id: 5}).hosts[:2] == (bea.id, tom.id)


def test_somebody_on_two_lists_rings_once(billing: Door, bea: Colleague, tom: Colleague) -> None:
    put_on_duty(billing, bea, position=1)
    put_on_duty(billing, tom, bea, position=2)
    assert round_for(billing, NOON).hosts[:2] == (bea.id, tom.id)


def test_whoever_has_enough_is_passed_over(billing: Door, sally: Colleague, tom: Colleague) -> None:
    full = hire("Bea Lindqvist", cap=2)
    put_on_duty(billing, full, tom)
    assert round_for(billing, NOON, burden={full.id: 2}).hosts == (tom.id, sally.id)
    assert round_for(billing, NOON, burden={full.id: 1}).hosts == (tom.id, full.id, sally.id)


def test_the_fallback_rings_beyond_their_cap_and_hours(billing: Door, sally: Colleague) -> None:
    sally.cap, sally.working_pattern = 0, {"week": [[]] * 7, "holidays": []}
    sally.save()
    billing.refresh_from_db()
    ringing = round_for(billing, NIGHT, burden={sally.id: 7})
    assert (ringing.hosts, ringing.starts) == ((sally.id,), NIGHT)


def test_a_door_without_a_list_rings_its_fallback_at_their_opening(
    billing: Door, sally: Colleague
) -> None:
    ringing = round_for(billing, NIGHT)
    assert (ringing.hosts, ringing.starts) == ((sally.id,), MONDAY_MORNING)


def test_whoever_has_left_is_not_rung(billing: Door, bea: Colleague, tom: Colleague) -> None:
    put_on_duty(billing, bea, tom)
    leave(bea)
    assert bea.id not in round_for(billing, NOON).hosts


def test_whoever_is_not_at_work_is_not_rung(billing: Door, bea: Colleague) -> None:
    early = hire("Jonas Weber", working_pattern=pattern(["05:00", "09:00"]))
    put_on_duty(billing, early, bea)
    assert early.id not in round_for(billing, NOON).hosts


def test_at_night_the_next_shifts_first_person_owns_and_is_rung_when_it_opens(
    billing: Door, bea: Colleague, sally: Colleague
) -> None:
    early = hire("Jonas Weber", working_pattern=pattern(["07:00", "15:00"]))
    put_on_duty(billing, bea, early)
    ringing = round_for(billing, NIGHT)
    assert ringing.hosts == (early.id, sally.id)
    assert ringing.starts.isoformat() == "2026-11-21T06:00:00+00:00"


def test_a_person_is_on_duty_only_in_both_their_own_hours_and_the_lists(
    billing: Door, bea: Colleague
) -> None:
    put_on_duty(billing, bea, pattern=pattern(["13:00", "20:00"]))
    assert round_for(billing, NOON).starts.isoformat() == "2026-11-20T12:00:00+00:00"


def test_a_door_rings_nobody_in_its_quiet_hours(billing: Door, bea: Colleague) -> None:
    billing.quiet_hours = {"start": "11:30", "end": "14:00"}
    put_on_duty(billing, bea)
    ringing = round_for(billing, NOON)
    assert ringing.hosts[0] == bea.id
    assert ringing.starts.isoformat() == "2026-11-20T13:00:00+00:00"


def test_a_shift_that_opens_in_quiet_hours_is_rung_after_them(
    billing: Door, bea: Colleague
) -> None:
    billing.quiet_hours = {"start": "20:00", "end": "10:00"}
    put_on_duty(billing, bea)
    assert round_for(billing, NIGHT).starts.isoformat() == "2026-11-23T09:00:00+00:00"


def test_people_whose_hours_never_meet_their_lists_leave_the_fallback(
    billing: Door, bea: Colleague, sally: Colleague
) -> None:
    put_on_duty(billing, bea, pattern=pattern(["22:00", "02:00"]))
    assert round_for(billing, NOON).hosts == (sally.id,)


def test_a_fallback_who_left_is_answered_for_by_their_successor(
    billing: Door, sally: Colleague, tom: Colleague
) -> None:
    Colleague.objects.filter(pk=sally.pk).update(is_active=False, successor=tom)
    billing.refresh_from_db()
    assert round_for(billing, NOON).hosts == (tom.id,)


def test_a_door_that_nobody_answers_says_so(billing: Door, sally: Colleague) -> None:
    leave(sally)
    billing.refresh_from_db()
    with pytest.raises(NobodyAnswers, match="name another fallback"):
        round_for(billing, NOON)


def test_the_next_host_is_whoever_was_not_tried(
    billing: Door, bea: Colleague, tom: Colleague, sally: Colleague
) -> None:
    put_on_duty(billing, bea, tom)
    rest = next_host(billing, NOON, tried=[bea.id])
    assert rest is not None
    assert rest.hosts == (tom.id, sally.id)


def test_ringing_ends_with_the_fallback(billing: Door, bea: Colleague, sally: Colleague) -> None:
    put_on_duty(billing, bea)
    assert next_host(billing, NOON, tried=[bea.id, sally.id]) is None


def test_a_door_keeps_the_hours_of_all_its_lists(billing: Door, bea: Colleague) -> None:
    put_on_duty(billing, bea, pattern=pattern(["06:00", "14:00"]))
    put_on_duty(billing, bea, pattern=pattern(["13:00", "22:00"]), position=1)
    put_on_duty(billing, bea, pattern=pattern(), position=2)
    assert is_working(NOON, door_hours(billing))
    assert next_closing(NOON, door_hours(billing)).isoformat() == "2026-11-20T21:00:00+00:00"


def test_a_door_is_on_holiday_only_when_every_list_is(billing: Door, bea: Colleague) -> None:
    christmas = {"holidays": ["2026-12-25", "2026-12-26"]}
    put_on_duty(billing, bea, pattern=pattern(["08:00", "16:00"]) | christmas)
    put_on_duty(billing, bea, pattern=pattern(["08:00", "16:00"]) | {"holidays": ["2026-12-25"]})
    assert {day.day for day in door_hours(billing).holidays} == {25}


def test_a_door_without_lists_keeps_its_fallbacks_hours(billing: Door, sally: Colleague) -> None:
    assert door_hours(billing) == sally.hours
    billing.fallback.working_pattern = {"week": [[]] * 7}
    assert door_hours(billing) == ALWAYS_OPEN


def test_a_round_is_one_query(billing: Door, bea: Colleague, tom: Colleague) -> None:
    put_on_duty(billing, bea, tom)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        round_for(billing, NOON)
    assert len(asked) == 1
