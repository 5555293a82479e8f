"""Many telephones in one process: customers who call, colleagues' lines that sign in and answer.

Reads what to do, and tells what happened, a line of JSON each:

    {"do": "call", "from": NUMBER, "to": NUMBER}    told: up, then gone
    {"do": "press", "from": NUMBER, "key": "1"}
    {"do": "hang up", "from": NUMBER}
    {"do": "tell"}                                  told: sound

Colleagues answer by themselves after a moment. A customer who hears nothing for a second is told of
at once. Everything is done by one thread, every five milliseconds a quarter of all sound.
"""

from __future__ import annotations

import heapq
import itertools
import json
import os
import selectors
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bench.phone import sip, sound
from bench.phone.sound import Ear

PARTS = 4
STEP = sound.PACKET / PARTS
RINGS = 0.4
"""Seconds until a colleague answers."""

SILENCE = 1.0
LOST = 0.1
"""Seconds after which the telephones themselves were late, and what they heard says nothing."""


@dataclass(eq=False)
class Leg:
    """One telephone's end of one call."""

    dialog: sip.Dialog
    customer: str = ""  # the number of whoever called; "" where we were rung
    ear: Ear | None = None
    asked: sip.Message | None = None  # what began it, while nobody has answered
    told_silent: bool = False


@dataclass
class Plan:
    """Where the exchange is, where we are, and who signs in: names and secrets."""

    exchange: str
    sip_port: int
    rtp_port: int
    lines: dict[str, str] = field(default_factory=dict)


class Phones:
    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        host = plan.exchange
        self._line = socket.create_connection((host, plan.sip_port))
        self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._here = "{}:{}".format(*self._line.getsockname())
        self._reader = sip.Reader()
        self._ears = sound.Ears(host, plan.rtp_port)
        self._legs: dict[str, Leg] = {}
        self._customers: dict[str, Leg] = {}
        self._later: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._signing_in: dict[str, sip.Dialog] = {}
        self._late = 0
        self._longest: list[float] = []
        self._orders = b""
        self._ended = False

    def run(self) -> None:
        """Until nobody says any more what to do."""
        selector = selectors.DefaultSelector()
        selector.register(self._line, selectors.EVENT_READ, self._hear)
        selector.register(sys.stdin.fileno(), selectors.EVENT_READ, self._obey)
        for name in self._plan.lines:
            self._sign_in(name)
        step, due = 0, time.monotonic()
        while not self._ended:
            for key, _ in selector.select(max(0.0, due - time.monotonic())):
                key.data()
            now = time.monotonic()
            if now < due:
                continue
            if now - due > LOST:
                self._late += 1
                due = now
            self._ears.listen(now)
            self._ears.speak(step % PARTS, PARTS)
            self._do_what_is_due(now)
            if step % 20 == 0:
                self._look_for_silence(now)
            step, due = step + 1, due + STEP

    def _do_what_is_due(self, now: float) -> None:
        while self._later and self._later[0][0] <= now:
            heapq.heappop(self._later)[2]()

    def _after(self, seconds: float, act: Callable[[], None]) -> None:
        heapq.heappush(self._later, (time.monotonic() + seconds, next(self._order), act))

    def _look_for_silence(self, now: float) -> None:
        for number, leg in self._customers.items():
            if leg.ear is not None and not leg.told_silent:
                silent = leg.ear.silent(now)
                if silent > SILENCE:
                    leg.told_silent = True
                    _tell("silent", number, seconds=silent)

    # -- what we are told to do ------------------------------------------------------------------

    def _obey(self) -> None:
        more = os.read(sys.stdin.fileno(), 65536)
        self._ended = not more
        *orders, self._orders = (self._orders + more).split(b"\n")
        for order in map(json.loads, orders):
            match order["do"]:
                case "call":
                    self._call(order["from"], order["to"])
                case "press" if leg := self._customers.get(order["from"]):
                    if leg.ear is not None:
                        leg.ear.press(order["key"])
                case "hang up" if leg := self._customers.get(order["from"]):
                    self._hang_up(leg)
                case "tell":
                    now = time.monotonic()
                    ears = [leg.ear for leg in self._customers.values() if leg.ear is not None]
                    longest = sorted([*self._longest, *(ear.silent(now) for ear in ears)])
                    _tell("sound", "", longest=longest, late=self._late)
                    self._longest, self._late = [], 0
                case _:
                    pass  # whose call is over meanwhile

    def _call(self, number: str, to: str) -> None:
        there = f"{self._plan.exchange}:{self._plan.sip_port}"
        dialog = sip.Dialog(
            self._here,
            local=f"<sip:{number}@{self._here}>;tag={sip.fresh('tag')}",
            remote=f"<sip:{to}@{there}>",
            target=f"sip:{to}@{there};transport=tcp",
        )
        asks = dialog.request("INVITE", *self._sound(), body=self._described())
        leg = Leg(dialog, customer=number, asked=asks)
        self._legs[dialog.call_id] = self._customers[number] = leg
        self._send(asks)

    def _hang_up(self, leg: Leg) -> None:
        if leg.asked is not None:
            self._send(sip.cancelling(leg.asked))
        else:
            self._send(leg.dialog.request("BYE"))
            self._gone(leg)

    # -- what the exchange says ------------------------------------------------------------------

    def _hear(self) -> None:
        more = self._line.recv(1 << 18, socket.MSG_DONTWAIT)
        if not more:
            raise SystemExit("the exchange hung up on all telephones")
        for message in self._reader.messages(more):
            if message.status:
                self._answered(message)
            else:
                self._asked(message)

    def _answered(self, message: sip.Message) -> None:
        if message.method == "REGISTER":
            self._signed_in(message)
            return
        leg = self._legs.get(message["Call-ID"])
        if leg is None or message.method != "INVITE" or message.status < 200:
            return
        leg.dialog.remote = message["To"]
        if message["Contact"]:
            leg.dialog.target = sip.uri_in(message["Contact"])
        self._send(leg.dialog.request("ACK"))
        if message.status >= 300:
            self._gone(leg)
        elif leg.ear is None:
            leg.asked = None
            leg.ear = self._ears.open(sound.place_in(message.body))
            _tell("up", leg.customer)

    def _asked(self, message: sip.Message) -> None:
        leg = self._legs.get(message["Call-ID"])
        match message.method:
            case "INVITE" if leg is None:
                self._rung(message)
            case "INVITE":
                self._send(self._yes(message))
            case "ACK":
                return
            case "CANCEL" if leg is not None and leg.asked is not None:
                self._send(sip.answer(message, "200 OK", "x"))
                self._send(sip.answer(leg.asked, "487 Request Terminated", _tag_of(leg)))
                self._gone(leg)
            case "BYE":
                self._send(sip.answer(message, "200 OK", "x"))
                if leg is not None:
                    self._gone(leg)
            case _:
                self._send(sip.answer(message, "200 OK", "x", self._contact()))

    def _rung(self, message: sip.Message) -> None:
        tag = sip.fresh("tag")
        dialog = sip.Dialog(
            self._here,
            local=f"{message['To']};tag={tag}",
            remote=message["From"],
            target=sip.uri_in(message["Contact"]),
            call_id=message["Call-ID"],
        )
        leg = Leg(dialog, asked=message)
        self._legs[dialog.call_id] = leg
        self._send(sip.answer(message, "180 Ringing", tag, self._contact()))
        self._after(RINGS, lambda: self._pick_up(leg))

    def _pick_up(self, leg: Leg) -> None:
        if leg.asked is None or leg.dialog.call_id not in self._legs:
            return
        leg.ear = self._ears.open(sound.place_in(leg.asked.body))
        self._send(self._yes(leg.asked, _tag_of(leg)))
        leg.asked = None

    def _yes(self, message: sip.Message, tag: str = "x") -> sip.Message:
        return sip.answer(message, "200 OK", tag, *self._sound(), body=self._described())

    def _gone(self, leg: Leg) -> None:
        self._legs.pop(leg.dialog.call_id, None)
        if leg.ear is not None:
            self._ears.close(leg.ear)
        if leg.customer:
            self._customers.pop(leg.customer, None)
            if leg.ear is not None:
                self._longest.append(leg.ear.longest)
            _tell("gone", leg.customer)

    # -- signing in ------------------------------------------------------------------------------

    def _sign_in(self, name: str) -> None:
        there = f"{self._plan.exchange}:{self._plan.sip_port}"
        me = f"<sip:{name}@{there}>"
        dialog = sip.Dialog(
            self._here, local=f"{me};tag={sip.fresh('tag')}", remote=me, target=f"sip:{there}"
        )
        self._signing_in[dialog.call_id] = dialog
        self._send(dialog.request("REGISTER", self._contact(name), ("Expires", "3600")))

    def _signed_in(self, message: sip.Message) -> None:
        dialog = self._signing_in[message["Call-ID"]]
        name = sip.user_in(dialog.local)
        if message.status == 401 and dialog.number == 1:
            challenge, secret = message["WWW-Authenticate"], self._plan.lines[name]
            sign = sip.authorization(challenge, name, secret, "REGISTER", dialog.target)
            more = (self._contact(name), ("Expires", "3600"), ("Authorization", sign))
            self._send(dialog.request("REGISTER", *more))
        elif message.status == 200:
            del self._signing_in[message["Call-ID"]]
            if not self._signing_in:
                _tell("ready", "")
        elif message.status >= 300:
            raise SystemExit(f"{name} may not sign in: {message.start}")

    # -- parts of messages -----------------------------------------------------------------------

    def _contact(self, name: str = "bench") -> tuple[str, str]:
        return "Contact", f"<sip:{name}@{self._here};transport=tcp>"

    def _sound(self) -> tuple[tuple[str, str], ...]:
        return self._contact(), ("Content-Type", "application/sdp")

    def _described(self) -> str:
        return sound.described(self._plan.exchange, self._plan.rtp_port)

    def _send(self, message: sip.Message) -> None:
        self._line.sendall(bytes(message))


def _tag_of(leg: Leg) -> str:
    return leg.dialog.local.rpartition("tag=")[2]


def _tell(what: str, number: str, **more: Any) -> None:
    sys.stdout.write(json.dumps({"told": what, "number": number, **more}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    with open(sys.stdin.fileno(), "rb", buffering=0, closefd=False) as orders:
        plan = Plan(**json.loads(orders.readline()))
    Phones(plan).run()
