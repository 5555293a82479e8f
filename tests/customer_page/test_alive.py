"""The customer's page is alive: it is told what it shows, and of nothing else."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client

from stayline.customer_page import live
from stayline.customer_page.contexts import There
from stayline.customer_page.live import HerPage
from stayline.ownership.problem import WaitsFor
from stayline.people import presence
from stayline.people.models import Colleague, Customer, PresenceOutside
from stayline.people.presence_outside import outside
from stayline.problems import by_colleagues, by_customers, live_line, queries
from stayline.problems.models import Problem, Promise, Question
from stayline.project.clock import now
from tests.customer_page.conftest import link_for
from tests.desk.conftest import SignIn

PARTS = {"Stayline-Parts": "yes"}


@pytest.fixture
def page(link: str, answered: Problem, carol: Customer, monkeypatch: pytest.MonkeyPatch) -> HerPage:
    """Carol's page, open."""
    monkeypatch.setattr(connections, "close_all", lambda: None)  # the test's own connection stays
    return HerPage(link.split("/")[2], answered.pk, carol)


def mark(page: HerPage) -> str:
    look = live._look(page)
    assert look is not None
    return look.mark


def test_an_open_page_asks_for_its_parts_alone(client: Client, link: str) -> None:
    parts = client.get(link, headers=PARTS).content.decode()
    assert "Bea is with you" in parts
    assert "<html" not in parts
    assert 'id="words"' not in parts, "where she types is left alone"


def test_a_page_is_told_of_a_word_and_not_of_a_note(
    page: HerPage, answered: Problem, bea: Colleague
) -> None:
    shown = mark(page)
    by_colleagues.note(answered.pk, bea.pk, "She asked before, in May.", now())
    assert mark(page) == shown
    by_colleagues.write(answered.pk, bea.pk, "It is the old meter.", now())
    assert mark(page) != shown


def first_told(page: HerPage, seen: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the line says first to a page that shows something."""
    look = live._look(page)
    monkeypatch.setattr(live, "_look", lambda _page: look)
    monkeypatch.setattr(live_line, "HEARTBEAT", 0.05)

    async def first() -> str:
        return await anext(live._told(page, seen))

    return asyncio.run(first())


def test_a_page_that_connects_again_is_told_where_it_is_behind(
    page: HerPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "event: shows" in first_told(page, "what it showed before", monkeypatch)


def test_a_page_that_shows_what_is_hears_of_nothing(
    page: HerPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert first_told(page, mark(page), monkeypatch) == ": still here\n\n"


def test_a_page_follows_its_own_problem_only(page: HerPage) -> None:
    assert page.concerns({"problem": page.problem, "people": []})
    assert not page.concerns({"problem": page.problem + 1, "people": []})
    assert page.concerns({"presence": page.problem, "people": []}) == "there"


def test_the_line_of_a_link_that_is_over_ends(
    page: HerPage, client: Client, answered: Problem, carol: Customer
) -> None:
    over = link_for(answered, carol, days=-1)
    assert client.get(f"{over}live/").status_code == 204
    assert live._look(HerPage(over.split("/")[2], answered.pk, carol)) is None


def test_no_more_than_some_lines_for_one_link(
    client: Client, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(live._open, link.split("/")[2], live.MOST_PAGES)
    assert client.get(f"{link}live/").status_code == 204


def test_she_sees_who_writes_to_her_and_not_who_writes_a_note(
    page: HerPage, answered: Problem, bea: Colleague
) -> None:
    def there() -> There:
        look = live._look(page)
        assert look is not None
        return look.there

    open_page = uuid4()
    presence.tell(open_page, bea, now(), problem=answered.pk, writes="note")
    assert there() == There(reads="Bea")
    presence.tell(open_page, bea, now(), problem=answered.pk, writes="reply")
    assert there() == There(writes="Bea", is_somebody_writing=True, reads="Bea")


def test_nobody_is_named_whom_she_has_not_met(
    ringing: Problem, bea: Colleague, carol: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "close_all", lambda: None)
    presence.tell(uuid4(), bea, now(), problem=ringing.pk, writes="reply")
    look = live._look(HerPage(link_for(ringing, carol).split("/")[2], ringing.pk, carol))
    assert look is not None
    assert look.there == There(is_somebody_writing=True)


def test_her_people_see_that_she_is_here_and_what_she_has_seen(
    client: Client, link: str, answered: Problem, bea: Colleague, sign_in: SignIn
) -> None:
    desk = sign_in(bea)
    assert "is here now" not in desk.get(f"/problems/{answered.pk}/presence/").content.decode()
    her = {"page": str(uuid4())}
    client.post(f"{link}here/", her)
    shown = desk.get(f"/problems/{answered.pk}/presence/").content.decode()
    assert "Carol is here now" in shown
    assert "has seen your words" in shown
    assert "here now" in desk.get("/").content.decode()
    client.post(f"{link}here/", {**her, "writes": "yes"})
    writes = desk.get(f"/problems/{answered.pk}/presence/").content.decode()
    assert "Carol is writing to you" in writes
    client.post(f"{link}here/", {**her, "gone": "yes"})
    gone = desk.get(f"/problems/{answered.pk}/presence/").content.decode()
    assert "Carol has seen our last words" in gone


def test_opening_the_link_is_nobody_being_here(
    client: Client, link: str, answered: Problem
) -> None:
    """A mail scanner opens links, too."""
    client.get(link)
    assert not PresenceOutside.objects.exists()


def test_a_colleague_who_looks_is_not_the_customer(
    link: str, answered: Problem, bea: Colleague, carol: Customer, sign_in: SignIn
) -> None:
    sign_in(bea).post(f"{link}here/", {"page": str(uuid4())})
    assert not outside(answered.pk, carol.pk, now()).is_here


def test_her_browser_tells_where_she_is_while_nobody_has(
    client: Client, link: str, carol: Customer
) -> None:
    for zone in ("Nowhere/At-all", "America/New_York", "Europe/Berlin"):
        client.post(f"{link}here/", {"page": str(uuid4()), "zone": zone})
    carol.refresh_from_db()
    assert carol.time_zone == "America/New_York"


def test_she_chooses_how_often_she_hears(client: Client, link: str, answered: Problem) -> None:
    by_colleagues.write(
        answered.pk, answered.owner_id, "I look again on Friday.", now(), due=now() + timedelta(days=3)
    )  # fmt: skip
    for every in ("1", "every minute"):
        client.post(f"{link}rhythm/", {"every": every})
    answered.refresh_from_db()
    assert queries.state_of(answered).rhythm == timedelta(days=1)
    assert answered.promise_due is not None
    assert answered.promise_due <= now() + timedelta(days=1)
    assert 'value="1" type="submit" aria-pressed="true"' in client.get(link).content.decode()


def test_she_says_that_it_is_she_who_waits(client: Client, link: str, answered: Problem) -> None:
    by_colleagues.write(
        answered.pk,
        answered.owner_id,
        "Please send me a picture.",
        now(),
        waits_for=WaitsFor.CUSTOMER,
    )
    assert "Bea waits for a word from you" in client.get(link).content.decode()
    client.post(f"{link}waiting/")
    assert Promise.objects.get(problem=answered, settled_at__isnull=True).waits_for == "us"
    assert "I am waiting for you" not in client.get(link).content.decode()


@pytest.mark.parametrize("path", ["satisfied/", "questions/{}/"])
def test_words_that_contradict_the_button_are_asked_about_once(
    client: Client, link: str, answered: Problem, bea: Colleague, path: str
) -> None:
    by_colleagues.write(answered.pk, bea.pk, "Try it now, please.", now(), solution=True)
    question = Question.objects.get(problem=answered, ended_at__isnull=True)
    sent = {"reply": "yes", "words": "It still does not work."}
    client.post(link + path.format(question.number), sent)
    assert "Which is it?" in client.get(link).content.decode()
    which = Question.objects.get(problem=answered, ended_at__isnull=True)
    client.post(f"{link}questions/{which.number}/", {"reply": "no"})
    page = client.get(link).content.decode()
    assert "Which is it?" not in page
    assert "Bea is with you" in page


def test_a_thank_you_is_not_asked_about(client: Client, link: str, answered: Problem) -> None:
    client.post(f"{link}satisfied/", {"words": "Thank you both!"})
    page = client.get(link).content.decode()
    assert "It is solved. That is good to hear." in page
    assert "It is not solved after all" in page


def test_a_form_that_was_sent_before_keeps_its_new_words(client: Client, link: str) -> None:
    """Back in the browser, and other words in the same form."""
    sent = {"words": "One", "client": "the same"}
    client.post(f"{link}words/", sent)
    again = client.post(f"{link}words/", {**sent, "words": "Two"})
    assert again.status_code == 409
    assert "Two</textarea>" in again.content.decode()


def test_what_is_kept_in_the_browser_is_kept_for_one_problem(
    client: Client, link: str, answered: Problem, carol: Customer, ringing: Problem
) -> None:
    place = client.get(link).context["page"].place
    assert place == client.get(link_for(answered, carol)).context["page"].place
    by_customers.hear(ringing.pk, carol.pk, "And the other thing", now())
    assert f'data-draft-form="with-{place}"' in client.get(link).content.decode()
