"""A machine whose clock is wrong decides nothing; the others do its work."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from stayline.problems import agreement, journal
from stayline.project.clock import now

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _compares(settings: Any) -> None:
    settings.STAYLINE_CLOCK_APART_SECONDS = 5


@pytest.mark.parametrize(
    ("theirs", "answered"), [(0, 0), (4, 0), (-4, 0), (30, 30), (0, 30), (34, 30)]
)
def test_a_clock_that_may_be_right_is_believed_however_long_the_answer_took(
    theirs: int, answered: int
) -> None:
    agreement.compare(NOON, NOON + theirs * SECOND, NOON + answered * SECOND)


@pytest.mark.parametrize(("theirs", "answered"), [(6, 0), (-6, 0), (-6, 30), (36, 30)])
def test_a_clock_that_is_certainly_wrong_is_not(theirs: int, answered: int) -> None:
    with pytest.raises(agreement.ClockIsWrong):
        agreement.compare(NOON, NOON + theirs * SECOND, NOON + answered * SECOND)


@pytest.mark.django_db
@pytest.mark.parametrize("apart", [timedelta(hours=2), -timedelta(minutes=1)])
def test_nothing_is_decided_by_a_wrong_clock(apart: timedelta) -> None:
    with (
        time_machine.travel(now() + apart, tick=True),
        pytest.raises(agreement.ClockIsWrong, match="from the database"),
        journal.deciding(),
    ):
        pytest.fail("a decision was begun")


@pytest.mark.django_db
def test_the_load_balancer_is_told_to_pass_by(client: Client) -> None:
    assert client.get("/health/").content == b"well\n"
    with time_machine.travel(now() + timedelta(hours=2), tick=True):
        answer = client.get("/health/")
    assert (answer.status_code, answer.content) == (503, b"wrong clock\n")


@pytest.mark.django_db
def test_where_it_is_not_compared_any_clock_will_do(settings: Any) -> None:
    settings.STAYLINE_CLOCK_APART_SECONDS = 0
    with time_machine.travel(now() + timedelta(hours=2)), journal.deciding():
        assert now() > NOON
