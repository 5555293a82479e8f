"""One process attends to the telephone, and only while it holds the lock."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import psycopg
import pytest

from stayline.problems import agreement
from stayline.problems.agreement import ClockIsWrong
from stayline.problems.live_line import connect
from stayline.project import telephone


@pytest.mark.django_db(transaction=True)
def test_who_lost_the_lock_attends_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telephone, "LOOKED_AFTER_EVERY", 0.01)

    async def lose_it() -> None:
        async with await connect() as held, await connect() as other:
            watched = asyncio.create_task(telephone.while_held(held))
            await asyncio.sleep(0.05)
            assert not watched.done()
            await other.execute("SELECT pg_terminate_backend(%s)", [held.info.backend_pid])
            async with asyncio.timeout(20):
                await watched

    with pytest.raises(psycopg.OperationalError):
        asyncio.run(lose_it())


def _goes_wrong() -> None:
    raise ClockIsWrong(timedelta(seconds=90))


@pytest.mark.django_db(transaction=True)
def test_whose_clock_goes_wrong_attends_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telephone, "LOOKED_AFTER_EVERY", 0.01)

    async def go_wrong() -> None:
        async with await connect() as held:
            watched = asyncio.create_task(telephone.while_held(held))
            await asyncio.sleep(0.05)
            assert not watched.done()
            monkeypatch.setattr(agreement, "ask", _goes_wrong)
            async with asyncio.timeout(20):
                await watched

    with pytest.raises(ClockIsWrong):
        asyncio.run(go_wrong())


@pytest.mark.django_db(transaction=True)
def test_whose_clock_is_wrong_does_not_ask_for_the_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agreement, "ask", _goes_wrong)
    monkeypatch.setattr(telephone, "tell_ready", lambda: None)
    with pytest.raises(ClockIsWrong):
        asyncio.run(telephone.attend())
