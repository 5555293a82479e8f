"""Fernwood's telephone, without an exchange: phones that ring, are picked up and put down.

The office does at once what is asked of it, and looks at every call after everything that happens,
as `stayline phone` does; it keeps what everybody heard.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from stayline.channels.phone import arriving, attending, keys, phrases, recording, wanted
from stayline.channels.phone import queries as calls
from stayline.channels.phone.models import Call, Line
from stayline.channels.phone.models import Leg as StoredLeg
from stayline.channels.phone.telephony import (
    Arrived,
    Gone,
    HoldPressed,
    HoldReleased,
    KeyPressed,
    Leg,
    LegId,
    LegState,
    RoomId,
    Snapshot,
    TransferPressed,
)
from stayline.ownership import Problem
from stayline.ownership.problem import LiveContact
from stayline.people.models import Colleague
from stayline.problems import models as m
from stayline.problems import queries
from stayline.problems.sounds import Sound

CAROLS = LegId("carols-1")
A_TONE = Sound(8000, 1, array("h", [0, 9000, 0, -9000] * 4000)).as_wav()
"""Two seconds of it."""


@dataclass
class Office:
    """The exchange and everybody's phones. `at` moves on when a test says so."""

    at: datetime
    legs: dict[LegId, Leg] = field(default_factory=dict)
    rooms: set[RoomId] = field(default_factory=set)
    gone: dict[LegId, Gone] = field(default_factory=dict)
    unplugged: set[str] = field(default_factory=set)
    heard: list[tuple[str, ...]] = field(default_factory=list)
    looks: bool = True  # False while `stayline phone` is dead
    names: dict[LegId, str] = field(default_factory=dict)  # of whose legs they are, once asked
    recorded: dict[str, bytes] = field(default_factory=dict)  # by name, while it runs or waits
    is_mute: bool = False  # what a voice says cannot be heard

    # -- what people do --------------------------------------------------------------------------

    def calls(
        self, number: str = "+493012345", leg: LegId = CAROLS, to: str = "+4930555100"
    ) -> None:
        """Somebody calls from outside."""
        self.legs[leg] = Leg(id=leg, state=LegState.RINGING)
        arriving.arrive(Arrived(leg=leg, dialled=to, caller=number, line="trunk"), self.at)
        self.settle()

    def picks_up(self, who: Colleague, line: str = "") -> None:
        leg = self._leg(who, LegState.RINGING, line)
        self.legs[leg] = replace(self.legs[leg], state=LegState.UP)
        self.settle()

    def declines(self, who: Colleague, why: Gone = Gone.DECLINED) -> None:
        self._ends(self._leg(who, LegState.RINGING), why)

    def drops(self, who: Colleague, why: Gone = Gone.GOODBYE) -> None:
        self._ends(self._leg(who, LegState.UP), why)

    def customer_drops(self, why: Gone = Gone.GOODBYE) -> None:
        self._ends(self._customers_leg(), why)

    def customer_picks_up(self) -> None:
        """Who was called answers."""
        leg = self._customers_leg()
        self.legs[leg] = replace(self.legs[leg], state=LegState.UP)
        self.settle()

    def customer_does_not_answer(self) -> None:
        self._ends(self._customers_leg(), Gone.NO_ANSWER)

    def presses(self, key: str, leg: LegId = CAROLS) -> None:
        keys.pressed(KeyPressed(leg=leg, key=key), self.at)
        self.settle()

    def holds(self, who: Colleague, *, released: bool = False) -> None:
        leg = self._leg(who, LegState.UP)
        keys.pressed((HoldReleased if released else HoldPressed)(leg=leg), self.at)
        self.settle()

    def transfers(self, who: Colleague, to: str) -> tuple[str, ...]:
        """What they hear in their ear."""
        words = keys.pressed(TransferPressed(leg=self._leg(who, LegState.UP), to=to), self.at)
        self.settle()
        return words.prompts if words is not None else ()

    def waits(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self.settle()

    def exchange_dies(self) -> None:
        """Every call is cut, and nobody says so."""
        self.legs.clear()
        self.rooms.clear()
        self.settle()

    # -- what is seen ----------------------------------------------------------------------------

    @property
    def call(self) -> Call:
        return Call.objects.latest("pk")

    @property
    def problem(self) -> Problem:
        return queries.state_of(m.Problem.objects.get(pk=self.call.problem_id))

    @property
    def contact(self) -> LiveContact:
        (contact,) = self.problem.live
        return contact

    def in_the_room(self) -> set[str]:
        """Who hear each other: first names, and "customer"."""
        room = RoomId(self.call.room)
        return {self.whose(leg.id) for leg in self.legs.values() if leg.room == room}

    def rings_for(self) -> set[str]:
        """Whose phones ring."""
        legs = self.legs.values()
        return {self.whose(leg.id) for leg in legs if leg.state is LegState.RINGING} - {"customer"}

    def has(self, who: Colleague, state: LegState) -> bool:
        """Whether a phone of theirs rings, or is picked up."""
        theirs = (leg for leg in self.legs.values() if self.whose(leg.id) == who.first_name)
        return any(leg.state is state for leg in theirs)

    def has_customer(self) -> bool:
        return any(self.whose(leg) == "customer" for leg in self.legs)

    def rings_outside(self) -> list[str]:
        """The lines outside that are being rung."""
        rung = StoredLeg.objects.filter(colleague=None, pk__in=list(self.legs))
        return [leg.line for leg in rung if self.legs[LegId(leg.pk)].state is LegState.RINGING]

    def _customers_leg(self) -> LegId:
        leg = StoredLeg.objects.get(call=self.call, colleague=None, gone_at=None)
        return LegId(leg.pk)

    def spoken(self) -> tuple[str, ...]:
        """What a voice says now; nothing where people speak."""
        return self.heard[-1] if self.heard else ()

    def whose(self, leg: LegId) -> str:
        """A first name, or "customer"."""
        if leg not in self.names:
            colleague = StoredLeg.objects.select_related("colleague").get(pk=leg).colleague
            self.names[leg] = colleague.first_name if colleague else "customer"
        return self.names[leg]

    def _leg(self, who: Colleague, state: LegState, line: str = "") -> LegId:
        found = StoredLeg.objects.filter(colleague=who, line__contains=line).order_by("-pk")
        stored = [LegId(leg.pk) for leg in found]
        return next(leg for leg in stored if leg in self.legs and self.legs[leg].state is state)

    def _ends(self, leg: LegId, why: Gone) -> None:
        del self.legs[leg]
        self.gone[leg] = why
        self.settle()

    # -- as `stayline phone` does ----------------------------------------------------------------

    def settle(self) -> None:
        """Look at every call until nothing more is wanted."""
        for _ in range(20):
            looked = [self._look(call) for call, _ in calls.going_on() if self.looks]
            if not any(looked):
                return
        raise AssertionError("it never comes to rest")

    def _look(self, call: int) -> bool:
        seen = Snapshot(legs=dict(self.legs), rooms=frozenset(self.rooms))
        attended = attending.attend(call, seen, self.gone, self.at)
        for step in attended.steps:
            self._take(step)
        prompts = attended.spoken.prompts if attended.spoken else ()
        if prompts != self.spoken():
            self.heard.append(prompts)
        if self._is_heard(call, attended.spoken):
            return True
        self._record(attended.recordings)
        return any(not isinstance(step, wanted.LetHearRinging) for step in attended.steps)

    def _is_heard(self, call: int, spoken: phrases.Spoken | None) -> bool:
        """Whether something follows from its having been heard to its end."""
        if spoken is None or self.is_mute:
            return False
        if spoken.then_recorded:
            seen = Snapshot(legs=dict(self.legs), rooms=frozenset(self.rooms))
            recording.announced(call, seen, self.at)
        if spoken.asks is not None:
            keys.question_heard(call, spoken.asks, self.at)
        return spoken.then_recorded or spoken.asks is not None

    def _record(self, recordings: recording.Recordings) -> None:
        if recordings.runs:
            self.recorded.setdefault(recordings.runs, A_TONE)
        if recordings.over:
            recording.keep(recordings.over, self.recorded.pop(recordings.over, b""), self.at)

    def _take(self, step: wanted.Step) -> None:
        match step:
            case wanted.Ring(leg=leg, line=line) if line in self.unplugged:
                self.gone[leg] = Gone.UNREACHABLE
            case wanted.Ring(leg=leg):
                self.legs[leg] = Leg(id=leg, state=LegState.RINGING)
            case wanted.PickUpLeg(leg=leg):
                self.legs[leg] = replace(self.legs[leg], state=LegState.UP)
            case wanted.OpenRoom(room=room):
                self.rooms.add(room)
            case wanted.Join(room=room, leg=leg):
                assert room in self.rooms, "a room is opened before anybody joins it"
                assert self.legs[leg].state is LegState.UP, "nobody joins who has not answered"
                self.legs[leg] = replace(self.legs[leg], room=room)
            case wanted.Drop(leg=leg, why=why):
                del self.legs[leg]
                self.gone[leg] = why
            case wanted.CloseRoom(room=room):
                self.rooms.remove(room)
            case wanted.LetHearRinging():
                pass


def with_a_phone(*people: Colleague) -> None:
    """Each has a desk phone, `PJSIP/<first name>`, and extension 100 and their number."""
    for one in people:
        name = one.first_name.lower()
        Line.objects.create(colleague=one, address=f"PJSIP/{name}", extension=str(100 + one.pk))
