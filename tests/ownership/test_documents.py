"""The pages about the rule are the rule's: drawn from it, and mapped to its tests."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "bin" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("script", ["draw_protocol", "map_protocol"])
def test_the_page_is_what_the_code_says(script: str) -> None:
    ran = subprocess.run(
        [sys.executable, f"bin/{script}.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout + ran.stderr == ""
    assert ran.returncode == 0


def test_a_sentence_without_its_tests_or_its_place_is_a_gap() -> None:
    maps = _script("map_protocol")
    sentences, complaints = maps.read()
    assert complaints == []
    assert maps.gaps(sentences) == []
    one = next(one for one in sentences if one.id == "handoff-7")
    one.holds, one.refused, one.entry = [], [], {"commands": ["Nothing"], "place": ""}
    assert [gap.rpartition(": ")[2] for gap in maps.gaps([one])] == [
        "Nothing",
        "no test in which it holds",
        "no test in which what it forbids is refused",
        "no page or command where people meet it",
    ]


def test_a_sentence_nobody_answers_for_and_a_page_that_is_not_there_are_gaps() -> None:
    maps = _script("map_protocol")
    new = maps.Sentence("new-1", "Everybody is kind.")
    assert "nothing says what keeps it" in maps.gaps([new])[0]
    sentences, _ = maps.read()
    one = next(one for one in sentences if one.id == "handoff-7")
    one.entry = {**one.entry, "place": "`/problems/42/kindness/`"}
    assert "there is no page /problems/42/kindness/" in maps.gaps([one])[0]
