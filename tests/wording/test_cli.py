"""`stayline words check`."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from stayline.desk.words_cli import app


def test_each_line_is_answered_by_one_list() -> None:
    result = CliRunner().invoke(
        app, ["check"], input="Please call our hotline.\nI will help you.\n"
    )
    first, second = (json.loads(line) for line in result.stdout.splitlines())
    assert second == []
    assert [sorted(finding) for finding in first] == [["better", "end", "kind", "start", "why"]]
    assert (first[0]["start"], first[0]["end"], first[0]["kind"]) == (0, 24, "sent_away")


def test_a_line_in_another_language_is_said_not_to_be_checked() -> None:
    result = CliRunner().invoke(app, ["check"], input="Je ne suis pas responsable de cela.\n")
    assert json.loads(result.stdout.splitlines()[0]) == []
    assert "not checked: 1 (fr)" in result.stderr


def _answers(said: bytes) -> list[list[dict[str, object]]]:
    result = CliRunner().invoke(app, ["check"], input=said)
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_an_empty_line_is_answered_too() -> None:
    assert _answers(b"\n\nThank you.\n") == [[], [], []]


def test_bytes_that_are_no_text_are_read_over() -> None:
    (found,) = _answers(b"\xff\xfe\xe4. Please call our hotline.\r\n")
    assert [(one["start"], one["end"]) for one in found] == [(5, 29)]


def test_only_a_line_feed_ends_a_line() -> None:
    assert len(_answers("Thank you.\u2028Bye.\x0b\x85\rSee you.\nBye.".encode())) == 2


def test_a_mark_before_the_first_line_is_not_counted() -> None:
    (found,) = _answers("\ufeffPlease call our hotline.\n".encode())
    assert found[0]["start"] == 0


def test_places_count_characters_and_no_bytes() -> None:
    (found,) = _answers("Schöne Grüße 😀! Bitte rufen Sie unsere Hotline an.\n".encode())
    assert [(one["start"], one["end"]) for one in found] == [(16, 50)]


def test_a_language_can_be_named_for_all_lines() -> None:
    result = CliRunner().invoke(app, ["check", "--language", "fr"], input="Please call us.\n")
    assert result.stdout == "[]\n"
    assert "not checked: 1 (fr)" in result.stderr


def test_a_line_as_long_as_a_book_is_read() -> None:
    book = b"Please call our hotline. " * 5_000 + b"a" * 100_000 + b"\n"
    (found,) = _answers(book)
    assert len(found) == 5_000
