"""What Stayline asks of a telephone exchange, and what it hears from one.

An exchange moves sound; who is with whom is decided by the problem's timeline. So this port has no
transfer, no queue and no hold: a leg is one line of one call, a room is where legs hear each other,
and Stayline says who is in it. Our own ids name what we make, and are stored before the exchange
is asked, so that asking twice is asking once and a restart finds everything again.

Drivers: `ari` (Asterisk), `fake` (tests). `snapshot` is what every driver must be able to do.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import NewType, Protocol

LegId = NewType("LegId", str)
"""One line of one call. We choose it for a line we ring; the exchange does for one that arrives."""

RoomId = NewType("RoomId", str)
"""Where legs hear each other. We choose it, and never use one twice."""

SayingId = NewType("SayingId", str)
"""One time that something is spoken. We choose it."""


class LegState(Enum):
    RINGING = "ringing"  # rung by us, or arrived and not yet answered
    UP = "up"  # sound goes both ways


class Gone(Enum):
    """Why a leg is no more."""

    GOODBYE = "goodbye"  # hung up in the ordinary way, or dropped by us
    DECLINED = "declined"
    BUSY = "busy"
    NO_ANSWER = "no answer"
    UNREACHABLE = "unreachable"  # not registered, no such number, no way to it
    ELSEWHERE = "answered elsewhere"  # dropped by us: no telephone shows a missed call for it
    LOST = "lost"  # no sound for too long, or the exchange does not say why


@dataclass(frozen=True, kw_only=True, slots=True)
class Leg:
    """One leg as the exchange has it now."""

    id: LegId
    state: LegState
    room: RoomId | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Snapshot:
    """Everything of ours that the exchange has now: nothing else exists."""

    legs: Mapping[LegId, Leg] = field(default_factory=dict)
    rooms: frozenset[RoomId] = frozenset()


# -- what is heard from an exchange --------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Connected:
    """The exchange can be heard (again). What happened meanwhile is only in its snapshot."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Disconnected:
    """The exchange cannot be heard; calls may go on in it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrived:
    """Somebody calls, and waits to be answered. It may be told more than once.

    `dialled` is the number or name they called, `caller` the number they seem to call from ("" if
    withheld; a hint, never proof), `line` the exchange's name of the line it came in by: a trunk, or
    a colleague's own phone.
    """

    leg: LegId
    dialled: str
    caller: str
    line: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LegUp:
    leg: LegId


@dataclass(frozen=True, kw_only=True, slots=True)
class LegGone:
    leg: LegId
    why: Gone


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyPressed:
    """One of 0-9, * and #."""

    leg: LegId
    key: str


@dataclass(frozen=True, kw_only=True, slots=True)
class HoldPressed:
    """Whose leg it is pressed Hold; the others hear the spoken words of the exchange's hold class."""

    leg: LegId


@dataclass(frozen=True, kw_only=True, slots=True)
class HoldReleased:
    leg: LegId


@dataclass(frozen=True, kw_only=True, slots=True)
class TransferPressed:
    """Whose leg it is pressed Transfer and named `to`. Nothing has moved, and nothing will by it."""

    leg: LegId
    to: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SayingEnded:
    """What was spoken is over, or could not be."""

    saying: SayingId
    heard: bool


Heard = (
    Connected
    | Disconnected
    | Arrived
    | LegUp
    | LegGone
    | KeyPressed
    | HoldPressed
    | HoldReleased
    | TransferPressed
    | SayingEnded
)


# -- what is asked of it -------------------------------------------------------------------------


class ExchangeUnreachable(Exception):
    """The exchange did not answer; ask again after the next `Connected`."""


class LineUnreachable(Exception):
    """The line cannot be rung: not registered, no such number, or not within the dial plan."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """What is to be spoken: prompts by name, one after the other, in a language.

    A prompt's name is a file below the company's prompts ("coming", "colleagues/7"); the driver
    finds it in `language` (BCP 47), else in the door's, else in English.
    """

    language: str
    prompts: tuple[str, ...]


class Telephony(Protocol):
    """An exchange. Every verb is safe to repeat, and asking about what is gone does nothing.

    Each raises `ExchangeUnreachable` where the exchange does not answer.
    """

    def heard(self) -> AsyncIterator[Heard]:
        """What happens, in order, for ever: through losing the exchange and finding it again.

        Starts with `Connected` once the exchange answers.
        """
        ...

    async def snapshot(self) -> Snapshot: ...

    async def ring(self, leg: LegId, line: str, *, shown: str, name: str, seconds: int) -> None:
        """Ring a line and show it `shown` and `name` as the caller; give up after `seconds`.

        Returns once it is being rung; raises `LineUnreachable`.
        """
        ...

    async def answer(self, leg: LegId) -> None:
        """Pick up a leg that arrived."""
        ...

    async def ringing(self, leg: LegId) -> None:
        """Let a leg that arrived, and is not answered yet, hear that it rings."""
        ...

    async def open_room(self, room: RoomId, *, language: str = "en") -> None:
        """Open a room; what the exchange itself says there, as while Hold is pressed, is in `language` (BCP 47)."""
        ...

    async def close_room(self, room: RoomId) -> None:
        """Close a room; legs still in it are heard by nobody until they join another."""
        ...

    async def join(self, room: RoomId, leg: LegId) -> None:
        """Put a leg that is up into a room, out of any other."""
        ...

    async def drop(self, leg: LegId, *, why: Gone = Gone.GOODBYE) -> None:
        """Hang a leg up, ringing or up."""
        ...

    async def say(self, room: RoomId, words: Words, saying: SayingId) -> None:
        """Speak to everybody in a room. Ends with `SayingEnded`."""
        ...

    async def whisper(self, leg: LegId, words: Words, saying: SayingId) -> None:
        """Speak to one leg only, also where it is in a room. Ends with `SayingEnded`."""
        ...

    async def hush(self, saying: SayingId) -> None:
        """Stop speaking at once."""
        ...

    async def record(self, room: RoomId, name: str, *, seconds: int, beep: bool) -> None:
        """Record what is heard in a room, until `stop_recording` or for so long."""
        ...

    async def stop_recording(self, name: str) -> None: ...

    async def fetch_recording(self, name: str) -> bytes:
        """A finished recording as WAV. Raises `KeyError` where there is none (yet)."""
        ...

    async def forget_recording(self, name: str) -> None: ...
