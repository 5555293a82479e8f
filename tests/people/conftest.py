"""The people these tests speak of, at one door."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from stayline.people.models import Colleague, Door, DutyList, DutyTurn
from stayline.people.models.patterns import office_week, whole_week

# A Friday noon in Berlin, when everybody is at work, and the night after it.
NOON = datetime.fromisoformat("2026-11-20T11:00:00+00:00")
NIGHT = datetime.fromisoformat("2026-11-20T22:30:00+00:00")
MONDAY_MORNING = datetime.fromisoformat("2026-11-23T08:00:00+00:00")


def hire(name: str, **fields: Any) -> Colleague:
    """A colleague of Fernwood: Monday to Friday, nine to five, in Berlin."""
    email = f"{name.split()[0].lower()}@fernwood.example"
    return Colleague.objects.create_colleague(email=email, name=name, **fields)


def put_on_duty(
    door: Door, *people: Colleague, position: int = 0, pattern: dict[str, object] | None = None
) -> DutyList:
    """A duty list of these people in this order; around the clock unless it says otherwise."""
    shift = DutyList.objects.create(
        door=door, name="Days", position=position, working_pattern=pattern or whole_week()
    )
    for place, colleague in enumerate(people):
        DutyTurn.objects.create(duty_list=shift, colleague=colleague, position=place)
    return shift


@pytest.fixture
def sally(db: None) -> Colleague:
    """Head of sales support, and the one behind the door."""
    return hire("Sally Meyer", title="Head of sales support", role="lead")


@pytest.fixture
def bea(sally: Colleague) -> Colleague:
    return hire("Bea Lindqvist", title="Billing", manager=sally)


@pytest.fixture
def tom(sally: Colleague) -> Colleague:
    return hire("Tom Okafor", title="Technical support", manager=sally)


@pytest.fixture
def erik(sally: Colleague) -> Colleague:
    return hire("Erik Sund", title="Field engineer", manager=sally, working_pattern=office_week())


@pytest.fixture
def billing(sally: Colleague) -> Door:
    return Door.objects.create(name="Billing", address="billing@fernwood.example", fallback=sally)
