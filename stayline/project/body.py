"""How much anybody may send to a page. Larger than every form of ours; files come by mail."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Coroutine[Any, Any, None]]

LARGEST = 6 * 1024 * 1024
"""Bytes. Django would write any amount to the disk before it looks who is asking."""


def bounded(application: Application, largest: int = LARGEST) -> Application:
    """The application, for requests that are not too large; others are answered 413 unread."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
        elif _announced(scope) > largest:
            await _too_large(send)
        else:
            await application(scope, _counted(receive, largest), send)

    return answer


def _announced(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value[:18])
    return 0


def _counted(receive: Receive, largest: int) -> Receive:
    """Whoever announces nothing and sends for ever is treated as one who went away."""
    seen = 0

    async def receive_some() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        return message if seen <= largest else {"type": "http.disconnect"}

    return receive_some


async def _too_large(send: Send) -> None:
    text = b"That is more than a page takes. Please send files by mail."
    headers = [(b"content-type", b"text/plain"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": text})
