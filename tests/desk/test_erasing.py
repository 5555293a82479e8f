"""A person is erased: what was never said about them, or by them, is forgotten with its files."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.test import Client

from stayline.desk.erasing import erase_with_a_colleague, erase_with_a_customer
from stayline.desk.models import Draft, PendingSend, SavedReply
from stayline.people.models import Colleague, Customer
from stayline.problems.models import Problem, Upload
from stayline.project.clock import now
from tests.customer_page.conftest import link_for
from tests.customer_page.test_uploads import put as put_on_page
from tests.desk.conftest import SignIn
from tests.desk.test_uploads import put, send


def begins(desk: Client, problem: Problem) -> None:
    """A note with a file, and a reply with a file that is about to leave."""
    desk.post(f"/problems/{problem.pk}/drafts/note/", {"text": "She moved.", "base": "", "age": 1})
    put(desk, problem, "note.txt", b"note", kind="note")
    send(desk, problem, put(desk, problem).json()["key"])


def nothing_waits() -> bool:
    return not any(one.objects.exists() for one in (Draft, PendingSend, Upload))


def _files_kept() -> set[str]:
    """Where nothing was ever kept there is no folder."""
    if not default_storage.exists("attachments"):
        return set()
    return set(default_storage.listdir("attachments")[1])


def test_what_was_begun_about_a_customer_goes_with_them(
    client: Client,
    owned: Problem,
    carol: Customer,
    bea: Colleague,
    sign_in: SignIn,
    settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.STAYLINE_UNDO_SEND_SECONDS = 15
    before = _files_kept()
    begins(sign_in(bea), owned)
    put_on_page(client, link_for(owned, carol))
    with django_capture_on_commit_callbacks(execute=True):
        erase_with_a_customer(carol.pk, [owned.pk])
    assert nothing_waits()
    assert _files_kept() == before


def test_what_a_colleague_had_begun_goes_with_them(
    owned: Problem, bea: Colleague, sally: Colleague, sign_in: SignIn, settings: Any
) -> None:
    settings.STAYLINE_UNDO_SEND_SECONDS = 15
    begins(sign_in(bea), owned)
    for owner in (bea, None):
        SavedReply.objects.create(owner=owner, name="x", text="x", changed_by=bea, changed_at=now())
    erase_with_a_colleague(bea.pk)
    assert nothing_waits()
    assert [one.owner for one in SavedReply.objects.all()] == [None]
