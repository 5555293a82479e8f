"""The exchange is an Asterisk, spoken to by its remote control (ARI).

One connection tells what happens, in order; requests are separate. Three rules were learned by trying:

- A line is rung with `channels/create` and `dial`, never originated: such a leg is in our app from birth, so whoever
  answers while we are down stays on the line and is joined when we are back.
- Asterisk never tells again what happened while nobody listened. After each connection what there is counts, and
  calls that came meanwhile are told then.
- A sound played to a channel that is in a bridge is heard by nobody: to speak to one person a snooping channel is laid
  beside theirs. Such channels are ours alone and in no snapshot.
"""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import re
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any, Final

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from stayline.channels.phone import ari_events as events
from stayline.channels.phone.ari_events import Json
from stayline.channels.phone.ari_rest import Rest
from stayline.channels.phone.exchange.prompts import LANGUAGES
from stayline.channels.phone.exchange.remote import Remote
from stayline.channels.phone.telephony import (
    Connected,
    Disconnected,
    ExchangeUnreachable,
    Gone,
    Heard,
    LegGone,
    LegId,
    LegUp,
    LineUnreachable,
    RoomId,
    SayingEnded,
    SayingId,
    Snapshot,
    TransferPressed,
    Words,
)

log = logging.getLogger(__name__)

LINE = re.compile(r"PJSIP/(?:\+?[0-9*#]{1,32}@)?[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
"""A telephone by its name, or a number by a trunk's: nothing else is ever rung."""

OUR_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,120}")

FIRST_WAIT, LONGEST_WAIT = 0.1, 2.0  # seconds between tries to connect
PING_EVERY = 5.0
SECONDS_TO_OPEN = 3.0

KEYS_ARE_WISHES = {"PJSIP_TRANSFER_HANDLING()": "ari-only"}
"""The Transfer key moves nobody, however the line is configured."""

DIALLED = "STAYLINE_DIALLED"
TRIES_TO_DIAL = 100

REASONS = {
    Gone.BUSY: "busy",
    Gone.DECLINED: "rejected",
    Gone.NO_ANSWER: "no_answer",
    Gone.UNREACHABLE: "congestion",
    Gone.ELSEWHERE: "answered_elsewhere",
}

Media = Callable[[Words], list[str]]
"""Finds words: ARI media, such as `sound:/folder/en/coming`; what can't be found is left out."""


class AriExchange:
    """`Telephony` by Asterisk ≥ 20.13, 21.8 or 22.3. One consumer may listen to `heard`."""

    def __init__(self, remote: Remote, media: Media) -> None:
        self._remote: Final = remote
        self._app: Final = remote.app
        self._media: Final = media
        self._rest: Final = Rest(remote.url, remote.user, remote.password)
        self._told: asyncio.Queue[Heard | None] = asyncio.Queue()
        self._announced: set[str] = set()  # arrived legs that were told
        self._up: set[str] = set()
        self._dropped: set[str] = set()  # by us, and not gone yet
        self._causes: dict[str, int] = {}  # why it is hung up, told before it is gone
        self._ended_early: deque[str] = deque(maxlen=1000)
        self._sayings: set[SayingId] = set()
        self._whispers: dict[str, list[str]] = {}  # a snooping channel's media, until it can speak

    async def close(self) -> None:
        await self._rest.close()

    # -- hearing ---------------------------------------------------------------------------------

    async def heard(self) -> AsyncIterator[Heard]:
        listener = asyncio.create_task(self._listen())
        listener.add_done_callback(lambda _: self._told.put_nowait(None))
        try:
            while (told := await self._told.get()) is not None:
                yield told
            listener.result()  # it never ends by itself: say why it did
        finally:
            listener.cancel()
            with suppress(asyncio.CancelledError):
                await listener

    async def _listen(self) -> None:
        wait = FIRST_WAIT
        while True:
            connected = False
            try:
                async with self._connection() as socket:
                    await self._until_active()
                    connected, wait = True, FIRST_WAIT
                    self._told.put_nowait(Connected())
                    await self._catch_up()
                    async for message in socket:
                        await self._take_any(json.loads(message))
            except (OSError, WebSocketException, ExchangeUnreachable, TimeoutError) as error:
                log.info("The exchange cannot be heard: %s", error)
            if connected:  # also when it said goodbye properly
                self._told.put_nowait(Disconnected())
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    def _connection(self) -> connect:
        remote = self._remote
        sign = base64.b64encode(f"{remote.user}:{remote.password}".encode()).decode()
        return connect(
            f"{re.sub('^http', 'ws', remote.url)}/events?app={self._app}",
            additional_headers={"Authorization": f"Basic {sign}"},
            proxy=None,
            compression=None,
            open_timeout=SECONDS_TO_OPEN,
            close_timeout=1,
            ping_interval=PING_EVERY,
            ping_timeout=PING_EVERY,
            max_queue=None,  # or a slow moment of ours would stop the pings too
        )

    async def _until_active(self) -> None:
        """The connection can be there an instant before the app is."""
        async with asyncio.timeout(SECONDS_TO_OPEN):
            while await self._rest.get(f"/applications/{self._app}") is None:
                await asyncio.sleep(0.02)

    async def _catch_up(self) -> None:
        """Listens to what is there, tells of calls that came meanwhile, and finishes what a stop cut short."""
        channels, bridges = await self._ours()
        sources = [f"channel:{one['id']}" for one in channels]
        sources += [f"bridge:{one['id']}" for one in bridges]
        if sources:
            await self._rest.post(
                f"/applications/{self._app}/subscription", {"eventSource": ",".join(sources)}
            )
        self._up = {one["id"] for one in channels if events.is_up(one)}
        for channel in channels:
            self._announce(channel, events.arrival_in(channel, self._app))
            if (
                channel["state"] == "Down"
            ):  # created, and perhaps never dialled; dialling twice is refused
                await self._rest.post(f"/channels/{channel['id']}/dial", {"timeout": "30"})
        await self._forget_sayings()

    async def _forget_sayings(self) -> None:
        for whisper in await self._whisperers():
            if whisper not in self._whispers:
                await self._rest.delete(f"/channels/{whisper}")
        for saying in list(self._sayings):
            if await self._rest.get(f"/playbacks/{saying}") is None:
                self._ended(saying, heard=False)

    def _announce(self, channel: Json, arguments: list[str]) -> None:
        if arguments[:1] != [events.ARRIVED] or channel["id"] in self._announced:
            return
        self._announced.add(channel["id"])
        self._told.put_nowait(events.arrived(channel, arguments))
        if events.is_up(channel):  # the dialplan had answered it while we were down
            self._up.add(channel["id"])
            self._told.put_nowait(LegUp(leg=LegId(channel["id"])))

    async def _take_any(self, event: Json) -> None:
        """What cannot be understood is not allowed to make us deaf."""
        try:
            await self._take(event)
        except (KeyError, TypeError, ValueError):
            log.exception("An event of the exchange cannot be understood: %s", event.get("type"))

    async def _take(self, event: Json) -> None:
        channel = event.get("channel", {})
        if channel.get("id", "").startswith(events.WHISPER):
            await self._take_whisper(event, channel["id"])
            return
        match event["type"]:
            case "StasisStart":
                self._announce(channel, event["args"])
            case "ChannelHangupRequest" if "cause" in event:
                self._causes[channel["id"]] = int(event["cause"])
            case "StasisEnd" if channel["id"] in self._announced:
                self._ended_early.append(
                    channel["id"]
                )  # of a leg that arrived, often the last word
                self._take_end(channel["id"], self._causes.get(channel["id"], 0))
            case "ChannelDestroyed" if channel["id"] not in self._ended_early:
                self._take_end(channel["id"], int(event["cause"]))
            case "PlaybackFinished":
                await self._take_playback(event["playback"])
            case "ApplicationReplaced":
                log.error("Another process listens as %r now; there must be one.", self._app)
            case _:
                await self._take_simple(events.simple(event))

    async def _take_simple(self, told: Heard | None) -> None:
        if told is None:
            return
        if isinstance(told, LegUp):
            self._up.add(told.leg)
        if isinstance(told, TransferPressed):
            # The phone is told that all goes well, and stays on the call; nobody is moved.
            await self._calmly(f"/channels/{told.leg}/transfer_progress", states="channel_progress")
        self._told.put_nowait(told)

    def _take_end(self, leg: str, cause: int) -> None:
        why = events.why_gone(
            cause,
            was_up=leg in self._up,
            dropped=leg in self._dropped,
            arrived=leg in self._announced,
        )
        for known in (self._up, self._dropped, self._announced):
            known.discard(leg)
        self._causes.pop(leg, None)
        self._told.put_nowait(LegGone(leg=LegId(leg), why=why))

    async def _take_playback(self, playback: Json) -> None:
        target = str(playback["target_uri"]).partition(":")[2]
        self._ended(SayingId(playback["id"]), heard=playback["state"] == "done")
        if target.startswith(events.WHISPER):
            self._whispers.pop(target, None)
            await self._calmly(f"/channels/{target}", method="DELETE")

    async def _take_whisper(self, event: Json, channel: str) -> None:
        saying = SayingId(channel.removeprefix(events.WHISPER))
        if event["type"] == "StasisStart":
            media = self._whispers.get(channel) or ["sound:"]
            path = f"/channels/{channel}/play/{saying}"
            await self._calmly(path, media=",".join(media))
        elif event["type"] == "ChannelDestroyed":
            self._whispers.pop(channel, None)
            self._ended(saying, heard=False)

    def _ended(self, saying: SayingId, *, heard: bool) -> None:
        if saying in self._sayings:
            self._sayings.discard(saying)
            self._told.put_nowait(SayingEnded(saying=saying, heard=heard))

    async def _calmly(self, path: str, method: str = "POST", **parameters: str) -> None:
        """Where an answer to what was heard cannot be given, hearing goes on."""
        try:
            await self._rest.ask(method, path, parameters)
        except ExchangeUnreachable as error:
            log.warning("%s", error)

    # -- what there is ---------------------------------------------------------------------------

    async def snapshot(self) -> Snapshot:
        channels, bridges = await self._ours()
        return events.snapshot(channels, bridges)

    async def _ours(self) -> tuple[list[Json], list[Json]]:
        """The exchange may have other calls than ours; none of them is our business."""
        bridges = [
            one
            for one in await self._list("/bridges")
            if one["name"].startswith(self._name_of_rooms)
        ]
        channels = [one for one in await self._list("/channels") if self._is_ours(one)]
        return channels, bridges

    async def _list(self, path: str) -> list[Json]:
        found: list[Json] | None = await self._rest.get(path)
        if found is None:
            raise ExchangeUnreachable(f"nothing at {path}")
        return found

    @property
    def _name_of_rooms(self) -> str:
        """With the language of each at its end."""
        return f"{self._app}-room-"

    def _is_ours(self, channel: Json) -> bool:
        if channel["id"].startswith(events.WHISPER):
            return False
        if events.arrival_in(channel, self._app):
            return True
        return self._words_of(channel)[:2] == [self._app, events.RUNG]

    @staticmethod
    def _words_of(channel: Json) -> list[str]:
        return str(channel.get("dialplan", {}).get("app_data", "")).split(",")

    async def _whisperers(self) -> list[str]:
        channels = await self._list("/channels")
        return [one["id"] for one in channels if one["id"].startswith(events.WHISPER)]

    async def _room_of(self, leg: LegId) -> Json | None:
        for bridge in await self._list("/bridges"):
            if leg in bridge.get("channels", ()):
                return bridge
        return None

    # -- legs ------------------------------------------------------------------------------------

    async def ring(self, leg: LegId, line: str, *, shown: str, name: str, seconds: int) -> None:
        if not LINE.fullmatch(line):
            raise LineUnreachable(f"{line!r} is no line")
        created = await self._rest.post(
            "/channels/create",
            {
                "endpoint": line,
                "app": self._app,
                "appArgs": events.RUNG,
                "channelId": _ours_only(leg),
            },
            {"variables": {**_shown(shown, name), **KEYS_ARE_WISHES}},
        )
        if not created.is_success and created.status_code != 409:  # 409: asked before
            raise LineUnreachable(f"{line}: {created.text[:200]}")
        if created.is_success or not await self._is_dialled(leg):
            await self._dial(leg, seconds)

    async def _dial(self, leg: LegId, seconds: int) -> None:
        """A channel is in our app only a moment after it was created; to be dialled before that is refused."""
        mark = {"variable": DIALLED, "value": "yes"}  # to be dialled twice would confuse it
        await self._rest.post(f"/channels/{leg}/variable", mark)
        for _ in range(TRIES_TO_DIAL):
            answer = await self._rest.post(f"/channels/{leg}/dial", {"timeout": str(seconds)})
            if answer.is_success or "Stasis" not in answer.text:
                return
            await asyncio.sleep(0.02)
        await self._rest.post(f"/channels/{leg}/variable", {"variable": DIALLED, "value": "no"})
        raise ExchangeUnreachable(f"{leg} cannot be dialled")

    async def _is_dialled(self, leg: str) -> bool:
        found = await self._rest.get(f"/channels/{leg}/variable", variable=DIALLED)
        return found is not None and found["value"] == "yes"

    async def answer(self, leg: LegId) -> None:
        await self._rest.post(f"/channels/{leg}/answer", {})

    async def ringing(self, leg: LegId) -> None:
        await self._rest.post(f"/channels/{leg}/ring", {})

    async def drop(self, leg: LegId, *, why: Gone = Gone.GOODBYE) -> None:
        self._dropped.add(leg)
        reason = {"reason": REASONS.get(why, "normal")}
        if not (await self._rest.ask("DELETE", f"/channels/{leg}", reason)).is_success:
            self._dropped.discard(leg)  # it is gone already

    # -- rooms -----------------------------------------------------------------------------------

    async def open_room(self, room: RoomId, *, language: str = "en") -> None:
        # proxy_media: sound always passes through the exchange, so that keys and recordings are never missed.
        await self._rest.post(
            f"/bridges/{_ours_only(room)}",
            {
                "type": "mixing,dtmf_events,proxy_media",
                "name": f"{self._name_of_rooms}{_shorter(language)}",
            },
        )

    async def close_room(self, room: RoomId) -> None:
        await self._rest.delete(f"/bridges/{room}")

    async def join(self, room: RoomId, leg: LegId) -> None:
        there = await self._rest.get(f"/bridges/{_ours_only(room)}")
        if there is None or leg in there["channels"]:
            return  # to be put in once more would be heard as a gap
        language = str(there["name"]).removeprefix(self._name_of_rooms)
        await self._rest.post(  # before the words that the other's line would have
            f"/channels/{leg}/variable",
            {"variable": "CHANNEL(musicclass)", "value": f"stay-{language}"},
        )
        await self._rest.post(
            f"/bridges/{room}/addChannel", {"channel": leg, "inhibitConnectedLineUpdates": "true"}
        )

    # -- words -----------------------------------------------------------------------------------

    async def say(self, room: RoomId, words: Words, saying: SayingId) -> None:
        await self._play(f"/bridges/{room}", words, saying)

    async def whisper(self, leg: LegId, words: Words, saying: SayingId) -> None:
        room = await self._room_of(leg)
        if room is None:
            await self._play(f"/channels/{leg}", words, saying)
        elif len(room["channels"]) == 1:
            await self._play(f"/bridges/{room['id']}", words, saying)
        else:
            await self._snoop(leg, words, saying)

    async def _play(self, target: str, words: Words, saying: SayingId) -> None:
        if await self._is_said(saying):
            return
        media = self._media(words)
        self._sayings.add(saying)
        if not media:
            self._ended(saying, heard=False)
            return
        answer = await self._rest.post(
            f"{target}/play/{_ours_only(saying)}", {"media": ",".join(media)}
        )
        if not answer.is_success:
            self._ended(saying, heard=False)

    async def _snoop(self, leg: LegId, words: Words, saying: SayingId) -> None:
        if await self._is_said(saying):
            return
        channel = f"{events.WHISPER}{_ours_only(saying)}"
        self._sayings.add(saying)
        self._whispers[channel] = self._media(words)
        answer = await self._rest.post(
            f"/channels/{leg}/snoop/{channel}",
            {"spy": "none", "whisper": "out", "app": self._app, "appArgs": "whisper"},
        )
        if not answer.is_success:
            self._whispers.pop(channel, None)
            self._ended(saying, heard=False)

    async def _is_said(self, saying: SayingId) -> bool:
        """Asked for before, by us or before we were started anew."""
        if saying not in self._sayings and await self._rest.get(f"/playbacks/{saying}") is None:
            return False
        self._sayings.add(saying)
        return True

    async def hush(self, saying: SayingId) -> None:
        self._ended(saying, heard=False)  # or its end would be told first, as if it had been heard
        await self._rest.delete(f"/playbacks/{saying}")

    # -- recordings ------------------------------------------------------------------------------

    async def record(self, room: RoomId, name: str, *, seconds: int, beep: bool) -> None:
        if await self._rest.get(f"/recordings/live/{_ours_only(name)}") is not None:
            return  # asked before, by us or before we were started anew
        await self._rest.post(
            f"/bridges/{room}/record",
            {
                "name": name,
                "format": "wav",
                "maxDurationSeconds": str(seconds),
                "ifExists": "fail",
                "beep": "true" if beep else "false",
            },
        )

    async def stop_recording(self, name: str) -> None:
        await self._rest.post(f"/recordings/live/{_ours_only(name)}/stop", {})

    async def fetch_recording(self, name: str) -> bytes:
        if await self._rest.get(f"/recordings/live/{_ours_only(name)}") is not None:
            raise KeyError(name)  # its file is there, and grows
        answer = await self._rest.ask("GET", f"/recordings/stored/{name}/file", {})
        if not answer.is_success:
            raise KeyError(name)
        return answer.content

    async def forget_recording(self, name: str) -> None:
        await self._rest.delete(f"/recordings/stored/{_ours_only(name)}")


def _ours_only(name: str) -> str:
    """An id goes into an address: nothing in it may lead elsewhere."""
    if not OUR_ID.fullmatch(name):
        raise ValueError(f"{name!r} is no id of ours")
    return name


def _shorter(language: str) -> str:
    """One that there are words of holding in."""
    short = language.partition("-")[0].lower()
    return short if short in LANGUAGES else "en"


def _shown(number: str, name: str) -> dict[str, Any]:
    """What the rung telephone shows. Only plain characters: it becomes a SIP header."""
    return {
        "CONNECTEDLINE(num,i)": re.sub(r"[^+0-9A-Za-z*#_-]", "", number)[:40],
        "CONNECTEDLINE(name,i)": re.sub(r'[\x00-\x1f\x7f"<>\\;]', "", name)[:80],
        "CONNECTEDLINE(pres,i)": "allowed",
    }
