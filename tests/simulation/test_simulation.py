"""A whole company by seed: a hundred thousand acts, and nothing wrong."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from stayline.ownership import events as ev
from stayline.ownership.auditor import audit_act
from stayline.simulation import simulation as simulating
from stayline.simulation.cli import app
from stayline.simulation.coverage import Reached
from stayline.simulation.simulation import Simulation, Wrong
from tests.ownership.breaks import Break, breaks, planted

SEEDS = (1, 6)


@pytest.fixture(scope="module")
def reached() -> Reached:
    """What a hundred thousand acts reached; any of them that is wrong fails here."""
    everything = Reached()
    for seed in SEEDS:
        report = Simulation(seed).run(100_000 // len(SEEDS))
        assert report.told > report.acts // 2
        everything.include(report.reached)
    return everything


def test_in_a_hundred_thousand_acts_everything_is_reached(reached: Reached) -> None:
    assert reached.missing() == []


def test_the_same_seed_is_the_same_company() -> None:
    one, other = Simulation(5).run(3_000), Simulation(5).run(3_000)
    assert one.reached.kinds == other.reached.kinds
    assert (one.told, one.refused, one.left) == (other.told, other.refused, other.left)


def test_another_seed_is_another_company() -> None:
    assert Simulation(5).run(3_000).reached.kinds != Simulation(6).run(3_000).reached.kinds


def test_crashes_duplicates_and_leavers_happen() -> None:
    report = Simulation(11).run(10_000)
    assert min(report.crashes, report.duplicates, report.left, report.filed, report.refused) > 0


def _break(function: str, text: str) -> Break:
    return next(one for one in breaks() if one.function == function and text in one.text)


def test_a_broken_rule_is_noticed_and_says_how_to_see_it_again() -> None:
    """The receiver may record the yes that makes them the owner."""
    central = _break("_require_witness", "evidence.by != never")
    with planted(central), pytest.raises(Wrong) as wrong:
        Simulation(6).run(200_000)
    assert "nobody records the yes that makes them the owner" in str(wrong.value)
    assert "see it again: stayline simulate --seed" in str(wrong.value)


def test_the_command_tells_what_was_reached() -> None:
    told = CliRunner().invoke(app, ["--acts", "2000", "--seed", "3", "--processes", "1"])
    assert told.exit_code == 0, told.output
    assert "seed 3: 2,000 acts in 1 companies" in told.output
    assert "each judged by the auditor" in told.output


def test_the_command_fails_when_anything_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    def suspicious(*judged: object) -> object:
        after, broken = audit_act(*judged)  # type: ignore[arg-type]
        if any(isinstance(event, ev.WordHeard) for event in judged[1]):  # type: ignore[attr-defined]
            raise AssertionError("nobody may say anything")
        return after, broken

    monkeypatch.setattr(simulating, "audit_act", suspicious)
    told = CliRunner().invoke(app, ["--acts", "2000", "--seed", "1", "--processes", "1"])
    assert told.exit_code == 1
    assert "nobody may say anything" in told.output
    assert "see it again: stayline simulate --seed 1" in told.output
