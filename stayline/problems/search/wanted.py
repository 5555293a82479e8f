"""Words that were asked for, as the database looks for them and as they are marked where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from stayline.problems.search import folding
from stayline.problems.search.asking import Words

_STEMS = {
    "da": "danish_stem", "de": "german_stem", "en": "english_stem", "es": "spanish_stem",
    "fi": "finnish_stem", "fr": "french_stem", "hu": "hungarian_stem", "it": "italian_stem",
    "nb": "norwegian_stem", "nl": "dutch_stem", "pt": "portuguese_stem", "ro": "romanian_stem",
    "ru": "russian_stem", "sv": "swedish_stem", "tr": "turkish_stem",
}  # fmt: skip
"""Languages whose stems are kept; `search_language` in migration 0006 knows the same."""

BEGINNING = 3
"""From how many letters on the beginning of a word is enough."""

_NUMBER = re.compile(r"[+0][\d ()/.-]{4,}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that must stand there: its words in a row, and other ways to write a single one."""

    words: Sequence[str]
    is_open_ended: bool  # the last word may go on
    also: Sequence[str] = ()  # whole words that are as good: stems, a number
    spelled: str = ""  # a single word as it is kept where it was spelled with "ä", "ö" or "ü"
    part: str = ""
    is_not: bool = False

    def as_query(self) -> str:
        """For `to_tsquery`: words are letters and digits only, so nothing has to be escaped."""
        *before, last = self.words
        row = " <-> ".join([*map(self._one, before), self._one(last, goes_on=self._goes_on)])
        ways = [f"({row})", *map(self._one, self.also)]
        if self.spelled:
            ways.append(self._one(self.spelled, goes_on=self._goes_on))
        return f"{'!' if self.is_not else ''}({' | '.join(ways)})"

    def _one(self, word: str, *, goes_on: bool = False) -> str:
        return f"'{word}':{'*' if goes_on else ''}{self.part}".rstrip(":")

    @property
    def _goes_on(self) -> bool:
        return self.is_open_ended and len(self.words[-1]) >= BEGINNING

    def fits(self, word: str, wanted: str, *, is_last: bool) -> bool:
        """Whether a word that stands in a text is this one of the words asked for."""
        if word == wanted or (is_last and self._goes_on and word.startswith(wanted)):
            return True
        return any(word.startswith(one) for one in (*self.also, self.spelled) if one)


def wanted(words: Iterable[Words], languages: Iterable[str]) -> list[Wanted]:
    """What was asked for, with the stems it has in the languages spoken here."""
    asked = list(words)
    single = {
        parts[0]
        for one in asked
        if not one.is_phrase and len(parts := folding.words(one.text)) == 1
    }
    stems = _stems(single, languages)
    return [_wanted(one, stems) for one in asked]


def _wanted(asked: Words, stems: Mapping[str, set[str]]) -> Wanted:
    parts = folding.words(asked.text)
    also: set[str] = set()
    is_single = not asked.is_phrase and len(parts) == 1
    if is_single and not asked.part:
        also |= stems.get(parts[0], set())
    if _NUMBER.fullmatch(asked.text.strip()):
        also.add("".join(parts).lstrip("0"))
    return Wanted(
        words=parts,
        is_open_ended=not asked.is_phrase,
        also=sorted(also - set(parts) - {""}),
        spelled=_spelled(parts[0]) if is_single else "",
        part=asked.part,
        is_not=asked.is_not,
    )


def _spelled(word: str) -> str:
    """ "Mueller" is "Müller" too, who is kept as "muller"."""
    kept = re.sub("([aou])e", r"\1", word)
    return kept if kept != word else ""


def _stems(words: set[str], languages: Iterable[str]) -> dict[str, set[str]]:
    known = sorted({_STEMS[short] for one in languages if (short := one[:2].lower()) in _STEMS})
    if not words or not known:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, stem FROM unnest(%s::text[]) AS word, unnest(%s::regdictionary[]) AS known,"
            " unnest(ts_lexize(known, word)) AS stem",
            [sorted(words), known],
        )
        found: dict[str, set[str]] = {}
        for word, stem in cursor.fetchall():
            found.setdefault(word, set()).add(stem)
    return found


def languages_here(spoken: Iterable[str]) -> list[str]:
    """The languages in which one asks here: the company's own and those of the reader."""
    return [*(code for code, _ in settings.LANGUAGES), *spoken]


def as_query(wanted: Iterable[Wanted]) -> str:
    """For `to_tsquery`: all of it."""
    return " & ".join(one.as_query() for one in wanted)
