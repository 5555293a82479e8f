"""What we hold about a customer: handed over when they ask, and gone when they ask that."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client

from stayline.channels.mail.models import Placed, RawMail
from stayline.desk.models import Erasure
from stayline.people.models import Colleague, Customer, Door
from stayline.problems import by_colleagues, by_customers
from stayline.problems.models import Problem, Word
from stayline.project.clock import now
from tests.customer_page.conftest import link_for
from tests.desk.conftest import SignIn
from tests.security.places import keep_file


@pytest.fixture
def solved(answered: Problem, carol: Customer, bea: Colleague) -> Problem:
    """Carol's tablet lets her in, and she said so. She had sent a file and a mail."""
    by_colleagues.note(answered.pk, bea.pk, "Whitfield asked before, in May.", now())
    word = Word.objects.filter(problem=answered, customer=carol).earliest("pk")
    keep_file(word, "whitfield.txt", b"the tablet of Carol Whitfield", "text/plain")
    mail = RawMail(outside_id="a", sender="carol@whitfield.example", received_at=now())
    mail.placed, mail.problem = Placed.OPENED, answered
    mail.keep(b"From: carol@whitfield.example\r\n\r\nThe tablet does not let me in.")
    mail.save()
    by_customers.say_satisfied(answered.pk, carol.pk, now())
    answered.refresh_from_db()
    return answered


@pytest.fixture
def desk(mara: Colleague, sign_in: SignIn) -> Client:
    return sign_in(mara)


def _all_that_is_kept() -> str:
    """Every row of every table, as text."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608 - our own tables
            rows += [row for (row,) in cursor.fetchall()]
    return "\n".join(rows).lower()


def _erase(desk: Client, carol: Customer) -> Any:
    return desk.post(f"/customers/{carol.pk}/", {"is_asked": "on"})


def test_nothing_is_left_that_tells_of_them(
    desk: Client, solved: Problem, carol: Customer, django_capture_on_commit_callbacks: Any
) -> None:
    file = solved.words.earliest("pk").attachments.get().file.name or ""
    assert "whitfield" in _all_that_is_kept()
    with django_capture_on_commit_callbacks(execute=True):
        assert _erase(desk, carol).status_code == 302
    left = _all_that_is_kept()
    assert "whitfield" not in left
    assert "tablet" not in left
    assert not default_storage.exists(file)
    assert Erasure.objects.get().problems == 1


def test_the_timeline_still_folds_and_can_be_read(
    desk: Client, solved: Problem, carol: Customer
) -> None:
    _erase(desk, carol)
    solved.refresh_from_db()
    assert solved.stage == "satisfied"
    page = desk.get(f"/problems/{solved.pk}/").content.decode()
    assert "(erased)" in page


def test_their_link_opens_nothing_any_more(
    desk: Client, client: Client, solved: Problem, carol: Customer
) -> None:
    link = link_for(solved, carol)
    _erase(desk, carol)
    assert "Carol" not in client.get(link).content.decode()


def test_who_writes_again_is_somebody_new(
    desk: Client, solved: Problem, carol: Customer, door: Door
) -> None:
    from stayline.people.customers import customer_for_address

    _erase(desk, carol)
    again = customer_for_address("mail", "carol@whitfield.example", "Carol Whitfield")
    assert again.pk != carol.pk


def test_whoever_waits_is_not_erased_and_the_page_says_what_to_do(
    desk: Client, answered: Problem, carol: Customer
) -> None:
    answer = _erase(desk, carol)
    assert answer.status_code == 409
    assert "Bea Lindqvist is still with them" in answer.content.decode()
    carol.refresh_from_db()
    assert carol.name == "Carol Whitfield"


def test_it_is_said_once_more_before_it_happens(
    desk: Client, solved: Problem, carol: Customer
) -> None:
    assert desk.post(f"/customers/{carol.pk}/", {}).status_code == 422
    assert not Erasure.objects.exists()


def _package(desk: Client, carol: Customer) -> ZipFile:
    answer = desk.get(f"/customers/{carol.pk}/everything/")
    return ZipFile(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]


def test_who_asks_what_we_know_gets_all_of_it(
    desk: Client, solved: Problem, carol: Customer
) -> None:
    whole = _package(desk, carol)
    told = json.loads(whole.read("customer.json"))
    assert told["addresses"][0]["value"] == "carol@whitfield.example"
    assert "does not let me in" in told["words"][0]["text"]
    assert whole.read(told["words"][0]["files"][0]) == b"the tablet of Carol Whitfield"
    assert not any(name.endswith(".eml") for name in whole.namelist())


def test_what_we_said_among_us_is_a_part_of_its_own(
    desk: Client, solved: Problem, carol: Customer
) -> None:
    whole = _package(desk, carol)
    assert "in May" not in whole.read("customer.json").decode()
    assert "in May" in whole.read("among-us/among-us.json").decode()


def test_what_only_a_few_may_know_is_not_handed_over_by_others(
    desk: Client, solved: Problem, carol: Customer, bea: Colleague
) -> None:
    Problem.objects.filter(pk=solved.pk).update(need_to_know=[bea.pk])
    whole = _package(desk, carol)
    assert "tablet" not in whole.read("customer.json").decode()
    assert "Bea Lindqvist" in whole.read("read-me.txt").decode()
