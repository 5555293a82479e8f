"""Recording calls: announced, stopped, refused, kept for its days, and never made twice."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext

from stayline.channels.phone import attending, recording
from stayline.channels.phone.models import Recording, WhyGone
from stayline.channels.phone.telephony import Snapshot
from stayline.ownership import Refused
from stayline.ownership.problem import Recording as Now
from stayline.people.models import Colleague, Door
from stayline.problems import sounds
from stayline.problems.audit import audit
from stayline.problems.models import Attachment, Problem
from tests.phone.conftest import NOON
from tests.phone.office import CAROLS, Office

Capture = Callable[..., AbstractContextManager[object]]

pytestmark = pytest.mark.django_db


@pytest.fixture
def records(office: Office) -> Office:
    """Calls are recorded here, after a voice has said so."""
    Door.objects.update_or_create(kind="phone", defaults={"recording": "announced"})
    return office


def _talking(office: Office, tom: Colleague) -> Office:
    office.calls()
    office.picks_up(tom)
    return office


def _kept() -> list[Attachment]:
    return list(Attachment.objects.order_by("pk"))


def test_no_call_is_recorded_unless_its_door_says_so(office: Office, tom: Colleague) -> None:
    _talking(office, tom)
    office.customer_drops()
    assert "recording-on" not in [one for said in office.heard for one in said]
    assert not Recording.objects.exists()


def test_a_call_is_recorded_from_when_the_customer_has_heard_of_it(
    records: Office, tom: Colleague
) -> None:
    _talking(records, tom)
    assert ("recording-on",) in records.heard
    assert len(records.recorded) == 1
    records.customer_drops()
    (kept,) = _kept()
    with kept.file.open("rb") as file:
        assert sounds.read(file.read()).seconds == 2
    (row,) = Recording.objects.all()
    assert (row.attachment, row.seconds) == (kept, 2)
    assert row.keep_until == records.at + timedelta(days=90)
    assert list(audit()) == []


def test_what_cannot_be_announced_is_not_recorded(records: Office, tom: Colleague) -> None:
    records.is_mute = True
    _talking(records, tom)
    records.waits(60)
    records.customer_drops()
    assert not Recording.objects.exists()


def test_who_is_with_them_stops_it_and_starts_it_again_with_the_voice(
    records: Office, tom: Colleague
) -> None:
    _talking(records, tom)
    call = records.call
    recording.stop(call.problem_id, call.contact_id, tom.pk, records.at)
    records.settle()
    assert records.recorded == {}
    assert len(_kept()) == 1
    recording.start(call.problem_id, call.contact_id, tom.pk, records.at)
    records.settle()
    assert records.heard.count(("recording-on",)) == 2
    assert len(records.recorded) == 1
    records.customer_drops()
    assert len(_kept()) == 2


def test_what_the_customer_does_not_want_is_discarded_with_what_was_kept_before(
    records: Office, tom: Colleague, django_capture_on_commit_callbacks: Capture
) -> None:
    _talking(records, tom)
    call = records.call
    recording.stop(call.problem_id, call.contact_id, tom.pk, records.at)
    records.settle()
    (before,) = _kept()
    recording.start(call.problem_id, call.contact_id, tom.pk, records.at)
    records.settle()
    with django_capture_on_commit_callbacks(execute=True):
        recording.stop(call.problem_id, call.contact_id, tom.pk, records.at, refused=True)
    records.settle()
    assert _kept() == []
    assert not default_storage.exists(str(before.file))
    assert {one.why_gone for one in Recording.objects.all()} == {WhyGone.REFUSED}
    with pytest.raises(Refused, match="does not want this call recorded"):
        recording.start(call.problem_id, call.contact_id, tom.pk, records.at)
    records.waits(5)
    assert records.recorded == {}


def test_a_door_that_asks_first_waits_for_whoever_is_with_them(
    records: Office, tom: Colleague
) -> None:
    Door.objects.filter(kind="phone").update(recording="asked")
    _talking(records, tom)
    records.waits(10)
    assert records.recorded == {}
    call = records.call
    recording.start(call.problem_id, call.contact_id, tom.pk, records.at)
    records.settle()
    assert len(records.recorded) == 1


def test_nobody_records_at_a_door_that_never_does(office: Office, tom: Colleague) -> None:
    call = _talking(office, tom).call
    with pytest.raises(Refused, match="never recorded"):
        recording.start(call.problem_id, call.contact_id, tom.pk, office.at)


def test_the_database_refuses_what_was_not_announced(records: Office, tom: Colleague) -> None:
    records.is_mute = True
    call = _talking(records, tom).call
    with pytest.raises(IntegrityError, match="not announced"), transaction.atomic():
        Recording.objects.create(call=call, name="sl-secret", began_at=NOON)


def test_a_dropped_line_goes_on_in_the_same_recording(records: Office, tom: Colleague) -> None:
    _talking(records, tom)
    (name,) = records.recorded
    records.drops(tom)
    records.picks_up(tom)
    assert list(records.recorded) == [name]


def test_a_restart_finds_the_recording_that_runs_and_fetches_what_ended_meanwhile(
    records: Office, tom: Colleague
) -> None:
    _talking(records, tom)
    records.looks = False
    records.customer_drops()
    assert _kept() == []
    records.looks = True
    records.settle()
    records.settle()
    assert len(_kept()) == 1


def test_a_recording_that_an_exchange_lost_leaves_a_trace(records: Office, tom: Colleague) -> None:
    _talking(records, tom)
    records.recorded.clear()
    records.looks = False
    records.customer_drops()
    records.looks = True
    records.settle()
    (row,) = Recording.objects.all()
    assert (row.why_gone, row.attachment) == (WhyGone.EMPTY, None)


def test_a_recording_goes_after_its_days_and_leaves_a_trace(
    records: Office, tom: Colleague, django_capture_on_commit_callbacks: Capture
) -> None:
    _talking(records, tom)
    records.customer_drops()
    (kept,) = _kept()
    assert recording.forget_old(records.at + timedelta(days=89)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert recording.forget_old(records.at + timedelta(days=91)) == 1
    assert _kept() == []
    assert not default_storage.exists(str(kept.file))
    (row,) = Recording.objects.all()
    assert (row.why_gone, row.gone_at) == (WhyGone.OLD, records.at + timedelta(days=91))


def test_a_legal_hold_keeps_a_recording(records: Office, tom: Colleague) -> None:
    _talking(records, tom)
    records.customer_drops()
    Problem.objects.update(legal_hold=True)
    assert recording.forget_old(records.at + timedelta(days=91)) == 0


def test_nothing_is_announced_to_a_colleague_alone(records: Office, tom: Colleague) -> None:
    records.is_mute = True
    _talking(records, tom)
    without = {**records.legs, CAROLS: replace(records.legs[CAROLS], room=None)}
    seen = Snapshot(legs=without, rooms=frozenset(records.rooms))
    looked = attending.attend(records.call.pk, seen, records.gone, records.at)
    assert looked.spoken is None
    assert looked.changes_at == records.at + attending.JOINED_IN
    recording.announced(records.call.pk, seen, records.at)
    assert records.contact.recording is Now.WANTED


def test_a_recording_is_named_in_the_language_of_its_door(records: Office, tom: Colleague) -> None:
    _talking(records, tom)
    Door.objects.filter(kind="phone").update(language="de")
    records.customer_drops()
    (kept,) = _kept()
    with translation.override("de"):
        named = gettext("recording")
    assert named != "recording"
    assert kept.name.startswith(f"{named}-")
