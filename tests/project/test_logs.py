"""What a log may say."""

from __future__ import annotations

import logging

import pytest

from stayline.project.logs import blank_tokens, configure

TOKEN = "abcdefghijklmnopqrstuvwxyz"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (f"Not Found: /with/{TOKEN}/", "Not Found: /with/…/"),
        (f"to help+{TOKEN}@fernwood.example", "to help+…@fernwood.example"),
        ("to carol+heatpumps@customer.example", "to carol+heatpumps@customer.example"),
    ],
)
def test_a_token_is_never_in_the_log(said: str, kept: str) -> None:
    assert blank_tokens(None, "info", {"event": said, "problem": 42}) == {
        "event": kept,
        "problem": 42,
    }


def test_others_lines_are_blanked_too(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        configure({"format": "json", "level": "info"})
        logging.getLogger("django.request").warning("Not Found: %s", f"/with/{TOKEN}/")
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
    said = capsys.readouterr().err
    assert "Not Found: /with/…/" in said
    assert TOKEN not in said
