"""Reading and writing a working week."""

from datetime import date

import pytest
from hypothesis import given

from stayline.hours import WorkingHours
from tests.hours.weeks import FREE, NINE_TO_FIVE, week, weeks

DAYS = [[["09:00", "17:00"]]] * 5 + [[], []]


@given(weeks)
def test_a_week_that_is_stored_is_read_as_the_same_week(hours: WorkingHours) -> None:
    assert WorkingHours.from_json(hours.to_json()) == hours


def test_a_zone_given_stands_instead_of_the_stored_one() -> None:
    hours = WorkingHours.from_json({"zone": "UTC", "week": DAYS}, "Europe/Berlin")
    assert hours.zone == "Europe/Berlin"


def test_a_week_works_on_its_days_and_on_no_holiday() -> None:
    hours = week(NINE_TO_FIVE, off="2026-12-25")
    assert hours.works_on(date(2026, 12, 24))
    assert not hours.works_on(date(2026, 12, 25))
    assert not hours.works_on(date(2026, 12, 26))
    assert week(FREE).is_empty


@pytest.mark.parametrize(
    ("stored", "sentence"),
    [
        (None, "need a week"),
        ({"week": DAYS}, "need a time zone"),
        ({"zone": "Mars/Base", "week": DAYS}, "not a time zone"),
        ({"zone": "../etc/passwd", "week": DAYS}, "not a time zone"),
        ({"zone": "UTC", "week": DAYS[:6]}, "seven days"),
        ({"zone": "UTC", "week": "always"}, "list of days"),
        ({"zone": "UTC", "week": ["09:00"] * 7}, "list of stretches"),
        ({"zone": "UTC", "week": [["09:00"]] * 7}, "start and an end"),
        ({"zone": "UTC", "week": [[["09:00"]]] * 7}, "start and an end"),
        ({"zone": "UTC", "week": [[["9", "17"]]] * 7}, "write it like 09:00"),
        ({"zone": "UTC", "week": [[["09:00", "24:30"]]] * 7}, "write it like 09:00"),
        ({"zone": "UTC", "week": [[["09:00", "09:00"]]] * 7}, "no time at all"),
        ({"zone": "UTC", "week": [[["24:00", "06:00"]]] * 7}, "no time at all"),
        ({"zone": "UTC", "week": DAYS, "holidays": "25 December"}, "Holidays are a list"),
        ({"zone": "UTC", "week": DAYS, "holidays": ["25 December"]}, "not a date"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(stored: object, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        WorkingHours.from_json(stored)
