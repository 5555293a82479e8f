"""A link that is over is no dead end, and one that went astray can end at once."""

from __future__ import annotations

import pytest
from django.test import Client

from stayline.channels.mail.models import Outgoing
from stayline.people.models import Customer
from stayline.problems.models import Problem
from tests.customer_page.conftest import link_for

NOBODYS = "/with/" + "a" * 26 + "/"


def mails_to(customer: Customer) -> list[Outgoing]:
    return list(
        Outgoing.objects.filter(
            customer=customer, subject__in=["Your new link", "Ihr neuer Link"]
        ).order_by("id")
    )


def test_a_link_that_is_over_brings_a_new_one_to_the_known_address(
    client: Client, answered: Problem, carol: Customer
) -> None:
    over = link_for(answered, carol, days=-1)
    assert "Send me a new link" in client.get(over).content.decode()
    page = client.post(f"{over}new-link/")
    assert "Look into your mailbox." in page.content.decode()
    (mail,) = mails_to(carol)
    assert mail.recipient == "carol@whitfield.example"
    client.post(f"{over}new-link/")
    assert len(mails_to(carol)) == 1, "impatience is not answered twice"


def test_whoever_asks_learns_nothing(client: Client, answered: Problem, carol: Customer) -> None:
    over = link_for(answered, carol, days=-1)
    hers = client.post(f"{over}new-link/").content
    nobodys = client.post(f"{NOBODYS}new-link/").content
    assert hers == nobodys


def test_a_link_that_went_astray_ends_with_all_the_others(
    client: Client, answered: Problem, carol: Customer, link: str
) -> None:
    other = link_for(answered, carol)
    client.post(f"{link}new-link/", {"ends": "yes"})
    assert client.get(link).status_code == client.get(other).status_code == 404
    assert len(mails_to(carol)) == 1


def test_whoever_found_a_link_ends_the_others_once(
    client: Client, answered: Problem, carol: Customer, link: str
) -> None:
    client.post(f"{link}new-link/", {"ends": "yes"})
    hers = link_for(answered, carol)
    client.post(f"{link}new-link/", {"ends": "yes"})
    assert client.get(hers).status_code == 200
    assert len(mails_to(carol)) == 1


def test_no_link_ends_before_the_new_one_is_on_its_way(
    client: Client, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stayline.channels.mail.outbox.AUTOMATIC_A_DAY", 0)
    client.post(f"{link}new-link/", {"ends": "yes"})
    assert client.get(link).status_code == 200


def test_words_sent_by_a_link_that_is_over_are_told_where_to_go(
    client: Client, answered: Problem, carol: Customer
) -> None:
    over = link_for(answered, carol, days=-1)
    page = client.post(f"{over}words/", {"words": "Are you there?"})
    assert page.status_code == 404
    assert "Send me a new link" in page.content.decode()
