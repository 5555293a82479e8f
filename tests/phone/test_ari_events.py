"""What Asterisk tells, put in our words, without one."""

from __future__ import annotations

from typing import Any

import pytest

from stayline.channels.phone import ari_events as events
from stayline.channels.phone.telephony import (
    Arrived,
    Gone,
    HoldPressed,
    KeyPressed,
    Leg,
    LegId,
    LegState,
    LegUp,
    RoomId,
    TransferPressed,
)


def _channel(leg: str, state: str = "Up", data: str = "stayline,rung") -> dict[str, Any]:
    return {
        "id": leg,
        "state": state,
        "caller": {"name": "", "number": "+4930123"},
        "dialplan": {"app_name": "Stasis", "app_data": data},
    }


@pytest.mark.parametrize(
    ("cause", "was_up", "why"),
    [
        (16, True, Gone.GOODBYE),
        (17, False, Gone.BUSY),
        (19, False, Gone.NO_ANSWER),
        (21, False, Gone.DECLINED),
        (1, False, Gone.UNREACHABLE),
        (3, False, Gone.UNREACHABLE),
        (20, False, Gone.UNREACHABLE),
        (34, False, Gone.UNREACHABLE),
        (44, True, Gone.LOST),
        (0, True, Gone.LOST),
        (0, False, Gone.NO_ANSWER),
        (9999, True, Gone.LOST),
    ],
)
def test_a_hangup_cause_becomes_a_reason(cause: int, was_up: bool, why: Gone) -> None:
    assert events.why_gone(cause, was_up=was_up, dropped=False, arrived=False) is why


def test_what_we_drop_said_goodbye_and_so_did_a_caller_who_gave_up() -> None:
    assert events.why_gone(44, was_up=True, dropped=True, arrived=False) is Gone.GOODBYE
    assert events.why_gone(127, was_up=False, dropped=False, arrived=True) is Gone.GOODBYE


def test_a_call_that_arrives_says_where_from_and_where_to() -> None:
    told = events.arrived(_channel("1.1", "Ring"), ["arrived", "+4930555000", "trunk"])
    assert told == Arrived(
        leg=LegId("1.1"), dialled="+4930555000", caller="+4930123", line="PJSIP/trunk"
    )
    short = events.arrived(_channel("1.1"), ["arrived"])
    assert (short.dialled, short.line) == ("", "")


@pytest.mark.parametrize(
    ("data", "ours"),
    [
        ("stayline,arrived,100,bea", ["arrived", "100", "bea"]),
        ("stayline,rung", []),
        ("another,arrived,100,bea", []),
        ("", []),
    ],
)
def test_only_calls_given_to_us_have_arrived(data: str, ours: list[str]) -> None:
    assert events.arrival_in(_channel("1.1", data=data), "stayline") == ours


def test_a_snapshot_says_who_is_up_and_where() -> None:
    channels: list[events.Json] = [_channel("a"), _channel("b", "Ringing"), _channel("c", "Down")]
    there = events.snapshot(channels, [{"id": "room", "channels": ["a"]}])
    assert there.rooms == {RoomId("room")}
    assert there.legs[LegId("a")] == Leg(id=LegId("a"), state=LegState.UP, room=RoomId("room"))
    assert {one.state for one in there.legs.values() if one.id != "a"} == {LegState.RINGING}


def test_keys_holding_and_picking_up_are_told() -> None:
    channel = _channel("a")
    assert events.simple(
        {"type": "ChannelDtmfReceived", "channel": channel, "digit": "#"}
    ) == KeyPressed(leg=LegId("a"), key="#")
    assert events.simple({"type": "ChannelHold", "channel": channel}) == HoldPressed(leg=LegId("a"))
    assert events.simple({"type": "ChannelStateChange", "channel": channel}) == LegUp(
        leg=LegId("a")
    )
    ringing = _channel("a", "Ringing")
    assert events.simple({"type": "ChannelStateChange", "channel": ringing}) is None
    assert events.simple({"type": "ChannelVarset", "channel": channel}) is None


def _transfer(**more: object) -> dict[str, Any]:
    return {
        "type": "ChannelTransfer",
        "referred_by": {"source_channel": _channel("bea")},
        "refer_to": {"requested_destination": {"destination": "tom"}},
        **more,
    }


def test_the_transfer_key_is_told_once() -> None:
    told = events.simple(_transfer())
    assert told == TransferPressed(leg=LegId("bea"), to="tom")
    assert events.simple(_transfer(state="channel_progress")) is None


def test_a_transfer_to_a_call_of_the_phones_own_names_that_calls_other_end() -> None:
    other = {**_channel("2.2"), "dialplan": {"exten": "tom"}}
    told = events.simple(_transfer(refer_to={"destination_channel": other}))
    assert told == TransferPressed(leg=LegId("bea"), to="tom")
    assert events.simple({"type": "ChannelTransfer", "referred_by": {}, "refer_to": {}}) is None
