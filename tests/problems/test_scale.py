"""What the bench says of companies of several sizes."""

from __future__ import annotations

from dataclasses import asdict, replace

from bench.scale import growth, missed, worse
from bench.visits import Measured

HOME = Measured(
    what="home",
    problems=10_000,
    aim=60,
    p50=20,
    p95=50,
    processor=15,
    queries=8,
    rows=200,
    floor=1,
)


def test_growth_compares_the_largest_company_with_the_smallest() -> None:
    large = replace(HOME, problems=1_000_000, processor=18, rows=220)
    between = replace(HOME, problems=100_000, processor=99)
    *_, grown = growth([HOME, between, large])
    assert grown.split() == ["home", "1.20", "1.10"]
    assert list(growth([HOME])) == []


def test_what_is_later_than_its_aim_is_named_with_its_company() -> None:
    assert missed([HOME]) == "every aim is reached"
    assert missed([replace(HOME, p95=61)]) == "not within its aim: home at 10,000"


def test_worse_is_what_a_busier_machine_does_not_explain() -> None:
    kept = [asdict(HOME)]
    assert list(worse([replace(HOME, processor=30, floor=2)], kept)) == []
    assert list(worse([replace(HOME, processor=30, queries=9)], kept)) == [
        "worse than the last run: home at 10,000 takes 2.0 times the processor",
        "worse than the last run: home at 10,000 asks 9 times, not 8",
    ]
    assert list(worse([replace(HOME, problems=500, processor=30)], kept)) == []
