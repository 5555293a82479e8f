"""How well the check tells a brush-off from help, and how fast."""

from __future__ import annotations

import time
from collections import Counter

import pytest

from stayline.wording import Kind, check, get_ready
from stayline.wording.check import judge_of
from tests.wording.labelled import Labelled, figures, load

LANGUAGES = pytest.mark.parametrize("code", ["en", "de"])
#: A letter's length, and what checking it may cost, counted in additions of two numbers, so that a slow or a busy
#: machine changes little. More than half of the labelled sentences are brush-offs, so a page of them is dear.
PAGE_LETTERS = 3000
#: A handful says nothing.
KIND_TIMES_MIN = 5
NEW_PAGE_ADDITIONS_MAX = 150_000
NEW_GOOD_PAGE_ADDITIONS_MAX = 100_000
PAGE_ADDITIONS_MAX = 60_000


def held_out(code: str) -> list[Labelled]:
    """Never learnt from, and no pattern was written with them in view."""
    halves = [*load(f"labelled.{code}"), *load(f"annotated.{code}"), *load(f"voices.{code}")]
    return [one for one in halves if one.held_out] + load(f"personas.{code}")


@LANGUAGES
def test_there_are_enough_labelled_texts(code: str) -> None:
    assert len(load(f"labelled.{code}")) + len(load(f"annotated.{code}")) >= 400
    assert len(load(f"personas.{code}")) >= 100


@LANGUAGES
def test_what_was_held_out_is_told_apart(code: str) -> None:
    told = figures(held_out(code))
    print(f"held out, {code}: {told}")  # noqa: T201
    assert told.recall >= 0.90, told
    assert told.precision >= 0.90, told


FRAME = {
    "en": "Dear Ms Hale, thank you for your letter. {} Kind regards, Bea Lindqvist",
    "de": "Guten Tag, vielen Dank für Ihre Zeilen. {} Mit freundlichen Grüßen, Bea Lindqvist",
}


@LANGUAGES
def test_courtesies_around_it_change_little(code: str) -> None:
    told = figures(one._replace(text=FRAME[code].format(one.text)) for one in held_out(code))
    print(f"in a letter, {code}: {told}")  # noqa: T201
    assert told.recall >= 0.85, told
    assert told.precision >= 0.88, told


@LANGUAGES
def test_the_letters_of_seven_trades_are_told_apart(code: str) -> None:
    told = figures(load(f"personas.{code}"))
    print(f"personas, {code}: {told}")  # noqa: T201
    assert told.recall >= 0.80, told
    assert told.precision >= 0.90, told


@LANGUAGES
def test_twelve_voices_typed_in_a_hurry_are_told_apart(code: str) -> None:
    told = figures(one for one in load(f"voices.{code}") if one.held_out)
    print(f"voices, held out, {code}: {told}")  # noqa: T201
    assert told.recall >= 0.80, told
    assert told.precision >= 0.85, told


def test_what_an_earlier_judge_wrote_is_told_apart() -> None:
    told = figures(load("judge"))
    assert told.recall >= 0.85, told
    assert told.precision >= 0.90, told


@LANGUAGES
def test_each_kind_is_found_more_often_than_not(code: str) -> None:
    kinds = Counter(one.kind for one in held_out(code) if one.brush_off and one.kind)
    told = Counter((one.kind, bool(check(one.text))) for one in held_out(code) if one.brush_off)
    assert {
        kind
        for kind, times in kinds.items()
        if times >= KIND_TIMES_MIN and told[kind, True] < 2 * told[kind, False]
    } == set()


@LANGUAGES
def test_a_finding_marks_the_sentence_that_was_meant(code: str) -> None:
    texts = [*load(f"annotated.{code}"), *load(f"personas.{code}")]
    found = [one for one in texts if one.brush_off and check(one.text)]
    assert [one.text for one in found if not _marks(one)] == []


def _marks(one: Labelled) -> bool:
    return any(
        finding.start < end and finding.end > start
        for finding in check(one.text)
        for start, end in one.spans
    )


@LANGUAGES
def test_its_kind_is_mostly_the_one_a_reader_gave_it(code: str) -> None:
    named = [
        (one.kind, [finding.kind.value for finding in check(one.text)])
        for one in held_out(code)
        if one.brush_off and one.kind and check(one.text)
    ]
    right = [kind in kinds for kind, kinds in named]
    assert sum(right) / len(right) >= 0.6
    assert {kind for kind, _ in named} <= {kind.value for kind in Kind}


def test_everyday_sentences_are_left_alone() -> None:
    assert [one.text for one in load("everyday") if check(one.text)] == []


@LANGUAGES
def test_once_ready_nothing_is_prepared_while_somebody_writes(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    get_ready()
    monkeypatch.delattr("stayline.wording.grammar.regex_of")
    monkeypatch.delattr("stayline.wording.experience.files")
    assert check(" ".join(one.text for one in load(f"taught.{code}")), code)


@LANGUAGES
def test_a_page_is_read_at_once(code: str) -> None:
    page = " ".join(one.text for one in load(f"labelled.{code}"))[:PAGE_LETTERS]
    check(page)
    best = min(_in_additions(page, known=False) for _ in range(15))
    print(f"a new page, {code}: as long as {best:,.0f} additions")  # noqa: T201
    assert best < NEW_PAGE_ADDITIONS_MAX


@LANGUAGES
def test_a_good_letter_is_read_sooner(code: str) -> None:
    kind = [one.text for one in load(f"labelled.{code}") if not one.brush_off]
    page = " ".join(kind)[:PAGE_LETTERS]
    check(page)
    best = min(_in_additions(page, known=False) for _ in range(15))
    print(f"a new good page, {code}: as long as {best:,.0f} additions")  # noqa: T201
    assert best < NEW_GOOD_PAGE_ADDITIONS_MAX


@LANGUAGES
def test_a_page_is_checked_while_one_types(code: str) -> None:
    page = " ".join(one.text for one in load(f"labelled.{code}"))[:PAGE_LETTERS]
    check(page)
    best = min(_in_additions(page, first=f"So {number} of you. ") for number in range(15))
    print(f"a page with a new sentence, {code}: as long as {best:,.0f} additions")  # noqa: T201
    assert best < PAGE_ADDITIONS_MAX


def _in_additions(page: str, first: str = "", *, known: bool = True) -> float:
    """One right after the other, so that both meet the same machine."""
    if not known:
        judge_of.cache_clear()
        judge_of("en"), judge_of("de")
    begun = time.process_time()
    added = 0
    for number in range(100_000):
        added += number
    between = time.process_time()
    check(first + page)
    ended = time.process_time()
    return 100_000 * (ended - between) / (between - begun)
