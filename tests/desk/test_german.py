"""The German that people read: complete is what bin/messages checks; here it is good manners."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from django.utils.translation import gettext, pgettext

from stayline.desk.pages.refusals import in_words
from stayline.ownership import Refused
from stayline.ownership.ids import ColleagueId
from stayline.people.models import Colleague
from stayline.problems.search import asked
from stayline.project.messages import catalogues
from stayline.wording.finding import Kind
from stayline.wording.languages import LANGUAGES, why_of


def _said() -> Iterator[tuple[str, str, str, list[str]]]:
    """Room, context, English and German of every sentence."""
    import polib

    for room in catalogues.ROOMS:
        path = catalogues.place(room, "de")
        for entry in polib.pofile(str(path)) if path.exists() else ():
            german = list(entry.msgstr_plural.values()) or [entry.msgstr]
            yield room, entry.msgctxt or "", entry.msgid, german


def test_our_words_win_over_those_of_other_packages() -> None:
    with translation.override("de"):
        lost = [
            (english, german[0])
            for _room, context, english, german in _said()
            if len(german) == 1
            and german[0]
            and (pgettext(context, english) if context else gettext(english)) != german[0]
        ]
    assert lost == []


@pytest.mark.parametrize("word", ["Ticket", "Warteschlange", "Agent", "Abteilung", "Mitarbeiter"])
def test_nobody_is_called_so(word: str) -> None:
    assert [one for *_, german in _said() for one in german if word.lower() in one.lower()] == []


def test_quotes_stand_low_and_high() -> None:
    found = [one for *_, german in _said() for one in german if re.search(r"[“”][^“”„]*”|\w”", one)]
    assert found == []


def test_colleagues_are_spoken_to_by_du() -> None:
    """But where they say something to a customer, or see what a customer reads."""
    to_customers = re.compile(
        r"„Ich helfe Ihnen“|^Ich helfe Ihnen$|schreibt Ihnen|für Ihre Nachricht|wieder bei Ihnen\.“"
    )
    formal = re.compile(r"(?<![.:!?] )(?<!^)\b(Sie|Ihnen|Ihre?[mnrs]?)\b")
    found = [
        one
        for room, *_, german in _said()
        for one in german
        if room in ("desk", "people") and formal.search(one) and not to_customers.search(one)
    ]
    assert found == []


def test_a_refusal_is_said_in_its_readers_language(bea: Colleague) -> None:
    refused = Refused(
        "{owner} is with {customer}, so {owner} asks.", owner=ColleagueId(bea.pk)
    )  # fmt: skip
    with translation.override("de"):
        assert in_words(refused, "Carol") == "Bea ist für Carol da. Darum fragt Bea."
        assert in_words(refused) == "Bea ist für die Kundschaft da. Darum fragt Bea."
    assert in_words(refused, "Carol") == "Bea is with Carol, so Bea asks."


def test_search_fields_may_be_asked_in_german() -> None:
    now, zone = datetime(2026, 11, 22, 12, tzinfo=UTC), ZoneInfo("Europe/Berlin")
    german = asked("ist:offen,überfällig wartet:uns vor:gestern -von:acme", now, zone)
    assert german == asked("is:open,late waits:us before:yesterday -from:acme", now, zone)
    assert not german.remarks


def test_every_brush_off_is_explained_in_every_language_we_know() -> None:
    assert [(kind, code) for kind in Kind for code in LANGUAGES if not why_of(kind, code)] == []
    assert why_of(Kind.STALLING, "de-AT") == why_of(Kind.STALLING, "de") != ""
    assert why_of(Kind.STALLING, "fi") == ""
