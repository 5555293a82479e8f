"""The way of a browser's phone to the exchange: `/ws`, a WebSocket, passed on word for word.

It goes through us so that the exchange's port can stay on this machine, and so that nobody speaks to
it at all who is not signed in here, from a page of ours. Who they are to the exchange is between the
two: each phone signs in there with a password of its own. Sound does not come this way.
"""

from __future__ import annotations

import asyncio
import importlib
import io
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from django.core.handlers.asgi import ASGIRequest
    from websockets.asyncio.client import ClientConnection

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[..., Coroutine[Any, Any, None]]

PATH = "/ws"
LARGEST_MESSAGE = 64 * 1024
"""Bytes; an offer of sound has some five thousand."""

SIP = "sip"
_NOT_YOURS, _NOBODY_THERE = 1008, 1013  # RFC 6455 and its registry: policy, and try again later


def with_browser_lines(application: Application) -> Application:
    """The application, and beside it the one WebSocket there is."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await _pass_on(scope, receive, send)
        else:
            await application(scope, receive, send)

    return answer


async def _pass_on(scope: Scope, receive: Receive, send: Send) -> None:
    await receive()  # that somebody would like to connect
    where = await _may_speak_to(scope) if scope["path"] == PATH else ""
    if not where:
        await send({"type": "websocket.close", "code": _NOT_YOURS})
        return
    from websockets.asyncio.client import connect
    from websockets.exceptions import WebSocketException
    from websockets.typing import Subprotocol

    try:
        async with connect(
            where,
            subprotocols=[Subprotocol(SIP)],
            proxy=None,
            compression=None,
            max_size=LARGEST_MESSAGE,
            open_timeout=3,
            close_timeout=1,
        ) as exchange:
            await send({"type": "websocket.accept", "subprotocol": SIP})
            await _until_either_goes(exchange, receive, send)
    except (OSError, TimeoutError, WebSocketException):
        with suppress(RuntimeError):  # the browser went first
            await send({"type": "websocket.close", "code": _NOBODY_THERE})


async def _until_either_goes(exchange: ClientConnection, receive: Receive, send: Send) -> None:
    ways = {
        asyncio.create_task(_to_the_exchange(exchange, receive)),
        asyncio.create_task(_to_the_browser(exchange, send)),
    }
    try:
        done, _ = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for one in done:
            one.result()
    finally:
        for one in ways:
            one.cancel()
        await asyncio.gather(*ways, return_exceptions=True)


async def _to_the_exchange(exchange: ClientConnection, receive: Receive) -> None:
    while (message := await receive())["type"] == "websocket.receive":
        await exchange.send(message.get("text") or message.get("bytes") or b"")


async def _to_the_browser(exchange: ClientConnection, send: Send) -> None:
    async for said in exchange:
        await send({"type": "websocket.send", "text" if isinstance(said, str) else "bytes": said})
    await send({"type": "websocket.close", "code": _NOBODY_THERE})


async def _may_speak_to(scope: Scope) -> str:
    """The exchange's address, for a colleague who is signed in, from a page of ours; else ""."""
    from asgiref.sync import sync_to_async
    from django.core.handlers.asgi import ASGIRequest

    secure = {"ws": "http", "wss": "https"}[scope.get("scheme", "ws")]
    asked = {**scope, "type": "http", "method": "GET", "scheme": secure}
    request = ASGIRequest(asked, io.BytesIO())
    if SIP not in scope.get("subprotocols", ()) or not _is_from_our_page(request):
        return ""
    return await sync_to_async(_exchange_for, thread_sensitive=False)(request)


def _is_from_our_page(request: ASGIRequest) -> bool:
    """A browser says truly which page speaks; any other page may not, whoever is signed in."""
    from django.core.exceptions import DisallowedHost

    try:
        host = request.get_host()
    except DisallowedHost:
        return False
    origin = urlsplit(request.headers.get("Origin", ""))
    return (origin.scheme, origin.netloc) == (request.scheme, host)


def _exchange_for(request: ASGIRequest) -> str:
    from django.conf import settings
    from django.contrib.auth import get_user
    from django.db import close_old_connections

    from stayline.channels.phone.browser_phone import exchange

    close_old_connections()
    try:
        sessions = importlib.import_module(settings.SESSION_ENGINE)
        request.session = sessions.SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
        found = exchange()
        return found.browsers if found is not None and get_user(request).is_authenticated else ""
    finally:
        close_old_connections()
