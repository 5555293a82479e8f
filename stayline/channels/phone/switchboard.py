"""The process beside the exchange: hears it, attends to each call, and asks for what is wanted.

One task for each call looks at it whenever something may have changed: an event of the exchange,
a decision about its problem, a beat of the clock. Looks are whole and repeatable, so it does not
matter how often or why. What the exchange has is followed from its events and compared with its
own word now and then; after a lost connection only its own word counts.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from secrets import token_hex
from typing import Any, TypeVar

import structlog
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections

from stayline.channels.phone import (
    arriving,
    attending,
    keys,
    leaving,
    phrases,
    recording,
    wanted,
    words_left,
)
from stayline.channels.phone import queries as calls
from stayline.channels.phone.models import OURS
from stayline.channels.phone.telephony import (
    Arrived,
    Connected,
    Disconnected,
    ExchangeUnreachable,
    Gone,
    Heard,
    HoldPressed,
    HoldReleased,
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
    Telephony,
    TransferPressed,
    Words,
)
from stayline.ownership.ids import Number
from stayline.people.duty import NobodyAnswers
from stayline.problems.live_line import EVERYTHING, Page, hub
from stayline.project.clock import now

log = structlog.get_logger(__name__)

BEAT = 0.5
"""Seconds until a call is looked at again in which something is still to be done."""

LONGEST_REST = 30.0
"""Seconds until a call is looked at again in which all is done, and about which nothing is heard."""

COMPARED_EVERY = 5.0
"""Seconds between two comparisons of what we followed with the exchange's own word."""

_TRIES_TO_DO = 20
"""How often what was heard in a call is tried, a beat apart."""

_LOOKS_FOR_WORDS = 20
"""How often a recording that was stopped is asked for, a quarter of a second apart."""

_HEARD_OF_LATER = (wanted.Ring, wanted.PickUpLeg, wanted.Drop)
"""Steps that are done only when the exchange says so, or the next look finds it."""

E = TypeVar("E", bound=Heard)
T = TypeVar("T")


async def in_database(act: Callable[..., T], *args: Any) -> T:
    """Run what speaks to the database in a thread of its own."""

    def acted() -> T:
        close_old_connections()
        return act(*args)

    return await sync_to_async(acted, thread_sensitive=False)()


class View:
    """What the exchange has, as far as we have followed it."""

    def __init__(self) -> None:
        self.legs: dict[LegId, Leg] = {}
        self.rooms: set[RoomId] = set()
        self.gone: dict[LegId, Gone] = {}
        self._missed: set[LegId] = set()
        self.changes = 0  # to see whether something happened while the exchange was asked

    def snapshot(self) -> Snapshot:
        return Snapshot(legs=dict(self.legs), rooms=frozenset(self.rooms))

    def replace(self, said: Snapshot, *, is_new: bool) -> None:
        """The exchange's own word counts.

        A leg that it has no more may have been told of a moment later, with why it is gone: it is
        gone without a reason once it is missed a second time, or at once by a new connection.
        """
        missed = {leg: one for leg, one in self.legs.items() if leg not in said.legs}
        kept = {} if is_new else {leg: missed[leg] for leg in missed.keys() - self._missed}
        self._missed = set(kept)
        self.legs, self.rooms = {**said.legs, **kept}, set(said.rooms)
        self.gone = {leg: why for leg, why in self.gone.items() if leg not in self.legs}

    def has(self, leg: LegId, state: LegState) -> None:
        if leg in self.gone:
            return
        self.changes += 1
        known = self.legs.get(leg)
        if known is None or known.state is not LegState.UP:
            self.legs[leg] = Leg(id=leg, state=state, room=known.room if known else None)

    def joined(self, leg: LegId, room: RoomId) -> None:
        self.changes += 1
        if leg in self.legs:
            self.legs[leg] = replace(self.legs[leg], room=room)

    def lost(self, leg: LegId, why: Gone) -> None:
        self.changes += 1
        self.legs.pop(leg, None)
        self.gone.setdefault(leg, why)

    def forget(self, legs: set[LegId]) -> None:
        for leg in legs:
            self.gone.pop(leg, None)


@dataclass(eq=False)
class _Decisions(Page):
    """Hears of every decision, as an open page would."""

    def concerns(self, told: Mapping[str, Any]) -> str:
        return f"{told['problem']}-{told['version']}" if "problem" in told else ""


@dataclass(frozen=True, slots=True)
class _QuestionHeard:
    """A question was heard to its end: the keys that follow answer it."""

    question: Number


@dataclass(eq=False)
class _Attended:
    """A call that is attended to."""

    call: int
    problem: int
    decided: int = 0  # how far its problem's timeline has come, as far as we were told
    seen: int = 0  # and how far it had when it was looked at
    is_looked_at: bool = False
    look: asyncio.Event = field(default_factory=asyncio.Event)
    legs: set[LegId] = field(default_factory=set)
    heard: deque[keys.Pressed | _QuestionHeard] = field(default_factory=deque)  # not done yet
    failures: int = 0  # to do the first of these
    rings_at: set[LegId] = field(default_factory=set)
    saying: SayingId | None = None
    said: phrases.Spoken | None = None
    records: bool = False
    recording_asked: str = ""  # the recording that the exchange was asked for
    is_announced: bool = False  # that the call is recorded was heard to its end
    fetched: set[str] = field(default_factory=set)  # recordings that are being fetched


class Switchboard:
    """Attends to all calls of one exchange, until it is cancelled."""

    def __init__(
        self, exchange: Telephony, *, clock: Callable[[], datetime] = now, beat: float = BEAT
    ) -> None:
        self._exchange = exchange
        self._clock = clock
        self._beat = beat
        self._view = View()
        self._calls: dict[int, _Attended] = {}
        self._of_leg: dict[LegId, _Attended] = {}
        self._arrivals: asyncio.Queue[Arrived] = asyncio.Queue()
        self._connected = asyncio.Event()
        self._run = token_hex(2)  # what an earlier process says still is not what we say
        self._sayings = 0
        self._turned_away: dict[SayingId, LegId] = {}  # who hears why, and is dropped then
        self._group: asyncio.TaskGroup | None = None
        self._taking_up: asyncio.Task[None] | None = None

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            self._group = group
            group.create_task(self._hear_decisions())
            group.create_task(self._compare_now_and_then())
            group.create_task(self._take_arrivals())
            await self._hear_the_exchange()

    # -- hearing ---------------------------------------------------------------------------------

    async def _hear_the_exchange(self) -> None:
        async for event in self._exchange.heard():
            await self._calmly(self._hear, event)

    async def _take_arrivals(self) -> None:
        """One after the other, and beside everything else: nobody waits for who comes."""
        while True:
            event = await self._arrivals.get()
            try:
                await self._arrived(event)
            except Exception:
                log.exception("a call could not be taken in; it is tried again", heard=str(event))
                assert self._group is not None, "calls arrive while it runs"
                self._group.create_task(self._let_arrive_again(event))

    async def _let_arrive_again(self, event: Arrived) -> None:
        """Whoever is still there hears it ring meanwhile, and after a beat it is tried anew."""
        await self._calmly(self._let_hear_ringing, event)
        await asyncio.sleep(self._beat)
        if event.leg in self._view.legs:
            self._arrivals.put_nowait(event)

    async def _let_hear_ringing(self, event: Arrived) -> None:
        leg = self._view.legs.get(event.leg)
        if leg is not None and leg.state is LegState.RINGING:
            await self._exchange.ringing(event.leg)

    async def _calmly(self, take: Callable[[E], Awaitable[None]], event: E) -> None:
        try:
            await take(event)
        except ExchangeUnreachable:
            log.info("the exchange went away in the middle; its next word is awaited")
        except Exception:
            log.exception("an event of the exchange could not be heard", heard=str(event))

    async def _hear(self, event: Heard) -> None:
        match event:
            case Connected():
                self._let_go()
                assert self._group is not None, "the exchange is heard while it runs"
                self._taking_up = self._group.create_task(self._take_up())
            case Disconnected():
                self._let_go()
            case Arrived():
                self._view.has(event.leg, LegState.RINGING)
                self._arrivals.put_nowait(event)
            case LegUp(leg=leg):
                self._view.has(leg, LegState.UP)
                self._look(leg)
            case LegGone(leg=leg, why=why):
                self._view.lost(leg, why)
                self._look(leg)
            case SayingEnded(saying=saying):
                self._saying_ended(saying, heard=event.heard)
                if saying in self._turned_away:
                    await self._exchange.drop(self._turned_away.pop(saying))
            case KeyPressed() | HoldPressed() | HoldReleased() | TransferPressed():
                await self._pressed(event)

    def _let_go(self) -> None:
        self._connected.clear()
        if self._taking_up is not None:
            self._taking_up.cancel()

    async def _take_up(self) -> None:
        """Go on with every call; what fails is tried again until it succeeds, or we are let go."""
        while True:
            try:
                if await self._went_on():
                    return
            except ExchangeUnreachable:
                log.info("the exchange does not say what it has yet; it is asked again")
            except Exception:
                log.exception("the calls could not be taken up; it is tried again")
            await asyncio.sleep(self._beat)

    async def _went_on(self) -> bool:
        if not self._connected.is_set():
            if not await self._compare(is_new=True):
                return False
            await self._drop_what_nobody_knows()
            self._connected.set()
            log.info("the exchange is heard")
            for one in self._calls.values():
                one.recording_asked = ""  # to ask again is to ask once
                one.look.set()
        for call, problem in await in_database(calls.going_on):
            self._attend(call, problem)
        return True

    async def _arrived(self, event: Arrived) -> None:
        try:
            call, problem = await in_database(_arrive, event, self._clock())
        except (arriving.NoDoor, NobodyAnswers) as nobody:
            log.error("a call came and nobody stands behind the telephone", why=str(nobody))
            await self._turn_away(event.leg)
            return
        except arriving.OneOfUs as ours:
            log.info("a colleague dialled; customers are called from their problem", line=str(ours))
            await self._exchange.drop(event.leg, why=Gone.DECLINED)
            return
        self._attend(call, problem)

    async def _pressed(self, event: keys.Pressed) -> None:
        """Each call hears its keys in their order, before it is looked at."""
        if isinstance(event, KeyPressed) and event.key not in (keys.YES, keys.NO):
            return  # means nothing, ever: a flood of them costs nothing
        if attended := self._of_leg.get(event.leg):
            attended.heard.append(event)
            attended.look.set()
        else:
            await self._obey(event)

    async def _obey(self, event: keys.Pressed) -> None:
        if words := await in_database(keys.pressed, event, self._clock()):
            await self._whisper(event.leg, words)

    def _look(self, leg: LegId) -> None:
        if attended := self._of_leg.get(leg):
            attended.look.set()

    async def _hear_decisions(self) -> None:
        listener = _Decisions()
        async with hub().listening(listener):
            while True:
                topics = await listener.next_topics()
                if topics:
                    await self._calls_of(topics)

    async def _calls_of(self, topics: set[str]) -> None:
        """Calls about which more was decided than they have seen, and calls that have begun."""
        is_all = EVERYTHING in topics
        decided = dict(sorted(_decided(topic) for topic in topics - {EVERYTHING}))
        for one in self._calls.values():
            one.decided = max(one.decided, decided.get(one.problem, 0))
            if is_all or (one.decided > one.seen and not one.is_looked_at):
                one.look.set()  # what the look decides that is going on is no news
        if self._connected.is_set():
            for call, problem in await in_database(calls.going_on, None if is_all else decided):
                self._attend(call, problem)

    async def _compare_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(COMPARED_EVERY)
            if self._connected.is_set():
                with contextlib.suppress(ExchangeUnreachable):
                    await self._compare()

    async def _compare(self, *, is_new: bool = False) -> bool:
        """What the exchange says it has replaces what we followed, unless something just changed;
        whether it did."""
        for _ in range(5):
            before = self._view.changes
            said = await self._exchange.snapshot()
            if self._view.changes == before:
                followed = self._view.snapshot()
                self._view.replace(said, is_new=is_new)
                if self._view.snapshot() != followed:
                    for one in self._calls.values():
                        one.look.set()
                return True
        return False

    async def _drop_what_nobody_knows(self) -> None:
        """Legs and rooms of calls that no longer are, as when a database was restored."""
        ours = [leg for leg in self._view.legs if leg.startswith(OURS)]
        for leg in await in_database(calls.unknown, ours) if ours else ():
            await self._exchange.drop(LegId(leg))
        left_open = {room for room in self._view.rooms if room.startswith(OURS)}
        for room in left_open - await in_database(calls.rooms) if left_open else ():
            await self._exchange.close_room(RoomId(room))
            self._view.rooms.discard(RoomId(room))

    # -- attending -------------------------------------------------------------------------------

    def _attend(self, call: int, problem: int) -> None:
        if call in self._calls:
            return
        assert self._group is not None, "calls are attended to while it runs"
        attended = _Attended(call, problem)
        attended.look.set()
        self._calls[call] = attended
        self._group.create_task(self._stay_with(attended))

    async def _stay_with(self, one: _Attended) -> None:
        try:
            while (rest := await self._looked(one)) is not None:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(rest):
                        await one.look.wait()
        finally:
            self._calls.pop(one.call, None)
            for leg in one.legs:
                self._of_leg.pop(leg, None)
            self._view.forget(one.legs)

    async def _looked(self, one: _Attended) -> float | None:
        """In how many seconds it is to be looked at again, should nothing be heard of it before;
        None when the call is over and nothing of it is left in the exchange."""
        await self._connected.wait()
        one.look.clear()
        try:
            await self._do_what_was_heard(one)
            if one.is_announced:
                there = await self._exchange.snapshot()  # its own word, not what we followed
                await in_database(recording.announced, one.call, there, self._clock())
                one.is_announced = False
            attended = await self._attended(one)
            for step in attended.steps:
                await self._take(step, one, attended)
            await self._speak(one, attended)
            await self._record(one, attended)
            if attended.has_words:
                await self._keep_words(one, attended)
            if attended.is_over and attended.legs:
                await in_database(leaving.leave, one.call, self._clock())
        except ExchangeUnreachable:
            return self._beat
        except Exception:
            log.exception("a call could not be looked at; it is looked at again", call=one.call)
            return self._beat
        return None if attended.is_over else self._rest(one, attended)

    async def _do_what_was_heard(self, one: _Attended) -> None:
        """In its order. What fails is still there for the next look, but not for ever: what cannot
        be done at all must not keep the call from being looked at."""
        while one.heard:
            try:
                await self._do(one.heard[0], one)
            except Exception:
                one.failures += 1
                if one.failures < _TRIES_TO_DO:
                    raise
                log.exception("what was heard in a call could not be done", call=one.call)
            one.failures = 0
            one.heard.popleft()

    async def _do(self, heard: keys.Pressed | _QuestionHeard, one: _Attended) -> None:
        if isinstance(heard, _QuestionHeard):
            await in_database(keys.question_heard, one.call, heard.question, self._clock())
        else:
            await self._obey(heard)

    async def _attended(self, one: _Attended) -> attending.Attended:
        one.is_looked_at = True
        try:
            before = self._view.changes
            seen, gone = self._view.snapshot(), dict(self._view.gone)
            attended = await in_database(attending.attend, one.call, seen, gone, self._clock())
        finally:
            one.is_looked_at = False
        if attended.problem != one.problem:
            one.problem, one.decided = attended.problem, 0
        one.seen = attended.version
        is_unheard = self._view.changes != before and not attended.legs <= one.legs
        if one.decided > one.seen or is_unheard:
            one.look.set()  # what was told of legs that we did not know to be its own woke nobody
        one.legs |= attended.legs
        self._of_leg |= dict.fromkeys(attended.legs, one)
        return attended

    def _rest(self, one: _Attended, attended: attending.Attended) -> float:
        is_awaited = any(isinstance(step, _HEARD_OF_LATER) for step in attended.steps)
        is_recorded = attended.recordings.runs in ("", one.recording_asked)
        if is_awaited or one.said != attended.spoken or not is_recorded:
            return self._beat
        if attended.changes_at is None:
            return LONGEST_REST
        return min(max((attended.changes_at - self._clock()).total_seconds(), 0.0), LONGEST_REST)

    async def _take(self, step: wanted.Step, one: _Attended, attended: attending.Attended) -> None:
        match step:
            case wanted.Ring(leg=leg, line=line):
                await self._ring(leg, line, one, attended)
            case wanted.LetHearRinging(leg=leg):
                if leg not in one.rings_at:
                    await self._exchange.ringing(leg)
                    one.rings_at.add(leg)
            case wanted.PickUpLeg(leg=leg):
                await self._exchange.answer(leg)
            case wanted.OpenRoom(room=room):
                await self._exchange.open_room(room, language=attended.language)
                self._view.rooms.add(room)
            case wanted.Join(room=room, leg=leg):
                await self._exchange.join(room, leg)
                self._view.joined(leg, room)
            case wanted.Drop(leg=leg, why=why):
                await self._exchange.drop(leg, why=why)
            case wanted.CloseRoom(room=room):
                await self._exchange.close_room(room)
                self._view.rooms.discard(room)

    async def _ring(
        self, leg: LegId, line: str, one: _Attended, attended: attending.Attended
    ) -> None:
        shown = attended.shown
        assert shown is not None, "somebody is to be rung"
        try:
            await self._exchange.ring(
                leg, line, shown=shown.number, name=shown.name, seconds=attended.ring_seconds
            )
        except LineUnreachable:
            self._view.lost(leg, Gone.UNREACHABLE)
            one.look.set()
        else:
            self._view.has(leg, LegState.RINGING)

    # -- speaking --------------------------------------------------------------------------------

    async def _speak(self, one: _Attended, attended: attending.Attended) -> None:
        """Say what is to be heard now, once or again and again, and nothing else."""
        want = attended.spoken
        if want == one.said:
            if one.records and attended.takes_words:
                name = words_left.name_of(attended.room)
                await self._exchange.record(
                    attended.room, name, seconds=words_left.SECONDS, beep=True
                )
                one.records = False
            return
        if one.saying is not None:
            await self._exchange.hush(one.saying)
            one.saying = None
        one.said, one.records = None, False
        if want is None or attended.room not in self._view.rooms:
            return
        one.saying = self._new_saying(attended.room)
        one.said = want  # before it is asked for: that it ended may be heard first
        words = Words(language=attended.language, prompts=want.prompts)
        try:
            await self._exchange.say(attended.room, words, one.saying)
        except ExchangeUnreachable:
            one.said = one.saying = None
            raise

    def _new_saying(self, where: str) -> SayingId:
        """Of no other saying, also before a restart."""
        self._sayings += 1
        return SayingId(f"{where}-{self._run}-{self._sayings}")

    async def _whisper(self, leg: LegId, words: Words) -> None:
        """To whoever pressed a key that did nothing."""
        saying = self._new_saying(leg)
        await self._exchange.whisper(leg, words, saying)

    async def _turn_away(self, leg: LegId) -> None:
        """Who can be brought to nobody is told so honestly, and then dropped."""
        await self._exchange.answer(leg)
        saying = self._new_saying(leg)
        self._turned_away[saying] = leg
        words = Words(language=settings.LANGUAGE_CODE, prompts=("call-again",))
        try:
            await self._exchange.whisper(leg, words, saying)
        except ExchangeUnreachable:
            del self._turned_away[saying]
            raise

    async def _keep_words(self, one: _Attended, attended: attending.Attended) -> None:
        """The customer hung up, or somebody came: what they said until then is kept."""
        name = words_left.name_of(attended.room)
        await self._exchange.stop_recording(name)
        sound = await self._recorded(name)
        await in_database(words_left.keep, one.call, sound, self._clock())
        await self._exchange.forget_recording(name)
        one.look.set()

    # -- recording -------------------------------------------------------------------------------

    async def _record(self, one: _Attended, attended: attending.Attended) -> None:
        """Let run what is to run, and fetch what is over beside attending to the call."""
        if one.recording_asked and attended.recordings.was_stopped:
            await self._say_that_it_ended(one, attended)
        wanted_now, over = attended.recordings.runs, attended.recordings.over
        if wanted_now and wanted_now != one.recording_asked and attended.room in self._view.rooms:
            await self._exchange.record(
                attended.room, wanted_now, seconds=recording.LONGEST, beep=False
            )
            one.recording_asked = wanted_now
        if over and over not in one.fetched and self._group is not None:
            one.fetched.add(over)
            self._group.create_task(self._keep_recording(one, over))

    async def _say_that_it_ended(self, one: _Attended, attended: attending.Attended) -> None:
        """Beside what people say. Whoever comes after a restart does not know that it is news."""
        saying = self._new_saying(attended.room)
        words = Words(language=attended.language, prompts=("recording-off",))
        await self._exchange.say(attended.room, words, saying)
        one.recording_asked = ""

    async def _keep_recording(self, one: _Attended, name: str) -> None:
        try:
            await self._exchange.stop_recording(name)
            sound = await self._recorded(name)
            await in_database(recording.keep, name, sound, self._clock())
            await self._exchange.forget_recording(name)
        except ExchangeUnreachable:
            log.info("a recording is fetched when the exchange is back", call=one.call)
            await asyncio.sleep(self._beat)
        except Exception:
            log.exception("a recording could not be kept; it is fetched again", call=one.call)
            await asyncio.sleep(self._beat)
        finally:
            one.fetched.discard(name)
            one.look.set()

    async def _recorded(self, name: str) -> bytes:
        """Empty where there is none. An exchange takes a moment to close the file, and what was said
        must not be lost to it."""
        for _ in range(_LOOKS_FOR_WORDS):
            with contextlib.suppress(KeyError):
                return await self._exchange.fetch_recording(name)
            await asyncio.sleep(0.25)
        return b""

    def _saying_ended(self, saying: SayingId, *, heard: bool) -> None:
        """What is wanted still is said again by the next look: at once, or where it could not be
        heard after a beat. Nothing is recorded of somebody who was not told of it."""
        one = next((one for one in self._calls.values() if one.saying == saying), None)
        if one is None:
            return
        one.saying, said = None, one.said
        if said is not None and (said.again or not heard):
            one.said = None
        elif said is not None:
            one.records, one.is_announced = said.then_words, said.then_recorded
            if said.asks is not None:
                one.heard.append(_QuestionHeard(said.asks))
        if heard:
            one.look.set()
        else:
            asyncio.get_running_loop().call_later(self._beat, one.look.set)


def _decided(topic: str) -> tuple[int, int]:
    """A problem, and how far its timeline has come."""
    problem, _, version = topic.partition("-")
    return int(problem), int(version)


def _arrive(event: Arrived, at: datetime) -> tuple[int, int]:
    call = arriving.arrive(event, at)
    return call, calls.problem_of(call)
