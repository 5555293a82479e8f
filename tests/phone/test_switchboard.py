"""The process beside the exchange: what happens there is heard, and done, at once and once."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import OperationalError

from stayline.channels.phone import arriving, attending, keys, recording, words_left
from stayline.channels.phone import queries as calls
from stayline.channels.phone.models import Call, Leg
from stayline.channels.phone.switchboard import Switchboard, View, in_database
from stayline.channels.phone.telephony import (
    Arrived,
    Gone,
    LegId,
    LegState,
    RoomId,
    Snapshot,
    Telephony,
    Words,
)
from stayline.ownership import Problem
from stayline.people.demo import DemoCompany
from stayline.people.models import Door, DutyList, DutyTurn
from stayline.problems import by_colleagues, queries
from stayline.problems import models as m
from tests.phone.conftest import NOON
from tests.phone.exchange import Exchange

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]

TOM, TOMAS = "PJSIP/tom", "PJSIP/tomas"


async def _until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not true():
            await asyncio.sleep(0.01)


def _attended(scene: Callable[[Exchange], Awaitable[None]]) -> None:
    """Play a scene while a switchboard attends."""

    async def play() -> None:
        exchange = Exchange()
        board = asyncio.create_task(_board(exchange).run())
        try:
            await scene(exchange)
        finally:
            board.cancel()
            await asyncio.gather(board, return_exceptions=True)

    asyncio.run(play())


def _board(exchange: Telephony) -> Switchboard:
    return Switchboard(exchange, clock=lambda: NOON, beat=0.05)


def test_a_call_is_answered_and_ends(fernwood: DemoCompany) -> None:
    async def scene(exchange: Exchange) -> None:
        exchange.arrives("c1")
        await _until(lambda: exchange.rings(TOM))
        exchange.is_answered(TOM)
        await _until(lambda: exchange.together() == {"c1", TOM})
        exchange.leg_ends("c1")
        await _until(lambda: not exchange.legs and not exchange.rooms)
        async with asyncio.timeout(20):
            while await in_database(Call.objects.filter(ended_at=None).exists):
                await asyncio.sleep(0.01)

    _attended(scene)
    assert Call.objects.get().ended_at == NOON


def test_a_dropped_owner_is_rung_again_while_a_voice_speaks(fernwood: DemoCompany) -> None:
    async def scene(exchange: Exchange) -> None:
        exchange.arrives("c1")
        await _until(lambda: exchange.rings(TOM))
        exchange.is_answered(TOM)
        await _until(lambda: exchange.together() == {"c1", TOM})
        exchange.hangs_up(TOM)
        await _until(
            lambda: exchange.rings(TOM) and any("is-coming" in said for said in exchange.said)
        )
        exchange.is_answered(TOM)
        await _until(lambda: exchange.together() == {"c1", TOM})

    _attended(scene)


def test_a_line_that_cannot_be_rung_is_passed_over(fernwood: DemoCompany) -> None:
    async def scene(exchange: Exchange) -> None:
        exchange.unplugged.add(TOM)
        exchange.arrives("c1")
        await _until(lambda: exchange.rings(TOMAS))

    _attended(scene)


def test_nothing_is_recorded_of_who_was_not_told(fernwood: DemoCompany) -> None:
    async def scene(exchange: Exchange) -> None:
        exchange.unplugged |= {TOM, TOMAS, "PJSIP/iris", "PJSIP/mara"}
        exchange.is_mute = True
        exchange.arrives("c1")
        await _until(lambda: sum("leave-words" in said for said in exchange.said) > 2)
        assert exchange.recorded == {}
        exchange.is_mute = False
        await _until(lambda: len(exchange.recorded) == 1)

    _attended(scene)


@pytest.mark.parametrize("verb", ["ringing", "say", "record"])
def test_what_the_exchange_could_not_do_once_is_asked_for_again(
    fernwood: DemoCompany, verb: str
) -> None:
    async def scene(exchange: Exchange) -> None:
        exchange.fails.append(verb)
        exchange.arrives("c1")
        await _until(lambda: exchange.rings(TOM) and ("ringing", "c1") in exchange.asked)
        exchange.unplugged |= {TOMAS, "PJSIP/iris", "PJSIP/mara"}
        exchange.hangs_up(TOM, Gone.BUSY)
        await _until(lambda: len(exchange.recorded) == 1)
        assert exchange.fails == []

    _attended(scene)


def test_a_caller_who_could_not_be_taken_in_at_once_hears_it_ring_and_is_taken_in(
    fernwood: DemoCompany, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = [OperationalError("no connection in time"), OperationalError("deadlock")]
    arrive = arriving.arrive

    def in_the_end(event: Arrived, at: datetime) -> int:
        if failures:
            raise failures.pop()
        return arrive(event, at)

    async def scene(exchange: Exchange) -> None:
        exchange.arrives("c1")
        await _until(lambda: len(failures) == 1 and ("ringing", "c1") in exchange.asked)
        await _until(lambda: exchange.rings(TOM))

    monkeypatch.setattr(arriving, "arrive", in_the_end)
    _attended(scene)
    assert Call.objects.count() == 1


def test_who_gave_up_before_being_taken_in_is_not_taken_in(
    fernwood: DemoCompany, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[Arrived] = []

    def never(event: Arrived, at: datetime) -> int:
        tries.append(event)
        raise OperationalError("no connection in time")

    async def scene(exchange: Exchange) -> None:
        exchange.arrives("c1")
        await _until(lambda: len(tries) > 1)
        exchange.leg_ends("c1")
        await asyncio.sleep(0.2)
        before = len(tries)
        await asyncio.sleep(0.2)
        assert len(tries) == before

    monkeypatch.setattr(arriving, "arrive", never)
    _attended(scene)


def test_a_caller_behind_whose_number_nobody_stands_is_told_so_and_not_left_in_silence(
    fernwood: DemoCompany,
) -> None:
    DutyTurn.objects.all().delete()
    DutyList.objects.all().delete()
    Door.objects.filter(kind="phone").delete()

    async def scene(exchange: Exchange) -> None:
        exchange.fails.append("whisper")
        exchange.arrives("c1")
        await _until(lambda: not exchange.legs)
        assert exchange.said == [("call-again",)]

    _attended(scene)


@pytest.mark.parametrize("fails", ["snapshot", "database"])
def test_calls_are_attended_to_also_where_the_first_try_failed(
    fernwood: DemoCompany, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    going_on = calls.going_on

    def once_failing(*about: Any) -> list[tuple[int, int]]:
        monkeypatch.setattr(calls, "going_on", going_on)
        raise OperationalError("no connection in time")

    async def play() -> None:
        exchange = Exchange(fails=["snapshot"] if fails == "snapshot" else [])
        board = asyncio.create_task(_board(exchange).run())
        exchange.arrives("c1")
        await _until(lambda: exchange.rings(TOM))
        exchange.goes_away()
        exchange.fails = ["snapshot"] if fails == "snapshot" else []
        exchange.is_answered(TOM)
        exchange.comes_back()
        await _until(lambda: exchange.together() == {"c1", TOM})
        board.cancel()
        await asyncio.gather(board, return_exceptions=True)

    if fails == "database":
        monkeypatch.setattr(calls, "going_on", once_failing)
    asyncio.run(play())


def test_what_happened_while_the_exchange_was_away_is_made_good(fernwood: DemoCompany) -> None:
    """The customer's line ended unheard: they are called back, and nobody is left in a room."""

    async def scene(exchange: Exchange) -> None:
        exchange.arrives("c1")
        await _until(lambda: exchange.rings(TOM))
        exchange.is_answered(TOM)
        await _until(lambda: exchange.together() == {"c1", TOM})
        exchange.goes_away()
        exchange.leg_ends("c1")
        exchange.comes_back()
        await _until(lambda: not exchange.legs and not exchange.rooms)

    _attended(scene)
    promise = queries.state_of(m.Problem.objects.get()).promise
    assert promise is not None
    assert promise.call_back


def test_another_process_goes_on_where_one_was_killed(fernwood: DemoCompany) -> None:
    exchange = Exchange()

    async def dies_while_it_rings() -> None:
        board = asyncio.create_task(_board(exchange).run())
        exchange.arrives("c1")
        await _until(lambda: exchange.rings(TOM))
        board.cancel()
        await asyncio.gather(board, return_exceptions=True)

    async def goes_on() -> None:
        board = asyncio.create_task(_board(exchange).run())
        exchange.is_answered(TOM)
        await _until(lambda: exchange.together() == {"c1", TOM})
        board.cancel()
        await asyncio.gather(board, return_exceptions=True)

    asyncio.run(dies_while_it_rings())
    exchange._told = asyncio.Queue()
    asyncio.run(goes_on())
    assert Leg.objects.filter(line=TOM).count() == 1


def _ends_and_nobody_sees_to_what_is_left(exchange: Exchange, line: str) -> Call:
    """A call whose last words are heard by a process that dies right then; `line` stays."""

    async def dies() -> None:
        board = asyncio.create_task(_board(exchange).run())
        exchange.arrives("c1")
        await _until(lambda: exchange.rings(TOM))
        exchange.is_answered(TOM)
        await _until(lambda: exchange.together() == {"c1", TOM})
        board.cancel()
        await asyncio.gather(board, return_exceptions=True)

    asyncio.run(dies())
    exchange._told = asyncio.Queue()
    del exchange.legs[LegId("c1")]
    call = Call.objects.get()
    attending.attend(call.pk, Snapshot(), {LegId("c1"): Gone.GOODBYE}, NOON)
    call.legs.filter(line=line).update(state="up", gone_at=None, why_gone="")
    return call


def test_who_is_left_of_a_call_that_ended_before_a_restart_is_dropped_and_it_is_left(
    fernwood: DemoCompany,
) -> None:
    exchange = Exchange()
    call = _ends_and_nobody_sees_to_what_is_left(exchange, TOM)

    async def goes_on() -> None:
        board = asyncio.create_task(_board(exchange).run())
        await _until(lambda: not exchange.legs)
        async with asyncio.timeout(20):
            while await in_database(calls.going_on):
                await asyncio.sleep(0.01)
        board.cancel()
        await asyncio.gather(board, return_exceptions=True)

    assert calls.going_on() == [(call.pk, call.problem_id)]
    asyncio.run(goes_on())
    assert not call.legs.filter(gone_at=None).exists()


def test_words_left_right_before_a_restart_are_fetched_after_it(fernwood: DemoCompany) -> None:
    exchange = Exchange()
    call = _ends_and_nobody_sees_to_what_is_left(exchange, "")
    Call.objects.update(words_asked_at=NOON)
    exchange.recorded[words_left.name_of(call.room)] = b"RIFF" + bytes(20_000)

    async def goes_on() -> None:
        board = asyncio.create_task(_board(exchange).run())
        await _until(lambda: not exchange.recorded)
        board.cancel()
        await asyncio.gather(board, return_exceptions=True)

    asyncio.run(goes_on())
    assert m.Word.objects.get(contact=call.contact).attachments.count() == 1
    assert calls.going_on() == []


def _state() -> Problem:
    return queries.state_of(m.Problem.objects.get())


def test_a_key_right_after_the_question_answers_it_also_where_the_database_fails_once(
    fernwood: DemoCompany, monkeypatch: pytest.MonkeyPatch
) -> None:
    tom, bea = fernwood.colleagues["tom"].pk, fernwood.colleagues["bea"].pk
    failures = [OperationalError("deadlock")]
    pressed = keys.pressed

    def in_the_end(event: keys.Pressed, at: datetime) -> Words | None:
        if failures:
            raise failures.pop()
        return pressed(event, at)

    async def scene(exchange: Exchange) -> None:
        exchange.arrives("c1")
        await _until(lambda: exchange.rings(TOM))
        exchange.is_answered(TOM)
        await _until(lambda: exchange.together() == {"c1", TOM})
        call = await in_database(Call.objects.get)
        await in_database(by_colleagues.offer, call.problem_id, tom, [bea], "Dead.", NOON)
        await _until(lambda: exchange.rings("PJSIP/bea"))
        exchange.is_answered("PJSIP/bea")
        await _until(lambda: len(exchange.together()) == 3)
        exchange.presses_when_asked = "1"
        offer = (await in_database(_state)).offer
        assert offer is not None
        await in_database(by_colleagues.ask, call.problem_id, tom, offer.number, NOON)
        async with asyncio.timeout(20):
            while (await in_database(_state)).owner != bea:
                await asyncio.sleep(0.01)

    monkeypatch.setattr(keys, "pressed", in_the_end)
    _attended(scene)
    assert failures == []


def test_a_flood_of_keys_changes_nothing(fernwood: DemoCompany) -> None:
    async def scene(exchange: Exchange) -> None:
        exchange.arrives("c1")
        await _until(lambda: exchange.rings(TOM))
        exchange.is_answered(TOM)
        await _until(lambda: exchange.together() == {"c1", TOM})
        before = await in_database(lambda: m.Problem.objects.get().version)
        for place in range(200):
            exchange.key("c1", "0123456789*#"[place % 12])
        exchange.hangs_up(TOM)
        await _until(lambda: exchange.rings(TOM))
        assert await in_database(lambda: m.Problem.objects.get().version) == before + 2

    _attended(scene)


def test_what_a_killed_process_left_open_is_closed(fernwood: DemoCompany) -> None:
    async def play() -> None:
        exchange = Exchange(rooms={RoomId("sl-9-left"), RoomId("somebody-elses")})
        board = asyncio.create_task(_board(exchange).run())
        await _until(lambda: exchange.rooms == {"somebody-elses"})
        board.cancel()
        await asyncio.gather(board, return_exceptions=True)

    asyncio.run(play())


CAROLS = LegId("c1")


def _followed() -> View:
    view = View()
    view.has(CAROLS, LegState.UP)
    return view


def test_who_is_missed_once_may_yet_say_goodbye() -> None:
    view = _followed()
    view.replace(Snapshot(), is_new=False)
    assert CAROLS in view.snapshot().legs
    view.lost(CAROLS, Gone.GOODBYE)
    assert view.gone == {CAROLS: Gone.GOODBYE}


def test_who_is_missed_twice_or_by_a_new_connection_is_gone() -> None:
    twice, anew = _followed(), _followed()
    twice.replace(Snapshot(), is_new=False)
    twice.replace(Snapshot(), is_new=False)
    anew.replace(Snapshot(), is_new=True)
    assert not twice.snapshot().legs
    assert not anew.snapshot().legs


def test_a_call_in_which_all_is_done_is_left_alone_until_something_is_decided(
    fernwood: DemoCompany, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []
    attend = attending.attend

    def counted(call: int, *more: Any) -> attending.Attended:
        looks.append(call)
        return attend(call, *more)

    async def scene(exchange: Exchange) -> None:
        exchange.arrives("c1")
        await _until(lambda: exchange.rings(TOM))
        exchange.is_answered(TOM)
        await _until(lambda: exchange.together() == {"c1", TOM})
        await asyncio.sleep(0.5)  # ten beats
        looks.clear()
        await asyncio.sleep(0.5)
        assert looks == []
        tom, bea = fernwood.colleagues["tom"].pk, fernwood.colleagues["bea"].pk
        call = await in_database(Call.objects.get)
        await in_database(by_colleagues.offer, call.problem_id, tom, [bea], "Dead.", NOON)
        await _until(lambda: exchange.rings("PJSIP/bea"))

    monkeypatch.setattr(attending, "attend", counted)
    _attended(scene)


def test_a_call_is_recorded_when_a_voice_has_said_so_and_its_end_is_said(
    fernwood: DemoCompany,
) -> None:
    Door.objects.filter(kind="phone").update(recording="announced")
    tom = fernwood.colleagues["tom"].pk

    async def scene(exchange: Exchange) -> None:
        exchange.is_mute = True
        exchange.arrives("c1")
        await _until(lambda: exchange.rings(TOM))
        exchange.is_answered(TOM)
        await _until(lambda: exchange.said.count(("recording-on",)) > 2)
        assert exchange.recorded == {}
        exchange.is_mute = False
        await _until(lambda: len(exchange.recorded) == 1)
        call = await in_database(Call.objects.get)
        await in_database(recording.stop, call.problem_id, call.contact_id, tom, NOON)
        await _until(lambda: exchange.said[-1] == ("recording-off",))
        await _until(lambda: exchange.recorded == {})
        assert exchange.said.count(("recording-off",)) == 1

    _attended(scene)


def test_a_goodbye_during_the_first_look_after_a_restart_is_heard_at_once(
    fernwood: DemoCompany, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange, attend = Exchange(), attending.attend

    async def dies_while_they_talk() -> None:
        board = asyncio.create_task(_board(exchange).run())
        exchange.arrives("c1")
        await _until(lambda: exchange.rings(TOM))
        exchange.is_answered(TOM)
        await _until(lambda: exchange.together() == {"c1", TOM})
        board.cancel()
        await asyncio.gather(board, return_exceptions=True)

    async def goes_on() -> None:
        loop, is_first = asyncio.get_running_loop(), threading.Event()

        def looked(*seen: Any) -> attending.Attended:
            found = attend(*seen)
            if not is_first.is_set():
                is_first.set()
                loop.call_soon_threadsafe(exchange.leg_ends, "c1")
                time.sleep(0.1)
            return found

        monkeypatch.setattr(attending, "attend", looked)
        board = asyncio.create_task(_board(exchange).run())
        await _until(lambda: is_first.is_set() and not exchange.legs)
        board.cancel()
        await asyncio.gather(board, return_exceptions=True)

    asyncio.run(dies_while_they_talk())
    exchange._told = asyncio.Queue()
    asyncio.run(goes_on())
    assert Leg.objects.get(pk="c1").why_gone == Gone.GOODBYE.value
