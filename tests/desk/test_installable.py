"""The desk beside other programs: what a browser is told, and an encounter that counts once."""

from __future__ import annotations

import json
from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from PIL import Image

from stayline.people.models import Colleague
from stayline.problems.models import Problem
from tests.desk.conftest import SignIn

MET = {"name": "Carol", "reach": "carol@whitfield.example", "words": "The tablet refuses me."}


@pytest.mark.django_db
def test_the_manifest_names_pictures_that_are_there() -> None:
    told = json.loads(Client().get("/manifest.webmanifest").content)
    assert (told["start_url"], told["display"]) == ("/", "standalone")
    for icon in told["icons"]:
        picture = Image.open(BytesIO(Client().get(icon["src"]).content))
        assert f"{picture.width}x{picture.height}" == icon["sizes"]
    assert Client().get("/icon-7.png").status_code == 404


@pytest.mark.django_db
def test_the_worker_may_see_to_every_page_and_is_never_old() -> None:
    answer = Client().get("/sw.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.django_db
def test_what_every_browser_keeps_names_nobody(bea: Colleague, sign_in: SignIn) -> None:
    page = sign_in(bea).get("/offline/").content.decode()
    assert "Bea" not in page
    assert "data-who" not in page


def test_an_encounter_that_is_sent_again_later_counts_once(bea: Colleague, sign_in: SignIn) -> None:
    client, sent = sign_in(bea), {**MET, "client": uuid4().hex}
    answers = [
        client.post("/encounters/new/", sent, headers={"Accept": "application/json"}).json()
        for _ in range(3)
    ]
    problem = Problem.objects.get()
    assert {one["path"] for one in answers} == {f"/problems/{problem.pk}/"}
    assert answers[0]["said"] == "Carol is with you now."


def test_what_cannot_be_kept_says_why(bea: Colleague, sign_in: SignIn) -> None:
    sent = {**MET, "reach": "nowhere", "client": uuid4().hex}
    answer = sign_in(bea).post("/encounters/new/", sent, headers={"Accept": "application/json"})
    assert answer.status_code == 409
    assert answer.json()["refusal"]
    assert not Problem.objects.exists()
