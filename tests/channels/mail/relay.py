"""A mail server of somebody else's, on loopback: it takes what it is told to take."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope


@dataclass
class Relay:
    """What came, and what is answered to it."""

    port: int = 0
    taken: list[Envelope] = field(default_factory=list)
    answer_rcpt: str = "250 OK"
    answer_data: str = "250 OK"

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.answer_rcpt

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        self.taken.append(envelope)
        return self.answer_data


@contextmanager
def running() -> Iterator[Relay]:
    relay = Relay()
    with socket.create_server(("127.0.0.1", 0)) as free:
        relay.port = free.getsockname()[1]
    controller = Controller(relay, hostname="127.0.0.1", port=relay.port)
    controller.start()
    try:
        yield relay
    finally:
        controller.stop()
