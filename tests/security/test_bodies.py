"""What is sent to a page has an end, before anything of it is written anywhere.

THREATS 19.
"""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from stayline.project.asgi import application
from stayline.project.body import LARGEST, bounded

CHUNK = 1024 * 1024


async def _ask(
    headers: list[tuple[bytes, bytes]], chunks: int, path: str = "/"
) -> tuple[int, int, int]:
    """What came back, how many chunks were asked for, and how many bytes reached the inside."""
    asked, reached, status = 0, 0, 0

    async def inside(scope: Any, receive: Any, send: Any) -> None:
        nonlocal reached
        while (message := await receive())["type"] == "http.request":
            reached += len(message["body"])
            if not message["more_body"]:
                break
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive() -> dict[str, object]:
        nonlocal asked
        asked += 1
        return {"type": "http.request", "body": b"x" * CHUNK, "more_body": asked < chunks}

    async def send(message: Any) -> None:
        nonlocal status
        status = message.get("status", status)

    await bounded(inside)({"type": "http", "path": path, "headers": headers}, receive, send)
    return status, asked, reached


def test_what_announces_itself_as_too_large_is_refused_unread() -> None:
    length = [(b"content-length", str(LARGEST + 1).encode())]
    assert asyncio.run(_ask(length, 100)) == (413, 0, 0)


def test_what_never_ends_is_read_no_further_than_it_may_go() -> None:
    _, asked, reached = asyncio.run(_ask([(b"transfer-encoding", b"chunked")], 10_000))
    assert asked <= LARGEST // CHUNK + 1
    assert reached <= LARGEST


def test_a_form_passes() -> None:
    assert asyncio.run(_ask([(b"content-length", b"3145728")], 3)) == (200, 3, 3 * CHUNK)


def test_a_provider_may_bring_a_whole_mail_and_no_more(settings: Any) -> None:
    settings.STAYLINE_MAIL_LARGEST_MB = 10
    mail = [(b"content-length", str(14 * CHUNK).encode())]
    assert asyncio.run(_ask(mail, 14, "/mail/in/x/y/")) == (200, 14, 14 * CHUNK)
    more = [(b"content-length", str(30 * CHUNK).encode())]
    assert asyncio.run(_ask(more, 30, "/mail/in/x/y/")) == (413, 0, 0)
    assert asyncio.run(_ask(mail, 14, "/problems/1/words/")) == (413, 0, 0)


@pytest.mark.parametrize(
    "path", ["/accounts/login/", "/", "/with/aaaaaaaaaaaaaaaaaaaaaaaaaa/words/"]
)
def test_the_web_itself_is_bounded(path: str) -> None:
    sent: list[Any] = []

    async def receive() -> dict[str, object]:
        raise AssertionError("nothing is read")

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": path,
             "headers": [(b"content-length", b"99999999999999999999999")]}  # fmt: skip
    asyncio.run(application(scope, receive, send))
    assert sent[0]["status"] == 413
