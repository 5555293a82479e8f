"""Who may know of a problem: whoever usually may, or only a few whom its owner names.

No part of the rule, as with a mention; whoever is with the customer knows in any case.
"""

from __future__ import annotations

from collections.abc import Collection

from stayline.ownership import Refused
from stayline.ownership.ids import ColleagueId
from stayline.people import queries as people
from stayline.problems import journal


def draw(problem: int, by: int, whom: Collection[int]) -> None:
    """Only those with the customer and these may know of it from now on; none named: only those
    with the customer. Whom a note named, and who is not among these, reads it no more."""
    _set(problem, by, whom)


def open_again(problem: int, by: int) -> None:
    """Whoever usually may know of it may again."""
    _set(problem, by, None)


def _set(problem: int, by: int, whom: Collection[int] | None) -> None:
    with journal.deciding():
        row = journal.hold(problem)
        if by != row.owner_id:
            raise Refused(
                "{owner} answers to {customer} for this, so only {owner} says who may know of it.",
                owner=ColleagueId(row.owner_id),
            )
        before = row.mentioned
        if whom is None:
            row.need_to_know = []
        else:
            able = people.active_colleagues().filter(pk__in=whom).values_list("pk", flat=True)
            row.need_to_know = sorted({row.owner_id, *able})
            row.mentioned = [one for one in row.mentioned if one in row.need_to_know]
        row.save(update_fields=["need_to_know", "mentioned"])
        journal.nudge(row, *before)
