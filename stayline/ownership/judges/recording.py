"""Nobody is recorded who has not heard of it, or who does not want it."""

from __future__ import annotations

from stayline.ownership import events as ev
from stayline.ownership.act import Act, judges
from stayline.ownership.problem import LiveKind, Recording


@judges(ev.RecordingWanted)
def _recording_wanted(a: Act, e: ev.RecordingWanted) -> None:
    contact = a.contact(e.contact)
    if contact is None or contact.kind is not LiveKind.CALL:
        a.must(False, "a call that goes on is recorded")
        return
    a.must(contact.recording is not Recording.REFUSED, "who does not want it is not recorded")
    if e.by is None:
        a.must(contact.recording is None, "a door wants a recording once in a call")
        a.must(bool(contact.here), "nobody is recorded while nobody is with them")
    else:
        stays = e.by in (a.problem.owner, contact.answered_by)
        a.must(e.by in contact.here and stays, "who stays with the customer starts a recording")
        a.must(a.can_act(e.by), "who starts a recording works here")


@judges(ev.RecordingAnnounced)
def _recording_announced(a: Act, e: ev.RecordingAnnounced) -> None:
    contact = a.contact(e.contact)
    wanted = contact is not None and contact.recording is Recording.WANTED
    a.must(wanted, "what is announced is wanted, and was not stopped since")
    heard = contact is not None and bool(contact.here) and contact.hold_since is None
    a.must(heard, "it is announced to a customer who can hear it")


@judges(ev.RecordingStopped)
def _recording_stopped(a: Act, e: ev.RecordingStopped) -> None:
    a.must(a.contact(e.contact) is not None, "a recording is stopped in a call that goes on")
    a.must(a.can_act(e.by) and e.by in a.problem.ours, "one of us stops a recording")
