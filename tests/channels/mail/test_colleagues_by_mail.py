"""Colleagues by mail: only the proven reply of who was asked is a pick-up."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from stayline.channels.encounter.introducing import introduce
from stayline.channels.mail.intake import Delivered
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


def answer_all(
    mail: Got, words: str, sender: str, others: str, at: datetime = AT, headers: str = ""
) -> Delivered:
    """As a mail program does it: to the reply address, a copy to all the others, ours quoted."""
    quoted = "\n".join(f"> {line}" for line in mail.text.splitlines())
    return reply(
        mail,
        f"{words}\n\nOn Monday Erik wrote:\n{quoted}",
        sender=sender,
        at=at,
        headers=f"Cc: {others}\r\n{headers}",
    )


def test_who_picks_up_and_answers_all_has_spoken_to_the_customer(
    met: int, sally: Colleague
) -> None:
    answer_all(introduced(sally), "Hello Carol, I bring the part.", f"Sally <{sally.email}>",
               "carol@reed.example", headers=PROVEN)  # fmt: skip
    assert m.Offer.objects.get().receiver == sally
    assert m.Word.objects.get(text__contains="bring the part").kind == "spoken"
    assert "bring the part" in got("word").text


def test_who_picks_up_without_the_customer_has_left_a_note(met: int, sally: Colleague) -> None:
    reply(introduced(sally), "I am on it.", sender=f"Sally <{sally.email}>", headers=PROVEN)
    assert m.Word.objects.get(text="I am on it.").kind == "note"


def test_the_customer_who_answers_the_heads_own_reply_is_heard(met: int, sally: Colleague) -> None:
    """Her mail program answers to Sally's reply address, which proves nothing and harms nothing."""
    came = reply(introduced(sally), "The serial number is 7.")
    assert (came.outcome, came.problem) == ("word", met)
    assert m.Offer.objects.get().receiver is None


def test_of_two_reply_addresses_ones_own_counts(met: int, sally: Colleague) -> None:
    both = f"{got('encounter').reply_to}, {introduced(sally).reply_to}"
    raw = letter("On it.", sender=f"Sally <{sally.email}>", to=both, headers=PROVEN)
    receive(raw, got("encounter").reply_to, sender=sally.email)
    assert m.Offer.objects.get().receiver == sally


def test_a_link_that_a_colleague_was_copied_on_opens_nothing_any_more(
    met: int, sally: Colleague, client: Client
) -> None:
    page = "/" + got("encounter").page.split("/", 3)[3]
    assert client.get(page).status_code == 200
    answer_all(got("encounter"), "Thank you both.", "Carol Reed <carol@reed.example>", sally.email)
    assert client.get(page).status_code == 404
    by_colleagues.write(met, m.Problem.objects.get().owner_id, "It comes today.", later(hours=1))
    assert client.get("/" + got("word").page.split("/", 3)[3]).status_code == 200


def test_an_answer_through_an_address_a_colleague_has_seen_counts_no_more(
    met: int, sally: Colleague, erik: Colleague
) -> None:
    """Else she could send Carol's yes herself, where Carol's domain disowns nothing."""
    offer = m.Offer.objects.get().number
    by_colleagues.pick_up(met, sally.pk, offer, later(minutes=1))
    by_colleagues.ask(met, erik.pk, offer, later(minutes=2))
    asked = got("question")
    answer_all(asked, "Who is she?", "Carol Reed <carol@reed.example>", sally.email,
               at=later(minutes=3))  # fmt: skip
    reply(asked, "yes", at=later(minutes=4))
    assert m.Problem.objects.get(pk=met).owner == erik


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
