"""The catalogues: one a room and language, `stayline/<room>/locale/<language>/LC_MESSAGES/django.po`.

They are sorted and name files without lines or dates, so that two people's work merges.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import polib

from stayline.project.messages.extract import Sentence, of_file, sources

PACKAGE = Path(__file__).resolve().parents[2]
#: Besides English, which stands in the source.
LANGUAGES = ("de",)
#: Rooms with a catalogue of their own; what is found below them is theirs.
ROOMS = (
    "ownership",
    "people",
    "problems",
    "channels/mail",
    "channels/encounter",
    "channels/phone",
    "desk",
    "customer_page",
    "project",
)
_PLURALS = {"de": "nplurals=2; plural=(n != 1);"}

Found = Mapping[Sentence, tuple[str, ...]]


def place(room: str, language: str) -> Path:
    return PACKAGE / room / "locale" / language / "LC_MESSAGES" / "django.po"


@cache
def found_in(room: str) -> Found:
    """A room's sentences, each with the files it stands in. Raises `extract.NotFound`."""
    folder = PACKAGE / room
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    plurals: dict[tuple[str, str], str] = {}
    for path in sources(folder):
        for sentence in of_file(path):
            found[sentence.key].add(path.relative_to(folder).as_posix())
            if sentence.plural:
                plurals[sentence.key] = sentence.plural
    return {
        Sentence(text, context, plurals.get((context, text), "")): tuple(sorted(files))
        for (context, text), files in sorted(found.items(), key=lambda one: one[0][::-1])
    }


def renewed(room: str, language: str, known: Mapping[tuple[str, str], str]) -> str:
    """A room's catalogue as it should stand: every sentence of the source and nothing else, with
    the translations there are, and those of `known` where another room has them."""
    before = {_key(one): one for one in read(place(room, language))}
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": _PLURALS[language],
    }
    for sentence, files in found_in(room).items():
        catalogue.append(_entry(sentence, files, before.get(sentence.key), known))
    return f"{catalogue}\n"


def _entry(
    sentence: Sentence,
    files: Iterable[str],
    before: polib.POEntry | None,
    known: Mapping[tuple[str, str], str],
) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=sentence.text,
        msgctxt=sentence.context or None,
        occurrences=[(file, "") for file in files],
        tcomment=before.tcomment if before else "",
        flags=[one for one in before.flags if one == "fuzzy"] if before else [],
    )
    if sentence.plural:
        entry.msgid_plural = sentence.plural
        entry.msgstr_plural = (before.msgstr_plural if before else None) or {0: "", 1: ""}
    else:
        entry.msgstr = (before.msgstr if before else "") or known.get(sentence.key, "")
    return entry


def _key(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgctxt or "", entry.msgid


def read(path: Path) -> polib.POFile:
    """What a catalogue holds; nothing where a room has none."""
    return polib.pofile(str(path), wrapwidth=100) if path.exists() else polib.POFile()


def known_elsewhere(language: str) -> dict[tuple[str, str], str]:
    """What some room says already in this language."""
    entries = (entry for room in ROOMS for entry in read(place(room, language)))
    return {_key(one): one.msgstr for one in entries if one.msgstr and "fuzzy" not in one.flags}


def renew() -> Iterator[str]:
    """Bring every catalogue up to date with the source; tells which have changed."""
    for language in LANGUAGES:
        known = known_elsewhere(language)
        for room in ROOMS:
            path = place(room, language)
            text = renewed(room, language, known)
            if found_in(room) and _text(path) != text:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
                yield path.relative_to(PACKAGE.parent).as_posix()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


# -- what is wrong -------------------------------------------------------------------------------


def faults(room: str, language: str) -> Iterator[str]:
    """Each reason why a room is not complete in a language, naming its sentence."""
    path = place(room, language)
    where = path.relative_to(PACKAGE.parent).as_posix()
    entries = list(read(path))
    for entry in entries:
        yield from (f"{where}: {why}: {entry.msgid!r}" for why in _wrong(entry))
    listed = {_key(one) for one in entries}
    wanted = {one.key for one in found_in(room)}
    yield from (f"{where}: not listed: {text!r}" for _, text in sorted(wanted - listed))
    yield from (f"{where}: nowhere in the source: {text!r}" for _, text in sorted(listed - wanted))
    if listed == wanted and found_in(room) and _text(path) != renewed(room, language, {}):
        yield f"{where}: not as bin/messages writes it"


def said_twice(language: str) -> Iterator[str]:
    """Sentences that two rooms say differently: readers would get either."""
    first: dict[tuple[str, str], tuple[str, str]] = {}
    for room in ROOMS:
        for entry in read(place(room, language)):
            said = entry.msgstr or entry.msgstr_plural.get(1, "")
            other, before = first.setdefault(_key(entry), (room, said)) if said else ("", said)
            if said != before:
                yield f"{other} and {room} differ on {entry.msgid!r}: {before!r}, {said!r}"


def _wrong(entry: polib.POEntry) -> Iterator[str]:
    forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(forms):
        yield "lacks its translation"
        return
    if "fuzzy" in entry.flags:
        yield "is marked fuzzy"
    sources_ = [entry.msgid, entry.msgid_plural] if entry.msgid_plural else [entry.msgid]
    asked = {one for text in sources_ for one in _fixed(text)}
    needed = set(_fixed(sources_[-1])) if entry.msgid_plural else asked
    for form in forms:
        if not set(_fixed(form)) <= asked:
            yield f"has a placeholder or mark too many ({form!r})"
    if not needed <= set(_fixed(forms[-1])):
        yield f"lacks a placeholder or mark ({forms[-1]!r})"
    if any(_edges(form) != _edges(entry.msgid) for form in forms):
        yield "begins or ends with other white space"


_FIXED = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}|</?\w+")


def _fixed(text: str) -> list[str]:
    """What no translation may change: placeholders and the marks of HTML."""
    return _FIXED.findall(text.replace("%%", ""))


def _edges(text: str) -> tuple[bool, bool]:
    return text != text.lstrip(), text != text.rstrip()
