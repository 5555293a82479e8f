"""When a promise falls due, and how that is said."""

import pytest

from stayline.hours import in_words, promise_due
from tests.hours.weeks import NINE_TO_FIVE, berlin, week

OFFICE = week(NINE_TO_FIVE)
FRIDAY_NOON = berlin("2026-11-20 12:00")


def test_a_promise_runs_in_the_hours_of_whoever_gives_it() -> None:
    due = promise_due(FRIDAY_NOON, 360, OFFICE, longest_days=5)
    assert due == berlin("2026-11-23 10:00")


def test_a_promise_is_never_longer_than_the_longest() -> None:
    due = promise_due(FRIDAY_NOON, 100_000, OFFICE, longest_days=5)
    assert due == berlin("2026-11-27 12:00")


@pytest.mark.parametrize(("minutes", "days"), [(0, 5), (-5, 5), (30, 0)])
def test_a_promise_needs_time(minutes: int, days: int) -> None:
    with pytest.raises(ValueError, match="needs some time"):
        promise_due(FRIDAY_NOON, minutes, OFFICE, longest_days=days)


@pytest.mark.parametrize(
    ("due", "english", "german"),
    [
        ("2026-11-20 14:30", "today by 14:30", "heute bis 14:30 Uhr"),
        ("2026-11-21 10:00", "tomorrow by 10:00", "morgen bis 10:00 Uhr"),
        ("2026-11-24 10:00", "Tuesday by 10:00", "am Dienstag bis 10:00 Uhr"),
        ("2026-11-26 09:05", "Thursday by 09:05", "am Donnerstag bis 09:05 Uhr"),
        (
            "2026-11-27 10:00",
            "Friday 27 November by 10:00",
            "am Freitag, 27. November, bis 10:00 Uhr",
        ),
        ("2026-11-19 10:00", "yesterday by 10:00", "gestern bis 10:00 Uhr"),
        (
            "2026-11-18 10:00",
            "Wednesday 18 November by 10:00",
            "am Mittwoch, 18. November, bis 10:00 Uhr",
        ),
        (
            "2027-11-19 10:00",
            "Friday 19 November 2027 by 10:00",
            "am Freitag, 19. November 2027, bis 10:00 Uhr",
        ),
        ("2026-11-21 00:00", "today by midnight", "heute bis Mitternacht"),
        ("2026-11-22 00:00", "tomorrow by midnight", "morgen bis Mitternacht"),
    ],
)
def test_a_moment_is_said_as_a_person_would(due: str, english: str, german: str) -> None:
    assert in_words(berlin(due), FRIDAY_NOON, "Europe/Berlin", "en") == english
    assert in_words(berlin(due), FRIDAY_NOON, "Europe/Berlin", "de-AT") == german


def test_the_readers_day_counts_not_ours() -> None:
    evening = berlin("2026-11-20 18:00")
    assert in_words(evening, FRIDAY_NOON, "Asia/Tokyo", "en") == "tomorrow by 02:00"


def test_your_time_is_said_where_the_clocks_differ() -> None:
    due = berlin("2026-11-24 10:00")
    far = in_words(due, FRIDAY_NOON, "America/New_York", "en", home="Europe/Berlin")
    near = in_words(due, FRIDAY_NOON, "Europe/Vienna", "en", home="Europe/Berlin")
    assert (far, near) == ("Tuesday by 04:00 (your time)", "Tuesday by 10:00")


def test_a_customer_never_reads_an_earlier_moment_than_we_keep() -> None:
    due = berlin("2026-11-20 14:29").replace(second=1)
    assert in_words(due, FRIDAY_NOON, "Europe/Berlin", "en") == "today by 14:30"


def test_a_language_we_have_no_words_for_is_answered_in_english() -> None:
    assert in_words(berlin("2026-11-20 14:30"), FRIDAY_NOON, "Europe/Berlin", "fi") == (
        "today by 14:30"
    )
