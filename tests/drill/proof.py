"""What was told, compared with what is there. Straight from the tables, and by `stayline audit`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import psycopg

from stayline.stories.postbox import Letter
from tests.drill.traffic import Site, Told, Yes
from tests.drill.waiting import DrillFailed, wait_until

SECONDS_TO_SETTLE = 60


class Proof:
    """Asks what became of everything that was answered with a yes."""

    def __init__(self, site: Site, told: Told, letters: Sequence[Letter] = ()) -> None:
        self.site, self.told, self.letters = site, told, letters

    def wrong(self) -> list[str]:
        """Everything that is not as it should be; nothing when all is well."""
        told = self.told.so_far()
        found = [*self._mails(told), *self._acts(told), *self._letters()]
        found += self._settled("a promise or a timer that nobody says", _OVERDUE)
        found += self._settled("a job that nobody does", _STUCK_JOBS)
        found += self._settled("a mail that does not leave", _STUCK_MAILS)
        audited = self.site.audit()
        return [*found, f"the auditor: {audited}"] if audited else found

    def _ask(self, query: str) -> list[tuple[Any, ...]]:
        """Asked again while the database is away for a moment."""
        found: list[list[tuple[Any, ...]]] = []

        def look() -> bool:
            with suppress(psycopg.Error):
                found.append(self.site.ask(query))
            return bool(found)

        wait_until("a database", look, SECONDS_TO_SETTLE)
        return found[0]

    # -- what was told ---------------------------------------------------------------------------

    def _mails(self, told: list[Yes]) -> Iterator[str]:
        ids = {one.words.strip("<>") for one in told if one.what.startswith("mail")}
        there = Counter(
            str(one)
            for (one,) in self._ask(
                "SELECT message_id FROM mail_rawmail JOIN problems_problem ON problems_problem.id"
                " = problem_id WHERE message_id LIKE 'drill-%%'"
            )
        )
        yield from (
            f"the mail {one} was taken and is not there" for one in sorted(ids - set(there))
        )
        yield from (
            f"the mail {one} is there {many} times" for one, many in there.items() if many > 1
        )

    def _acts(self, told: list[Yes]) -> Iterator[str]:
        for what, query in _ACTS.items():
            there = Counter((int(p), str(w)) for p, w in self._ask(query))
            for one in told:
                if one.what == what and (one.problem, one.words) not in there:
                    yield f"{what} on problem {one.problem} was answered and is not there"
            for (problem, _), many in there.items():
                if many > 1:
                    yield f"{what} is there {many} times on problem {problem}"

    # -- what left -------------------------------------------------------------------------------

    def _letters(self) -> Iterator[str]:
        """A letter may come twice when a worker was killed in the middle, and is then the same."""
        by_id: dict[tuple[str, str], set[bytes]] = {}
        for letter in list(self.letters):
            by_id.setdefault((letter.to, letter.message_id), set()).add(letter.mail.as_bytes())
        for (to, message_id), forms in by_id.items():
            if len(forms) > 1:
                yield f"{message_id} to {to} came in {len(forms)} forms"

    # -- what must come by itself ----------------------------------------------------------------

    def _settled(self, what: str, query: str) -> list[str]:
        try:
            wait_until(what, lambda: self._none(query), SECONDS_TO_SETTLE)
        except DrillFailed:
            return [f"{what}: {self._ask(query)[:3]}"]
        return []

    def _none(self, query: str) -> bool:
        return self._ask(query) == []


def until_all_answer(told: Told, kinds: tuple[str, ...], since: float, seconds: float) -> float:
    """Seconds from `since` until each kind was answered again. Raises DrillFailed."""
    first: dict[str, float] = {}

    def answered() -> bool:
        for kind in kinds:
            after = [one.at for one in told.so_far(kind) if one.at > since]
            if after:
                first.setdefault(kind, after[0])
        return len(first) == len(kinds)

    try:
        wait_until("an answer to everything", answered, seconds)
    except DrillFailed:
        missing = ", ".join(kind for kind in kinds if kind not in first)
        raise DrillFailed(f"Nobody was answered within {seconds:.0f} s: {missing}.") from None
    return max(first.values()) - since


_OVERDUE = """
SELECT id, wakes_at FROM problems_problem WHERE wakes_at < now() - interval '5 seconds' LIMIT 5
"""
"""A timer that is so late with a clock running was forgotten."""
_STUCK_JOBS = """
SELECT id, task_name, status FROM procrastinate_jobs
 WHERE status = 'failed' OR (status = 'doing' AND worker_id IS NULL) LIMIT 5
"""
_STUCK_MAILS = """
SELECT id, recipient, trouble FROM mail_outgoing
 WHERE sent_at IS NULL AND (failed_at IS NOT NULL OR leaves_at < now() - interval '30 seconds') LIMIT 5
"""
_EVENT = """
SELECT problem_id, '' FROM problems_timelineevent
 WHERE kind = '{}' AND problem_id IN (SELECT problem_id FROM mail_rawmail WHERE message_id LIKE 'drill-h%%')
"""
# Said, about to leave, or back with its writer since it no longer fits.
_WORD = """
SELECT problem_id, text FROM problems_word WHERE text LIKE 'I am with you, %%'
UNION ALL SELECT problem_id, text FROM desk_pendingsend WHERE text LIKE 'I am with you, %%'
UNION ALL SELECT problem_id, text FROM desk_draft WHERE text LIKE 'I am with you, %%'
"""
_ACTS = {
    "word": _WORD,
    "offer": "SELECT problems_offer.problem_id, text FROM problems_offer JOIN problems_text ON brief_id = problems_text.id",
    "met": _EVENT.format("SaidIWillHelp"),
    "picked up": _EVENT.format("PickedUp"),
    "asked": _EVENT.format("Asked"),
    "consent": _EVENT.format("OwnerChanged"),
    "satisfied": _EVENT.format("SaidSatisfied"),
}
