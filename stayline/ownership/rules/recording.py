"""Recording a call: never before the customer has heard of it, and never against their word.

Whether a door records at all is the company's choice and is asked outside; here is only the order:
wanted, heard of, on. Whoever of us is with the customer may stop it at any moment.
"""

from __future__ import annotations

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.decision import Decision
from stayline.ownership.ids import ColleagueId
from stayline.ownership.problem import LiveContact, LiveKind, Recording
from stayline.ownership.rules import live

_UNDER_WAY = (Recording.WANTED, Recording.ON)


def want(d: Decision, c: do.WantRecording) -> None:
    if c.by is None:
        _as_its_door_does(d, c)
        return
    d.require_colleague(c.by)
    contact = live.going_on(d, c.contact)
    _require_may_start(d, contact, c.by)
    if contact.recording not in _UNDER_WAY:
        d.tell(ev.RecordingWanted(at=d.at, contact=c.contact, by=c.by))


def _as_its_door_does(d: Decision, c: do.WantRecording) -> None:
    """Once, as soon as somebody is with the customer; what was stopped since stays so."""
    contact = d.problem.contact(c.contact)
    if contact is None or contact.kind is not LiveKind.CALL:
        return
    if contact.here and contact.recording is None:
        d.tell(ev.RecordingWanted(at=d.at, contact=c.contact))


def _require_may_start(d: Decision, contact: LiveContact, by: ColleagueId) -> None:
    d.require(contact.kind is LiveKind.CALL, "Only a call can be recorded.")
    d.require(
        by in contact.here and by in (d.problem.owner, contact.answered_by),
        "{owner} stays with {customer} in this call, so only {owner} records it.",
        owner=contact.answered_by or d.problem.owner,
    )
    d.require(
        contact.recording is not Recording.REFUSED,
        "{customer} does not want this call recorded.",
    )


def announce(d: Decision, c: do.AnnounceRecording) -> None:
    """What is said while the customer is on hold, or nobody is there, was not said to them."""
    contact = d.problem.contact(c.contact)
    if contact is None or contact.recording is not Recording.WANTED:
        return
    if contact.here and contact.hold_since is None:
        d.tell(ev.RecordingAnnounced(at=d.at, contact=c.contact))


def stop(d: Decision, c: do.StopRecording) -> None:
    d.require_ours(c.by)
    contact = live.going_on(d, c.contact)
    if contact.recording is Recording.REFUSED:
        return
    if c.refused or contact.recording in _UNDER_WAY:
        d.tell(ev.RecordingStopped(at=d.at, contact=c.contact, by=c.by, refused=c.refused))
