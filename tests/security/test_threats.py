"""Each threat that befell others has its tests here, by name."""

from __future__ import annotations

import ast
import tomllib
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
TABLE = tomllib.loads((HERE / "threats.toml").read_text(encoding="utf-8"))
#: 26 is about telephones, which come with the phone.
ROWS: set[str] = {str(row) for row in range(1, 28)} - {"26"}


@cache
def _tests_of(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(
        one.name for one in tree.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def test_every_threat_has_its_row() -> None:
    assert set(TABLE) == ROWS


@pytest.mark.parametrize("row", sorted(ROWS))
def test_the_tests_of_every_threat_are_there(row: str) -> None:
    assert TABLE[row]["about"]
    assert TABLE[row]["tests"]
    for named in TABLE[row]["tests"]:
        file, _, test = named.partition("::")
        assert test in _tests_of(file), named
