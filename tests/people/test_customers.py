"""Finding a customer by an address, also when two doors meet the same stranger at once."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection

from stayline.people import customers
from stayline.people.addresses import normalised, tidy_name
from stayline.people.customers import customer_for_address, find_customer
from stayline.people.models import Address, Customer
from stayline.people.queries import same_person


def test_a_stranger_becomes_a_customer_with_an_unverified_address(db: None) -> None:
    carol = customer_for_address("mail", "Carol@Example.org", "Carol Jones", language="de")
    address = carol.addresses.get()
    assert (carol.name, carol.language) == ("Carol Jones", "de")
    assert (address.value, address.verified_at) == ("carol@example.org", None)


def test_the_same_address_is_the_same_customer(db: None) -> None:
    carol = customer_for_address("mail", "carol@example.org", "Carol Jones")
    assert customer_for_address("mail", " CAROL@example.org", "Somebody Else") == carol
    assert Customer.objects.get().name == "Carol Jones"


def test_a_name_fills_an_empty_one(db: None) -> None:
    customer_for_address("mail", "carol@example.org")
    assert customer_for_address("mail", "carol@example.org", "Carol Jones").name == "Carol Jones"
    assert Customer.objects.get().name == "Carol Jones"


def test_a_number_is_one_number_however_it_is_written(db: None) -> None:
    carol = customer_for_address("phone", "+49 (30) 901820", "Carol")
    assert find_customer("phone", "+4930901820") == carol
    assert normalised("phone", "030 901820", "DE") == "+4930901820"


def test_nobody_is_found_where_nobody_is(db: None) -> None:
    assert find_customer("mail", "nobody@example.org") is None


def test_a_merged_customer_is_followed_to_who_they_are_now(db: None) -> None:
    old = customer_for_address("mail", "carol@old.example", "Carol")
    newer = customer_for_address("mail", "carol@new.example", "Carol")
    newest = customer_for_address("mail", "carol@newest.example", "Carol")
    Customer.objects.filter(pk=old.pk).update(merged_into=newer)
    Customer.objects.filter(pk=newer.pk).update(merged_into=newest)
    assert customer_for_address("mail", "carol@old.example") == newest
    old.refresh_from_db()
    assert same_person(old, newest)


def test_a_circle_of_merges_ends(db: None) -> None:
    one = customer_for_address("mail", "one@example.org")
    other = customer_for_address("mail", "other@example.org")
    Customer.objects.filter(pk=one.pk).update(merged_into=other)
    Customer.objects.filter(pk=other.pk).update(merged_into=one)
    assert find_customer("mail", "one@example.org") in (one, other)


@pytest.mark.django_db(transaction=True)
def test_a_stranger_at_two_doors_at_once_is_one_customer(monkeypatch: pytest.MonkeyPatch) -> None:
    both_have_looked = Barrier(2, timeout=10)
    look = customers._owner_of
    found: list[int] = []

    def look_and_wait(kind: str, address: str) -> Customer | None:
        seen = look(kind, address)
        if seen is None:
            both_have_looked.wait()
        return seen

    def arrive() -> None:
        try:
            found.append(customer_for_address("mail", "carol@example.org", "Carol").pk)
        finally:
            connection.close()

    monkeypatch.setattr(customers, "_owner_of", look_and_wait)
    arrivals = [Thread(target=arrive) for _ in range(2)]
    for arrival in arrivals:
        arrival.start()
    for arrival in arrivals:
        arrival.join()
    assert len(found) == 2
    assert len(set(found)) == 1
    assert Customer.objects.count() == Address.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        ("mail", "", "needed"),
        ("mail", "carol", "not a mail address"),
        ("mail", "carol@", "not a mail address"),
        ("mail", "carol@example.org\r\nBcc: all@example.org", "not a mail address"),
        ("mail", "c" * 320 + "@example.org", "at most 320"),
        ("phone", "12", "begin with"),
        ("chat", " \n ", "needed"),
    ],
)
def test_what_is_no_address_is_refused(kind: str, value: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        normalised(kind, value)


def test_a_name_from_outside_is_one_readable_line() -> None:
    assert tidy_name("Carol\r\nBcc: x\x00\u202egpj.exe") == "Carol Bcc: x gpj.exe"
    assert tidy_name("caf\udce9") == "caf?"
    assert len(tidy_name("x" * 5000)) == 200
