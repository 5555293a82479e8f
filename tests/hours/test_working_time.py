"""Adding working time: by example, and on the days the clocks change."""

from datetime import UTC, date, datetime, timedelta

import pytest

from stayline.hours import (
    ALWAYS_OPEN,
    WorkingHours,
    add_working,
    add_working_days,
    is_working,
    next_closing,
    next_common_opening,
    next_opening,
    working_minutes,
)
from tests.hours.weeks import FREE, NIGHT, NINE_TO_FIVE, berlin, week

OFFICE = week(NINE_TO_FIVE)
NIGHTS = week(NIGHT, days=7)


def test_four_hours_from_a_friday_afternoon_end_on_monday() -> None:
    assert add_working(berlin("2026-11-20 15:00"), 240, OFFICE) == berlin("2026-11-23 11:00")


def test_the_answer_is_in_utc() -> None:
    assert add_working(berlin("2026-11-20 10:00"), 5, OFFICE).tzinfo is UTC


def test_a_sum_that_ends_at_closing_time_is_not_the_next_morning() -> None:
    assert add_working(berlin("2026-11-20 16:00"), 60, OFFICE) == berlin("2026-11-20 17:00")


def test_no_minutes_are_the_start_itself_even_at_night() -> None:
    assert add_working(berlin("2026-11-20 23:00"), 0, OFFICE) == berlin("2026-11-20 23:00")


def test_a_holiday_is_left_out() -> None:
    hours = week(NINE_TO_FIVE, off="2026-12-25")
    assert add_working(berlin("2026-12-24 16:00"), 120, hours) == berlin("2026-12-28 10:00")


def test_a_night_crosses_midnight() -> None:
    assert add_working(berlin("2026-11-20 23:00"), 120, NIGHTS) == berlin("2026-11-21 01:00")
    assert is_working(berlin("2026-11-21 05:59"), NIGHTS)
    assert not is_working(berlin("2026-11-21 06:00"), NIGHTS)


def test_the_night_before_a_holiday_runs_to_its_end() -> None:
    hours = week(NIGHT, days=7, off="2026-12-25")
    assert is_working(berlin("2026-12-25 05:00"), hours)
    assert not is_working(berlin("2026-12-25 23:00"), hours)


def test_the_night_of_spring_is_an_hour_shorter() -> None:
    assert working_minutes(berlin("2026-03-28 20:00"), berlin("2026-03-29 12:00"), NIGHTS) == 420


def test_the_night_of_autumn_is_an_hour_longer() -> None:
    assert working_minutes(berlin("2026-10-24 20:00"), berlin("2026-10-25 12:00"), NIGHTS) == 540


def test_work_that_begins_in_the_skipped_hour_begins_at_the_leap() -> None:
    early = week((("02:30", "10:00"),), days=7)
    assert next_opening(berlin("2026-03-29 00:00"), early) == datetime(
        2026, 3, 29, 1, 0, tzinfo=UTC
    )


def test_shifts_that_meet_in_the_repeated_hour_neither_overlap_nor_leave_a_gap() -> None:
    late, early = week((("18:00", "02:30"),), days=7), week((("02:30", "10:00"),), days=7)
    hand_over = next_closing(berlin("2026-10-24 20:00"), late)
    assert hand_over == next_opening(berlin("2026-10-25 00:00") + timedelta(hours=2.1), early)


def test_a_day_that_a_country_skipped_is_nobodys_working_day() -> None:
    # Samoa went from 29 to 31 December 2011, across the date line.
    hours = week(NINE_TO_FIVE, days=7, zone="Pacific/Apia")
    thursday = datetime(2011, 12, 29, 22, 0, tzinfo=UTC)  # noon
    assert add_working_days(thursday, 1, hours) == datetime(2011, 12, 30, 22, 0, tzinfo=UTC)


def test_overlapping_stretches_count_once() -> None:
    hours = week((("09:00", "13:00"), ("12:00", "17:00")))
    assert working_minutes(berlin("2026-11-20 00:00"), berlin("2026-11-21 00:00"), hours) == 480


def test_a_night_that_overlaps_the_next_morning_counts_once() -> None:
    hours = week((("22:00", "06:00"), ("05:00", "09:00")), days=7)
    assert working_minutes(berlin("2026-11-20 12:00"), berlin("2026-11-21 12:00"), hours) == 660


def test_two_working_days_from_friday_are_tuesday_at_the_same_hour() -> None:
    assert add_working_days(berlin("2026-11-20 15:00"), 2, OFFICE) == berlin("2026-11-24 15:00")


def test_days_asked_for_at_night_count_from_the_next_opening() -> None:
    assert add_working_days(berlin("2026-11-20 22:00"), 2, OFFICE) == berlin("2026-11-25 09:00")


def test_days_end_no_later_than_a_short_days_closing() -> None:
    hours = WorkingHours("Europe/Berlin", (*[NINE_TO_FIVE] * 4, (("09:00", "13:00"),), FREE, FREE))
    assert add_working_days(berlin("2026-11-19 16:00"), 1, hours) == berlin("2026-11-20 13:00")


def test_a_working_night_belongs_to_the_day_it_began_on() -> None:
    assert add_working_days(berlin("2026-11-21 02:00"), 1, NIGHTS) == berlin("2026-11-22 02:00")


def test_the_next_opening_is_now_while_somebody_works() -> None:
    assert next_opening(berlin("2026-11-20 10:00"), OFFICE) == berlin("2026-11-20 10:00")
    assert next_opening(berlin("2026-11-20 17:00"), OFFICE) == berlin("2026-11-23 09:00")


def test_the_next_closing_is_now_when_nobody_works() -> None:
    assert next_closing(berlin("2026-11-20 10:00"), OFFICE) == berlin("2026-11-20 17:00")
    assert next_closing(berlin("2026-11-20 18:00"), OFFICE) == berlin("2026-11-20 18:00")


def test_people_far_apart_meet_in_the_hours_of_both() -> None:
    boston = week(NINE_TO_FIVE, zone="America/New_York")
    meeting = next_common_opening(berlin("2026-11-20 09:00"), OFFICE, boston)
    assert meeting == berlin("2026-11-20 15:00")


def test_always_open_adds_plain_minutes() -> None:
    start = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert add_working(start, 3000, ALWAYS_OPEN) == start + timedelta(minutes=3000)


def test_an_empty_week_is_refused_clearly() -> None:
    with pytest.raises(ValueError, match="the week is empty"):
        add_working(berlin("2026-11-20 10:00"), 1, week(FREE))
    with pytest.raises(ValueError, match="the week is empty"):
        add_working_days(berlin("2026-11-20 10:00"), 1, week(FREE))


def test_years_of_holidays_end_in_a_clear_refusal() -> None:
    years = frozenset(date(2026, 1, 1) + timedelta(days=day) for day in range(5 * 365))
    hours = WorkingHours("UTC", (NINE_TO_FIVE,) * 7, years)
    with pytest.raises(ValueError, match="three years"):
        add_working(datetime(2026, 2, 1, tzinfo=UTC), 1, hours)


def test_a_promise_of_centuries_is_refused() -> None:
    with pytest.raises(ValueError, match="a hundred years"):
        add_working(berlin("2026-11-20 10:00"), 10**9, OFFICE)


def test_hours_that_never_end_say_so() -> None:
    with pytest.raises(ValueError, match="never end"):
        next_closing(berlin("2026-11-20 10:00"), ALWAYS_OPEN)


def test_hours_that_never_meet_say_so() -> None:
    with pytest.raises(ValueError, match="do not meet"):
        next_common_opening(berlin("2026-11-20 10:00"), OFFICE, week(NIGHT))


def test_time_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        add_working(berlin("2026-11-20 10:00"), -1, OFFICE)
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(berlin("2026-11-20 10:00"), -1, OFFICE)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        is_working(datetime(2026, 11, 20, 10, 0), OFFICE)  # noqa: DTZ001 - the point
