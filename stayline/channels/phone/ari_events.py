"""What Asterisk tells, in our words. Nothing here asks it anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stayline.channels.phone.telephony import (
    Arrived,
    Gone,
    Heard,
    HoldPressed,
    HoldReleased,
    KeyPressed,
    Leg,
    LegId,
    LegState,
    LegUp,
    RoomId,
    Snapshot,
    TransferPressed,
)

Json = Mapping[str, Any]

ARRIVED = "arrived"
"""The dialplan's first word about a call that comes in."""

RUNG = "rung"
"""Our first word about a leg that we ring."""

WHISPER = "whisper."
"""How the ids of channels begin that only speak into somebody's ear; they are nobody's leg."""

# Q.850, https://docs.asterisk.org/Configuration/Miscellaneous/Hangup-Cause-Mappings/
_CAUSES = {
    16: Gone.GOODBYE,
    17: Gone.BUSY,
    19: Gone.NO_ANSWER,
    21: Gone.DECLINED,
    26: Gone.GOODBYE,  # answered elsewhere
}


def why_gone(cause: int, *, was_up: bool, dropped: bool, arrived: bool) -> Gone:
    """A leg that was up and went for any other reason than a goodbye was lost."""
    if dropped or (arrived and not was_up):  # a caller who gives up has said goodbye
        return Gone.GOODBYE
    if was_up:
        return Gone.GOODBYE if cause in (16, 17, 19, 21, 26, 31) else Gone.LOST
    if cause in (0, 16):
        return Gone.NO_ANSWER
    return _CAUSES.get(cause, Gone.UNREACHABLE)


def arrived(channel: Json, arguments: list[str]) -> Arrived:
    """`arguments` are the dialplan's: arrived, the number dialled, the endpoint."""
    _, dialled, endpoint, *_ = [*arguments, "", ""]
    return Arrived(
        leg=LegId(channel["id"]),
        dialled=dialled,
        caller=str(channel["caller"]["number"]),
        line=f"PJSIP/{endpoint}" if endpoint else "",
    )


def arrival_in(channel: Json, app: str) -> list[str]:
    """The dialplan's words about a channel that is waiting in our app; none for one that we rang."""
    dialplan = channel.get("dialplan", {})
    named, *words = str(dialplan.get("app_data", "")).split(",")
    is_ours = dialplan.get("app_name") == "Stasis" and named == app
    return words if is_ours and words[:1] == [ARRIVED] else []


def is_up(channel: Json) -> bool:
    return bool(channel["state"] == "Up")


def snapshot(channels: list[Json], bridges: list[Json]) -> Snapshot:
    """Of channels and bridges that are ours."""
    rooms = {
        LegId(leg): RoomId(bridge["id"]) for bridge in bridges for leg in bridge.get("channels", ())
    }
    legs = (
        Leg(
            id=LegId(one["id"]),
            state=LegState.UP if is_up(one) else LegState.RINGING,
            room=rooms.get(LegId(one["id"])),
        )
        for one in channels
    )
    return Snapshot(
        legs={leg.id: leg for leg in legs},
        rooms=frozenset(RoomId(bridge["id"]) for bridge in bridges),
    )


def simple(event: Json) -> Heard | None:
    """The events that say everything themselves."""
    match event:
        case {"type": "ChannelStateChange", "channel": {"id": leg, "state": "Up"}}:
            return LegUp(leg=LegId(leg))
        case {"type": "ChannelDtmfReceived", "channel": {"id": leg}, "digit": key}:
            return KeyPressed(leg=LegId(leg), key=str(key))
        case {"type": "ChannelHold", "channel": {"id": leg}}:
            return HoldPressed(leg=LegId(leg))
        case {"type": "ChannelUnhold", "channel": {"id": leg}}:
            return HoldReleased(leg=LegId(leg))
        case {"type": "ChannelTransfer"} if not event.get("state"):
            return _transfer(event)
    return None


def _transfer(event: Json) -> TransferPressed | None:
    """Only its beginning; how it goes on we say ourselves.

    For a transfer to a call that the phone has already made (Replaces), `to` is that call's other end.
    """
    presser = event.get("referred_by", {}).get("source_channel", {}).get("id")
    wanted = event.get("refer_to", {})
    other = wanted.get("connected_channel") or wanted.get("destination_channel") or {}
    to = (
        wanted.get("requested_destination", {}).get("destination")
        or other.get("dialplan", {}).get("exten")
        or other.get("caller", {}).get("number")
    )
    if not presser:
        return None
    return TransferPressed(leg=LegId(presser), to=str(to or ""))
