"""A decision in the making: the events told so far, and the problem after them.

Every rule gets one, looks at `problem`, refuses or tells. What is told is at once part of what
the next line sees, so a rule reads in the order in which things happen.
"""

from __future__ import annotations

from datetime import datetime

from stayline.ownership.company import Company
from stayline.ownership.events import Event
from stayline.ownership.evolve import evolve
from stayline.ownership.ids import ColleagueId
from stayline.ownership.problem import JoinedTwin, Owned, Problem, Proposed, Ringing, SetAside
from stayline.ownership.refusal import Refused


class Decision:
    """Collects what happens when one command meets one problem."""

    __slots__ = ("at", "company", "problem", "told")

    def __init__(self, problem: Problem, company: Company, at: datetime) -> None:
        self.problem = problem
        self.company = company
        self.at = at
        self.told: list[Event] = []

    def tell(self, event: Event) -> None:
        self.problem = evolve(self.problem, event)
        self.told.append(event)

    # -- what rules ask again and again --------------------------------------------------------

    def require(self, condition: bool, otherwise: str, **named: ColleagueId) -> None:
        if not condition:
            raise Refused(otherwise, **named)

    def may_act(self, colleague: ColleagueId) -> bool:
        """Active, and not on the customer's side of this problem."""
        return self.company.is_active(colleague) and not self.problem.is_party(colleague)

    def require_colleague(self, by: ColleagueId) -> None:
        """An active colleague who is not on the customer's side of this problem."""
        self.require(
            self.company.is_active(by),
            "Only somebody who works here now can be with {customer}; {who} does not.",
            who=by,
        )
        self.require(
            not self.problem.is_party(by),
            "{who} is on the customer's side here and takes no part on ours.",
            who=by,
        )

    def require_ours(self, by: ColleagueId) -> None:
        """A colleague who is with the customer: the owner, a helper, the cover."""
        self.require_colleague(by)
        self.require(
            by in self.problem.ours,
            "{owner} is with {customer}. Ask {owner} to bring you in, so that {customer} knows"
            " who is there.",
            owner=self.problem.owner,
        )

    def require_owner(self, by: ColleagueId) -> None:
        self.require_colleague(by)
        self.require(
            by == self.problem.owner,
            "{owner} answers to {customer} for this, so only {owner} can do that.",
            owner=self.problem.owner,
        )

    def require_met(self) -> None:
        """Somebody has said "I will help you", and the problem is open."""
        stage = self.problem.stage
        self.require(
            not isinstance(stage, Ringing),
            "Say “I will help you” first: {customer} is still waiting for a person.",
        )
        self.require_not_elsewhere()
        self.require(
            isinstance(stage, Owned | Proposed),
            "Nothing is open here. A word from {customer} opens it again.",
        )

    def require_not_elsewhere(self) -> None:
        """Neither set aside nor joined to a twin."""
        stage = self.problem.stage
        self.require(
            not isinstance(stage, SetAside),
            "This was set aside as no customer's. If {customer} is one, bring it back first.",
        )
        self.require(
            not isinstance(stage, JoinedTwin),
            "This is looked after together with its twin; go on there, so that {customer} hears"
            " one voice.",
        )
