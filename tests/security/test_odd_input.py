"""Whatever is sent, nothing breaks, nobody waits long, and no error tells anything.

THREATS 19 and 20.
"""

from __future__ import annotations

import time

import pytest
from django.test import Client
from django.urls import reverse

from stayline.people.models import Colleague
from stayline.problems.models import Problem, Word
from stayline.project.access import Who
from tests.desk.conftest import SignIn, in_hours
from tests.security.places import Places

ODD = [
    "x\x00y", "²", "٣", "-1", "9" * 40, "\ufffe", "\u202e", "'\"><script>", "\r\nBcc: a@b.example", "a" * 3000,
]  # fmt: skip
NAMES = ("words", "brief", "who", "verb", "reply", "why", "reason", "client", "seen", "due", "due_other",
         "free_at", "name", "reach", "should_know", "waits_for", "proposes", "need", "minutes",
         "colleague", "manager", "role", "text", "base", "age", "languages", "lists-TOTAL_FORMS", "time_zone", "page_days")  # fmt: skip


@pytest.mark.parametrize("turn", range(3))
def test_nothing_that_is_typed_breaks_a_page(
    places: Places, sign_in: SignIn, bea: Colleague, mara: Colleague, turn: int
) -> None:
    """Something odd in every field of every form, something else each turn and each page."""
    clients = {Who.ADMINISTRATOR: sign_in(mara), Who.CUSTOMER_WITH_TOKEN: Client()}
    hers = sign_in(bea)
    for number, place in enumerate(places):
        if place.is_ours and place.path != "/live/" and place.policy.who is not Who.DEMO:
            client = clients.get(place.policy.who, hers)
            client.raise_request_exception = False
            sent = {name: _odd(turn + number + field) for field, name in enumerate(NAMES)}
            assert client.post(place.path, sent).status_code < 500, (place.path, sent)
    for page in ("/search/", f"/problems/{places.problem.pk}/bring/"):
        for odd in ODD:
            sent = dict.fromkeys((*NAMES, "q"), odd)
            assert hers.get(page, sent).status_code < 500, (page, odd)


def _odd(number: int) -> str:
    return ODD[number % len(ODD)]


@pytest.mark.parametrize("number", ["0", "9223372036854775808", "9" * 60])
def test_no_number_breaks_an_address(sign_in: SignIn, mara: Colleague, number: str) -> None:
    client = sign_in(mara)
    for where in (
        "/problems/{}/",
        "/problems/{}/words/",
        "/people/{}/",
        "/doors/{}/",
        "/teams/{}/",
    ):
        assert client.get(where.format(number)).status_code in {404, 405}, where


def test_a_reply_that_is_neither_yes_nor_no_is_no_answer(
    places: Places, sign_in: SignIn, bea: Colleague
) -> None:
    """What the owner did not say of the customer's reply is not said."""
    problem = places.problem
    word = Word.objects.filter(problem=problem).first()
    assert word is not None
    problem.refresh_from_db()
    before = problem.version
    for reply in ({}, {"reply": ""}, {"reply": "maybe"}):
        sign_in(bea).post(f"/problems/{problem.pk}/words/{word.pk}/answer/", reply)
    problem.refresh_from_db()
    assert problem.version == before


def test_a_word_of_five_thousand_links_is_shown_at_once(
    owned: Problem, sign_in: SignIn, bea: Colleague
) -> None:
    """THREATS 20."""
    from stayline.problems import by_customers
    from stayline.project.clock import now

    assert owned.principal_id is not None
    links = " ".join(f"http://x{n}.example/?q=(((({n}" for n in range(5_000))
    for words in (links, "http://" * 20_000, "<" * 100_000, "a@" * 50_000, "(" * 100_000, "www." * 25_000,
                  "&lt;" * 30_000, "http://x.example/" + "&amp" * 20_000 + ";"):  # fmt: skip
        by_customers.hear(owned.pk, owned.principal_id, words, now())
        began = time.perf_counter()
        assert sign_in(bea).get(f"/problems/{owned.pk}/").status_code == 200
        assert time.perf_counter() - began < 2, words[:20]
        Word.objects.filter(text=words).update(text="")


def test_a_form_larger_than_any_word_is_refused(link: str) -> None:
    answer = Client(raise_request_exception=False).post(
        f"{link}words/", {"words": "a" * (6 * 1024 * 1024)}
    )
    assert answer.status_code == 400
    assert b"Traceback" not in answer.content


def test_too_many_fields_are_refused() -> None:
    answer = Client(raise_request_exception=False).post(
        reverse("account_login"), {f"f{n}": "x" for n in range(2_000)}
    )
    assert answer.status_code == 400


def test_what_is_no_form_is_left_to_its_view() -> None:
    """A provider brings a mail larger than any form: nothing reads it before its view does."""
    from django.http import HttpRequest, HttpResponse
    from django.test import RequestFactory
    from django.views.decorators.csrf import csrf_exempt

    from stayline.project.security import ReadableInputMiddleware

    @csrf_exempt
    def brought(request: HttpRequest) -> HttpResponse:
        return HttpResponse(str(len(request.read())))

    form = "application/x-www-form-urlencoded"
    request = RequestFactory().post("/", b"a=" + b"x" * 6_000_000, content_type=form)
    ReadableInputMiddleware(brought).process_view(request, brought, (), {})
    assert brought(request).content == b"6000002"


def test_an_error_tells_nothing_of_the_inside(
    owned: Problem, sign_in: SignIn, bea: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("the database's password is hunter2")

    monkeypatch.setattr("stayline.desk.views.problems.problem_page", breaks)
    client = sign_in(bea)
    client.raise_request_exception = False
    answer = client.get(f"/problems/{owned.pk}/")
    shown = answer.content.decode()
    assert answer.status_code == 500
    assert "Something broke on our side" in shown
    for inside in ("hunter2", "Traceback", "RuntimeError", "site-packages", "stayline/desk"):
        assert inside not in shown


def test_a_promise_can_still_be_typed(owned: Problem, sign_in: SignIn, bea: Colleague) -> None:
    """The guards above let through what they are there for."""
    sent = {"words": "Hello Carol, I will help you.", "due": in_hours(2), "seen": owned.version}
    answer = sign_in(bea).post(f"/problems/{owned.pk}/words/", sent)
    assert answer.status_code == 302
