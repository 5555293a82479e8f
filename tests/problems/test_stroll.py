"""Random acts through the real journal: afterwards everything is as the timelines tell it."""

from __future__ import annotations

import pytest

from stayline.people.demo import DemoCompany
from stayline.people.models import Door
from stayline.people.queries import customer_for_address
from stayline.problems import models as m
from stayline.problems.audit import Audited, audit
from tests.problems.conftest import AT
from tests.problems.strolling import Stroll


def stroll(fernwood: DemoCompany, door: Door, seed: int, acts: int) -> Stroll:
    customers = [customer_for_address("mail", f"{one}@example.com", one) for one in ("ada", "cy")]
    m.Cause.objects.create(title="Storm", lead=fernwood.colleagues["sally"], started_at=AT)
    walker = Stroll(seed, door, list(fernwood.colleagues.values()), customers)
    walker.go(acts)
    return walker


@pytest.mark.parametrize("seed", range(3))
def test_after_random_acts_all_that_is_stored_is_what_the_timelines_tell(
    fernwood: DemoCompany, billing: Door, seed: int
) -> None:
    walker = stroll(fernwood, billing, seed, 200)
    read = Audited()
    assert list(audit(read)) == []
    assert read.problems > 4
    assert read.events > 200
    assert walker.refused > 0
