"""The live line tells whom it concerns to ask again, and nobody anything else."""

from __future__ import annotations

import asyncio
import json

from stayline.desk.live import BACKLOG, Hub, Listener

TOLD = json.dumps({"problem": 42, "version": 17, "people": [1, 2]})


def _heard(hub: Hub, listener: Listener) -> str:
    async def listen() -> str:
        hub._listeners.add(listener)
        hub.pass_on(TOLD)
        return "" if listener.topics.empty() else listener.topics.get_nowait()

    return asyncio.run(listen())


def test_whoever_is_concerned_is_told_to_ask_again() -> None:
    assert _heard(Hub(), Listener(1, hears_all=False)) == "home led outbox problem-42"


def test_a_colleague_whom_it_does_not_concern_hears_nothing() -> None:
    assert _heard(Hub(), Listener(3, hears_all=False)) == ""


def test_a_page_that_is_too_slow_asks_for_everything() -> None:
    listener = Listener(1, hears_all=False)
    for number in range(BACKLOG + 1):
        listener.hear(f"problem-{number}")
    assert listener.topics.get_nowait() == "everything"
    assert listener.topics.empty()


def test_the_live_line_is_for_colleagues(client: object) -> None:
    from django.test import Client

    assert Client().get("/live/").status_code == 302
