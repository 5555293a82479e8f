"""Recording calls: what runs now, what is fetched and kept, and what is given up again.

The timeline says whether a call is recorded (`ownership/rules/recording.py`), the door whether it
may be; here is by which files. A recording is stored before the exchange is asked for it, so that a
process that dies finds it again, and none is made twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from stayline.channels.phone.models import Call, Recording, WhyGone
from stayline.channels.phone.telephony import LegId, Snapshot
from stayline.ownership import Refused
from stayline.ownership import commands as do
from stayline.ownership.ids import ColleagueId, ContactId
from stayline.ownership.problem import LiveContact
from stayline.ownership.problem import Recording as Now
from stayline.people.models import Door
from stayline.people.models import Recording as ByDoor
from stayline.problems import by_customers, journal, sounds, uploads
from stayline.problems import models as m
from stayline.problems.journal import Answer

LONGEST = 4 * 3600
"""Seconds after which a recording ends by itself: what runs longer was forgotten, not spoken."""

BATCH = 200


@dataclass(frozen=True, slots=True)
class Recordings:
    """Of one call: the name of what is to run now, and of what is over and has to be fetched.

    `was_stopped`: somebody said so, and the call goes on.
    """

    runs: str = ""
    over: str = ""
    was_stopped: bool = False


NONE = Recordings()


def is_possible(door: Door | None) -> bool:
    """Whether calls at this door may be recorded at all."""
    return door is not None and door.recording != ByDoor.OFF


def begins_by_itself(door: Door | None, contact: LiveContact | None) -> bool:
    """The door's way, once somebody is with the customer."""
    if door is None or door.recording != ByDoor.ANNOUNCED or contact is None:
        return False
    return bool(contact.here) and contact.recording is None


def look(call: Call, contact: LiveContact | None, at: datetime) -> Recordings:
    """What should be so now, stored before the exchange is asked for it.

    Must run in the transaction in which the call was looked at.
    """
    if contact is not None and contact.recording is None:
        return NONE
    known = list(call.recordings.filter(fetched_at=None).order_by("pk"))
    running = next((one for one in known if one.ended_at is None), None)
    is_on = contact is not None and contact.recording is Now.ON
    if is_on and running is None and is_possible(call.door):
        running = _began(call, at)
    if not is_on and running is not None:
        running.ended_at = at
        running.save(update_fields=["ended_at"])
    over = next((one.name for one in known if one.ended_at is not None), "")
    return Recordings(
        runs=running.name if running and is_on else "",
        over=over,
        was_stopped=contact is not None and contact.recording in (Now.STOPPED, Now.REFUSED),
    )


def _began(call: Call, at: datetime) -> Recording:
    number = call.recordings.count() + 1
    return Recording.objects.create(call=call, name=f"{call.room}-recording-{number}", began_at=at)


def announced(call: int, exchange: Snapshot, at: datetime) -> None:
    """A voice has said to its end that the call is recorded: it counts where the customer is in the room."""
    with journal.deciding():
        found = Call.objects.get(pk=call)
        customer = found.legs.filter(colleague=None, gone_at=None).values_list("pk", flat=True)
        if not any(_is_in(found.room, leg, exchange) for leg in customer):
            return
        command = do.AnnounceRecording(at=at, contact=ContactId(found.contact_id))
        journal.meet(journal.hold(found.problem_id), command)


def _is_in(room: str, leg: str, exchange: Snapshot) -> bool:
    there = exchange.legs.get(LegId(leg))
    return there is not None and there.room == room


# -- at the desk ---------------------------------------------------------------------------------


def start(problem: int, contact: int, by: int, at: datetime) -> Answer:
    """Record the call from now on, once the customer has heard so. Raises Refused."""
    with journal.deciding():
        row = journal.hold(problem)
        call = Call.objects.select_related("door").get(contact=contact)
        if not is_possible(call.door):
            raise Refused(_("Calls at this door are never recorded."))
        command = do.WantRecording(at=at, by=ColleagueId(by), contact=ContactId(contact))
        return journal.meet(row, command)


def stop(problem: int, contact: int, by: int, at: datetime, *, refused: bool = False) -> Answer:
    """Record no longer. Where the customer does not want it, what there is goes too. Raises Refused."""
    with journal.deciding():
        row = journal.hold(problem)
        command = do.StopRecording(
            at=at, by=ColleagueId(by), contact=ContactId(contact), refused=refused
        )
        answer = journal.meet(row, command)
        if refused:
            of_call = Recording.objects.select_related("attachment", "call__door").filter(
                call__contact=contact, gone_at=None
            )
            give_up(list(of_call.select_for_update(of=("self",))), WhyGone.REFUSED, at, by=by)
        return answer


# -- what the exchange gives back ----------------------------------------------------------------


def keep(name: str, sound: bytes, at: datetime) -> None:
    """Keep what was recorded, once, as long as its door says; of what was refused nothing."""
    with journal.deciding():
        call = Call.objects.select_related("contact", "door").get(recordings__name=name)
        row = journal.hold(call.problem_id)
        found = Recording.objects.select_for_update(of=("self",)).get(name=name)
        if found.fetched_at is not None:
            return
        found.fetched_at = at
        found.ended_at = found.ended_at or at
        if found.gone_at is None:
            _attach(found, call, row, sound, at)
        found.save()


def _attach(found: Recording, call: Call, row: m.Problem, sound: bytes, at: datetime) -> None:
    try:
        heard = sounds.read(sound)
    except sounds.NotASound:
        found.gone_at, found.why_gone = at, WhyGone.EMPTY
        return
    with translation.override(call.language):
        name = f"{_('recording')}-{found.began_at:%Y-%m-%d-%H%M}.wav"
    word = _word(call, row, found.began_at, at)
    found.attachment = uploads.attach_content(word, name, sounds.CONTENT_TYPE, heard.as_wav())
    found.seconds = round(heard.seconds)
    days = call.door.recording_days if call.door else 90
    found.keep_until = at + timedelta(days=days)


def _word(call: Call, row: m.Problem, began: datetime, at: datetime) -> int:
    """It is nobody's word alone: a machine wrote down what both said."""
    with translation.override(call.language):
        text, sender = _("(The recording of this call; listen to it below.)"), _("The telephone")
    by_customers.hear_machine(row.pk, text, sender, at, contact=call.contact)
    return m.Word.objects.filter(contact=call.contact, kind=m.WordKind.MACHINE).latest("pk").pk


# -- given up ------------------------------------------------------------------------------------


def give_up(
    found: Sequence[Recording], why: WhyGone, at: datetime, *, by: int | None = None
) -> None:
    """Delete the sound of these, after the commit; the rows and their words stay and say why."""
    files = [one.attachment for one in found if one.attachment is not None]
    for one in found:
        if one.attachment is not None:
            _say_that_it_is_gone(one, why)
        one.attachment, one.gone_at, one.why_gone, one.gone_by_id = None, at, why, by
        one.save(update_fields=["attachment", "gone_at", "why_gone", "gone_by"])
    m.Attachment.objects.filter(pk__in=[file.pk for file in files]).delete()
    transaction.on_commit(partial(uploads.delete_files, files))


def _say_that_it_is_gone(found: Recording, why: WhyGone) -> None:
    assert found.attachment is not None, "what is gone was there"
    with translation.override(found.call.language):
        said = {
            WhyGone.REFUSED: _("(The recording was deleted: the customer did not want it.)"),
            WhyGone.OLD: _("(The recording was kept for its days, and then deleted.)"),
            WhyGone.BY_HAND: _("(The recording was deleted by a colleague.)"),
        }[why]
    m.Word.objects.filter(pk=found.attachment.word_id, erased_at=None).update(text=said)


def forget_old(at: datetime) -> int:
    """Give up what was kept for as long as its door said; how many. A legal hold keeps it."""
    forgotten = 0
    while many := _forget_some(at):
        forgotten += many
    return forgotten


def _forget_some(at: datetime) -> int:
    with transaction.atomic():
        old = Recording.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            attachment__isnull=False, keep_until__lt=at, call__problem__legal_hold=False
        )
        rows = list(old.select_related("attachment", "call__door").order_by("keep_until")[:BATCH])
        give_up(rows, WhyGone.OLD, at)
    return len(rows)
