"""Who and what the rule speaks about, as numbers.

The core knows people, words and texts only by these ids: everything personal lives outside the
timeline, so that it can be corrected or erased while every timeline still folds.

Offers, questions and promises have no id of their own. Each is known by the *number* of the event
that made it, which is unique within its problem for ever: "question 17 of problem 42".
"""

from __future__ import annotations

from typing import NewType

ProblemId = NewType("ProblemId", int)
ColleagueId = NewType("ColleagueId", int)
PartyId = NewType("PartyId", int)
DoorId = NewType("DoorId", int)
ContactId = NewType("ContactId", int)
CauseId = NewType("CauseId", int)

WordId = NewType("WordId", int)
"""Something said or written: a mail, a chat line, a note, a sentence spoken in a call."""

TextId = NewType("TextId", int)
"""A brief, a reason or a reference: text about a problem that is not a word to the customer."""

Number = NewType("Number", int)
"""The place in its problem's timeline of the event that made an offer, a question or a promise."""
