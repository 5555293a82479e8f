"""What the check tells about a sentence."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """The ways of sending a customer away, the gravest first."""

    PASSED_ON = "passed_on"
    """The customer, or what they wrote, is handed on while nobody stays."""
    SENT_AWAY = "sent_away"
    """The customer is to call, write or search somewhere else."""
    NOT_MINE = "not_mine"
    """The writer is not the one, and offers nothing."""
    POLICY_WALL = "policy_wall"
    """A rule or a system says no, and nobody says what is possible."""
    BLAMING = "blaming"
    """It was the customer's fault, or they were told before."""
    CLOSING = "closing"
    """It ends because we say so."""
    STALLING = "stalling"
    """The customer waits, without a moment and a person."""
    INSIDE_WORDS = "inside_words"
    """Words for how the company is arranged inside."""
    COLD = "cold"
    """No pattern names it, yet sentences like it were felt to send a customer away."""


class Finding(NamedTuple):
    """A sentence that sends a customer away.

    `start` and `end` are the sentence's place in the text, in characters; `why` tells the writer what a
    customer hears; `better` is a sentence to write in its place, in the text's language, with {moment},
    {person} and {number} where the writer knows more.
    """

    start: int
    end: int
    kind: Kind
    why: str
    better: str
