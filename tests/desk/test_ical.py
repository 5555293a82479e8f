"""One's promises as a calendar: little is said, to whoever has the secret address."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from icalendar import Calendar, Event

from stayline.desk import ical
from stayline.desk.models import CalendarAddress
from stayline.people.models import Colleague
from stayline.problems.models import Problem
from stayline.project.clock import now
from tests.desk.conftest import SignIn
from tests.security.places import everything


def path_of(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def events(path: str) -> list[Event]:
    answer = Client().get(path)
    assert answer.headers["Content-Type"].startswith("text/calendar")
    calendar = Calendar.from_ical(answer.content)
    assert not calendar.errors
    return [one for one in calendar.walk("VEVENT") if isinstance(one, Event)]


@pytest.fixture
def address(bea: Colleague) -> str:
    return path_of(ical.new_address(bea, now()))


def test_each_standing_promise_is_an_event_in_utc(answered: Problem, address: str) -> None:
    (event,) = events(address)
    assert str(event["summary"]).startswith("Carol hears from you: The tablet")
    assert answered.promise_due is not None
    assert event.start == answered.promise_due.replace(microsecond=0)
    assert (
        f"DTSTART:{answered.promise_due:%Y%m%dT%H%M%SZ}" in Client().get(address).content.decode()
    )
    assert str(event["url"]).endswith(f"/problems/{answered.pk}/")


def test_it_tells_no_surname_and_no_address(answered: Problem, address: str) -> None:
    told = Client().get(address).content.decode()
    assert "Whitfield" not in told
    assert "whitfield.example" not in told


def test_what_a_circle_keeps_is_only_a_moment(answered: Problem, address: str) -> None:
    Problem.objects.filter(pk=answered.pk).update(need_to_know=[answered.owner_id])
    (event,) = events(address)
    assert str(event["summary"]) == "A promise is due"


def test_promises_of_others_are_not_in_it(
    answered: Problem, sally: Colleague, erik: Colleague
) -> None:
    for one in (sally, erik):
        assert events(path_of(ical.new_address(one, now()))) == []


def test_a_subject_ends_no_line_of_the_calendar(answered: Problem, address: str) -> None:
    evil = "x\r\nEND:VEVENT\r\nBEGIN:VALARM\r\nACTION:EMAIL\x07 ; , \\ " + "ü" * 200
    Problem.objects.filter(pk=answered.pk).update(subject=evil)
    (event,) = events(address)
    lines = Client().get(address).content.split(b"\r\n")
    assert b"ACTION:EMAIL" not in lines
    assert all(len(line) <= 75 for line in lines)
    assert "END:VEVENT BEGIN:VALARM" in str(event["summary"])


def test_asking_changes_nothing(answered: Problem, address: str) -> None:
    before = everything()
    assert Client().get(address).status_code == 200
    assert everything() == before


def test_the_secret_is_kept_as_a_digest_and_can_be_renewed(
    answered: Problem, bea: Colleague, sign_in: SignIn, address: str
) -> None:
    secret = address.split("/")[2]
    assert secret not in str(CalendarAddress.objects.values_list())
    page = sign_in(bea).post("/you/calendar/").content.decode()
    fresh = re.search(r'value="http://[^/]+(/calendar/[a-z2-7]{26}/promises\.ics)"', page)
    assert fresh is not None
    assert Client().get(address).status_code == 404
    assert Client().get(fresh[1]).status_code == 200
    assert fresh[1] not in sign_in(bea).get("/you/").content.decode()


def test_it_can_be_given_up(bea: Colleague, sign_in: SignIn, address: str) -> None:
    sign_in(bea).post("/you/calendar/given-up/")
    assert Client().get(address).status_code == 404


def test_who_has_left_has_no_calendar(bea: Colleague, address: str) -> None:
    Colleague.objects.filter(pk=bea.pk).update(is_active=False)
    assert Client().get(address).status_code == 404


def test_a_guessed_address_finds_nothing(db: None) -> None:
    assert Client().get(f"/calendar/{'a' * 26}/promises.ics").status_code == 404
