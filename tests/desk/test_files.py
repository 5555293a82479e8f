"""Files: for whoever may see the problem, always as a download, never as a page of ours."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from stayline.people.models import Colleague, Customer
from stayline.problems.models import Attachment, Problem, Word
from tests.customer_page.conftest import link_for
from tests.desk.conftest import SignIn, write_in


def attach(problem: Problem, name: str = "tablet.svg") -> Attachment:
    word = Word.objects.filter(problem=problem, kind="heard").first()
    assert word is not None
    made = Attachment(word=word, name=name, content_type="image/svg+xml", size=5, sha256="0" * 64)
    made.file.save(name, ContentFile(b"<svg>"), save=False)
    made.save()
    return made


@pytest.fixture
def picture(answered: Problem) -> Attachment:
    return attach(answered)


def test_a_file_is_saved_and_never_opened_in_our_name(
    picture: Attachment, bea: Colleague, sign_in: SignIn
) -> None:
    answer = sign_in(bea).get(f"/files/{picture.key}/")
    assert answer.content == b"<svg>"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="tablet.svg"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_file_of_a_problem_one_may_not_see_does_not_exist(
    picture: Attachment, tom: Colleague, sign_in: SignIn
) -> None:
    assert sign_in(tom).get(f"/files/{picture.key}/").status_code == 404
    assert Client().get(f"/files/{picture.key}/").status_code == 302


def test_a_guessed_file_does_not_exist(bea: Colleague, sign_in: SignIn) -> None:
    assert sign_in(bea).get(f"/files/{uuid4()}/").status_code == 404


def test_a_customer_gets_the_files_of_their_own_page_only(
    client: Client, picture: Attachment, answered: Problem, carol: Customer
) -> None:
    link = link_for(answered, carol)
    assert picture.name in client.get(link).content.decode()
    assert client.get(f"{link}files/{picture.key}/").content == b"<svg>"
    assert answered.door is not None
    other = attach(write_in(answered.door, carol, "Another thing. Please."))
    assert client.get(f"{link}files/{other.key}/").status_code == 404
