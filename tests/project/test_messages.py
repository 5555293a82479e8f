"""Every sentence that people read is listed, and says the same in German."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest

from stayline.project.messages import catalogues, pseudo
from stayline.project.messages.__main__ import wrong
from stayline.project.messages.compiled import compile_all
from stayline.project.messages.extract import NotFound, Sentence, of_python, of_template

HERE = Path("here.py")


def found_in(source: str) -> list[Sentence]:
    return list(of_python(source, HERE))


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_nothing_is_left_to_translate(language: str) -> None:
    assert wrong(language) == []


def test_calls_of_gettext_are_found_in_python() -> None:
    source = (
        '_("Send")\nngettext("%(n)d day", "%(n)d days", n)\npgettext("by mail", "Write")\n_(said)'
    )
    assert found_in(source) == [
        Sentence("Send"),
        Sentence("%(n)d day", plural="%(n)d days"),
        Sentence("Write", context="by mail"),
    ]


def test_the_rules_refusals_are_found_without_a_word_of_gettext() -> None:
    source = '_OVER = "It is over."\nd.require(fine, "No." if first else "Not now.")\nraise Refused(_OVER)'
    assert found_in(source) == [Sentence("No."), Sentence("Not now."), Sentence("It is over.")]


def test_a_refusal_whose_sentence_cannot_be_read_is_told() -> None:
    with pytest.raises(NotFound, match=r"here\.py:1"):
        found_in('raise Refused(f"{who} said no.")')


def test_sentences_are_found_in_templates_with_their_plurals_and_inside_filters() -> None:
    source = (
        "{% translate \"It's here\" %} {{ name|default:_('Nobody') }}"
        "{% blocktranslate count n=n trimmed %}\n one for {{ who }}\n{% plural %}many{% endblocktranslate %}"
    )
    assert set(of_template(source, Path("a.html"))) == {
        Sentence("It's here"),
        Sentence("Nobody"),
        Sentence("one for %(who)s", plural="many"),
    }


@pytest.mark.parametrize(
    ("translated", "why"),
    [
        ("", "lacks its translation"),
        ("Von %(wem)s bis <b>{wann}", "too many"),
        ("Von <b>%(who)s</b>", "lacks a placeholder"),
        ("Von <b>%(who)s</b> bis {when} ", "white space"),
    ],
)
def test_what_is_wrong_with_a_translation_is_named(
    translated: str, why: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sentence = Sentence("From <b>%(who)s</b> until {when}")
    monkeypatch.setattr(catalogues, "found_in", lambda room: {sentence: ("a.html",)})
    monkeypatch.setattr(catalogues, "PACKAGE", tmp_path)
    list(catalogues.renew())
    path = catalogues.place("desk", "de")
    listed = polib.pofile(str(path))
    listed[0].msgstr = translated
    path.write_text(f"{listed}\n", encoding="utf-8")
    assert any(why in fault for fault in catalogues.faults("desk", "de"))


def test_what_has_gone_from_the_source_and_what_came_new_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(catalogues, "PACKAGE", tmp_path)
    monkeypatch.setattr(catalogues, "found_in", lambda room: {Sentence("Old"): ("a.html",)})
    list(catalogues.renew())
    monkeypatch.setattr(catalogues, "found_in", lambda room: {Sentence("New"): ("a.html",)})
    told = " ".join(catalogues.faults("desk", "de"))
    assert "nowhere in the source: 'Old'" in told
    assert "not listed: 'New'" in told


def test_catalogues_are_compiled_once_and_again_when_they_change(tmp_path: Path) -> None:
    folder = tmp_path / "desk" / "locale" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text('msgid "Send"\nmsgstr "Senden"\n', encoding="utf-8")
    assert (compile_all(tmp_path), compile_all(tmp_path)) == (1, 0)
    assert polib.mofile(str(folder / "django.mo"))[0].msgstr == "Senden"
    assert [one.suffix for one in sorted(folder.iterdir())] == [".mo", ".po"]


def test_the_language_nobody_speaks_is_longer_marked_and_keeps_what_is_fixed() -> None:
    spoken = pseudo.said("From <b>%(who)s</b>\n  until {when}")
    assert (spoken[0], spoken[-1]) == ("⟦", "⟧")
    assert "<b>%(who)s</b>\n  " in spoken
    assert "{when}" in spoken
    assert "From" not in spoken
    assert spoken.count("~") >= 0.3 * len("From until")


_SIDES = re.compile(
    r"(margin|padding|border)-(left|right)\b|(^|[;{\s])(left|right)\s*:|(text-align|float):\s*(left|right)\b"
)


def test_styles_say_start_and_end_never_left_and_right() -> None:
    styles = sorted(catalogues.PACKAGE.glob("*/static/**/*.css"))
    lines = ((path.name, line) for path in styles for line in path.read_text().splitlines())
    assert [(name, line) for name, line in lines if _SIDES.search(line)] == []
    assert styles


_READ_BY_CUSTOMERS = re.compile(
    r"uploads?(_buttons)?\.(py|html)|_waiting\.html|_refusal\.html|_head\.html"
)
_NEVER = re.compile(
    r"ticket|warteschlange|abteilung|\bagent|sachbearbeit|vorgang|hotline", re.IGNORECASE
)
_DU = re.compile(r"\b([Dd]u|[Dd]ich|[Dd]ir|[Dd]ein(e[nmrs]?)?|Schick|Nimm|Versuch|Schreib|Sieh)\b")


def test_what_customers_read_calls_nobody_du_and_nothing_a_ticket() -> None:
    listed = [
        (room, entry)
        for room in catalogues.ROOMS
        for entry in catalogues.read(catalogues.place(room, "de"))
        if room == "customer_page"
        or any(_is_read_by_customers(file) for file, _ in entry.occurrences)
    ]
    assert [entry.msgstr for _, entry in listed if _DU.search(entry.msgstr)] == []
    assert [entry.msgstr for _, entry in listed if _NEVER.search(entry.msgstr)] == []
    assert len(listed) > 80


def _is_read_by_customers(file: str) -> bool:
    """Of a file that pages of colleagues and of customers share."""
    return bool(_READ_BY_CUSTOMERS.fullmatch(file.rpartition("/")[2])) and "views/" not in file
