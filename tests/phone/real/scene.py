"""Whole calls at Fernwood, step by step, and what the customer goes through meanwhile."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from stayline.channels.phone.models import Leg, LegState
from stayline.ownership import Problem
from stayline.people.models import Door
from stayline.problems import by_colleagues
from stayline.project.clock import now
from tests.phone.phones import Phone, longest_quiet
from tests.phone.real.telephone import Telephone, in_database

CAROL, TOM, OTHER, FOURTH = TONES = (440, 1000, 1700, 2300)
DOOR = "+4930555000"
"""The number customers dial."""


@dataclass
class Experience:
    """What a customer has heard since a moment."""

    phone: Phone
    since: float = 0.0
    heard: int = 0  # samples, before

    def __post_init__(self) -> None:
        self.since, self.heard = time.monotonic(), len(self.phone.sound())

    @property
    def gap(self) -> float:
        """The longest time in which no sound packet arrived, in seconds."""
        return self.phone.longest_gap(self.since)

    @property
    def silence(self) -> float:
        """The longest silence in what arrived, in seconds."""
        return longest_quiet(self.phone.sound()[self.heard :])


@dataclass
class Scene:
    """Who is switched on first has the first tone: Carol calls, Tom is rung first."""

    telephone: Telephone
    people: Mapping[str, int]
    switched_on: Callable[..., Awaitable[list[Phone]]]
    tell: Callable[[str, object], None]
    phones: dict[str, Phone] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Phone:
        return self.phones[name]

    async def begins(self, *names: str) -> None:
        """These telephones are switched on."""
        self.phones |= dict(zip(names, await self.switched_on(*names), strict=True))

    async def talking(self, *others: str) -> None:
        """Carol calls, and Tom answers."""
        await self.begins("carol", "tom", *others)
        await self["carol"].dial(DOOR)
        await self["tom"].answer()
        await self.hear("carol", TOM)
        self.experience = Experience(self["carol"])

    async def hear(self, who: str, *tones: int, seconds: float = 8) -> None:
        await self[who].hears(*tones, among=TONES, seconds=seconds)

    async def hears_a_voice(self, seconds: float = 8) -> None:
        await self["carol"].hears_a_voice(beside=TONES, seconds=seconds)

    async def hold_limit(self, seconds: int) -> None:
        await in_database(lambda: Door.objects.update(hold_limit_seconds=seconds))

    async def rings_for(self, seconds: int) -> None:
        """Nobody is rung for longer than this."""
        await in_database(lambda: Door.objects.update(ring_seconds=seconds))

    async def offered(self, *to: str) -> None:
        """Tom offers it, and they are rung."""
        await self.offers(*to)
        for who in to:
            await self[who].saw("CALL_INCOMING")

    async def offers(self, *to: str) -> None:
        call = await self.telephone.call()
        by, receivers = self.people["tom"], [self.people[who] for who in to]
        await in_database(
            lambda: by_colleagues.offer(
                call.problem_id, by, receivers, "The router is dead.", now()
            )
        )

    async def three(self, who: str = "bea") -> None:
        """The receiver answers, and all three hear each other."""
        await self.offered(who)
        await self[who].answer()
        await self.hear("carol", TOM, OTHER)
        await self.becomes(lambda p: p.offer is not None and p.offer.receiver == self.people[who])

    async def asked(self) -> None:
        """A voice asks Carol whether Bea may take it from here, and she hears the question."""
        call, problem = await self.telephone.call(), await self.telephone.state()
        assert problem.offer is not None
        number, by = problem.offer.number, self.people["tom"]
        await in_database(lambda: by_colleagues.ask(call.problem_id, by, number, now()))
        await self.hears_a_voice()
        await self.becomes(lambda p: p.questions[-1].heard_in == call.contact_id)

    async def becomes(self, true: Callable[[Problem], bool]) -> Problem:
        return await self.telephone.becomes(true, seconds=10)

    async def gone(self, who: str) -> None:
        """Was rung, and is no more."""
        legs = Leg.objects.filter(colleague=self.people[who], state=LegState.GONE)
        await self.eventually(legs.exists)
        await self.becomes(lambda p: not p.live[0].ringing)

    async def eventually(self, true: Callable[[], bool], seconds: float = 10) -> None:
        until = time.monotonic() + seconds
        while not await in_database(true):
            assert time.monotonic() < until
            await asyncio.sleep(0.05)

    async def owned_by(self, who: str) -> None:
        await self.becomes(lambda p: p.owner == self.people[who])

    async def is_called_back(self) -> None:
        """The call is over, and a call is promised."""
        await self.becomes(lambda p: not p.live and p.promise is not None and p.promise.call_back)

    def spared(self, case: str, *, gap: float = 1, silence: float = 1) -> None:
        """Carol was never without sound for longer than this; told in the summary."""
        felt = self.experience
        self.tell(
            "figures",
            f"{felt.gap:5.2f} s without a packet, {felt.silence:5.2f} s silent: {case}",
        )
        assert felt.gap <= gap, f"{case}: nothing arrived for {felt.gap:.2f} s"
        assert felt.silence <= silence, f"{case}: silent for {felt.silence:.2f} s"
