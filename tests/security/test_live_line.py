"""The live line leaks nothing: not what changed, not that something did, not to who has left.

THREATS 9.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable

import pytest
from django.db import connections

from stayline.desk import live
from stayline.desk.live import Listener
from stayline.people.models import Colleague, Customer
from stayline.problems import live_line
from stayline.problems.live_line import Hub
from stayline.problems.models import Party, Problem

Hears = Callable[[Colleague, Problem], str]


@pytest.fixture
def hears(monkeypatch: pytest.MonkeyPatch) -> Hears:
    """What a colleague's open page is told when a problem has moved on among its own people."""
    monkeypatch.setattr(connections, "close_all", lambda: None)  # the test's own connection stays

    def hears(colleague: Colleague, problem: Problem) -> str:
        topics = live._may_hear(colleague.pk, asyncio.run(_heard(colleague, problem)))
        return "gone" if topics is None else " ".join(sorted(topics))

    return hears


async def _heard(colleague: Colleague, problem: Problem) -> set[str]:
    hub = Hub()
    listener = Listener(colleague.pk, colleague.role in {"lead", "administrator"})
    people = [problem.owner_id, *problem.involved]
    payload = json.dumps({"problem": problem.pk, "version": 3, "people": people})
    hub._listeners.add(listener)
    hub.pass_on(payload)
    return await listener.next_topics(0.2)


def test_the_owner_is_told_to_ask_again(asked: Problem, bea: Colleague, hears: Hears) -> None:
    assert hears(bea, asked) == f"home led outbox problem-{asked.pk}"


def test_a_lead_hears_of_their_own_people(asked: Problem, sally: Colleague, hears: Hears) -> None:
    assert hears(sally, asked) == f"led outbox problem-{asked.pk}"


def test_a_foreign_lead_hears_nothing_at_all(asked: Problem, lena: Colleague, hears: Hears) -> None:
    """Neither the number nor that, at this moment, something happened somewhere."""
    assert hears(lena, asked) == ""


def test_a_colleague_whom_it_does_not_concern_hears_nothing(
    asked: Problem, erik: Colleague, hears: Hears
) -> None:
    assert hears(erik, asked) == ""


def test_nobody_hears_of_what_only_few_may_know(
    asked: Problem, sally: Colleague, mara: Colleague, erik: Colleague, hears: Hears
) -> None:
    Problem.objects.filter(pk=asked.pk).update(need_to_know=[erik.pk])
    assert hears(sally, asked) == ""
    assert hears(mara, asked) == ""


def test_nobody_hears_from_our_side_of_what_they_came_with_themselves(
    asked: Problem, mara: Colleague, carol: Customer, hears: Hears
) -> None:
    assert hears(mara, asked) == f"led outbox problem-{asked.pk}"
    Party.objects.filter(problem=asked, customer=carol).update(colleague=mara)
    assert hears(mara, asked) == ""


def test_the_line_of_who_left_ends(asked: Problem, tom: Colleague, hears: Hears) -> None:
    """THREATS 3: an open page hears nothing more, though it was opened in time."""
    Colleague.objects.filter(pk=tom.pk).update(is_active=False)
    assert hears(tom, asked) == "gone"


def test_a_line_says_nothing_of_what_changed(asked: Problem, bea: Colleague, hears: Hears) -> None:
    told = hears(bea, asked)
    for word in ("Carol", "tablet", "whitfield", "asked", "Tom"):
        assert word not in told


def test_an_open_line_ends_at_the_next_heartbeat(monkeypatch: pytest.MonkeyPatch) -> None:
    async def all_of_it() -> list[str]:
        stream: AsyncIterator[str] = live._stream(Listener(1, hears_all=False), since=0)
        return [line async for line in stream]

    async def listens_to_nobody(_: Hub) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(live_line, "HEARTBEAT", 0.2)
    monkeypatch.setattr(Hub, "_run", listens_to_nobody)
    monkeypatch.setattr(live, "_may_hear", lambda _colleague, _heard: None)
    assert asyncio.run(asyncio.wait_for(all_of_it(), 5)) == ["retry: 1000\n\n"]
