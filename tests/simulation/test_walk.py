"""Every reachable state of one problem, area by area: nothing wrong, and nobody stuck."""

from __future__ import annotations

from collections import Counter
from typing import get_args

import pytest

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.simulation.areas import AREAS, Area
from stayline.simulation.walk import Walk

_OUTSIDE_THE_WALK = {do.Open, do.GiveUpRoles}  # stories begin with the one; leavers bring the other


@pytest.mark.parametrize("area", AREAS, ids=lambda area: area.name.partition(":")[0])
def test_nothing_is_wrong_anywhere_and_nobody_is_stuck(area: Area) -> None:
    found = Walk(area).run()
    assert found.broken == []
    assert found.states > 100
    assert found.told > 500


def test_every_command_is_walked_somewhere() -> None:
    walked = {kind for area in AREAS for kind in area.kinds}
    assert walked == {*get_args(do.Command)} - _OUTSIDE_THE_WALK


def test_every_event_is_met_on_the_walk() -> None:
    met: Counter[type[ev.Event]] = Counter()
    for area in AREAS:
        met += Walk(area, states_max=300).run().kinds
    assert {*get_args(ev.Event)} - {*met} == set()
