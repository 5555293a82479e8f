"""The cast: Erik the engineer met Carol; Sally, who heads sales support, should know."""

from __future__ import annotations

import pytest

from stayline.people.demo import DemoCompany
from stayline.people.models import Colleague, Door
from tests.problems.conftest import fernwood

__all__ = ["fernwood"]


@pytest.fixture
def erik(fernwood: DemoCompany) -> Colleague:
    return fernwood.colleagues["erik"]


@pytest.fixture
def sally(fernwood: DemoCompany) -> Colleague:
    return fernwood.colleagues["sally"]


@pytest.fixture
def in_person(fernwood: DemoCompany) -> Door:
    return fernwood.doors["encounter"]
