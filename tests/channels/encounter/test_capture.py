"""Who met a customer owns the problem, and whoever should know is asked, not told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from stayline.channels.encounter.capture import NotACustomer, capture
from stayline.ownership import Refused
from stayline.ownership.events import Reply
from stayline.people.models import Address, AddressKind, Colleague, Customer, Door
from stayline.problems import by_colleagues, by_customers, company
from stayline.problems import models as m
from stayline.problems.journal import Answer, UsedForSomethingElse

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
WORDS = "Three heat pumps were announced for May.\nNobody has told us since when they come."
TOLD: dict[str, Any] = {
    "name": "Carol Reyes",
    "reach": "Carol@Ridge.example",
    "words": WORDS,
    "at": AT,
}

pytestmark = pytest.mark.django_db


def _row(answer: Answer) -> m.Problem:
    return m.Problem.objects.get(pk=answer.problem.id)


def test_who_was_met_owns_the_problem_at_once_with_a_promise(erik: Colleague) -> None:
    row = _row(capture(erik, **TOLD))
    assert (row.owner, row.stage) == (erik, m.Stage.OWNED)
    assert row.promise_due is not None
    assert AT < row.promise_due <= AT + timedelta(days=5)


def test_the_words_are_the_customers_as_the_colleague_wrote_them_down(erik: Colleague) -> None:
    row = _row(capture(erik, **TOLD))
    word = row.words.get()
    assert (word.kind, word.text) == (m.WordKind.HEARD, WORDS)
    assert word.customer == row.principal
    assert word.colleague == erik
    assert word.contact is not None
    assert word.contact.kind == m.ContactKind.ENCOUNTER


def test_the_first_line_names_the_problem(erik: Colleague) -> None:
    assert _row(capture(erik, **TOLD)).subject == "Three heat pumps were announced for May."


def test_a_long_first_line_is_cut_at_a_word(erik: Colleague) -> None:
    subject = _row(capture(erik, **{**TOLD, "words": "warm " * 40})).subject
    assert subject.endswith("warm …")
    assert len(subject) <= 82


def test_a_known_customer_is_found_by_their_address(erik: Colleague) -> None:
    first, second = (_row(capture(erik, **TOLD, key=key)) for key in ("one", "two"))
    assert first != second
    assert first.principal == second.principal


def test_whoever_should_know_is_offered_it_and_the_finder_stays(
    erik: Colleague, sally: Colleague
) -> None:
    row = _row(capture(erik, **TOLD, should_know=sally))
    offer = row.offers.get()
    assert (row.owner, offer.by, offer.receivers) == (erik, erik, [sally.pk])
    assert offer.picked_up_at is None
    assert not row.questions.exists()


def test_the_brief_tells_the_story_so_that_the_customer_need_not(
    erik: Colleague, sally: Colleague
) -> None:
    brief = _row(capture(erik, **TOLD, should_know=sally)).offers.get().brief.text
    assert WORDS in brief
    assert "Carol@Ridge.example" in brief


def test_naming_oneself_offers_nothing(erik: Colleague) -> None:
    assert not _row(capture(erik, **TOLD, should_know=erik)).offers.exists()


def test_the_finder_stays_until_pick_up_question_and_yes(erik: Colleague, sally: Colleague) -> None:
    row = _row(capture(erik, **TOLD, should_know=sally))
    offer = row.offers.get().number
    with pytest.raises(Refused, match="Wait until somebody has picked up"):
        by_colleagues.ask(row.pk, erik.pk, offer, AT)
    by_colleagues.pick_up(row.pk, sally.pk, offer, AT)
    by_colleagues.ask(row.pk, erik.pk, offer, AT)
    assert m.Problem.objects.get(pk=row.pk).owner == erik
    question = row.questions.get()
    by_customers.answer_on_page(row.pk, question.to_id or 0, question.number, Reply.YES, AT)
    assert m.Problem.objects.get(pk=row.pk).owner == sally


def test_a_phone_number_is_enough(erik: Colleague) -> None:
    row = _row(capture(erik, **{**TOLD, "reach": "+49 30 901820"}))
    address = Address.objects.get(customer=row.principal)
    assert (address.kind, address.value) == (AddressKind.PHONE, "+4930901820")
    assert row.owner == erik
    assert row.promise_due is not None


@pytest.mark.parametrize("reach", ["", "carol", "carol@", "030 901820", "@ridge.example"])
def test_what_is_no_address_is_refused_and_nothing_is_kept(erik: Colleague, reach: str) -> None:
    with pytest.raises(ValueError):
        capture(erik, **{**TOLD, "reach": reach})
    assert not m.Problem.objects.exists()
    assert not Customer.objects.exists()


def test_a_colleague_is_not_written_down_as_the_customer(erik: Colleague, sally: Colleague) -> None:
    with pytest.raises(NotACustomer):
        capture(erik, **{**TOLD, "reach": sally.email.upper()})


def test_somebody_who_has_left_is_not_asked_and_nothing_is_kept(
    erik: Colleague, sally: Colleague
) -> None:
    company.leave(sally, AT)
    with pytest.raises(Refused):
        capture(erik, **TOLD, should_know=sally)
    assert not m.Problem.objects.exists()
    assert not Customer.objects.exists()


def test_the_same_form_sent_twice_is_one_encounter(erik: Colleague, sally: Colleague) -> None:
    first, second = (capture(erik, **TOLD, should_know=sally, key="form") for _ in range(2))
    assert first.problem == second.problem
    assert second.events == ()
    assert m.Problem.objects.count() == m.Word.objects.count() == m.Offer.objects.count() == 1


def test_the_same_key_with_other_words_is_an_error(erik: Colleague) -> None:
    capture(erik, **TOLD, key="form")
    with pytest.raises(UsedForSomethingElse):
        capture(erik, **{**TOLD, "words": "Something else."}, key="form")


def test_a_refused_form_may_be_corrected_and_sent_again(erik: Colleague) -> None:
    with pytest.raises(ValueError):
        capture(erik, **{**TOLD, "reach": "carol"}, key="form")
    assert _row(capture(erik, **TOLD, key="form")).owner == erik


def test_two_colleagues_forms_do_not_meet(erik: Colleague, sally: Colleague) -> None:
    owners = {_row(capture(who, **TOLD, key="form")).owner for who in (erik, sally)}
    assert owners == {erik, sally}


def test_the_door_of_those_met_in_person_gives_its_promise(
    erik: Colleague, in_person: Door
) -> None:
    Door.objects.filter(pk=in_person.pk).update(promise_minutes=60)
    in_person.refresh_from_db()
    row = _row(capture(erik, **TOLD, door=in_person))
    assert row.door == in_person
    assert row.promise_due == AT + timedelta(hours=1)
