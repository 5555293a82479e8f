"""Colleagues mentioned in a note: they may read the problem from then on, and are told so.

It ends with what it was for: when the customer is satisfied, when the problem is set aside or joined
to another, and before that whenever its owner says so, or the colleague themselves. A problem that
wakes is theirs to read again, as it was; whom its owner let go is not.

Who may see a problem is no part of the rule, so no timeline tells of it but by the note itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


def let_go(row: m.Problem, by: int, whom: int) -> None:
    """They need not read it any more: its owner says so, or they do. Done again it is done.

    Raises Refused for anybody else.
    """
    if by not in (row.owner_id, whom):
        raise Refused(
            "{owner} answers to {customer} for this, so only {owner} says who need not read it.",
            owner=ColleagueId(row.owner_id),
        )
    with journal.deciding():
        row = journal.hold(row.pk)
        if whom not in row.mentioned:
            return
        row.mentioned = [one for one in row.mentioned if one != whom]
        row.save(update_fields=["mentioned"])
        told = m.Notice.objects.filter(to=whom, problem=row, kind=MENTIONED, seen_at__isnull=True)
        told.delete()
        journal.nudge(row, whom)


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
    naming = _naming() if "@" in text else None
    found = [naming.whom(one) for one in naming.pattern.finditer(text)] if naming else []
    return list(dict.fromkeys(who for who in found if who))


def with_names_strong(text: str) -> str:
    """The same words with whom they name in bold, as `rich_text` reads it."""
    naming = _naming() if "@" in text else None
    if naming is None:
        return text
    return naming.pattern.sub(lambda one: f"**{one[0]}**" if naming.whom(one) else one[0], text)


@dataclass(frozen=True)
class _Naming:
    """How everybody here is named, and which one active colleague a name stands for."""

    pattern: re.Pattern[str]
    whose: Mapping[str, set[int]]

    def whom(self, found: re.Match[str]) -> int:
        """0 where it is several, or nobody."""
        who = self.whose.get(_plain(found["who"]), set())
        return next(iter(who)) if len(who) == 1 else 0


def _naming() -> _Naming | None:
    names: set[str] = set()
    whose: dict[str, set[int]] = {}
    for pk, *ways in people.active_colleagues().values_list("pk", "name", "email"):
        for one in filter(None, ways):
            names.add(one)
            whose.setdefault(_plain(one), set()).add(pk)
    if not names:
        return None
    longest = sorted(names, key=len, reverse=True)
    spoken = "|".join(r"\s+".join(re.escape(part) for part in one.split()) for one in longest)
    return _Naming(re.compile(rf"(?<!\w)@(?P<who>{spoken})(?!\w)", re.IGNORECASE), whose)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
