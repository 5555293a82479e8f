"""The handoff by mail: words, the question, an exact yes or no, and receipts."""

from __future__ import annotations

import pytest

from stayline.channels.mail.models import Outgoing
from stayline.ownership.events import Reply
from stayline.people.demo import DemoCompany
from stayline.people.models import Colleague
from stayline.problems import by_colleagues, company
from stayline.problems import models as m
from stayline.problems.clock import tick
from tests.channels.mail.conftest import Got, got, later, receive, reply
from tests.channels.mail.letters import letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def problem(bea: Colleague) -> int:
    """Carol's problem, and Bea is with her."""
    number = receive(letter()).problem
    by_colleagues.say_i_will_help(number, bea.pk, later(minutes=1))
    return number


@pytest.fixture
def asked(problem: int, bea: Colleague, tom: Colleague) -> Got:
    """Tom has picked up, and Carol is asked."""
    offered = by_colleagues.offer(problem, bea.pk, [tom.pk], "The boiler.", later(minutes=2))
    assert offered.problem.offer is not None
    number = offered.problem.offer.number
    by_colleagues.pick_up(problem, tom.pk, number, later(minutes=3))
    by_colleagues.ask(problem, bea.pk, number, later(minutes=4))
    return got("question")


def owner(problem: int) -> Colleague:
    return m.Problem.objects.get(pk=problem).owner


def test_a_colleagues_word_leaves_in_their_name_with_its_promise(
    problem: int, bea: Colleague
) -> None:
    by_colleagues.write(problem, bea.pk, "I am looking at it.", later(minutes=2))
    mail = got("word")
    assert mail.mail["From"].addresses[0].display_name == "Bea Lindqvist"
    assert mail.mail["From"].addresses[0].addr_spec == "billing@fernwood.example"
    assert "I am looking at it." in mail.text
    assert "You hear from me again by Monday, 2 November" in mail.text
    assert mail.mail["Subject"] == "Re: Wrong invoice"
    assert mail.mail["In-Reply-To"] is not None
    assert "<1@reed.example>" in mail.mail["References"]
    assert "Auto-Submitted" not in mail.mail


def test_who_picks_up_is_introduced_and_the_owner_stays(problem: int, asked: Got) -> None:
    text = got("introduction").text
    assert "Tom has joined us" in text
    assert "Bea stays with you" in text


def test_the_question_is_asked_by_name_and_its_link_consents_to_nothing(asked: Got) -> None:
    """THREATS 25: a link opens a page; a mail scanner that follows it agrees to nothing."""
    assert asked.mail["Subject"] == "Is it all right if Tom takes it from here?"
    assert "a no is just as welcome as a yes" in asked.text
    assert asked.page.startswith("https://desk.fernwood.example/with/")
    assert "yes" not in asked.page


def test_an_exact_yes_by_mail_hands_over_and_gets_a_receipt(
    problem: int, asked: Got, tom: Colleague
) -> None:
    reply(
        asked,
        "Yes, please.\n\nOn Mon, Bea <billing@fernwood.example> wrote:\n> Is it?",
        at=later(hours=1),
    )
    assert owner(problem) == tom
    receipt = got("receipt")
    assert receipt.mail["Subject"] == "Tom is with you now"
    assert "brings Bea back" in receipt.text


def test_an_exact_no_leaves_the_owner_and_says_so(problem: int, asked: Got, bea: Colleague) -> None:
    reply(asked, "Nein, danke", at=later(hours=1))
    assert owner(problem) == bea
    assert "Bea stays with you" in got("receipt").text


@pytest.mark.parametrize("words", ["Yes, but only if Bea stays", "yes?", "I think so", "Thanks"])
def test_anything_more_is_heard_and_answers_nothing(
    words: str, problem: int, asked: Got, bea: Colleague
) -> None:
    assert reply(asked, words, at=later(hours=1)).outcome == "word"
    assert owner(problem) == bea
    assert m.Question.objects.get().ended_at is None


def test_a_yes_to_another_mail_answers_no_question(
    problem: int, asked: Got, bea: Colleague
) -> None:
    reply(got("introduction"), "yes", at=later(hours=1))
    assert owner(problem) == bea


def test_a_strangers_yes_is_nobodys_consent(problem: int, asked: Got, bea: Colleague) -> None:
    """THREATS 4."""
    reply(asked, "yes", sender="Mallory <mallory@evil.example>", at=later(hours=1))
    assert owner(problem) == bea


def test_a_yes_without_the_token_is_heard_and_consents_to_nothing(
    problem: int, asked: Got, bea: Colleague
) -> None:
    """A Message-ID is no secret: everybody who was copied knows it."""
    ours = str(asked.mail["Message-ID"])
    raw = letter("yes", message_id="<5@reed.example>", headers=f"In-Reply-To: {ours}\r\n")
    assert receive(raw, at=later(hours=1)).outcome == "word"
    assert owner(problem) == bea


def test_the_receivers_proven_reply_cannot_agree_for_the_customer(
    problem: int, asked: Got, bea: Colleague, tom: Colleague
) -> None:
    proven = "Authentication-Results: mx.fernwood.example; dkim=pass header.d=fernwood.example\r\n"
    reply(asked, "yes", sender=f"Tom <{tom.email}>", headers=proven, at=later(hours=1))
    assert owner(problem) == bea


def test_the_second_yes_changes_nothing(problem: int, asked: Got, tom: Colleague) -> None:
    reply(asked, "yes", at=later(hours=1))
    receipts = Outgoing.objects.filter(kind="receipt").count()
    reply(asked, "Yes!", at=later(hours=2))
    assert owner(problem) == tom
    assert Outgoing.objects.filter(kind="receipt").count() == receipts


def test_solved_is_asked_in_one_mail_and_a_yes_satisfies(problem: int, bea: Colleague) -> None:
    by_colleagues.write(problem, bea.pk, "It is mended.", later(minutes=5), solution=True)
    assert not Outgoing.objects.filter(kind="word").exists()
    question = got("question")
    assert "It is mended." in question.text
    assert "Is it solved for you?" in question.text
    reply(question, "Ja, gelöst", at=later(hours=1))
    assert m.Problem.objects.get(pk=problem).stage == "satisfied"
    assert "You said that it is solved" in got("receipt").text


def test_solved_is_asked_again_after_two_days(problem: int, bea: Colleague) -> None:
    by_colleagues.write(problem, bea.pk, "It is mended.", later(minutes=5), solution=True)
    tick(later(days=2, minutes=6))
    assert Outgoing.objects.filter(kind="question").count() == 2
    again = got("question")
    assert "once more" in again.text
    reply(again, "yes", at=later(days=2, hours=1))
    assert m.Problem.objects.get(pk=problem).stage == "satisfied"


def test_a_marked_reply_is_quoted_in_the_receipt(
    problem: int, asked: Got, bea: Colleague, tom: Colleague
) -> None:
    reply(asked, "By all means, let him", at=later(hours=1))
    word = m.Word.objects.filter(kind="heard").latest("id")
    question = m.Question.objects.get().number
    by_colleagues.mark_reply(problem, bea.pk, question, word.pk, Reply.YES, later(hours=2))
    assert owner(problem) == tom
    assert "By all means, let him" in got("receipt").text


def test_a_broken_promise_is_told_honestly(problem: int, bea: Colleague) -> None:
    by_colleagues.write(problem, bea.pk, "I look.", later(minutes=5), due=later(hours=2))
    tick(later(hours=2, minutes=1))
    mail = got("broken")
    assert "You should have heard from Bea by now" in mail.text
    assert mail.mail["Auto-Submitted"]


def test_while_it_rings_a_broken_promise_names_nobody(fernwood: DemoCompany) -> None:
    receive(letter())
    tick(later(hours=9))
    text = got("broken").text
    assert "You should have heard from us by now" in text
    assert not any(colleague.first_name in text for colleague in fernwood.colleagues.values())


def test_when_their_person_leaves_the_customer_is_told_who_is_with_them(
    problem: int, bea: Colleague
) -> None:
    by_colleagues.write(problem, bea.pk, "I look.", later(minutes=5))
    company.leave(bea, later(hours=1))
    text = got("changed").text
    assert "Bea can no longer be with you here. Petra has taken over" in text
