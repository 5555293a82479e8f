"""Who else has a problem before them: told to who may see it, at once, and to nobody else."""

from __future__ import annotations

import asyncio
import json
from uuid import uuid4

import pytest
from django.db import connection

from stayline.desk.live import Listener
from stayline.people.models import Colleague, OwnWord
from stayline.problems.live_line import Hub
from stayline.problems.models import Problem
from stayline.problems.on_the_line import in_a_call
from tests.desk.conftest import SignIn


def opens(sign_in: SignIn, who: Colleague, problem: Problem, **more: str) -> str:
    sent = {"page": str(uuid4()), **more}
    answer = sign_in(who).post(f"/problems/{problem.pk}/presence/", sent)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_one_sees_who_reads_and_who_writes_but_not_oneself(
    owned: Problem, sign_in: SignIn, bea: Colleague, sally: Colleague, mara: Colleague
) -> None:
    assert "Bea" not in opens(sign_in, bea, owned)
    assert "Bea is looking at this too" in opens(sign_in, sally, owned, writes="reply")
    shown = opens(sign_in, mara, owned)
    assert "Sally is writing to Carol" in shown
    assert "Bea is looking at this too" in shown


def test_whoever_goes_is_gone_at_once(
    owned: Problem, sign_in: SignIn, bea: Colleague, sally: Colleague
) -> None:
    page = str(uuid4())
    opens(sign_in, bea, owned, page=page)
    opens(sign_in, bea, owned, page=page, gone="yes")
    assert "Bea" not in opens(sign_in, sally, owned)


def test_whoever_may_not_see_a_problem_hears_nothing_of_who_is_there(
    owned: Problem, sign_in: SignIn, tom: Colleague
) -> None:
    client = sign_in(tom)
    path = f"/problems/{owned.pk}/presence/"
    assert client.get(path).status_code == 404
    assert client.post(path, {"page": str(uuid4())}).status_code == 404


@pytest.mark.parametrize("page", ["", "x", "0", "'"])
def test_a_page_without_a_number_says_nothing(
    owned: Problem, sign_in: SignIn, bea: Colleague, page: str
) -> None:
    opens(sign_in, bea, owned, page=page)
    assert sign_in(bea).post("/presence/", {"page": page}).status_code == 204


def test_only_the_open_pages_of_a_problem_are_told() -> None:
    async def told() -> list[bool]:
        hub = Hub()
        pages = [Listener(1, hears_all=True, on=42), Listener(2, hears_all=True, on=7)]
        hub._listeners.update(pages)
        hub.pass_on(json.dumps({"presence": 42, "people": []}))
        assert not hub._heard, "it is not remembered: who is there is asked when a page opens"
        return [one.topics.qsize() == 1 for one in pages]

    assert asyncio.run(told()) == [True, False]


def test_where_somebody_is_stands_beside_their_face(
    answered: Problem, sign_in: SignIn, bea: Colleague, tom: Colleague, sally: Colleague
) -> None:
    bring = f"/problems/{answered.pk}/bring/"
    assert "<span>away</span>" in sign_in(bea).get(bring).content.decode()
    sign_in(tom).post("/presence/", {"page": str(uuid4())})
    assert "<span>here now</span>" in sign_in(bea).get(bring).content.decode()
    sent = {"where": "away", "words": "at lunch", "until": ""}
    assert sign_in(tom).post("/you/where/word/", sent).status_code == 302
    assert "<span>away: at lunch</span>" in sign_in(bea).get(bring).content.decode()
    sign_in(tom).post("/you/where/word/", {"where": ""})
    assert not OwnWord.objects.exists()


def test_an_own_word_about_the_past_is_asked_again(sign_in: SignIn, tom: Colleague) -> None:
    sent = {"where": "away", "until": "2020-01-01T10:00"}
    answer = sign_in(tom).post("/you/where/word/", sent)
    assert answer.status_code == 422
    assert b"in the next sixty days" in answer.content
    assert sign_in(tom).post("/you/where/word/", {"where": "nowhere"}).status_code == 422


def test_whoever_is_in_a_live_contact_is_in_a_call(owned: Problem, bea: Colleague) -> None:
    assert in_a_call() == set()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE problems_problem SET state = jsonb_set(state, '{live}', %s) WHERE id = %s",
            [json.dumps([{"here": [bea.pk]}]), owned.pk],
        )
    assert in_a_call() == {bea.pk}


def test_the_keys_are_switched_off_for_good(sign_in: SignIn, bea: Colleague) -> None:
    client = sign_in(bea)
    assert 'data-keys="off"' not in client.get("/").content.decode()
    client.post("/you/keys/", {"keys": "off"})
    assert 'data-keys="off"' in client.get("/").content.decode()
    assert "Switch the keys on" in client.get("/you/where/").content.decode()
    client.post("/you/keys/", {"keys": "on"})
    assert 'data-keys="off"' not in client.get("/").content.decode()
