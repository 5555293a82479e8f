"""Every order in which little can happen to a call: short enough to be walked whole.

From each step of a handoff all that may come next is done, and what may come then, and so on; after
each the timeline is audited, and the rooms are looked at as somebody who listens in would, who
knows nothing of the timeline: nobody is alone on the line, and nobody hears who should not.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest
from django.db import connection, transaction

from stayline.channels.phone.telephony import Gone, LegState
from stayline.ownership import Refused
from stayline.people.demo import DemoCompany
from stayline.people.models import Colleague
from stayline.problems import by_colleagues
from stayline.problems.audit import audit
from tests.phone.office import Office

Fact = Callable[[], None]

AT_WORK = ("tom", "tomas", "iris", "bea")


class Orders:
    """Walks all orders of so many facts, and looks after each."""

    def __init__(self, office: Office, company: DemoCompany) -> None:
        self.office = office
        self.people = {who: company.colleagues[who] for who in AT_WORK}
        self.trace: list[str] = []
        self.seen: dict[Hashable, int] = {}
        self.problem = office.problem

    # -- what may happen -------------------------------------------------------------------------

    def facts(self) -> dict[str, Fact]:
        outside = self._outside_facts()
        unseen = {f"{what} while we are down": self._unseen(fact) for what, fact in outside.items()}
        return outside | unseen | self._facts_by_us()

    def _outside_facts(self) -> dict[str, Fact]:
        """What happens whether we are there or not."""
        office = self.office
        facts: dict[str, Fact] = {}
        for who in self.people.values():
            facts |= self._facts_of(who)
        if office.has_customer():
            facts["Carol's line breaks"] = lambda: office.customer_drops(Gone.LOST)
            facts["Carol says goodbye"] = office.customer_drops
            facts["the exchange dies"] = office.exchange_dies
        return facts

    def _unseen(self, fact: Fact) -> Fact:
        def unseen() -> None:
            self.office.looks = False
            fact()
            self.office.looks = True
            self.office.settle()

        return unseen

    def _facts_of(self, who: Colleague) -> dict[str, Fact]:
        office, name = self.office, who.first_name
        facts: dict[str, Fact] = {}
        if office.has(who, LegState.RINGING):
            facts[f"{name} answers"] = lambda: office.picks_up(who)
            facts[f"{name} declines"] = lambda: office.declines(who)
        if office.has(who, LegState.UP):
            facts[f"{name} drops"] = lambda: office.drops(who)
        return facts

    def _facts_by_us(self) -> dict[str, Fact]:
        office, problem = self.office, self.problem
        if not problem.live:
            return {}
        facts: dict[str, Fact] = {"time passes": lambda: office.waits(6)}
        for who in self.people.values():
            if who.pk == problem.owner and office.has(who, LegState.UP):
                facts |= self._owners_facts(who)
        if problem.offer is not None and problem.offer.question is not None:
            facts["Carol presses 1"] = lambda: office.presses("1")
            facts["Carol presses 2"] = lambda: office.presses("2")
        return facts

    def _owners_facts(self, owner: Colleague) -> dict[str, Fact]:
        office, offer = self.office, self.problem.offer
        is_held = office.contact.hold_since is not None
        facts: dict[str, Fact] = {
            "the owner lets go" if is_held else "the owner holds": lambda: office.holds(
                owner, released=is_held
            )
        }
        if offer is None and owner == self.people["tom"]:
            facts["offered to Bea and Iris"] = lambda: self.offers(owner)
        elif offer is not None and offer.receiver is not None and offer.question is None:
            facts["asked"] = lambda: self.asks(owner)
        return facts

    def offers(self, owner: Colleague) -> None:
        problem = self.office.call.problem_id
        to = [self.people[who].pk for who in ("bea", "iris")]
        by_colleagues.offer(problem, owner.pk, to, "The router is dead.", self.office.at)
        self.office.settle()

    def asks(self, owner: Colleague) -> None:
        offer = self.problem.offer
        assert offer is not None
        by_colleagues.ask(self.office.call.problem_id, owner.pk, offer.number, self.office.at)
        self.office.settle()

    # -- walking ---------------------------------------------------------------------------------

    def walk(self, depth: int) -> None:
        self.problem = self.office.problem
        state, known = self.state(), len(self.seen)
        if self.seen.get(state, -1) >= depth:
            return
        if state not in self.seen:
            self.look()
        self.seen[state] = depth
        for name, fact in self.facts().items() if depth else ():
            with self.undone():
                self.trace.append(name)
                with suppress(Refused):
                    fact()
                self.walk(depth - 1)
                self.trace.pop()
        if len(self.seen) <= known + 1:
            self.audit()  # here a timeline ends, of which those before were beginnings

    @contextmanager
    def undone(self) -> Iterator[None]:
        """What happens inside has not happened afterwards."""
        before = replace(
            self.office,
            legs=dict(self.office.legs),
            rooms=set(self.office.rooms),
            gone=dict(self.office.gone),
            heard=list(self.office.heard),
            names=dict(self.office.names),
        )
        problem = self.problem
        point = transaction.savepoint()
        yield
        transaction.savepoint_rollback(point)
        self.office.__dict__.update(before.__dict__)
        self.problem = problem

    def state(self) -> Hashable:
        """All that decides how it may go on."""
        office, problem = self.office, self.problem
        offer, promise, takeover = problem.offer, problem.promise, problem.takeover
        legs = sorted(
            (office.whose(leg.id), leg.state.value, leg.room is not None)
            for leg in office.legs.values()
        )
        live = [
            (
                *(frozenset(one) for one in (it.here, it.ringing, it.tried)),
                *(it.answered_by, it.all_rung, it.hold_since is None, it.burning),
            )
            for it in problem.live
        ]
        return (
            (office.at, office.spoken(), tuple(legs), tuple(live)),
            (problem.owner, type(problem.stage), problem.helpers),
            offer and (offer.receiver, offer.question is None, offer.declined),
            promise and (promise.call_back, promise.carrier),
            takeover and takeover.former_owner,
            office.call.ended_at is None,
        )

    # -- what must hold --------------------------------------------------------------------------

    def audit(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        assert [str(wrong) for wrong in audit()] == [], ", then ".join(self.trace)

    def look(self) -> None:
        after = ", then ".join(self.trace) or "it began"
        if self.office.has_customer():
            assert self.somebody_is_with_the_customer(), f"Carol is alone after: {after}"
            assert self.strangers() == set(), f"somebody hears Carol who should not after: {after}"
            assert self.missing() == set(), f"somebody should hear Carol after: {after}"
            assert self.rung_in_vain() == set(), f"a telephone rings for nothing after: {after}"
        else:
            assert self.office.legs == {}, f"a telephone goes on after: {after}"
            assert self.office.rooms == set(), after
            assert self.office.call.ended_at is not None, f"the call goes on after: {after}"
            assert self.problem.live == (), after

    def somebody_is_with_the_customer(self) -> bool:
        """Somebody hears them, or is rung, or a voice speaks."""
        office = self.office
        heard = office.in_the_room()
        with_them = "customer" in heard and len(heard) > 1
        waits_for_words = self.problem.live and office.contact.all_rung
        promise = self.problem.promise
        if waits_for_words:
            assert promise is not None
            assert promise.call_back
        spoken_to = "customer" in heard and office.spoken() != ()
        still_rings = "customer" not in heard and bool(office.rings_for())
        return with_them or spoken_to or still_rings

    def strangers(self) -> set[str]:
        return self.office.in_the_room() - {"customer"} - self._here()

    def missing(self) -> set[str]:
        return self._here() - self.office.in_the_room()

    def rung_in_vain(self) -> set[str]:
        """While somebody hears Carol only the owner is rung, and who is offered it."""
        if not self._here():
            return set()
        problem = self.problem
        waited_for = {problem.owner}
        if problem.offer is not None and problem.offer.receiver is None:
            waited_for |= {*problem.offer.receivers}
        return self.office.rings_for() - self._names(waited_for)

    def _here(self) -> set[str]:
        return self._names(self.office.contact.here)

    def _names(self, people: Iterable[int]) -> set[str]:
        return {who.first_name for who in self.people.values() if who.pk in {*people}}


@pytest.fixture
def orders(office: Office, fernwood: DemoCompany) -> Orders:
    office.calls()
    return Orders(office, fernwood)


def test_however_it_rings(orders: Orders) -> None:
    orders.walk(3)


def test_however_a_handoff_goes(orders: Orders, tom: Colleague, bea: Colleague) -> None:
    office = orders.office
    steps: list[Fact] = [
        lambda: office.picks_up(tom),
        lambda: orders.offers(tom),
        lambda: office.picks_up(bea),
        lambda: orders.asks(tom),
        lambda: office.presses("1"),
    ]
    for step in steps:
        step()
        orders.walk(2)
