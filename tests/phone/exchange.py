"""An exchange in memory, behind the port that every driver implements."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

from stayline.channels.phone.telephony import (
    Arrived,
    Connected,
    Disconnected,
    ExchangeUnreachable,
    Gone,
    Heard,
    KeyPressed,
    Leg,
    LegGone,
    LegId,
    LegState,
    LegUp,
    LineUnreachable,
    RoomId,
    SayingEnded,
    SayingId,
    Snapshot,
    Words,
)


@dataclass
class Exchange:
    """Phones ring, and tests pick them up. `rung` names the line of each leg that was rung."""

    legs: dict[LegId, Leg] = field(default_factory=dict)
    rooms: set[RoomId] = field(default_factory=set)
    rung: dict[LegId, str] = field(default_factory=dict)
    unplugged: set[str] = field(default_factory=set)
    said: list[tuple[str, ...]] = field(default_factory=list)
    recorded: dict[str, bytes] = field(default_factory=dict)
    is_up: bool = True
    is_mute: bool = False  # what is to be said cannot be heard
    presses_when_asked: str = ""  # a key of who called, right after the question
    fails: list[str] = field(default_factory=list)  # verbs of which the next call fails, once each
    asked: list[tuple[str, str]] = field(default_factory=list)  # verbs that were done, and whom to
    _told: asyncio.Queue[Heard] = field(default_factory=asyncio.Queue)

    # -- what tests do ---------------------------------------------------------------------------

    def arrives(self, leg: str, caller: str = "+493012345", dialled: str = "+4930555100") -> None:
        self.legs[LegId(leg)] = Leg(id=LegId(leg), state=LegState.RINGING)
        self._tell(Arrived(leg=LegId(leg), dialled=dialled, caller=caller, line="trunk"))

    def is_answered(self, line: str) -> None:
        leg = self._at(line, LegState.RINGING)
        self.legs[leg] = replace(self.legs[leg], state=LegState.UP)
        self._tell(LegUp(leg=leg))

    def hangs_up(self, line: str, why: Gone = Gone.GOODBYE) -> None:
        self._end(self._at(line, None), why)

    def leg_ends(self, leg: str, why: Gone = Gone.GOODBYE) -> None:
        self._end(LegId(leg), why)

    def key(self, leg: str, key: str) -> None:
        self._tell(KeyPressed(leg=LegId(leg), key=key))

    def goes_away(self) -> None:
        self.is_up = False
        self._told.put_nowait(Disconnected())

    def comes_back(self) -> None:
        self.is_up = True
        self._told.put_nowait(Connected())

    def rings(self, line: str) -> bool:
        return any(
            self.rung.get(leg.id) == line and leg.state is LegState.RINGING
            for leg in self.legs.values()
        )

    def together(self) -> set[str]:
        """Lines and arrived legs that hear each other."""
        return {self.rung.get(leg.id, leg.id) for leg in self.legs.values() if leg.room is not None}

    def _at(self, line: str, state: LegState | None) -> LegId:
        return next(
            leg.id
            for leg in self.legs.values()
            if self.rung.get(leg.id) == line and state in (None, leg.state)
        )

    def _tell(self, event: Heard) -> None:
        """What nobody hears is lost, as with a real exchange."""
        if self.is_up:
            self._told.put_nowait(event)

    def _end(self, leg: LegId, why: Gone) -> None:
        if self.legs.pop(leg, None) is not None:
            self._tell(LegGone(leg=leg, why=why))

    # -- the port --------------------------------------------------------------------------------

    async def heard(self) -> AsyncIterator[Heard]:
        yield Connected()
        while True:
            yield await self._told.get()

    def _require_up(self, verb: str = "", whom: str = "") -> None:
        if not self.is_up:
            raise ExchangeUnreachable
        if verb in self.fails:
            self.fails.remove(verb)
            raise ExchangeUnreachable
        self.asked.append((verb, whom))

    async def snapshot(self) -> Snapshot:
        self._require_up("snapshot")
        return Snapshot(legs=dict(self.legs), rooms=frozenset(self.rooms))

    async def ring(self, leg: LegId, line: str, *, shown: str, name: str, seconds: int) -> None:
        self._require_up()
        if line in self.unplugged:
            raise LineUnreachable
        self.rung[leg] = line
        self.legs.setdefault(leg, Leg(id=leg, state=LegState.RINGING))

    async def answer(self, leg: LegId) -> None:
        self._require_up()
        if leg in self.legs and self.legs[leg].state is LegState.RINGING:
            self.legs[leg] = replace(self.legs[leg], state=LegState.UP)
            self._tell(LegUp(leg=leg))

    async def ringing(self, leg: LegId) -> None:
        self._require_up("ringing", leg)

    async def open_room(self, room: RoomId, *, language: str = "en") -> None:
        self._require_up()
        self.rooms.add(room)

    async def close_room(self, room: RoomId) -> None:
        self._require_up()
        self.rooms.discard(room)

    async def join(self, room: RoomId, leg: LegId) -> None:
        self._require_up()
        if leg in self.legs:
            self.legs[leg] = replace(self.legs[leg], room=room)

    async def drop(self, leg: LegId, *, why: Gone = Gone.GOODBYE) -> None:
        self._require_up()
        self._end(leg, why)

    async def say(self, room: RoomId, words: Words, saying: SayingId) -> None:
        self._require_up("say", room)
        self.said.append(words.prompts)
        self._tell(SayingEnded(saying=saying, heard=not self.is_mute))
        if self.presses_when_asked and "question-takeover" in words.prompts:
            self.key("c1", self.presses_when_asked)

    async def whisper(self, leg: LegId, words: Words, saying: SayingId) -> None:
        self._require_up("whisper", leg)
        self.said.append(words.prompts)
        self._tell(SayingEnded(saying=saying, heard=True))

    async def hush(self, saying: SayingId) -> None:
        self._require_up()

    async def record(self, room: RoomId, name: str, *, seconds: int, beep: bool) -> None:
        self._require_up("record", room)
        self.recorded[name] = b"RIFF"

    async def stop_recording(self, name: str) -> None:
        self._require_up()

    async def fetch_recording(self, name: str) -> bytes:
        self._require_up()
        return self.recorded[name]

    async def forget_recording(self, name: str) -> None:
        self.recorded.pop(name, None)
