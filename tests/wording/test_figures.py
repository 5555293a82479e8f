"""How well the check tells a brush-off from help, and how fast."""

from __future__ import annotations

import time

import pytest

from stayline.wording import check
from tests.wording.labelled import figures, load

#: A letter's length, and what checking it may cost on a machine that is busy with other things.
PAGE_LETTERS = 3000
PAGE_SECONDS_MAX = 0.02


def test_there_are_enough_labelled_sentences() -> None:
    assert len(load("labelled.en")) + len(load("labelled.de")) >= 500


@pytest.mark.parametrize("name", ["labelled.en", "labelled.de"])
def test_what_was_held_out_is_told_apart(name: str) -> None:
    told = figures(one for one in load(name) if one.held_out)
    assert told.recall >= 0.80, told
    assert told.precision >= 0.85, told


def test_what_was_written_after_the_patterns_is_told_apart() -> None:
    told = figures(load("judge"))
    assert told.recall >= 0.78, told
    assert told.precision >= 0.90, told


def test_everyday_sentences_are_left_alone() -> None:
    assert [one.text for one in load("everyday") if check(one.text)] == []


@pytest.mark.parametrize("code", ["en", "de"])
def test_a_page_is_checked_while_one_types(code: str) -> None:
    page = " ".join(one.text for one in load(f"labelled.{code}"))[:PAGE_LETTERS]
    check(page)
    best = min(_seconds(page) for _ in range(5))
    assert best < PAGE_SECONDS_MAX


def _seconds(page: str) -> float:
    begun = time.perf_counter()
    check(page)
    return time.perf_counter() - begun
