"""A customer reads their own language, on their page and in their mails."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from stayline.customer_page import refusals
from stayline.ownership.events import Reply
from stayline.people.models import Colleague, Customer, Door
from stayline.problems import by_customers
from stayline.problems.models import Problem
from stayline.project.clock import now
from tests.customer_page.conftest import link_for
from tests.customer_page.test_customer_page import _question

pytestmark = pytest.mark.django_db


def speaks(customer: Customer, language: str) -> None:
    Customer.objects.filter(pk=customer.pk).update(language=language)


def test_the_page_is_in_the_customers_language_whatever_their_browser_says(
    client: Client, link: str, carol: Customer
) -> None:
    speaks(carol, "de-AT")
    answer = client.get(link, headers={"accept-language": "en"})
    page = answer.content.decode()
    assert "Bea ist für Sie da" in page
    assert '<html lang="de" dir="ltr"' in page
    assert answer.headers["Content-Language"] == "de"


def test_the_doors_language_is_spoken_where_we_do_not_speak_theirs(
    client: Client, link: str, carol: Customer, answered: Problem
) -> None:
    speaks(carol, "fr")
    assert answered.door
    Door.objects.filter(pk=answered.door.pk).update(language="de")
    assert "Bea ist für Sie da" in client.get(link).content.decode()


def test_a_customer_chooses_a_language_and_it_is_kept(
    client: Client, link: str, carol: Customer
) -> None:
    answer = client.post(f"{link}language/", {"language": "de"})
    assert answer.headers["Location"] == link
    assert "Bea ist für Sie da" in client.get(link).content.decode()
    carol.refresh_from_db()
    assert carol.language == "de"


@pytest.mark.parametrize("odd", ["", "xx", "de-AT", "../../etc"])
def test_nobody_chooses_a_language_that_we_do_not_speak(
    client: Client, link: str, carol: Customer, odd: str
) -> None:
    client.post(f"{link}language/", {"language": odd})
    before = carol.language
    carol.refresh_from_db()
    assert carol.language == before


def test_a_colleague_does_not_choose_for_a_customer(
    client: Client, link: str, carol: Customer, bea: Colleague
) -> None:
    client.force_login(bea)
    answer = client.post(f"{link}language/", {"language": "de"})
    assert answer.status_code == 403
    carol.refresh_from_db()
    assert carol.language == "en"


def test_the_country_stays_where_the_same_language_is_chosen(
    client: Client, link: str, carol: Customer
) -> None:
    speaks(carol, "de-AT")
    client.post(f"{link}language/", {"language": "de"})
    carol.refresh_from_db()
    assert carol.language == "de-AT"


def test_a_refusal_is_said_to_a_customer_in_their_language_and_politely(
    client: Client, asked: Problem, carol: Customer
) -> None:
    speaks(carol, "de")
    question = _question(asked)
    by_customers.answer_on_page(asked.pk, carol.pk, question, Reply.NO, now())
    sent = {"reply": "no", "client": "again"}
    answer = client.post(f"{link_for(asked, carol)}questions/{question}/", sent)
    assert answer.status_code == 409
    assert "Schreiben Sie ein Wort, und Bea liest es." in answer.content.decode()


def test_what_a_customer_reads_in_german_calls_them_sie(
    client: Client, asked: Problem, carol: Customer
) -> None:
    speaks(carol, "de")
    page = client.get(link_for(asked, carol)).content.decode()
    assert "Ist es Ihnen recht, wenn Tom ab hier übernimmt?" in page
    assert re.findall(r"\b(?:[Dd]u|[Dd]ich|[Dd]ir(?!=)|[Dd]eine?[nmrs]?)\b", page) == []


def test_every_refusal_listed_for_customers_is_the_rules_own() -> None:
    from stayline.project.messages.catalogues import found_in

    said = {sentence.text for sentence in found_in("ownership")}
    listed = {str(one) for one in refusals.HEARD_BY_CUSTOMERS}
    assert listed - said == set()


def test_where_nobody_knows_their_zone_times_are_the_doors_as_in_their_mails(
    client: Client, link: str, answered: Problem
) -> None:
    Door.objects.update(time_zone="Asia/Kolkata")
    assert answered.promise_due
    told = answered.promise_due.astimezone(ZoneInfo("Asia/Kolkata"))
    assert f"{told:%H:%M}" in client.get(link).content.decode()


def test_a_link_that_is_over_speaks_to_whose_it_was(
    client: Client, answered: Problem, carol: Customer
) -> None:
    over = link_for(answered, carol, days=-1)
    Customer.objects.filter(pk=carol.pk).update(language="de")
    page = client.get(over, headers={"Accept-Language": "en"})
    assert "Dieser Link" in page.content.decode()
