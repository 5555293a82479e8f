"""A language nobody speaks, for looking at pages: every sentence accented, two fifths longer, written
from right to left, and in marks, so that what was never translated stands out.

Only where `STAYLINE_PSEUDO_LANGUAGE` is set. Its code is the one of artificial languages (ISO 639-2).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

import polib
from django.apps import apps
from django.conf import settings
from django.conf.locale import LANG_INFO

from stayline.project.messages.catalogues import ROOMS, found_in

CODE, NAME = "art", "Pseudo"
BEGINS, ENDS = "⟦", "⟧"
#: From here on letters stand from right to left, whatever they are, until the other mark.
_TURNED, _BACK = "\u202e", "\u202c"

_ACCENTS = str.maketrans(
    "AaCcDdEeGgHhIiJjKkLlNnOoRrSsTtUuWwYyZz",
    "ÀàÇçÐðÉéĜĝĤĥÎîĴĵĶķĻļÑñÔôŔŕŠšŢţÛûŴŵÝýŽž",
)
_FIXED = re.compile(
    r"%(?:\(\w+\))?[-+ #0]*\d*(?:\.\d+)?[a-zA-Z%]|\{\{.*?\}\}|\{[^{}]*\}|<[^<>]+>|&\w+;|\s*\n\s*"
)
LONGER = 0.4


def said(text: str) -> str:
    """A sentence in the language nobody speaks; placeholders, marks of HTML and lines as they are."""
    words = "".join(_FIXED.sub(" ", text).split())
    more = " ~~~~" * round(len(words) * LONGER / 5) or "~"
    parts = _FIXED.split(text)
    kept = [*_FIXED.findall(text), ""]
    turned = "".join(f"{_turned(part)}{fixed}" for part, fixed in zip(parts, kept, strict=True))
    return f"{BEGINS}{turned}{more}{ENDS}"


def _turned(part: str) -> str:
    words = part.strip()
    return part.replace(words, f"{_TURNED}{words.translate(_ACCENTS)}{_BACK}") if words else part


def make(folder: Path) -> None:
    """The compiled catalogue of every sentence that any installed part knows."""
    catalogue = polib.POFile()
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    seen: set[tuple[str, str]] = set()
    for context, text, plural in _sentences():
        if (context, text) in seen:
            continue
        seen.add((context, text))
        entry = polib.POEntry(msgid=text, msgctxt=context or None)
        if plural:
            entry.msgid_plural, entry.msgstr_plural = plural, {0: said(text), 1: said(plural)}
        else:
            entry.msgstr = said(text)
        catalogue.append(entry)
    place = folder / CODE / "LC_MESSAGES" / "django.mo"
    place.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=place.parent, delete=False) as file:
        file.write(catalogue.to_binary())
    os.replace(file.name, place)


def _sentences() -> Iterator[tuple[str, str, str]]:
    """Of ours, with their plurals first; then of everybody else's, as their German lists them."""
    ours = [sentence for room in ROOMS for sentence in found_in(room)]
    for sentence in sorted(ours, key=lambda one: not one.plural):
        yield sentence.context, sentence.text, sentence.plural
    for listed in _others():
        for entry in polib.mofile(str(listed)):
            if entry.msgid:
                yield entry.msgctxt or "", entry.msgid, entry.msgid_plural


def _others() -> Iterator[Path]:
    import django

    places = [
        Path(django.__file__).parent / "conf",
        *(Path(one.path) for one in apps.get_app_configs()),
    ]
    listed = (place / "locale" / "de" / "LC_MESSAGES" / "django.mo" for place in places)
    yield from (one for one in listed if one.exists() and "stayline" not in one.parts)


def install() -> None:
    """Make the language there is, for this process and all that start after it."""
    LANG_INFO[CODE] = {"bidi": True, "code": CODE, "name": NAME, "name_local": NAME}
    make(Path(settings.LOCALE_PATHS[-1]))
