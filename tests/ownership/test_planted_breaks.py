"""Every protection in the rules, taken out once: somebody must notice.

The examples notice (each is audited, so the auditor notices with them). That the auditor notices on
its own, walking every state, is `python -m tests.ownership.breaks`, which takes longer.
"""

from __future__ import annotations

import pytest

from tests.ownership.breaks import Break, breaks, planted
from tests.ownership.examples import noticed

NEARBY = {
    "arrival": "arriving",
    "causes": "twins",
    "consent": "evidence",
    "decision": "words",
    "offers": "handoff",
    "owner": "handoff",
    "questions": "satisfaction",
    "taking_back": "satisfaction",
}
BREAKS = list(breaks())
MODULES = sorted({one.module.rpartition(".")[2] for one in BREAKS})


def test_there_are_protections_to_take_out() -> None:
    kinds = [one.kind for one in BREAKS]
    assert kinds.count("guard") > 200
    assert kinds.count("deed") > 200
    assert kinds.count("half") > 100


def test_with_nothing_taken_out_nobody_complains() -> None:
    assert noticed() is None


@pytest.mark.parametrize("module", MODULES)
def test_every_planted_break_is_noticed(module: str) -> None:
    survivors = [
        str(one)
        for one in BREAKS
        if one.module.endswith(f".{module}") and not _is_noticed(one, NEARBY.get(module, module))
    ]
    assert survivors == []


def _is_noticed(one: Break, first: str) -> bool:
    with planted(one):
        return noticed(first) is not None
