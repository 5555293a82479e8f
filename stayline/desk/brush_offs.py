"""Sentences that send a customer away, shown to whoever writes them. It warns; it never stops.

What was sent all the same is counted, by its kind and without its words, so that a company sees
what its people are left alone with.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from stayline.desk.models import BrushOff, PendingSend
from stayline.wording import read
from stayline.wording.finding import Finding
from stayline.wording.languages import language_of, why_of


@dataclass(frozen=True, slots=True)
class Found:
    """One sentence. `start` and `end` count as a browser does: in UTF-16 code units."""

    start: int
    end: int
    why: str
    better: str
    language: str = ""  # of the better sentence, where the text tells it


def found_in(text: str) -> tuple[bool, list[Found]]:
    """Whether the text's language is one that is checked, and what was found."""
    reading = read(text)
    found = [
        Found(
            _units(text[: one.start]),
            _units(text[: one.end]),
            _why(one),
            one.better,
            language_of(text[one.start : one.end]) or reading.language,
        )
        for one in reading.findings
    ]
    return reading.checked, found


def _why(one: Finding) -> str:
    """In the reader's language, whichever they write in; the better sentence is in the text's."""
    return why_of(one.kind, get_language() or "") or one.why


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def count(sent: PendingSend) -> None:
    """It was sent as it was: keep which kinds, once for each form."""
    kinds = [one.kind.value for one in read(sent.text).findings]
    if not kinds:
        return
    kept = BrushOff(
        colleague_id=sent.colleague_id,
        problem_id=sent.problem_id,
        client=sent.client,
        kinds=kinds,
        at=sent.sent_at,
    )
    BrushOff.objects.bulk_create([kept], ignore_conflicts=True)
