"""One act under audit, and who judges which event of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from stayline.ownership import events as ev
from stayline.ownership.company import Company
from stayline.ownership.ids import ColleagueId, ContactId, Number, ProblemId, WordId
from stayline.ownership.invariants import Broken, check
from stayline.ownership.problem import (
    LiveContact,
    Offer,
    Problem,
    Promise,
    Takeover,
)


class Act:
    """One act under audit. `began` is the problem before it, `problem` just before an event.

    What an event takes away, and a later one of the same act is judged by, is kept here: the offer
    and the replies that ended, the promise that was settled, the takeover that was taken back. What
    must still come before the act is over is in `owed`: the sentence that breaks if it does not.
    """

    __slots__ = (
        "_kinds",
        "began",
        "broken",
        "company",
        "hear_of_it",
        "offer",
        "owed",
        "problem",
        "promise",
        "replies",
        "settled",
        "takeover",
        "told",
        "version",
    )

    def __init__(self, before: Problem | None, told: Sequence[ev.Event], company: Company) -> None:
        self.began = before
        self.told = told
        self._kinds = set(map(type, told))
        self.company = company
        self.broken: list[Broken] = []
        self.hear_of_it: frozenset[ColleagueId] = frozenset()
        self.offer: Offer | None = None
        self.promise: Promise | None = None
        self.replies: tuple[WordId, ...] = ()
        self.settled: ev.Settled | None = None
        self.takeover: Takeover | None = None
        self.owed: dict[type[ev.Event], str] = {}
        self.version = 0 if before is None else before.version
        if before is not None:
            self.problem = before

    def must(self, holds: bool, sentence: str) -> None:
        if not holds:
            self._wrong(sentence)

    def _wrong(self, sentence: str) -> None:
        first = self.told[0]
        problem = (
            first.problem if isinstance(first, ev.Opened) else self.problem.id
        )  # the first event may be what is wrong
        self.broken.append(
            Broken(problem=ProblemId(problem), number=Number(self.version + 1), sentence=sentence)
        )

    # -- what the judges ask -------------------------------------------------------------------

    def can_act(self, who: ColleagueId) -> bool:
        """Works here now, and is not on the customer's side of this problem."""
        if who not in self.company.active:
            return False
        return all(party.colleague != who for party in self.problem.parties)

    def told_any(self, *kinds: type[ev.Event]) -> bool:
        return not self._kinds.isdisjoint(kinds)

    def contact(self, contact: ContactId) -> LiveContact | None:
        return next((one for one in self.problem.live if one.id == contact), None)

    def in_the_room(self, who: ColleagueId) -> bool:
        """With the customer on this problem, or in a conversation about it."""
        p = self.problem
        return who in p.ours or any(who in contact.here for contact in p.live)

    # -- when it is over -----------------------------------------------------------------------

    def over(self) -> None:
        self.broken += check(self.problem, self.company)
        if self.began is not None and self.began.owner != self.problem.owner:
            self._nothing_of_the_former_owners(self.began)
        if self.hear_of_it:
            heard = {
                who
                for one in self.told
                if isinstance(one, ev.AlarmRaised) and one.about is ev.Alarm.PROMISE_BROKEN
                for who in one.to
            }
            self.must(
                heard >= self.hear_of_it,
                "P5 giver, carrier, owner and the owner's manager hear of a broken promise",
            )
        for sentence in self.owed.values():
            self._wrong(sentence)
        if self.told_any(ev.RoundEnded):
            self.must(self._alarmed(ev.Alarm.ROUND_ENDED), "a round that ends is alarmed")
        if self.told_any(ev.SlowBurned):
            self.must(self._alarmed(ev.Alarm.SLOW_BURN), "a slow burn is an alarm")
        if self.told_any(ev.AllRung):
            self.must(self._alarmed(ev.Alarm.ALL_RUNG), "that nobody can be rung is alarmed")

    def _alarmed(self, about: ev.Alarm) -> bool:
        return any(isinstance(one, ev.AlarmRaised) and one.about is about for one in self.told)

    def _nothing_of_the_former_owners(self, began: Problem) -> None:
        p = self.problem
        self.must(
            p.cover is None or p.cover is not began.cover, "cover ends with who was covered for"
        )
        self.must(
            p.unsigned is None or p.unsigned is not began.unsigned,
            "what waits for a signature was about the former owner",
        )
        self.must(
            p.promise is None or p.promise.carrier != began.owner or began.owner in p.ours,
            "a former owner carries no promise",
        )


Judge = Callable[[Act, Any], None]
JUDGES: dict[type[ev.Event], Judge] = {}
_F = TypeVar("_F", bound=Judge)


def judges(kind: type[ev.Event]) -> Callable[[_F], _F]:
    """The function judges every event of this kind, just before it is folded in."""

    def register(judge: _F) -> _F:
        JUDGES[kind] = judge
        return judge

    return register
