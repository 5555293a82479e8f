"""What the rule needs to know of the company at one instant. It comes in with the command.

The shell reads it under the company's lock, so that a decision and the facts it rests on belong
to one order: `version` is the number of the last company event it includes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from stayline.ownership.ids import ColleagueId


@dataclass(frozen=True, kw_only=True, slots=True)
class Company:
    """Who is active, who answers to whom, and who takes over from whom.

    `manager` names a colleague's manager; the top of the company has a `deputy` instead.
    `successor` is whom a colleague named to inherit their customers.
    """

    version: int
    active: frozenset[ColleagueId]
    manager: Mapping[ColleagueId, ColleagueId] = field(default_factory=dict)
    deputy: Mapping[ColleagueId, ColleagueId] = field(default_factory=dict)
    successor: Mapping[ColleagueId, ColleagueId] = field(default_factory=dict)
    leads: frozenset[ColleagueId] = frozenset()

    def is_active(self, colleague: ColleagueId) -> bool:
        return colleague in self.active

    def managers_of(self, colleague: ColleagueId) -> Iterator[ColleagueId]:
        """Everyone who answers for a colleague, nearest first, active or not."""
        seen = {colleague}
        above: ColleagueId | None = colleague
        while above is not None:
            here, above = above, self.manager.get(above, self.deputy.get(above))
            if above is None or above in seen:
                above = self.deputy.get(here)
            if above is None or above in seen:
                return
            seen.add(above)
            yield above

    def manager_of(self, colleague: ColleagueId) -> ColleagueId | None:
        """The nearest *active* person who answers for a colleague."""
        return next((who for who in self.managers_of(colleague) if who in self.active), None)

    def successors_of(self, colleague: ColleagueId) -> Iterator[ColleagueId]:
        """Active people who may inherit from a colleague: the named successor, then managers."""
        seen = {colleague}
        named = self.successor.get(colleague)
        while named is not None and named not in seen:
            seen.add(named)
            if named in self.active:
                yield named
            named = self.successor.get(named)
        yield from (who for who in self.managers_of(colleague) if who in self.active)
