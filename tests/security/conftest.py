"""The cast of the desk, seen from outside: what may nobody do, and what changes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from stayline.desk.models import PendingSend, SavedReply
from stayline.people.models import Colleague, Customer, Door, Team
from stayline.problems import causes
from stayline.problems.models import Problem, Word, WordKind
from stayline.project.clock import now
from tests.customer_page.conftest import link, link_for  # noqa: F401
from tests.desk.conftest import (  # noqa: F401 - the same cast
    answered,
    asked,
    at_work,
    bea,
    carol,
    door,
    erik,
    mara,
    offered,
    owned,
    picked_up,
    ringing,
    sally,
    sign_in,
    tom,
)  # fmt: skip
from tests.security.places import SVG, Places, keep_file


@pytest.fixture(autouse=True)
def _files_in_memory(settings: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }


@pytest.fixture
def lena(mara: Colleague) -> Colleague:  # noqa: F811
    """A lead whose people are others."""
    return at_work("Lena Roth", title="Head of the store", role="lead", manager=mara)


@pytest.fixture
def places(
    asked: Problem,  # noqa: F811
    carol: Customer,  # noqa: F811
    door: Door,  # noqa: F811
    tom: Colleague,  # noqa: F811
) -> Places:
    """Carol was asked whether Tom may take over from Bea: every act has something to act on."""
    team = Team.objects.create(name="Tablets")
    page = link_for(asked, carol)
    word = Word.objects.filter(problem=asked, kind=WordKind.HEARD)[0]
    file = keep_file(word, "screen.svg", SVG)
    SavedReply.objects.create(name="Thanks", text="Hi", changed_by=tom, changed_at=now())
    PendingSend.objects.create(
        problem=asked,
        colleague=asked.owner,
        client="about to leave",
        text="I am on it.",
        seen=asked.version,
        sent_at=now(),
        leaves_at=now() + timedelta(minutes=1),
    )
    causes.begin("The screens stay dark", tom.manager_id or tom.pk, now())
    return Places(asked, word.pk, file.key, door.pk, tom.pk, team.pk, page.split("/")[2])
