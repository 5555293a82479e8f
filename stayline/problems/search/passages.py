"""Where it stands: the passages of a problem in which what was asked for is found, marked."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from django.db import connection

from stayline.problems.search import folding
from stayline.problems.search.wanted import Wanted

Kind = Literal["subject", "customer", "word", "note", "file", "brief"]

BEFORE, AROUND = 40, 160
"""How many letters are shown before the first hit of a passage, and in all."""

MOST = 2
"""Passages of one problem."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text as (text, whether it is what was asked for)."""

    kind: Kind
    pieces: Sequence[tuple[str, bool]]


def marked(text: str, wanted: Sequence[Wanted], most: int | None = None) -> list[tuple[int, int]]:
    """Where what was asked for stands in a text, in order; of a long text, until `most` letters
    after the first place."""
    asked = [one for one in wanted if not one.is_not and _may_stand(one, folding.fold(text))]
    if not asked:
        return []
    longest = max(len(one.words) for one in asked)
    found: list[tuple[int, int]] = []
    row: deque[folding.Place] = deque(maxlen=longest)
    for place in folding.places(text):
        row.append(place)
        if most is not None and found and place.start > found[0][0] + most:
            break
        found += [(row[-len(one.words)].start, place.end) for one in asked if _ends(one, row)]
    return _apart(sorted(found))


def _may_stand(one: Wanted, folded: str) -> bool:
    """Quickly: most words of a page hold nothing that was asked for."""
    return one.words[0] in folded or any(
        other in folded for other in (*one.also, one.spelled) if other
    )


def _ends(one: Wanted, row: Sequence[folding.Place]) -> bool:
    """Whether the words asked for are the last of these."""
    if len(row) < len(one.words):
        return False
    return _stands(one, [place.word for place in list(row)[-len(one.words) :]])


def _stands(one: Wanted, words: Sequence[str]) -> bool:
    last = len(one.words) - 1
    pairs = zip(words, one.words, strict=True)
    return all(
        one.fits(word, wanted, is_last=place == last) for place, (word, wanted) in enumerate(pairs)
    )


def _apart(found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without overlaps."""
    kept: list[tuple[int, int]] = []
    for start, end in found:
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return kept


def passage(kind: Kind, text: str, wanted: Sequence[Wanted]) -> Passage | None:
    """The stretch around the first hit; None where there is none."""
    if not any(_may_stand(one, folding.fold(text)) for one in wanted if not one.is_not):
        return None
    text = " ".join(text.split())
    found = marked(text, wanted, AROUND)
    if not found:
        return None
    start = _word_before(text, max(0, found[0][0] - BEFORE))
    end = _word_after(text, min(len(text), start + AROUND))
    return Passage(kind, list(_pieces(text, found, start, end)))


def _word_before(text: str, place: int) -> int:
    return text.rfind(" ", 0, place) + 1 if place else 0


def _word_after(text: str, place: int) -> int:
    """The end of the last whole word before a place."""
    return place if place == len(text) else max(text.rfind(" ", 0, place), place - 30)


def _pieces(
    text: str, found: Iterable[tuple[int, int]], start: int, end: int
) -> Iterator[tuple[str, bool]]:
    at = start
    if start:
        yield "… ", False
    for first, last in found:
        if first >= end:
            break
        if first > at:
            yield text[at:first], False
        yield text[first:last], True
        at = last
    if at < end:
        yield text[at:end], False
    if end < len(text):
        yield " …", False


_SAID = """
SELECT asked.id, word.kind, left(word.text, 4000), word.sender, word.files
FROM unnest(%s::bigint[]) AS asked(id)
CROSS JOIN LATERAL (
    SELECT kind, text, sender, at,
        (SELECT string_agg(name, ', ') FROM problems_attachment WHERE word_id = one.id) AS files
    FROM problems_word AS one
    WHERE one.problem_id = asked.id AND one.erased_at IS NULL
    ORDER BY at DESC LIMIT 20
) AS word
"""


def passages_of(problems: Iterable[int], wanted: Sequence[Wanted]) -> dict[int, list[Passage]]:
    """For each of these problems where it stands in words and files' names, the latest first.

    Reads the twenty latest words of each: a page of results, not the whole of any.
    """
    found: dict[int, list[Passage]] = {}
    if not any(not one.is_not for one in wanted):
        return found
    with connection.cursor() as cursor:
        cursor.execute(_SAID, [list(problems)])
        for problem, kind, text, sender, files in cursor.fetchall():
            known = found.setdefault(problem, [])
            if len(known) < MOST:
                known += _of_a_word(kind, text, sender, files or "", wanted)[: MOST - len(known)]
    return found


def _of_a_word(
    kind: str, text: str, sender: str, files: str, wanted: Sequence[Wanted]
) -> list[Passage]:
    said: Kind = "note" if kind == "note" else "word"
    anywhere = [one for one in wanted if one.part in ("", "C")]
    named = [one for one in wanted if one.part in ("", "D")]
    possible = (
        passage(said, f"{sender} {text}" if sender else text, anywhere),
        passage("file", files, named) if files else None,
    )
    return [one for one in possible if one is not None]
