"""Who is here: it is seen at once, and forgotten by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from stayline.people import presence
from stayline.people.models import Colleague, Presence, Whereabouts
from stayline.people.models.patterns import whole_week
from tests.people.conftest import hire

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)  # a Monday
NIGHT = datetime(2026, 11, 2, 23, 0, tzinfo=UTC)


def later(**span: float) -> datetime:
    return AT + timedelta(**span)


@pytest.fixture
def tom(db: None) -> Colleague:
    return hire("Tom Okafor", time_zone="UTC")


def where(one: Colleague, at: datetime, *, in_call: set[int] | None = None) -> str:
    return presence.whereabouts([one], at, in_call=in_call or set())[one.pk].where.value


def test_whoever_opened_a_problem_is_there_until_their_page_says_nothing(tom: Colleague) -> None:
    assert presence.tell(uuid4(), tom, AT, problem=42)
    assert [one.colleague for one in presence.there(42, later(seconds=60))] == [tom]
    assert presence.there(42, later(seconds=70)) == []
    assert presence.there(43, AT) == []


def test_only_what_others_would_see_is_told_them(tom: Colleague) -> None:
    page = uuid4()
    assert presence.tell(page, tom, AT, problem=42)
    assert not presence.tell(page, tom, later(seconds=25), problem=42)
    assert presence.tell(page, tom, later(seconds=30), problem=42, writes="reply")
    assert not presence.tell(page, tom, later(seconds=38), problem=42, writes="reply")
    assert presence.tell(page, tom, later(seconds=50), problem=42)
    assert presence.tell(page, tom, later(minutes=9), problem=42, is_active=False)


def test_whoever_stops_typing_stops_writing_by_themselves(tom: Colleague) -> None:
    presence.tell(uuid4(), tom, AT, problem=42, writes="reply")
    assert presence.there(42, later(seconds=10))[0].writes
    assert not presence.there(42, later(seconds=20))[0].writes


def test_two_pages_are_one_colleague_who_writes(tom: Colleague) -> None:
    presence.tell(uuid4(), tom, AT, problem=42, writes="reply")
    presence.tell(uuid4(), tom, AT, problem=42)
    (there,) = presence.there(42, AT)
    assert there.writes


def test_nobody_speaks_by_a_page_of_somebody_else(tom: Colleague) -> None:
    page, eve = uuid4(), hire("Eve Else")
    presence.tell(page, tom, AT, problem=42)
    assert not presence.tell(page, eve, AT, problem=43)
    presence.leave(page, eve)
    assert [one.colleague for one in presence.there(42, AT)] == [tom]
    presence.leave(page, tom)
    assert presence.there(42, AT) == []


def test_old_pages_are_forgotten(tom: Colleague) -> None:
    presence.tell(uuid4(), tom, AT)
    presence.tell(uuid4(), tom, later(hours=2))
    assert Presence.objects.count() == 1


def test_what_one_does_says_where_one_is_and_then_the_hours(tom: Colleague) -> None:
    assert where(tom, AT) == "away"
    assert where(tom, NIGHT) == "off"
    page = uuid4()
    presence.tell(page, tom, AT)
    assert where(tom, AT) == "here"
    presence.tell(page, tom, later(minutes=9), is_active=False)
    assert where(tom, later(minutes=9)) == "away"
    presence.tell(page, tom, NIGHT)
    assert where(tom, NIGHT) == "here"


def test_ones_own_word_counts_for_more_until_it_ends(tom: Colleague) -> None:
    presence.tell(uuid4(), tom, AT)
    presence.say(tom, Whereabouts.AWAY, "at lunch", later(seconds=40))
    found = presence.whereabouts([tom], AT)[tom.pk]
    assert (found.where, found.words) == (Whereabouts.AWAY, "at lunch")
    assert where(tom, AT, in_call={tom.pk}) == "call"
    assert where(tom, later(seconds=50)) == "here"
    presence.say(tom, Whereabouts.OFF, "", None)
    assert where(tom, AT) == "off"
    presence.take_back(tom)
    assert where(tom, AT) == "here"


def test_what_is_here_now_is_written_to_no_log(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'people_presence'")
        assert cursor.fetchone() == ("u",)


def test_where_many_are_is_asked_at_once(tom: Colleague, django_assert_num_queries: object) -> None:
    people = [tom, *(hire(f"P{n} Q", working_pattern=whole_week()) for n in range(5))]
    with django_assert_num_queries(2):  # type: ignore[operator]
        presence.whereabouts(people, AT)
