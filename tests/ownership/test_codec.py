"""Whatever is told can be stored: every kind of event goes to JSON and comes back the same."""

from __future__ import annotations

import json
from typing import get_args

import pytest

from stayline.ownership import events as ev
from stayline.ownership.auditor import audit_act
from stayline.ownership.problem import Problem
from stayline.problems import codec
from stayline.simulation import simulation as simulating
from stayline.simulation.simulation import Simulation

KINDS: tuple[type[ev.Event], ...] = get_args(ev.Event)


@pytest.fixture(scope="module")
def told() -> dict[type[ev.Event], list[ev.Event]]:
    """Some of every kind, as a simulated company told them."""
    kept: dict[type[ev.Event], list[ev.Event]] = {kind: [] for kind in KINDS}
    with pytest.MonkeyPatch.context() as patch:

        def keep(before: Problem | None, events: tuple[ev.Event, ...], company: object) -> object:
            for event in events:
                if len(kept[type(event)]) < 40:
                    kept[type(event)].append(event)
            return audit_act(before, events, company)  # type: ignore[arg-type]

        patch.setattr(simulating, "audit_act", keep)
        Simulation(3).run(50_000)
    return kept


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_event_comes_back_from_json_as_it_was(
    kind: type[ev.Event], told: dict[type[ev.Event], list[ev.Event]]
) -> None:
    assert told[kind]
    for event in told[kind]:
        stored = json.loads(json.dumps(codec.event_to_json(event)))
        assert codec.event_from_json(kind.__name__, event.at, stored) == event


def test_every_state_comes_back_from_json_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    states: list[Problem] = []

    def keep(before: Problem | None, events: tuple[ev.Event, ...], company: object) -> object:
        after, broken = audit_act(before, events, company)  # type: ignore[arg-type]
        states.append(after)
        return after, broken

    monkeypatch.setattr(simulating, "audit_act", keep)
    Simulation(4).run(3_000)
    for state in states:
        stored = json.loads(json.dumps(codec.problem_to_json(state)))
        assert codec.problem_from_json(stored) == state
