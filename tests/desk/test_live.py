"""The live line tells whom it concerns to ask again, and nobody anything else."""

from __future__ import annotations

import asyncio
import json

from stayline.desk.live import Listener
from stayline.problems.live_line import BACKLOG, Hub

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


def test_a_page_hears_what_happened_between_drawing_and_connecting() -> None:
    async def connect_late() -> str:
        hub, listener = Hub(), Listener(1, hears_all=False)
        hub._hears_since = 0
        hub.pass_on(TOLD)
        hub._catch_up(listener, since=1)
        return listener.topics.get_nowait()

    assert asyncio.run(connect_late()) == "home led outbox problem-42"


def test_a_page_that_was_drawn_before_anybody_listened_asks_for_everything() -> None:
    hub, listener = Hub(), Listener(1, hears_all=False)
    hub._hears_since = 100
    hub._catch_up(listener, since=99)
    assert listener.topics.get_nowait() == "everything"


def test_the_live_line_is_for_colleagues(client: object) -> None:
    from django.test import Client

    assert Client().get("/live/").status_code == 302
