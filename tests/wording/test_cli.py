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
