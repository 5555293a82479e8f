""" "I met a customer": theirs at once, kept once, and whoever should know is asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stayline.people.models import Colleague
from stayline.problems.models import Problem, Word
from stayline.project.clock import now
from tests.desk.conftest import SignIn

MET = {
    "name": "Carol Whitfield",
    "reach": "carol@whitfield.example",
    "words": "The pump is loud at night.",
    "client": "d0d6f6a2-0000-4000-8000-000000000001",
}


def test_whoever_met_the_customer_owns_it(erik: Colleague, sign_in: SignIn) -> None:
    sign_in(erik).post("/encounters/new/", MET)
    assert Problem.objects.get().owner == erik


def test_the_same_form_sent_twice_counts_once(erik: Colleague, sign_in: SignIn) -> None:
    client = sign_in(erik)
    first = client.post("/encounters/new/", MET)
    second = client.post("/encounters/new/", MET)
    assert first.headers["Location"] == second.headers["Location"]
    assert Problem.objects.count() == 1


def test_who_should_know_is_asked_and_the_engineer_stays(
    erik: Colleague, sally: Colleague, sign_in: SignIn
) -> None:
    sign_in(erik).post("/encounters/new/", {**MET, "should_know": sally.pk})
    assert "Erik asks you to take over" in sign_in(sally).get("/").content.decode()
    assert Problem.objects.get().owner == erik


def test_what_is_no_address_is_said_and_nothing_typed_is_lost(
    erik: Colleague, sign_in: SignIn
) -> None:
    answer = sign_in(erik).post("/encounters/new/", {**MET, "reach": "somewhere"})
    assert answer.status_code == 409
    assert "The pump is loud at night." in answer.content.decode()
    assert not Problem.objects.exists()


def test_their_words_are_theirs_as_the_engineer_wrote_them_down(
    erik: Colleague, sign_in: SignIn
) -> None:
    desk = sign_in(erik)
    page = desk.get(desk.post("/encounters/new/", MET).headers["Location"])
    heard = next(one for one in page.context["page"].entries if one.kind == "theirs")
    assert (heard.who.name, heard.written_down_by) == ("Carol Whitfield", erik)
    assert "as Erik wrote it down" in page.content.decode()


def test_whom_no_mail_reaches_has_to_be_called(erik: Colleague, sign_in: SignIn) -> None:
    desk = sign_in(erik)
    answer = desk.post("/encounters/new/", {**MET, "reach": "+49 30 901820"})
    page = desk.get(answer.headers["Location"]).content.decode()
    assert "Carol has no mail address. Call +4930901820" in page
    assert "Send, ask if solved" not in page


def test_an_encounter_kept_without_signal_is_dated_when_they_met(
    bea: Colleague, sign_in: SignIn
) -> None:
    met_at = now() - timedelta(hours=2)
    sent = {"name": "Hea Ling", "reach": "hea@ling.example", "words": "It hums", "client": "one"}
    desk = sign_in(bea)
    page = desk.post("/encounters/new/", {**sent, "met_at": met_at.isoformat()}, follow=True)
    assert "without signal; here since" in page.content.decode()
    word = Word.objects.latest("pk")
    assert word.at == met_at
    assert word.problem.opened_at > met_at


@pytest.mark.parametrize("told", ["", "soon", "2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z"])
def test_what_nobody_can_believe_is_dated_now(bea: Colleague, sign_in: SignIn, told: str) -> None:
    sent = {"name": "Hea Ling", "reach": "hea@ling.example", "words": "It hums", "met_at": told}
    sign_in(bea).post("/encounters/new/", sent)
    assert now() - Word.objects.latest("pk").at < timedelta(minutes=1)
