"""As much of SIP (RFC 3261) as a telephone needs that speaks with one exchange over TCP."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import md5
from itertools import count

_numbers = count(1)


def fresh(kind: str) -> str:
    """An id that nothing else here has."""
    return f"{kind}{next(_numbers):x}"


@dataclass
class Message:
    """A request or an answer. Several headers of a name are kept in their order."""

    start: str
    headers: list[tuple[str, str]]
    body: str = ""

    @property
    def method(self) -> str:
        """Of a request, or of what is answered."""
        return self["CSeq"].split()[1]

    @property
    def status(self) -> int:
        """0 for a request."""
        return int(self.start.split()[1]) if self.start.startswith("SIP/2.0") else 0

    @property
    def target(self) -> str:
        """Whom a request is for."""
        return self.start.split()[1]

    def __getitem__(self, name: str) -> str:
        """The first header of this name, "" where there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    def __bytes__(self) -> bytes:
        body = self.body.encode()
        headers = [*self.headers, ("Content-Length", str(len(body)))]
        head = "".join(f"{name}: {value}\r\n" for name, value in headers)
        return f"{self.start}\r\n{head}\r\n".encode() + body


def user_in(address: str) -> str:
    """The name or number in an address such as `"Carol" <sip:+4930@host:5060>;tag=x`."""
    found = re.search(r"sips?:([^@;>]+)@", address)
    return found.group(1) if found else ""


def uri_in(address: str) -> str:
    found = re.search(r"<([^>]+)>", address)
    return found.group(1) if found else address.partition(";")[0]


class Reader:
    """Finds whole messages in what a connection brings."""

    def __init__(self) -> None:
        self._rest = b""

    def messages(self, more: bytes) -> list[Message]:
        self._rest += more
        found = []
        while (one := self._next()) is not None:
            found.append(one)
        return found

    def _next(self) -> Message | None:
        self._rest = self._rest.lstrip(b"\r\n")  # what keeps a connection alive
        head, end, rest = self._rest.partition(b"\r\n\r\n")
        if not end:
            return None
        start, *lines = head.decode().split("\r\n")
        pairs = (line.partition(":") for line in lines)
        message = Message(start, [(name.strip(), value.strip()) for name, _, value in pairs])
        size = int(message["Content-Length"] or 0)
        if len(rest) < size:
            return None
        message.body, self._rest = rest[:size].decode(), rest[size:]
        message.headers = [one for one in message.headers if one[0].lower() != "content-length"]
        return message


def answer(
    request: Message, status: str, tag: str, *more: tuple[str, str], body: str = ""
) -> Message:
    to = request["To"] if "tag=" in request["To"] else f"{request['To']};tag={tag}"
    copied = [one for one in request.headers if one[0].lower() in ("via", "record-route")]
    headers = [*copied, ("From", request["From"]), ("To", to)]
    headers += [(name, request[name]) for name in ("Call-ID", "CSeq")]
    return Message(f"SIP/2.0 {status}", [*headers, *more], body)


def cancelling(asked: Message) -> Message:
    """Takes back a call that nobody has answered."""
    kept = [(name, asked[name]) for name in ("Via", "Max-Forwards", "From", "To", "Call-ID")]
    number = asked["CSeq"].split()[0]
    return Message(f"CANCEL {asked.target} SIP/2.0", [*kept, ("CSeq", f"{number} CANCEL")])


@dataclass
class Dialog:
    """One call, or one registration, as one end of it sees it. `here` is our host and port."""

    here: str
    local: str
    remote: str
    target: str
    call_id: str = field(default_factory=lambda: fresh("call"))
    number: int = 0

    def request(self, method: str, *more: tuple[str, str], body: str = "") -> Message:
        if method != "ACK":  # which has the number of what it acknowledges
            self.number += 1
        branch = fresh("z9hG4bK")
        headers = [
            ("Via", f"SIP/2.0/TCP {self.here};branch={branch}"),
            ("Max-Forwards", "70"),
            ("From", self.local),
            ("To", self.remote),
            ("Call-ID", self.call_id),
            ("CSeq", f"{self.number} {method}"),
        ]
        return Message(f"{method} {self.target} SIP/2.0", [*headers, *more], body)


def authorization(challenge: str, user: str, secret: str, method: str, uri: str) -> str:
    """What answers a 401 (RFC 2617, as Asterisk asks for it)."""
    asked = dict(re.findall(r'(\w+)="?([^",]+)"?', challenge))
    realm, nonce = asked["realm"], asked["nonce"]
    ours, theirs = _md5(f"{user}:{realm}:{secret}"), _md5(f"{method}:{uri}")
    if "qop" in asked:
        proof = _md5(f"{ours}:{nonce}:00000001:bench:auth:{theirs}")
        more = ', qop=auth, nc=00000001, cnonce="bench"'
    else:
        proof, more = _md5(f"{ours}:{nonce}:{theirs}"), ""
    opaque = f', opaque="{asked["opaque"]}"' if "opaque" in asked else ""
    return (
        f'Digest username="{user}", realm="{realm}", nonce="{nonce}", uri="{uri}",'
        f' response="{proof}", algorithm=MD5{more}{opaque}'
    )


def _md5(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()
