"""The page about oneself: a face, a name for customers, a zone and a language."""

from __future__ import annotations

import re

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from stayline.people.models import Colleague
from stayline.problems.models import Problem
from tests.desk.conftest import SignIn
from tests.people.test_pictures import drawn

ABOUT = {"alias": "", "time_zone": "Europe/Paris", "languages": "en, de", "page_language": ""}


def show_face(client: Client, sent: bytes, kind: str = "image/png") -> int:
    file = SimpleUploadedFile("me.png", sent, content_type=kind)
    return client.post("/you/face/", {"face": file}).status_code


def face_in(page: str) -> str:
    found = re.search(r'<img src="(/faces/[0-9a-f-]{36}/)"', page)
    return found.group(1) if found else ""


def test_initials_are_the_face_until_there_is_another(bea: Colleague, sign_in: SignIn) -> None:
    page = sign_in(bea).get("/you/").content.decode()
    assert face_in(page) == ""
    assert ">BL" in page


@pytest.mark.django_db(transaction=True)
def test_a_face_is_shown_to_colleagues_and_customers(
    answered: Problem, bea: Colleague, sign_in: SignIn
) -> None:
    client = sign_in(bea)
    assert show_face(client, drawn(600, 400)) == 302
    address = face_in(client.get(f"/problems/{answered.pk}/").content.decode())
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.django_db(transaction=True)
def test_a_face_taken_away_is_gone_everywhere(bea: Colleague, sign_in: SignIn) -> None:
    client = sign_in(bea)
    show_face(client, drawn(600, 400))
    bea.refresh_from_db()
    kept, address = str(bea.photo.name), face_in(client.get("/you/").content.decode())
    client.post("/you/face/removed/")
    assert Client().get(address).status_code == 404
    assert not default_storage.exists(kept)
    assert face_in(client.get("/you/").content.decode()) == ""


@pytest.mark.django_db(transaction=True)
def test_a_new_face_has_a_new_address_and_the_old_one_dies(bea: Colleague, sign_in: SignIn) -> None:
    client = sign_in(bea)
    show_face(client, drawn(600, 400))
    before = face_in(client.get("/you/").content.decode())
    show_face(client, drawn(200, 300))
    after = face_in(client.get("/you/").content.decode())
    assert after
    assert after != before
    assert Client().get(before).status_code == 404


def test_what_only_calls_itself_a_picture_is_refused_and_changes_nothing(
    bea: Colleague, sign_in: SignIn
) -> None:
    client = sign_in(bea)
    assert show_face(client, b"<html><script>alert(1)</script>", "image/png") == 422
    bea.refresh_from_db()
    assert not bea.photo


def test_no_other_file_is_found_where_faces_are(bea: Colleague, sign_in: SignIn) -> None:
    address = "/faces/00000000-0000-0000-0000-000000000000/"
    assert sign_in(bea).get(address).status_code == 404


def test_one_says_oneself_how_customers_call_one_and_where_one_is(
    bea: Colleague, sign_in: SignIn
) -> None:
    sent = {**ABOUT, "alias": "  Bea   L. ", "page_language": "de"}
    assert sign_in(bea).post("/you/", sent).status_code == 302
    bea.refresh_from_db()
    assert (bea.known_as, bea.time_zone, bea.languages) == ("Bea L.", "Europe/Paris", ["en", "de"])
    assert '<html lang="de"' in sign_in(bea).get("/").content.decode()


def test_nobody_gives_themselves_a_role_or_other_hours(bea: Colleague, sign_in: SignIn) -> None:
    hours = bea.working_pattern
    sent = {**ABOUT, "role": "administrator", "is_active": "", "email": "x@fernwood.example"}
    sign_in(bea).post("/you/", {**sent, "hours_monday": "free", "cap": "1"})
    after = Colleague.objects.get(pk=bea.pk)
    assert (after.role, after.is_active, after.email) == ("colleague", True, bea.email)
    assert (after.working_pattern, after.cap) == (hours, None)


def test_a_zone_that_is_nowhere_is_refused(bea: Colleague, sign_in: SignIn) -> None:
    assert sign_in(bea).post("/you/", {**ABOUT, "time_zone": "Mars/Base"}).status_code == 422
    bea.refresh_from_db()
    assert bea.time_zone == "UTC"


def test_a_colleague_reads_the_language_they_chose_whatever_their_browser_says(
    client: Client, bea: Colleague
) -> None:
    Colleague.objects.filter(pk=bea.pk).update(page_language="de")
    client.force_login(bea)
    answer = client.get("/", headers={"accept-language": "en"})
    assert '<html lang="de"' in answer.content.decode()
    assert answer.headers["Content-Language"] == "de"


def test_before_anybody_chose_the_browser_says_the_language(client: Client, bea: Colleague) -> None:
    client.force_login(bea)
    german = {"accept-language": "de-AT,de;q=0.9"}
    assert client.get("/", headers=german).headers["Content-Language"] == "de"
    client.logout()
    sign_in = client.get("/accounts/login/", headers=german)
    assert '<html lang="de"' in sign_in.content.decode()
    assert sign_in.headers["Content-Language"] == "de"


def test_how_close_things_stand_goes_with_the_colleague(bea: Colleague, sign_in: SignIn) -> None:
    sign_in(bea).post("/you/density/", {"density": "close"})
    assert (
        '<html lang="en" dir="ltr" data-density="close"' in sign_in(bea).get("/").content.decode()
    )
