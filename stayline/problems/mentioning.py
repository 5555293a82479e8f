"""Colleagues mentioned in a note: they may read the problem from then on, and are told so.

Who may see a problem is no part of the rule, so no timeline tells of it but by the note itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from stayline.ownership import Refused
from stayline.ownership.ids import ColleagueId
from stayline.people import queries as people
from stayline.people.models import Colleague
from stayline.problems import journal
from stayline.problems import models as m

MENTIONED = "mentioned"
"""The kind of a notice: a note that names its reader."""


def mention(row: m.Problem, by: int, whom: Sequence[int], number: int, at: datetime) -> None:
    """Let them read it, and tell them of the note that is event `number`.

    Raises Refused for somebody on the customer's side; and, where only a few may know of the
    problem, for everybody else unless its owner says so.
    """
    asked = people.active_colleagues().filter(pk__in=[who for who in whom if who != by])
    for colleague in asked:
        _may_be_mentioned(row, by, colleague)
    if not asked:
        return
    row.mentioned = sorted({*row.mentioned, *(one.pk for one in asked)})
    row.save(update_fields=["mentioned"])
    m.Notice.objects.bulk_create(
        [m.Notice(to=one, problem=row, number=number, kind=MENTIONED, at=at) for one in asked],
        ignore_conflicts=True,
    )
    journal.nudge(row)


def _may_be_mentioned(row: m.Problem, by: int, whom: Colleague) -> None:
    if m.Party.objects.filter(problem=row, colleague=whom).exists():
        raise Refused(
            "{who} is on the customer's side here and takes no part on ours, so no note of ours"
            " is for them.",
            who=ColleagueId(whom.pk),
        )
    knows = {row.owner_id, *row.involved, *row.need_to_know}
    if row.need_to_know and whom.pk not in knows and by != row.owner_id:
        raise Refused(
            "Only a few of us may know of this; {owner} decides who else, in {customer}'s interest.",
            owner=ColleagueId(row.owner_id),
        )


def named_in(text: str) -> list[int]:
    """The active colleagues whom a text names: "@" and their whole name or their mail address.

    A name that two colleagues have names neither; their addresses do.
    """
    if "@" not in text:
        return []
    known: dict[str, set[int]] = {}
    for pk, name, email in people.active_colleagues().values_list("pk", "name", "email"):
        known.setdefault(" ".join(name.split()).casefold(), set()).add(pk)
        known.setdefault(email.casefold(), set()).add(pk)
    single = {name: next(iter(who)) for name, who in known.items() if len(who) == 1}
    longest = sorted((name for name in known if name), key=len, reverse=True)
    named = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longest)
    found = re.finditer(rf"(?<!\w)@({named})(?!\w)", text.casefold()) if named else ()
    seen = (" ".join(one[1].split()) for one in found)
    return list(dict.fromkeys(single[name] for name in seen if name in single))
