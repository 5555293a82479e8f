"""A mail is kept as it came until the company's own rule says otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from stayline.channels.mail import models, retention
from stayline.channels.mail.models import RawMail, SpamMark
from stayline.people.demo import DemoCompany
from stayline.problems import models as m
from tests.channels.mail.conftest import later, receive
from tests.channels.mail.letters import letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def aside(fernwood: DemoCompany) -> RawMail:
    """A mail of a problem that is over."""
    receive(letter(headers="X-Spam-Flag: YES\r\n"))
    return RawMail.objects.get()


def test_without_a_rule_everything_is_kept_for_ever(aside: RawMail) -> None:
    assert retention.forget_old(later(days=36_000)) == 0
    assert RawMail.objects.get().raw


def test_by_the_rule_old_bytes_are_given_up_and_the_same_mail_is_still_known(
    aside: RawMail, settings: Any
) -> None:
    settings.STAYLINE_MAIL_KEEP_DAYS = 30
    assert retention.forget_old(later(days=29)) == 0
    assert retention.forget_old(later(days=31)) == 1
    assert retention.forget_old(later(days=31)) == 0
    row = RawMail.objects.get()
    assert (row.raw, bytes(row.compressed)) == (b"", b"")
    assert receive(letter(headers="X-Spam-Flag: YES\r\n")).outcome == "already"
    assert m.Word.objects.get().text == "The invoice is wrong."


def test_the_mail_of_a_problem_that_goes_on_is_kept(fernwood: DemoCompany, settings: Any) -> None:
    settings.STAYLINE_MAIL_KEEP_DAYS = 30
    receive(letter())
    assert retention.forget_old(later(days=400)) == 0


def test_a_legal_hold_keeps_every_mail(aside: RawMail, settings: Any) -> None:
    settings.STAYLINE_MAIL_KEEP_DAYS = 30
    m.Problem.objects.update(legal_hold=True)
    assert retention.forget_old(later(days=400)) == 0


def test_a_large_mails_file_goes_with_it(
    fernwood: DemoCompany,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.STAYLINE_MAIL_KEEP_DAYS = 30
    monkeypatch.setattr(models, "LARGEST_IN_THE_ROW", 10)
    receive(letter(headers="X-Spam-Flag: YES\r\n"))
    row = RawMail.objects.get()
    storage, name = row.file.storage, str(row.file.name)
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        assert retention.forget_old(later(days=31)) == 1
    assert not storage.exists(name)


def test_what_was_seen_once_goes_when_too_much_was_learnt(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    SpamMark.objects.bulk_create(
        [SpamMark(mark=0, spam=2, ham=1), SpamMark(mark=1, spam=1), SpamMark(mark=2, spam=2)]
    )
    assert retention.prune_marks() == 0
    monkeypatch.setattr(retention, "MOST_MARKS", 2)
    assert retention.prune_marks() == 1
    assert set(SpamMark.objects.values_list("mark", flat=True)) == {0, 2}
