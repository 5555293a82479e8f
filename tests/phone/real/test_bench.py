"""What `stayline bench phone` measures with many calls, with a few."""

from __future__ import annotations

import pytest
from django.db import connection

from bench.phone import figures, handing_over, office
from bench.phone.figures import STEPS, Size
from bench.phone.watching import JOINED, RELEASED
from tests.phone.real.telephone import database_url, in_database

pytestmark = [
    pytest.mark.phone,
    pytest.mark.anyio,
    pytest.mark.timeout(120),
    pytest.mark.django_db(transaction=True),
]

THREE = Size(calls=3, every=0.3, holds=0)


async def test_three_calls_at_once_are_each_handed_over(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path_factory.mktemp("bench")
    monkeypatch.setenv("DATABASE_URL", database_url(connection.settings_dict))
    monkeypatch.setenv("STAYLINE_DATA", str(data))
    monkeypatch.setattr(handing_over, "TALK", 0.2)
    with office.exchange(data, THREE.calls) as there:
        people = await in_database(lambda: office.build_company(there.people))
        floor = await figures.climbed(there, [], THREE)
        ours = await figures.climbed(there, people, THREE)
    assert (floor.held, floor.late, len(floor.milliseconds(JOINED))) == (3, "", 3)
    assert (ours.held, ours.late) == (3, "")
    assert [len(ours.milliseconds(step)) for step in (*STEPS, RELEASED)] == [3, 6, 3, 3, 3, 3, 3]
    assert max(ours.gaps) < 1
