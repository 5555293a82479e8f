"""How much anybody may send to a page: more than any form of ours holds. Files come by mail, and a
provider of mail may bring a whole one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

from django.conf import settings

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Coroutine[Any, Any, None]]

LARGEST = 6 * 1024 * 1024
"""Bytes. Django would write any amount to the disk before it looks who is asking."""


MAIL_COMES_IN = "/mail/in/"
FILES_COME_IN = "/uploads/"


def largest_at(path: str) -> int:
    """Bytes that this address takes: where mail comes in, a mail in base64 and what is around it;
    where files are put, what goes with one message."""
    if path.endswith(FILES_COME_IN) or path.startswith("/with/"):
        return int(settings.STAYLINE_FILES_TOGETHER_MB) * 1024 * 1024 + LARGEST
    if not path.startswith(MAIL_COMES_IN):
        return LARGEST
    return int(settings.STAYLINE_MAIL_LARGEST_MB) * 1024 * 1024 * 3 // 2 + LARGEST


def bounded(application: Application) -> Application:
    """The application, for requests that are not too large; others are answered 413 unread."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        largest = largest_at(scope["path"])
        if _announced(scope) > largest:
            await _too_large(send, scope["path"])
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


async def _too_large(send: Send, path: str) -> None:
    from stayline.project.security import CONTENT_SECURITY_POLICY
    from stayline.project.trouble import too_large

    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": too_large(path).encode()})
