"""The customer's page: opening it changes nothing, and its buttons are theirs alone."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from stayline.ownership.problem import Aside
from stayline.people.models import Colleague, Customer
from stayline.problems import by_colleagues, queries
from stayline.problems.models import Problem, Question, Stage
from stayline.project.clock import now
from tests.customer_page.conftest import link_for


def _question(problem: Problem) -> int:
    return Question.objects.get(problem=problem, ended_at__isnull=True).number


def test_a_customer_sees_who_is_with_them_and_when_they_hear(client: Client, link: str) -> None:
    page = client.get(link).content.decode()
    assert "Bea is with you" in page
    assert "You hear from Bea by" in page


def test_while_it_rings_nobody_is_named(
    client: Client, ringing: Problem, carol: Customer, bea: Colleague
) -> None:
    page = client.get(link_for(ringing, carol)).content.decode()
    assert "We have heard you." in page
    assert "Bea" not in page


def test_who_was_taken_for_no_customer_says_so_and_somebody_comes(
    client: Client, ringing: Problem, carol: Customer, bea: Colleague
) -> None:
    by_colleagues.put_aside(ringing.pk, bea.pk, Aside.OTHER, now())
    link = link_for(ringing, carol)
    page = client.get(link).content.decode()
    assert "Are you a customer of ours?" in page
    assert "A person reads this now" not in page
    client.post(f"{link}customer/")
    ringing.refresh_from_db()
    assert ringing.stage == Stage.RINGING
    assert "We have heard you." in client.get(link).content.decode()


def test_opening_the_page_changes_nothing(client: Client, owned: Problem, link: str) -> None:
    client.get(link)
    client.head(link)
    before = owned.version
    owned.refresh_from_db()
    assert owned.version == before


def test_the_link_is_told_to_nobody(client: Client, link: str) -> None:
    answer = client.get(link)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_link_that_never_was_and_one_that_is_over_answer_alike(
    client: Client, owned: Problem, carol: Customer
) -> None:
    ways = ["/with/" + "a" * 26 + "/", link_for(owned, carol, days=-1)]
    answers = [client.get(way) for way in ways]
    assert [one.status_code for one in answers] == [404, 404]
    never, over = (
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", one.content.decode()).replace(way, "")
        for one, way in zip(answers, ways, strict=True)
    )
    assert never == over


@pytest.mark.parametrize("reply", ["yes", "no"])
def test_the_question_is_answered_by_a_button(
    client: Client, asked: Problem, carol: Customer, bea: Colleague, tom: Colleague, reply: str
) -> None:
    link = link_for(asked, carol)
    assert "Is it all right if Tom takes it from here?" in client.get(link).content.decode()
    client.post(f"{link}questions/{_question(asked)}/", {"reply": reply})
    asked.refresh_from_db()
    assert asked.owner == (tom if reply == "yes" else bea)


def test_a_question_is_not_answered_by_opening_its_address(
    client: Client, asked: Problem, carol: Customer, bea: Colleague
) -> None:
    link = link_for(asked, carol)
    assert client.get(f"{link}questions/{_question(asked)}/?reply=yes").status_code == 405
    asked.refresh_from_db()
    assert asked.owner == bea


def test_a_button_needs_the_pages_own_secret(asked: Problem, carol: Customer) -> None:
    client = Client(enforce_csrf_checks=True)
    link = link_for(asked, carol)
    client.get(link)
    answer = client.post(f"{link}questions/{_question(asked)}/", {"reply": "yes"})
    assert answer.status_code == 403


def test_a_yes_is_taken_back_with_one_tap(
    client: Client, asked: Problem, carol: Customer, bea: Colleague, tom: Colleague
) -> None:
    link = link_for(asked, carol)
    client.post(f"{link}questions/{_question(asked)}/", {"reply": "yes"})
    assert "I would rather have Bea back" in client.get(link).content.decode()
    client.post(f"{link}takeover/taken-back/")
    asked.refresh_from_db()
    assert asked.owner == bea


def test_words_reach_the_owner(client: Client, owned: Problem, link: str) -> None:
    client.post(f"{link}words/", {"words": "It happens at eight."})
    assert owned.words.filter(kind="heard", text="It happens at eight.").exists()


def test_the_same_words_sent_twice_are_heard_once(
    client: Client, owned: Problem, link: str
) -> None:
    for _ in range(2):
        client.post(f"{link}words/", {"words": "Twice.", "client": "one-form"})
    assert owned.words.filter(text="Twice.").count() == 1


def test_solved_is_the_customers_word_and_words_beside_it_do_not_undo_it(
    client: Client, owned: Problem, bea: Colleague, link: str
) -> None:
    by_colleagues.write(owned.pk, bea.pk, "Please try again.", now(), solution=True)
    number = _question(owned)
    client.post(f"{link}questions/{number}/", {"reply": "yes", "words": "Thank you, Bea."})
    owned.refresh_from_db()
    assert owned.stage == "satisfied"
    assert "It is solved" in client.get(link).content.decode()


def test_not_yet_keeps_the_owner_and_hears_the_words(
    client: Client, owned: Problem, bea: Colleague, link: str
) -> None:
    by_colleagues.write(owned.pk, bea.pk, "Please try again.", now(), solution=True)
    client.post(f"{link}questions/{_question(owned)}/", {"reply": "no", "words": "Still the same."})
    owned.refresh_from_db()
    assert (owned.stage, owned.owner) == ("owned", bea)
    assert owned.words.filter(text="Still the same.").exists()


def test_it_is_solved_without_being_asked_and_taken_back(
    client: Client, owned: Problem, link: str
) -> None:
    client.post(f"{link}satisfied/")
    owned.refresh_from_db()
    assert owned.stage == "satisfied"
    client.post(f"{link}satisfied/taken-back/")
    owned.refresh_from_db()
    assert owned.stage == "owned"


def test_a_note_among_colleagues_is_never_on_the_page(
    client: Client, owned: Problem, bea: Colleague, link: str
) -> None:
    by_colleagues.note(owned.pk, bea.pk, "She sounds annoyed.", now())
    assert "annoyed" not in client.get(link).content.decode()


def test_an_answer_to_a_question_that_is_over_is_refused_in_their_interest(
    client: Client, owned: Problem, link: str
) -> None:
    answer = client.post(f"{link}questions/9999/", {"reply": "no"})
    assert answer.status_code == 409
    assert "That question is over" in answer.content.decode()


FORBIDDEN = re.compile(
    r"\b(ticket|queue|department|agent|do not reply|billing|technical support)\b", re.IGNORECASE
)


def test_the_page_speaks_of_people_only(client: Client, asked: Problem, carol: Customer) -> None:
    page = client.get(link_for(asked, carol)).content.decode()
    body = re.sub(r"<head>.*?</head>", "", page, flags=re.DOTALL)
    assert not FORBIDDEN.findall(re.sub(r"<[^>]+>", " ", body))
    assert queries.state_of(asked).helpers


def test_somebody_else_on_their_side_does_not_answer_for_the_principal(
    client: Client, asked: Problem, carol: Customer, bea: Colleague
) -> None:
    from stayline.ownership.problem import Role
    from stayline.people.customers import customer_for_address

    dan = customer_for_address("mail", "dan@whitfield.example", "Dan Whitfield")
    by_colleagues.add_party(asked.pk, bea.pk, dan, Role.COPIED, now())
    link = link_for(asked, dan)
    assert "Is it all right if Tom" not in client.get(link).content.decode()
    client.post(f"{link}questions/{_question(asked)}/", {"reply": "yes"})
    asked.refresh_from_db()
    assert asked.owner == bea
