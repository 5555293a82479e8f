"""Files in a customer's answer: sent with her words, in a measure, and never opened in our name."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from stayline.customer_page import uploads as page_uploads
from stayline.people.models import Colleague, Customer
from stayline.problems import uploads
from stayline.problems.models import Attachment, Problem, Upload, Word
from tests.customer_page.conftest import link_for
from tests.desk.conftest import SignIn, write_in
from tests.desk.test_uploads import a_picture


def put(
    client: Client, link: str, name: str = "display.png", content: bytes = b"", **more: str
) -> Any:
    file = SimpleUploadedFile(name, content or a_picture(), more.get("type", "image/png"))
    return client.post(f"{link}uploads/", {"file": file, "client": str(uuid4())})


def theirs() -> list[Word]:
    return list(Word.objects.filter(kind="heard").order_by("pk"))


def test_a_photo_goes_with_her_words_to_whoever_is_with_her(
    client: Client, link: str, answered: Problem, bea: Colleague, sign_in: SignIn
) -> None:
    told = put(client, link).json()
    assert client.get(told["picture"]).headers["Content-Type"] == "image/webp"
    assert told["name"] in client.get(link).content.decode()  # it waits there, also later
    client.post(f"{link}words/", {"words": "Look at this.", "file": [told["key"]], "client": "w"})
    kept = Attachment.objects.get()
    assert (kept.word.text, kept.name) == ("Look at this.", "display.png")
    assert (
        f"/files/{kept.key}/picture/"
        in sign_in(bea).get(f"/problems/{answered.pk}/").content.decode()
    )
    assert f"{link}files/{kept.key}/picture/" in client.get(link).content.decode()
    assert client.get(f"{link}files/{kept.key}/").content == a_picture()


def test_a_photo_needs_no_words(client: Client, link: str) -> None:
    key = put(client, link).json()["key"]
    client.post(f"{link}words/", {"words": "", "file": [key], "client": "w"})
    assert [one.name for one in theirs()[-1].attachments.all()] == ["display.png"]
    assert "display.png" in client.get(link).content.decode()


def test_sent_twice_it_arrives_once(client: Client, link: str) -> None:
    key = put(client, link).json()["key"]
    for _ in range(2):
        client.post(f"{link}words/", {"words": "Look.", "file": [key], "client": "w"})
    assert [one.text for one in theirs()].count("Look.") == 1
    assert Attachment.objects.count() == 1


def test_a_browser_without_scripts_sends_files_with_its_form(client: Client, link: str) -> None:
    file = SimpleUploadedFile("plan.pdf", b"%PDF", "application/pdf")
    client.post(f"{link}words/", {"words": "Here.", "files": [file], "client": "w"})
    assert Attachment.objects.get().name == "plan.pdf"
    assert not Upload.objects.exists()


def test_what_she_takes_away_does_not_go_and_can_come_back(client: Client, link: str) -> None:
    key = put(client, link).json()["key"]
    client.post(f"{link}uploads/{key}/removed/")
    client.post(f"{link}words/", {"words": "Without.", "file": [key], "client": "w"})
    assert not Attachment.objects.exists()
    client.post(f"{link}uploads/{key}/back/")
    client.post(f"{link}words/", {"words": "With.", "file": [key], "client": "v"})
    assert Attachment.objects.get().word.text == "With."


def test_her_words_arrive_also_when_a_file_is_gone(client: Client, link: str) -> None:
    client.post(f"{link}words/", {"words": "Hello.", "file": [str(uuid4()), "x"], "client": "w"})
    assert theirs()[-1].text == "Hello."


# -- in a measure --------------------------------------------------------------------------------


def test_too_many_in_a_minute_are_asked_to_wait(
    client: Client, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_uploads, "MOST_IN_A_MINUTE", 1)
    assert put(client, link, "a.txt", b"a", type="text/plain").status_code == 200
    assert "Wait a minute" in put(client, link, "b.txt", b"b", type="text/plain").json()["why"]


def test_a_page_takes_so_much_a_day_said_or_taken_away(
    client: Client, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "A_DAY", 1_000)
    key = put(client, link, "a.bin", b"a" * 600).json()["key"]
    client.post(f"{link}words/", {"words": "One.", "file": [key], "client": "w"})
    refused = put(client, link, "b.bin", b"b" * 600)
    assert (refused.status_code, "one day" in refused.json()["why"]) == (422, True)


# -- nobody else's -------------------------------------------------------------------------------


def test_a_link_that_is_over_takes_nothing(
    client: Client, answered: Problem, carol: Customer
) -> None:
    assert put(client, link_for(answered, carol, days=-1)).status_code == 404
    assert not Upload.objects.exists()


def test_nobody_reaches_a_file_by_another_link(
    client: Client, link: str, answered: Problem, carol: Customer
) -> None:
    key = put(client, link).json()["key"]
    assert answered.door is not None
    other = link_for(write_in(answered.door, carol, "Another thing. Please."), carol)
    for path in ("", "picture/"):
        assert client.get(f"{other}uploads/{key}/{path}").status_code == 404
    assert client.post(f"{other}uploads/{key}/removed/").status_code == 404


def test_colleagues_put_nothing_into_a_customers_answer(
    link: str, bea: Colleague, sign_in: SignIn
) -> None:
    assert put(sign_in(bea), link).status_code == 422
    assert not Upload.objects.exists()


def test_what_only_calls_itself_a_picture_is_a_file_for_saving(client: Client, link: str) -> None:
    told = put(client, link, "x.png", b"<script>alert(1)</script>").json()
    assert told["picture"] == ""
    answer = client.get(told["path"])
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
