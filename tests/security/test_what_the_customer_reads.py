"""Nothing a customer reads speaks of tickets, queues, departments or agents, or bears a number.

Every page and every mail, as they are really sent; not a list of templates.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from stayline.channels.encounter.capture import capture
from stayline.channels.mail.models import MailKind, Outgoing
from stayline.customer_page.samples import SAMPLES
from stayline.people.demo import DemoCompany
from stayline.people.models import Customer, Door, Team
from stayline.problems import by_colleagues, by_customers, company
from stayline.problems.clock import tick
from stayline.problems.models import Problem, Question
from stayline.project.clock import now
from tests.channels.mail.conftest import (  # noqa: F401 - the same cast
    AT,
    fernwood,
    got,
    later,
    our_own_settings,
    receive,
    reply,
)
from tests.channels.mail.letters import letter
from tests.customer_page.conftest import link_for

NUMBER = 86_753_091
"""The first problem's number: nothing else in any page or mail looks like it."""

NEVER = re.compile(
    r"\b(tickets?|ticketing|queues?|departments?|agents?|cases?|incidents?|assignee|escalat\w+|unassigned|staff"
    r"|no-?reply|do not reply|helpdesk|tier|"
    r"ticketnummer|warteschlangen?|abteilung\w*|sachbearbeiter\w*|vorgang\w*|fallnummer|aktenzeichen|kundennummer"
    r"|nicht antworten|bearbeiter\w*|mitarbeiter\w*)\b",
    re.IGNORECASE,
)


_COMPLAINT = {"en": "It does not start.", "de": "Sie startet nicht, bitte helfen Sie mir."}


@pytest.fixture(params=["en", "de"])
def carols_mails(fernwood: DemoCompany, request: pytest.FixtureRequest) -> list[EmailMessage]:  # noqa: F811
    """Everything Carol gets from her first mail to the day her person leaves."""
    _count_from(NUMBER)
    _name_things_badly()
    Door.objects.update(language=request.param)
    bea, tom = fernwood.colleagues["bea"], fernwood.colleagues["tom"]
    problem = receive(letter(_COMPLAINT[request.param], subject="The heat pump")).problem
    assert problem >= NUMBER
    Customer.objects.update(language=request.param)
    tick(later(hours=9))  # nobody wrote in time
    _handed_over(problem, bea.pk, tom.pk, later(days=1))
    company.leave(tom, later(days=6))
    capture(bea, name="Carol Reed", reach="carol@reed.example", words="The part never came.",
            at=later(days=7), should_know=fernwood.colleagues["erik"])  # fmt: skip
    return _mails("carol@reed.example")


def _handed_over(problem: int, bea: int, tom: int, at: datetime) -> None:
    owner = Problem.objects.get(pk=problem).owner_id
    by_colleagues.write(problem, owner, "Hello Carol, I will help you.", at)
    if owner != bea:
        _passed(problem, owner, bea, at)
    at += timedelta(hours=1)
    _passed(problem, bea, tom, at)
    carol = Problem.objects.get(pk=problem).principal
    assert carol is not None
    by_colleagues.start_cover(problem, tom, bea, later(days=3), at)
    by_colleagues.end_cover(problem, tom, at)
    by_colleagues.write(problem, tom, "Please try once more.", at, solution=True)
    by_customers.say_satisfied(problem, carol.pk, at)
    by_customers.hear(problem, carol.pk, "It broke again.", at)


def _passed(problem: int, one: int, other: int, at: datetime) -> None:
    by_colleagues.offer(problem, one, [other], "She waits.", at)
    offer = Problem.objects.get(pk=problem).offers.latest("number").number
    by_colleagues.pick_up(problem, other, offer, at)
    by_colleagues.ask(problem, one, offer, at)
    reply(got("question"), "yes", at=at)
    assert Problem.objects.get(pk=problem).owner_id == other


def _count_from(number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER SEQUENCE problems_problem_id_seq RESTART WITH {number}")


def _name_things_badly() -> None:
    """What colleagues call things among themselves reaches no customer."""
    Door.objects.update(name="Ticket queue of the billing department")
    Team.objects.create(name="Agents, tier 2")


def _mails(recipient: str) -> list[EmailMessage]:
    rows = Outgoing.objects.filter(recipient=recipient).order_by("id")
    return [message_from_bytes(bytes(row.message), policy=modern) for row in rows]


def _read(mail: EmailMessage) -> str:
    """Everything a person can see of a mail, headers included, in both its forms."""
    forms = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
    heads = [f"{name}: {value}" for name, value in mail.items()]
    return _plain("\n".join([*heads, *forms]))


def _plain(html: str) -> str:
    return unescape(re.sub(r"(?s)<(style|script)\b.*?</\1>", " ", html))


def _visible(html: str) -> str:
    """What is read or spoken: texts, and the attributes that are."""
    spoken = re.findall(r'(?:title|alt|placeholder|aria-label|content)="([^"]*)"', html)
    return unescape(re.sub(r"<[^>]*>", " ", _plain(html)) + " ".join(spoken))


def test_every_kind_of_mail_was_written(carols_mails: list[EmailMessage]) -> None:
    kinds = set(
        Outgoing.objects.filter(recipient="carol@reed.example").values_list("kind", flat=True)
    )
    assert kinds == set(MailKind.values)


def test_every_mail_says_which_language_it_is_in(carols_mails: list[EmailMessage]) -> None:
    told = {mail["Content-Language"] for mail in carols_mails}
    shown = {
        language
        for mail in carols_mails
        for language in re.findall(r'<html lang="(\w+)"', _html(mail))
    }
    assert told == shown
    assert len(told) == 1


def _html(mail: EmailMessage) -> str:
    body = mail.get_body(("html",))
    assert isinstance(body, EmailMessage)
    return str(body.get_content())


def test_no_mail_names_a_ticket_or_a_number(carols_mails: list[EmailMessage]) -> None:
    for mail in carols_mails:
        shown = _read(mail)
        assert not NEVER.search(shown), (mail["Subject"], NEVER.search(shown))
        assert str(NUMBER) not in shown
        assert not re.search(rf"\b{NUMBER + 1}\b", shown)
        assert not re.search(r"(?i)((?<!:)#|no\.|nr\.|number|nummer)\s?\d", shown)
        assert "/problems/" not in shown


def test_every_mail_is_from_a_person_once_one_was_met(
    carols_mails: list[EmailMessage],
    fernwood: DemoCompany,  # noqa: F811
) -> None:
    """No customer's mail without a name: only while it rings nobody is named."""
    people = {one.known_as for one in fernwood.colleagues.values()}
    rows = Outgoing.objects.filter(recipient="carol@reed.example").order_by("id")
    for row, mail in zip(rows, carols_mails, strict=True):
        sender = mail["From"].addresses[0]
        while_it_rings = row.kind == MailKind.ACKNOWLEDGEMENT or row.written_at == later(hours=9)
        assert (sender.display_name in people) is not while_it_rings, mail["Subject"]
        assert mail["Reply-To"].addresses[0].addr_spec != sender.addr_spec


@pytest.fixture
def carols_pages(fernwood: DemoCompany) -> list[str]:  # noqa: F811
    """Her page from the first moment to the last, refusals included."""
    _count_from(NUMBER)
    _name_things_badly()
    bea, tom = fernwood.colleagues["bea"], fernwood.colleagues["tom"]
    problem = receive(letter("It does not start.", subject="The heat pump")).problem
    row = Problem.objects.get(pk=problem)
    assert row.principal is not None
    link, client, pages = link_for(row, row.principal), Client(), []

    def look() -> None:
        pages.append(client.get(link).content.decode())

    look()
    owner = row.owner_id
    by_colleagues.write(problem, owner, "Hello Carol, I will help you.", now())
    look()
    receiver = tom if owner != tom.pk else bea
    by_colleagues.offer(problem, owner, [receiver.pk], "She waits.", now())
    offer = row.offers.latest("number").number
    by_colleagues.pick_up(problem, receiver.pk, offer, now())
    by_colleagues.ask(problem, owner, offer, now())
    look()
    number = Question.objects.get(problem=row, ended_at__isnull=True).number
    client.post(f"{link}questions/{number}/", {"reply": "yes"})
    look()
    for path in ("questions/99/", "satisfied/taken-back/"):
        refused = client.post(f"{link}{path}", {"reply": "no"})
        pages += [refused.content.decode()]
    by_colleagues.write(problem, receiver.pk, "Try once more.", now(), solution=True)
    look()
    client.post(f"{link}satisfied/", {"words": "It does."})
    look()
    client.post(f"{link}words/", {"words": "It broke again."})
    look()
    client.post(f"{link}no-longer-needed/")
    look()
    pages += [client.post(f"{link}words/", {"words": "x"}).content.decode() for _ in range(30)]
    pages.append(client.get("/with/aaaaaaaaaaaaaaaaaaaaaaaaaa/").content.decode())
    return pages


def test_no_page_names_a_ticket_or_a_number(carols_pages: list[str]) -> None:
    assert len(set(carols_pages)) > 8
    for page in carols_pages:
        shown = _visible(page)
        assert not NEVER.search(shown), NEVER.search(shown)
        assert str(NUMBER) not in page
        assert "/problems/" not in page
        assert not re.search(r"#\d", shown)


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_state_of_the_page_says_only_what_people_say(
    language: str, settings: Any, db: None
) -> None:
    settings.DEBUG = True
    client = Client(headers={"Accept-Language": language})
    for name in SAMPLES:
        shown = _visible(client.get(f"/with/styleguide/{name}/").content.decode())
        assert "Bea" in shown or name in ("ringing", "aside")
        assert not NEVER.search(shown), NEVER.search(shown)


def test_what_the_rule_says_when_it_refuses_says_it_too() -> None:
    """The sentences of the rule are shown to customers as they are."""
    from pathlib import Path

    import stayline.ownership

    sentences = []
    for file in Path(stayline.ownership.__file__).parent.rglob("*.py"):
        sentences += re.findall(r'"([^"\n]*\{(?:customer|owner)\}[^"\n]*)"', file.read_text())
    assert len(sentences) > 30
    for sentence in sentences:
        assert not re.search(
            r"(?i)\b(ticket|queue|department|agent|staff|case number)\b", sentence
        ), sentence
