"""Colleagues by mail: only the proven reply of who was asked is a pick-up."""

from __future__ import annotations

import pytest

from stayline.channels.encounter.introducing import introduce
from stayline.people.demo import DemoCompany
from stayline.people.models import Colleague
from stayline.people.queries import customer_for_address
from stayline.problems import by_colleagues, intake
from stayline.problems import models as m
from tests.channels.mail.conftest import AT, Got, got, later, receive, reply
from tests.channels.mail.letters import letter

pytestmark = pytest.mark.django_db

PROVEN = "Authentication-Results: mx.fernwood.example; dkim=pass header.d=fernwood.example\r\n"


@pytest.fixture
def erik(fernwood: DemoCompany) -> Colleague:
    return fernwood.colleagues["erik"]


@pytest.fixture
def sally(fernwood: DemoCompany) -> Colleague:
    return fernwood.colleagues["sally"]


@pytest.fixture
def met(erik: Colleague, sally: Colleague) -> int:
    """Erik has met Carol at a conference and asked Sally."""
    carol = customer_for_address("mail", "carol@reed.example", "Carol Reed")
    problem = intake.encounter(erik, carol, AT, subject="The heat pump").problem.id
    by_colleagues.offer(problem, erik.pk, [sally.pk], "She waits for a part.", AT)
    row = m.Problem.objects.get(pk=problem)
    assert introduce(row, erik, sally, "The part never came.", AT)
    return problem


def introduced(sally: Colleague) -> Got:
    return got("encounter", sally.email)


def test_one_mail_introduces_both_and_says_she_has_been_asked(met: int, sally: Colleague) -> None:
    to_head, to_carol = introduced(sally), got("encounter")
    assert to_head.mail["Message-ID"] == to_carol.mail["Message-ID"]
    assert [box.addr_spec for box in to_carol.mail["To"].addresses] == [sally.email]
    assert [box.addr_spec for box in to_carol.mail["Cc"].addresses] == ["carol@reed.example"]
    assert to_head.reply_to != to_carol.reply_to
    assert {to_head.row.recipient, to_carol.row.recipient} == {sally.email, "carol@reed.example"}
    assert "Sally has been asked" in to_carol.text
    assert "/with/" not in to_head.text


def test_her_proven_reply_is_the_pick_up_and_he_still_owns_it(
    met: int, sally: Colleague, erik: Colleague
) -> None:
    reply(introduced(sally), "I am on it.", sender=f"Sally <{sally.email}>", headers=PROVEN)
    offer = m.Offer.objects.get()
    assert offer.receiver == sally
    assert m.Problem.objects.get(pk=met).owner == erik
    assert "Sally has joined us" in got("introduction").text


@pytest.mark.parametrize(
    "headers",
    [
        "",
        "Authentication-Results: mx.fernwood.example; dkim=fail header.d=fernwood.example\r\n",
        "Authentication-Results: mx.evil.example; dkim=pass header.d=fernwood.example\r\n",
    ],
)
def test_a_reply_that_nothing_proves_picks_up_nothing(
    headers: str, met: int, sally: Colleague
) -> None:
    """THREATS 1."""
    came = reply(introduced(sally), "I am on it.", sender=f"Sally <{sally.email}>", headers=headers)
    assert came.outcome == "stranger"
    assert m.Offer.objects.get().receiver is None


def test_a_proven_reply_to_somebody_elses_copy_picks_up_nothing(met: int, sally: Colleague) -> None:
    reply(got("encounter"), "I am on it.", sender=f"Sally <{sally.email}>", headers=PROVEN)
    assert m.Offer.objects.get().receiver is None


def test_the_customers_reply_to_the_introduction_is_her_word(met: int) -> None:
    came = reply(got("encounter"), "Thank you, Erik. The serial number is 7.")
    assert (came.outcome, came.problem) == ("word", met)
    assert m.Offer.objects.get().receiver is None


def test_the_owners_proven_reply_is_a_word_to_the_customer(
    met: int, sally: Colleague, erik: Colleague
) -> None:
    reply(introduced(sally), "I am on it.", sender=f"Sally <{sally.email}>", headers=PROVEN)
    reply(introduced(sally), "The part is here.", sender=f"Sally <{sally.email}>", headers=PROVEN,
          at=later(minutes=5))  # fmt: skip
    assert "The part is here." in got("word").text
    assert got("word").mail["From"].addresses[0].display_name == "Sally Meyer"


def test_a_colleagues_proven_mail_to_a_door_is_an_internal_request(
    fernwood: DemoCompany, erik: Colleague
) -> None:
    came = receive(letter("The printer.", sender=f"Erik <{erik.email}>", headers=PROVEN))
    assert came.outcome == "colleague"
    assert m.Problem.objects.get(pk=came.problem).nature == "internal"


def test_a_mail_that_only_says_it_is_a_colleagues_is_a_problem_somebody_reads(
    fernwood: DemoCompany, erik: Colleague
) -> None:
    came = receive(letter("Pay this bill.", sender=f"Erik <{erik.email}>"))
    assert came.outcome == "stranger"
    assert m.Problem.objects.get(pk=came.problem).principal is None
