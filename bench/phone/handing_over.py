"""What happens in each call of the bench: with Stayline a warm handoff, on the floor nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from bench.phone.office import ON_DUTY, Phones, colleague_line
from bench.phone.watching import ASKED, OFFERED, Watch

T = TypeVar("T")

ANSWERS = 8.0
"""Seconds in which every next step must have come, so that a lost call ends the climb."""

TALK = 1.0
"""Seconds that people talk between two steps."""


class Load(Protocol):
    """What each call is made to go through, until it is only held."""

    async def call(self, number: int) -> str:
        """The customer's number. Raises TimeoutError, or what was refused."""
        ...


def customer(number: int) -> str:
    return f"+49301{number:06}"


class Bridged:
    """Somebody calls, and somebody answers."""

    def __init__(self, phones: Phones) -> None:
        self._phones = phones

    async def call(self, number: int) -> str:
        await self._phones.call(customer(number), ANSWERS)
        return customer(number)


class HandedOver:
    """Then the owner offers it, the receiver answers, a voice asks, and the customer presses 1."""

    def __init__(self, phones: Phones, watch: Watch, people: Sequence[int]) -> None:
        self._phones = phones
        self._watch = watch
        self._people = people

    async def call(self, number: int) -> str:
        who = customer(number)
        await self._phones.call(who, ANSWERS)
        await asyncio.sleep(TALK)
        problem, owner = await in_database(lambda: _problem_of(who))
        place = ON_DUTY + number % (len(self._people) - ON_DUTY)
        line = colleague_line(place)
        offer = await in_database(lambda: _offer(problem, owner, self._people[place]))
        self._watch.decided(OFFERED, line)
        await self._watch.until(lambda: line in self._watch.people_with(who), ANSWERS)
        await asyncio.sleep(TALK)
        await in_database(lambda: _ask(problem, owner, offer))
        room = self._watch.room_of(who)
        self._watch.decided(ASKED, room)
        await self._watch.until(lambda: self._watch.says_the_keys(room), ANSWERS)
        await asyncio.sleep(TALK)
        self._phones.press(who, "1")
        await self._watch.until(lambda: self._watch.people_with(who) == {line}, ANSWERS)
        return who


def _problem_of(number: str) -> tuple[int, int]:
    """The problem of whoever calls, and its owner."""
    from stayline.channels.phone.models import Call

    call = Call.objects.select_related("problem").filter(number=number).latest("pk")
    return call.problem_id, call.problem.owner_id


def _offer(problem: int, owner: int, receiver: int) -> int:
    from stayline.problems import by_colleagues
    from stayline.project.clock import now

    offered = by_colleagues.offer(problem, owner, [receiver], "The router is dead.", now())
    assert offered.problem.offer is not None
    return offered.problem.offer.number


def _ask(problem: int, owner: int, offer: int) -> None:
    from stayline.problems import by_colleagues
    from stayline.project.clock import now

    by_colleagues.ask(problem, owner, offer, now())


async def in_database(act: Callable[[], T]) -> T:
    """In a thread, whose connection goes back to the pool."""
    from django.db import connection

    def acted() -> T:
        try:
            return act()
        finally:
            connection.close()

    return await asyncio.to_thread(acted)
