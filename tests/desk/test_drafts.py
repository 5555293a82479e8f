"""Drafts: kept for whichever device one goes on at, and nothing typed is ever lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from stayline.desk.models import Draft
from stayline.ownership.events import Reply
from stayline.people.models import Colleague, Customer
from stayline.problems import by_colleagues, by_customers
from stayline.problems.models import Problem
from stayline.project.clock import now
from tests.desk.conftest import SignIn, in_hours, offer_of

MINUTE = 60_000


@pytest.fixture
def beas_desk(bea: Colleague, sign_in: SignIn) -> Client:
    return sign_in(bea)


@pytest.fixture
def beas_phone(bea: Colleague, sign_in: SignIn) -> Client:
    return sign_in(bea)


def types(
    device: Client,
    problem: Problem,
    text: str,
    *,
    base: str = "",
    kind: str = "reply",
    age: int = 0,
) -> dict[str, Any]:
    sent = {"text": text, "base": base, "age": age}
    answer = device.post(f"/problems/{problem.pk}/drafts/{kind}/", sent)
    assert answer.status_code == 200
    kept: dict[str, Any] = answer.json()
    return kept


def shown(device: Client, problem: Problem) -> str:
    return device.get(f"/problems/{problem.pk}/").content.decode()


def test_what_was_typed_at_the_desk_is_on_the_phone(
    owned: Problem, beas_desk: Client, beas_phone: Client
) -> None:
    types(beas_desk, owned, "Hello Carol, half a")
    types(beas_desk, owned, "She sounds annoyed.", kind="note")
    page = shown(beas_phone, owned)
    assert "Hello Carol, half a" in page
    assert "She sounds annoyed." in page


def test_nobody_else_reads_a_draft(
    owned: Problem, beas_desk: Client, sally: Colleague, sign_in: SignIn
) -> None:
    types(beas_desk, owned, "Hello Carol, half a")
    assert "half a" not in shown(sign_in(sally), owned)


def test_a_draft_survives_that_the_owner_changes(
    picked_up: Problem, carol: Customer, bea: Colleague, tom: Colleague, sign_in: SignIn
) -> None:
    types(sign_in(tom), picked_up, "Hello Carol, this is Tom.")
    question = by_colleagues.ask(picked_up.pk, bea.pk, offer_of(picked_up), now())
    number = question.problem.questions[-1].number
    by_customers.answer_on_page(picked_up.pk, carol.pk, number, Reply.YES, now())
    picked_up.refresh_from_db()
    assert picked_up.owner == tom
    assert "Hello Carol, this is Tom." in shown(sign_in(tom), picked_up)


def test_the_later_words_stand_and_the_others_are_kept(
    owned: Problem, beas_desk: Client, beas_phone: Client
) -> None:
    types(beas_desk, owned, "From the desk.")
    kept = types(beas_phone, owned, "From the phone.")
    assert kept["text"] == "From the phone."
    assert kept["other"] == "From the desk."
    page = shown(beas_desk, owned)
    assert "You wrote something else on another device" in page
    assert "From the desk." in page


def test_words_typed_offline_before_do_not_displace_later_ones(
    owned: Problem, beas_desk: Client, beas_phone: Client
) -> None:
    types(beas_desk, owned, "Later.")
    kept = types(beas_phone, owned, "Earlier, in the lift.", age=10 * MINUTE)
    assert (kept["text"], kept["other"]) == ("Later.", "Earlier, in the lift.")


def test_a_third_device_displaces_nothing_either(
    owned: Problem, beas_desk: Client, beas_phone: Client
) -> None:
    types(beas_desk, owned, "One.")
    types(beas_phone, owned, "Two.")
    kept = types(beas_desk, owned, "Three.")
    assert kept["text"] == "Three."
    assert "One." in kept["other"]
    assert "Two." in kept["other"]


def test_words_that_were_chosen_are_beside_no_more(
    owned: Problem, beas_desk: Client, beas_phone: Client
) -> None:
    types(beas_desk, owned, "From the desk.")
    types(beas_phone, owned, "From the phone.")
    kept = types(beas_phone, owned, "From the desk.")
    assert (kept["text"], kept["other"]) == ("From the desk.", "From the phone.")


def test_going_on_with_ones_own_words_displaces_nothing(owned: Problem, beas_desk: Client) -> None:
    first = types(beas_desk, owned, "Hello")
    then = types(beas_desk, owned, "Hello Carol", base=first["stamp"])
    assert then["other"] == ""


def test_an_emptied_draft_is_gone(owned: Problem, beas_desk: Client) -> None:
    first = types(beas_desk, owned, "Hello")
    types(beas_desk, owned, "", base=first["stamp"])
    assert not Draft.objects.exists()


def test_sent_words_are_no_draft_any_more(owned: Problem, beas_desk: Client) -> None:
    kept = types(beas_desk, owned, "Hello Carol.")
    sent = {"words": "Hello Carol.", "due": in_hours(2), "seen": owned.version}
    beas_desk.post(f"/problems/{owned.pk}/words/", sent)
    assert not Draft.objects.exists()
    late = types(beas_desk, owned, "Hello Car", base=kept["stamp"])
    assert late["text"] == "", "what was still under way when Send was pressed stays sent"
    assert not Draft.objects.exists()


def test_a_kept_note_is_no_draft_any_more(owned: Problem, beas_desk: Client) -> None:
    types(beas_desk, owned, "A reply.")
    types(beas_desk, owned, "A note.", kind="note")
    beas_desk.post(f"/problems/{owned.pk}/notes/", {"words": "A note."})
    assert [one.text for one in Draft.objects.all()] == ["A reply."]


def test_what_was_written_elsewhere_is_read_after_the_other_was_sent(
    owned: Problem, beas_desk: Client, beas_phone: Client
) -> None:
    types(beas_phone, owned, "And another thing.")
    types(beas_desk, owned, "Hello Carol.")
    sent = {"words": "Hello Carol.", "due": in_hours(2), "seen": owned.version}
    beas_desk.post(f"/problems/{owned.pk}/words/", sent)
    assert Draft.objects.get().text == "And another thing."


def test_refused_words_are_a_draft_on_every_device(
    owned: Problem, beas_desk: Client, beas_phone: Client
) -> None:
    sent = {"words": "Some day.", "due": in_hours(24 * 30), "seen": owned.version}
    beas_desk.post(f"/problems/{owned.pk}/words/", sent)
    assert "Some day." in shown(beas_phone, owned)


def test_who_may_no_longer_write_to_the_customer_still_reads_what_they_began(
    offered: Problem, bea: Colleague, tom: Colleague, sign_in: SignIn
) -> None:
    types(sign_in(tom), offered, "Hello Carol, I know tablets.")
    page = shown(sign_in(tom), offered)
    assert "What you had begun to write" in page
    assert "Hello Carol, I know tablets." in page


def test_what_one_has_begun_is_found_also_where_one_no_longer_is(
    offered: Problem, bea: Colleague, tom: Colleague, sign_in: SignIn
) -> None:
    his = sign_in(tom)
    types(his, offered, "I know these tablets.", kind="note")
    assert f"/problems/{offered.pk}/" in his.get("/drafts/").content.decode()
    by_colleagues.withdraw(offered.pk, bea.pk, offer_of(offered), now())
    page = his.get("/drafts/").content.decode()
    assert "I know these tablets." in page
    assert f"/problems/{offered.pk}/" not in page
    assert "Carol" not in page
    pk = Draft.objects.get().pk
    sign_in(bea).post(f"/drafts/{pk}/discarded/")
    assert Draft.objects.exists(), "nobody discards what another has begun"
    his.post(f"/drafts/{pk}/discarded/")
    assert not Draft.objects.exists()


@pytest.mark.parametrize(("kind", "age"), [("letter", "0"), ("reply", "-1"), ("reply", "x")])
def test_odd_drafts_are_refused(owned: Problem, beas_desk: Client, kind: str, age: str) -> None:
    sent = {"text": "Hello", "age": age}
    answer = beas_desk.post(f"/problems/{owned.pk}/drafts/{kind}/", sent)
    assert answer.status_code in {404, 422}
    assert not Draft.objects.exists()
