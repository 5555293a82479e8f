"""What colleagues do in a call at the desk: come in, step out, say who is on the line, end it."""

from __future__ import annotations

from datetime import datetime

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.ids import ColleagueId, ContactId, PartyId
from stayline.problems import intake, journal, promising
from stayline.problems.journal import Answer
from stayline.problems.models import WordKind


def come_in(problem: int, contact: int, by: int, at: datetime) -> Answer:
    """Ring my own telephone, so that I am in this call. Raises Refused."""
    me = ColleagueId(by)
    command = do.BringIn(at=at, by=me, contact=ContactId(contact), whom=me)
    with journal.deciding():
        return journal.meet(journal.hold(problem), command)


def step_out(problem: int, contact: int, by: int, at: datetime) -> Answer:
    """Leave the call while the customer is in it: only who is not needed there. Raises Refused."""
    command = do.StepOut(at=at, by=ColleagueId(by), contact=ContactId(contact))
    with journal.deciding():
        return journal.meet(journal.hold(problem), command)


def say_who_it_is(problem: int, contact: int, party: int, by: int, at: datetime) -> Answer:
    """Record who is on the line, heard by somebody who is in it. Raises Refused."""
    with journal.deciding():
        row = journal.hold(problem)
        command = do.RecordLeg(
            at=at,
            by=ColleagueId(by),
            contact=ContactId(contact),
            party=PartyId(party),
            answer_by=intake.answer_due(row, at),
        )
        return journal.meet(row, command)


def end(problem: int, contact: int, by: int, how: ev.LiveEnds, text: str, at: datetime) -> Answer:
    """End it after an announced silence, or after a warning: with a word to the customer and the
    door's usual promise. The problem stays with its owner. Raises Refused."""
    with journal.deciding():
        row = journal.hold(problem)
        word = intake.store_word(problem, WordKind.SPOKEN, at, text, colleague=by)
        command = do.EndLive(
            at=at,
            by=ColleagueId(by),
            contact=ContactId(contact),
            how=how,
            word=word,
            promise=promising.terms(by, row.door, at),
        )
        return journal.meet(row, command)
