"""The sound of many telephones (RTP, RFC 3550) by one socket: fifty packets a second each way.

Asterisk has a port for each leg, so that where a packet comes from says whose it is.
"""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass, field

Address = tuple[str, int]

PACKET = 0.02
"""Seconds of sound in a packet."""

SAMPLES = 160
_HEADER = struct.Struct(">BBHII")
_LAW, _KEY = 0, 101  # G.711 µ-law; telephone-event (RFC 4733)
_TONE = bytes([0xCE, 0x30, 0x9E, 0x2F, 0xCE, 0xB0, 0x1E, 0xAF] * (SAMPLES // 8))  # 1 kHz
_KEYS = "0123456789*#"
_PRESSED = 8
"""Packets for which a key is held down."""


def described(host: str, port: int) -> str:
    """An SDP that says where a telephone takes sound, and of which kind."""
    return (
        f"v=0\r\no=bench 1 1 IN IP4 {host}\r\ns=-\r\nc=IN IP4 {host}\r\nt=0 0\r\n"
        f"m=audio {port} RTP/AVP {_LAW} {_KEY}\r\na=rtpmap:{_LAW} PCMU/8000\r\n"
        f"a=rtpmap:{_KEY} telephone-event/8000\r\na=fmtp:{_KEY} 0-15\r\na=ptime:20\r\na=sendrecv\r\n"
    )


def place_in(description: str) -> Address:
    """Where the other end takes sound."""
    lines = description.splitlines()
    host = next(line.split()[-1] for line in lines if line.startswith("c="))
    port = next(line.split()[1] for line in lines if line.startswith("m=audio"))
    return host, int(port)


@dataclass(eq=False)
class Ear:
    """One leg's sound. Times are by `time.monotonic`; a gap is between two packets that came."""

    to: Address
    number: int
    sent: int = 0
    last: float = 0.0
    longest: float = 0.0
    keys: list[bytes] = field(default_factory=list)

    def press(self, key: str) -> None:
        begun = struct.pack(">I", self.sent * SAMPLES)
        held = [(0, n * SAMPLES) for n in range(1, _PRESSED + 1)]
        for end, lasted in [*held, *[(0x80, _PRESSED * SAMPLES)] * 3]:
            self.keys.append(begun + struct.pack(">BBH", _KEYS.index(key), end | 10, lasted))

    def packet(self) -> bytes:
        self.sent += 1
        number = self.sent & 0xFFFF
        if self.keys:
            held = self.keys.pop(0)
            (begun,) = struct.unpack(">I", held[:4])
            return _HEADER.pack(0x80, _KEY, number, begun, self.number) + held[4:]
        return _HEADER.pack(0x80, _LAW, number, self.sent * SAMPLES, self.number) + _TONE

    def silent(self, now: float) -> float:
        """The longest time without a packet up to now; 0 before the first."""
        return max(self.longest, now - self.last) if self.last else 0.0


class Ears:
    """All of them."""

    def __init__(self, host: str, port: int) -> None:
        self._socket = _bound(host, port)
        self._others = _bound(host, port + 1)  # where reports go (RTCP), unread
        self._of: dict[Address, Ear] = {}
        self._made = 0

    def open(self, to: Address) -> Ear:
        self._made += 1
        self._of[to] = ear = Ear(to, self._made)
        return ear

    def close(self, ear: Ear) -> None:
        if self._of.get(ear.to) is ear:
            del self._of[ear.to]

    def speak(self, part: int, parts: int) -> None:
        """A packet for every one in this part of them."""
        for ear in list(self._of.values()):
            if ear.number % parts == part:
                try:
                    self._socket.sendto(ear.packet(), ear.to)
                except OSError:  # the other end is gone, and its goodbye under way
                    continue

    def listen(self, now: float) -> None:
        """Takes all that has come."""
        receive, known = self._socket.recvfrom, self._of
        while True:
            try:
                ear = known.get(receive(2048)[1])
            except BlockingIOError:
                return
            except OSError:
                continue
            if ear is not None:
                if ear.last and now - ear.last > ear.longest:
                    ear.longest = now - ear.last
                ear.last = now


def _bound(host: str, port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
    made.bind((host, port))
    made.setblocking(False)
    return made
