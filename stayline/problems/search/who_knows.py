"""Who has solved something like this, and how fast somebody picks up: reasons to ask one rather than another.

What is counted is never shown: how often a colleague's words were part of a problem like this one
whose customer is satisfied. Names and addresses are not looked at, what only few may know is not
counted, and a number so small that it could tell of one customer is not said of problems that
the reader may not see.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from stayline.people.models import Colleague
from stayline.problems import statements
from stayline.problems.queries import visible_to
from stayline.problems.search import folding
from stayline.problems.search.asking import Words
from stayline.problems.search.wanted import languages_here, wanted

LOOKS_BACK = timedelta(days=365)
WORDS = 10
"""Words of what is needed that are compared, the longest first."""
SHORTEST = 4
MANY = 3
"""From how many on a number tells of nobody."""
OFTEN_ENOUGH = 2
"""Pick-ups from which "usually" is said."""


@dataclass(frozen=True, slots=True)
class Solved:
    """How many problems like this had a colleague's words, and since when."""

    count: int
    since: datetime


_LIKE_THIS = """
WITH near AS (
    SELECT found.problem_id, found.said FROM problems_findable AS found
    JOIN problems_problem AS problem ON problem.id = found.problem_id
    WHERE found.said @@ to_tsquery('simple', %s) AND problem.stage = 'satisfied'
        AND problem.need_to_know = '{}' AND problem.opened_at > %s AND problem.id <> %s
    ORDER BY found.latest DESC LIMIT 1000
), alike AS (
    SELECT problem_id FROM near WHERE %s <= (
        SELECT count(*) FROM unnest(%s::text[]) AS one
        WHERE ts_filter(near.said, '{a,c}') @@ to_tsquery('simple', one))
)
SELECT word.colleague_id, word.problem_id, min(word.at) FROM alike
JOIN problems_word AS word ON word.problem_id = alike.problem_id
WHERE word.kind = 'spoken' AND word.colleague_id = ANY(%s) GROUP BY 1, 2
"""


def who_solved_like(
    reader: Colleague, need: str, problem: int, who: Collection[int], at: datetime
) -> Mapping[int, Solved]:
    """Of these colleagues, those whose words were part of solving something like `need`."""
    asked = _queries(need, reader)
    if not asked or not who:
        return {}
    enough = 1 if len(asked) < 3 else 2 if len(asked) < 6 else 3
    values = [" | ".join(asked), at - LOOKS_BACK, problem, enough, asked, list(who)]
    (rows,) = statements.ask((_LIKE_THIS, values))
    mine: dict[int, list[tuple[int, datetime]]] = {}
    for colleague, solved, when in rows:
        mine.setdefault(colleague, []).append((solved, when))
    few = {one for found in mine.values() if len(found) < MANY for one, _when in found}
    seen = set(visible_to(reader).filter(pk__in=few).values_list("pk", flat=True)) if few else set()
    said = {
        colleague: [one for one in found if len(found) >= MANY or one[0] in seen]
        for colleague, found in mine.items()
    }
    return {
        colleague: Solved(len(found), min(when for _problem, when in found))
        for colleague, found in said.items()
        if found
    }


def _queries(need: str, reader: Colleague) -> list[str]:
    """Each word as the database looks for it, with its stems."""
    words = {one for one in folding.words(need) if len(one) >= SHORTEST and not one.isdigit()}
    longest = sorted(words, key=lambda one: (-len(one), one))[:WORDS]
    asked = wanted([Words(one) for one in longest], languages_here(reader.languages))
    return [one.as_query() for one in asked if one.words]


_PICKED_UP = """
SELECT receiver_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY picked_up_at - offered_at)
FROM problems_offer
WHERE receiver_id = ANY(%s) AND picked_up_at > %s GROUP BY 1 HAVING count(*) >= %s
"""


def pick_up_times(who: Collection[int], at: datetime) -> Mapping[int, timedelta]:
    """How long these colleagues usually take to pick up what they are offered."""
    if not who:
        return {}
    (rows,) = statements.ask((_PICKED_UP, [list(who), at - LOOKS_BACK, OFTEN_ENOUGH]))
    return dict(rows)
