"""The one WebSocket there is: from our own pages, for colleagues who are signed in, to the exchange."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from websockets.asyncio.server import ServerConnection, serve
from websockets.typing import Subprotocol

from stayline.people.demo import build_demo_company
from stayline.project.asgi import application

HOST = "testserver"


def scope(*, origin: str = f"http://{HOST}", path: str = "/ws", cookie: str = "") -> dict[str, Any]:
    headers = {"host": HOST, "origin": origin, "cookie": cookie}
    return {
        "type": "websocket",
        "scheme": "ws",
        "path": path,
        "query_string": b"",
        "headers": [(name.encode(), text.encode()) for name, text in headers.items()],
        "subprotocols": ["sip"],
    }


class Browser:
    """One that would like to speak to the exchange."""

    def __init__(self, asked: Mapping[str, Any]) -> None:
        self._speaks: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._hears: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue()
        self.says("websocket.connect")
        self._served = asyncio.create_task(
            application(dict(asked), self._speaks.get, self._hears.put)
        )

    def says(self, kind: str, **more: object) -> None:
        self._speaks.put_nowait({"type": kind, **more})

    async def hears(self) -> Mapping[str, Any]:
        return await asyncio.wait_for(self._hears.get(), 10)

    async def goes(self) -> None:
        self.says("websocket.disconnect", code=1001)
        await asyncio.wait_for(self._served, 10)


async def first_answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
    return await Browser(asked).hears()


@pytest.fixture
def signed_in(db: None) -> str:
    """Bea's cookie."""
    client = Client()
    client.force_login(build_demo_company().colleagues["bea"])
    return f"{django_settings.SESSION_COOKIE_NAME}={client.cookies[django_settings.SESSION_COOKIE_NAME].value}"


@pytest.mark.parametrize(
    "asked",
    [
        scope(origin="https://evil.example"),
        scope(origin=f"https://{HOST}"),  # the same name, and not our page
        scope(origin="null"),
        scope(path="/ws/"),
        {**scope(), "subprotocols": []},
    ],
)
def test_other_pages_and_other_addresses_are_refused_unasked(asked: Mapping[str, Any]) -> None:
    assert asyncio.run(first_answer(asked)) == {"type": "websocket.close", "code": 1008}


@pytest.mark.django_db(transaction=True)
def test_who_is_not_signed_in_is_refused(settings: Any) -> None:
    settings.STAYLINE_PHONE_URL = "http://127.0.0.1:1/ari"
    answer = asyncio.run(first_answer(scope(cookie="sessionid=guessed")))
    assert answer == {"type": "websocket.close", "code": 1008}


@pytest.mark.django_db(transaction=True)
def test_a_colleagues_words_reach_the_exchange_and_its_words_come_back(
    settings: Any, signed_in: str
) -> None:
    async def exchange(socket: ServerConnection) -> None:
        async for said in socket:
            await socket.send(f"200 OK to {said!s}")

    async def speak() -> Mapping[str, Any]:
        there = serve(exchange, "127.0.0.1", 0, subprotocols=[Subprotocol("sip")])
        async with there as server:
            port = server.sockets[0].getsockname()[1]
            settings.STAYLINE_PHONE_URL = f"http://127.0.0.1:{port}/ari"
            browser = Browser(scope(cookie=signed_in))
            assert await browser.hears() == {"type": "websocket.accept", "subprotocol": "sip"}
            browser.says("websocket.receive", text="REGISTER")
            answer = await browser.hears()
            await browser.goes()
            return answer

    assert asyncio.run(speak())["text"] == "200 OK to REGISTER"


@pytest.mark.django_db(transaction=True)
def test_an_exchange_that_is_away_is_tried_again_later(settings: Any, signed_in: str) -> None:
    settings.STAYLINE_PHONE_URL = "http://127.0.0.1:1/ari"
    answer = asyncio.run(first_answer(scope(cookie=signed_in)))
    assert answer == {"type": "websocket.close", "code": 1013}
