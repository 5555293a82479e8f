"""One mail brings Carol and Sally together; it asks Sally, and takes nothing from Erik."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest

from stayline.channels.encounter.capture import capture
from stayline.channels.mail.models import MailKind, Outgoing
from stayline.people.models import Address, Colleague
from stayline.problems import by_colleagues
from stayline.problems import models as m
from stayline.problems.tokens import digest

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
CAROL = "carol@ridge.example"
WORDS = "It has been cold on the third floor since Monday."

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(erik: Colleague, sally: Colleague) -> dict[str, Any]:
    return {"by": erik, "name": "Carol Reyes", "reach": CAROL, "words": WORDS, "at": AT} | {
        "should_know": sally
    }


def _copies() -> dict[str, Outgoing]:
    return {row.recipient: row for row in Outgoing.objects.filter(kind=MailKind.ENCOUNTER)}


def _read(row: Outgoing) -> EmailMessage:
    return message_from_bytes(bytes(row.message), policy=default)


def _text(row: Outgoing) -> str:
    body = _read(row).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def _both(told: dict[str, Any]) -> tuple[Outgoing, Outgoing]:
    capture(**told)
    copies = _copies()
    assert set(copies) == {CAROL, told["should_know"].email}
    return copies[told["should_know"].email], copies[CAROL]


def test_the_head_is_in_to_and_the_customer_in_cc_of_both_copies(
    told: dict[str, Any], sally: Colleague
) -> None:
    for row in _both(told):
        mail = _read(row)
        assert sally.email in mail["To"]
        assert CAROL in mail["Cc"]


def test_both_copies_are_one_mail(told: dict[str, Any]) -> None:
    to_head, to_customer = _both(told)
    assert to_head.message_id == to_customer.message_id
    assert _read(to_head)["Message-ID"] == _read(to_customer)["Message-ID"]


def test_each_copy_has_a_reply_address_of_its_own(told: dict[str, Any], sally: Colleague) -> None:
    to_head, to_customer = _both(told)
    for row, person in ((to_head, sally), (to_customer, None)):
        token = _read(row)["Reply-To"].partition("+")[2].partition("@")[0]
        known = m.Token.objects.get(digest=digest(token))
        assert (known.colleague, known == row.token) == (person, True)


def test_it_says_that_the_head_has_been_asked_and_who_stays(told: dict[str, Any]) -> None:
    to_head, to_customer = _both(told)
    for row in (to_head, to_customer):
        assert "Sally has been asked" in _text(row)
        assert WORDS in _text(row)


def test_the_customers_copy_leads_to_their_page_and_the_heads_to_the_desk(
    told: dict[str, Any],
) -> None:
    to_head, to_customer = _both(told)
    assert "/with/" in _text(to_customer)
    assert "Open it at the desk:" in _text(to_head)
    assert "/with/" not in _text(to_head)


def test_neither_copy_has_the_problems_number(told: dict[str, Any]) -> None:
    """Whoever answers all sends it on."""
    for row in _both(told):
        assert "/problems/" not in bytes(row.message).decode()


def test_it_asks_the_customer_nothing(told: dict[str, Any]) -> None:
    _, to_customer = _both(told)
    assert to_customer.question is None
    assert not m.Question.objects.exists()


def test_only_the_pick_up_moves_on_from_being_asked(
    told: dict[str, Any], sally: Colleague, erik: Colleague
) -> None:
    capture(**told)
    offer = m.Offer.objects.get()
    assert offer.picked_up_at is None
    by_colleagues.pick_up(offer.problem_id, sally.pk, offer.number, AT)
    assert m.Problem.objects.get().owner == erik


def test_a_customer_known_by_phone_alone_gets_no_mail_but_the_head_is_asked(
    told: dict[str, Any],
) -> None:
    capture(**{**told, "reach": "+49 30 901820"})
    assert not Outgoing.objects.exists()
    assert m.Offer.objects.exists()


def test_a_number_that_belongs_to_a_customer_with_mail_is_enough(told: dict[str, Any]) -> None:
    capture(**{**told, "should_know": None})
    carol = Address.objects.get(value=CAROL).customer
    Address.objects.create(customer=carol, kind="phone", value="+4930901820")
    capture(**{**told, "reach": "+49 30 901820"})
    assert CAROL in _copies()


def test_nobody_to_tell_is_no_mail(told: dict[str, Any]) -> None:
    capture(**{**told, "should_know": None})
    assert not Outgoing.objects.exists()


def test_the_alias_is_what_the_customer_reads(told: dict[str, Any], sally: Colleague) -> None:
    Colleague.objects.filter(pk=sally.pk).update(alias="Sam Lane")
    sally.refresh_from_db()
    _, to_customer = _both(told)
    assert "Sam has been asked" in _text(to_customer)
    assert "Sally" not in _text(to_customer)


def test_sent_twice_it_leaves_once(told: dict[str, Any]) -> None:
    for _ in range(2):
        capture(**told, key="form")
    assert len(_copies()) == Outgoing.objects.count() == 2
