"""Who works here and who answers to whom, as the rule wants to know it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from stayline.ownership.ids import ColleagueId
from stayline.people.models import Colleague, Role


class Facts(NamedTuple):
    """The company at one instant, by ids. The maps hold nobody who has no such person."""

    active: frozenset[ColleagueId]
    manager: Mapping[ColleagueId, ColleagueId]
    deputy: Mapping[ColleagueId, ColleagueId]
    successor: Mapping[ColleagueId, ColleagueId]
    roles: Mapping[ColleagueId, str]

    @property
    def leads(self) -> frozenset[ColleagueId]:
        """Whoever may do what the rule leaves to a lead."""
        return frozenset(who for who, role in self.roles.items() if role != Role.COLLEAGUE)


def facts() -> Facts:
    """Read the company in one query. Whoever decides by it holds the company's lock."""
    rows = list(
        Colleague.objects.order_by().values_list(
            "id", "is_active", "manager_id", "deputy_id", "successor_id", "role"
        )
    )
    return Facts(
        active=frozenset(ColleagueId(row[0]) for row in rows if row[1]),
        manager={ColleagueId(row[0]): ColleagueId(row[2]) for row in rows if row[2]},
        deputy={ColleagueId(row[0]): ColleagueId(row[3]) for row in rows if row[3]},
        successor={ColleagueId(row[0]): ColleagueId(row[4]) for row in rows if row[4]},
        roles={ColleagueId(row[0]): row[5] for row in rows},
    )
