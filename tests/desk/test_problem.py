"""The problem page: who may read it, what it offers to whom, and how it says no."""

from __future__ import annotations

import pytest

from stayline.people.models import Colleague, Customer
from stayline.problems import by_customers
from stayline.problems.models import Problem, Word
from stayline.project.clock import now
from tests.desk.conftest import SignIn, in_hours


def test_a_problem_one_may_not_see_does_not_exist(
    owned: Problem, tom: Colleague, sign_in: SignIn
) -> None:
    assert sign_in(tom).get(f"/problems/{owned.pk}/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "ringing/", "words/", "notes/", "bring/", "help/join/", "help/step-back/", "offer/pick-up/",
        "offer/withdraw/", "offer/question/", "aside/confirmation/", "aside/back/", "quiet/",
    ],
)  # fmt: skip
def test_nobody_acts_on_a_problem_they_may_not_see(
    owned: Problem, tom: Colleague, sign_in: SignIn, path: str
) -> None:
    before = owned.version
    assert sign_in(tom).post(f"/problems/{owned.pk}/{path}").status_code == 404
    owned.refresh_from_db()
    assert owned.version == before


def test_opening_a_problem_changes_nothing(owned: Problem, bea: Colleague, sign_in: SignIn) -> None:
    sign_in(bea).get(f"/problems/{owned.pk}/")
    before = owned.version
    owned.refresh_from_db()
    assert owned.version == before


def test_an_open_page_asks_only_for_what_can_change(
    owned: Problem, bea: Colleague, sign_in: SignIn
) -> None:
    answer = sign_in(bea).get(f"/problems/{owned.pk}/", headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert all(f'id="{part}"' in page for part in ("problem-head", "who", "timeline"))
    assert 'id="writer"' not in page


def test_a_reply_carries_the_next_promise(owned: Problem, bea: Colleague, sign_in: SignIn) -> None:
    sent = {"words": "Hello Carol, I am on it.", "due": in_hours(2), "seen": owned.version}
    sign_in(bea).post(f"/problems/{owned.pk}/words/", sent)
    owned.refresh_from_db()
    assert owned.promise_due is not None
    assert owned.promise_due.isoformat() == sent["due"]


def test_a_promise_that_is_too_long_is_refused_and_the_words_stay(
    owned: Problem, bea: Colleague, sign_in: SignIn
) -> None:
    sent = {"words": "Hello Carol, some day.", "due": in_hours(24 * 30), "seen": owned.version}
    answer = sign_in(bea).post(f"/problems/{owned.pk}/words/", sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "longer than Carol should go without a word" in page
    assert "Hello Carol, some day." in page


def test_the_same_reply_sent_twice_leaves_once(
    owned: Problem, bea: Colleague, sign_in: SignIn
) -> None:
    sent = {"words": "Once.", "due": in_hours(2), "seen": owned.version, "client": "one-form"}
    client = sign_in(bea)
    client.post(f"/problems/{owned.pk}/words/", sent)
    client.post(f"/problems/{owned.pk}/words/", sent)
    assert Word.objects.filter(problem=owned, text="Once.").count() == 1


def test_a_stale_reply_does_not_leave(
    owned: Problem, bea: Colleague, carol: Customer, sign_in: SignIn
) -> None:
    seen = owned.version
    by_customers.hear(owned.pk, carol.pk, "Wait, it works again!", now())
    sent = {"words": "We will send somebody.", "due": in_hours(2), "seen": seen}
    answer = sign_in(bea).post(f"/problems/{owned.pk}/words/", sent)
    assert answer.status_code == 409
    assert "Carol wrote again while you were writing" in answer.content.decode()
    assert not Word.objects.filter(text="We will send somebody.").exists()


def test_a_note_is_never_a_word_to_the_customer(
    owned: Problem, bea: Colleague, sign_in: SignIn
) -> None:
    sign_in(bea).post(f"/problems/{owned.pk}/notes/", {"words": "She sounds annoyed."})
    assert Word.objects.get(text="She sounds annoyed.").kind == "note"


def test_an_empty_reply_is_no_reply(owned: Problem, bea: Colleague, sign_in: SignIn) -> None:
    answer = sign_in(bea).post(f"/problems/{owned.pk}/words/", {"words": "  "})
    assert "There is nothing to send yet." in answer.content.decode()


def test_a_customers_markup_is_shown_as_text(
    door: object, owned: Problem, carol: Customer, bea: Colleague, sign_in: SignIn
) -> None:
    by_customers.hear(owned.pk, carol.pk, "<script>alert(1)</script>", now())
    page = sign_in(bea).get(f"/problems/{owned.pk}/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_who_is_not_with_the_customer_writes_notes_only(
    owned: Problem, sally: Colleague, sign_in: SignIn
) -> None:
    page = sign_in(sally).get(f"/problems/{owned.pk}/").content.decode()
    assert "Only who is with Carol writes to them." in page


def test_what_was_set_aside_is_confirmed_by_a_second_colleague(
    ringing: Problem, bea: Colleague, sally: Colleague, sign_in: SignIn
) -> None:
    sign_in(bea).post(f"/problems/{ringing.pk}/aside/", {"why": "spam"})
    ringing.refresh_from_db()
    assert ringing.stage == "set aside"
    assert "To confirm" in sign_in(sally).get("/").content.decode()
    sign_in(sally).post(f"/problems/{ringing.pk}/aside/confirmation/")
    ringing.refresh_from_db()
    assert ringing.detail.endswith("✓")


def test_somebody_whom_a_colleague_has_met_is_not_set_aside(
    answered: Problem, bea: Colleague, sign_in: SignIn
) -> None:
    answer = sign_in(bea).post(f"/problems/{answered.pk}/aside/", {"why": "spam"})
    assert answer.status_code == 409
    assert "Carol has met one of us" in answer.content.decode()
