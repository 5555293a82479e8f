"""Moments as one would say them; one that is to come is never called today's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from stayline.desk.templatetags.desk import spoken_since

NOW = datetime(2026, 11, 4, 9, 0, tzinfo=UTC)  # a Wednesday


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "today"),
        (-1, "yesterday"),
        (-2, "Monday"),
        (-6, "Thursday"),
        (-7, "28 October"),
        (1, "5 November"),
        (14, "18 November"),
        (-400, "30 September 2025"),
    ],
)
def test_since_and_until_which_day(days: int, said: str) -> None:
    assert spoken_since(NOW + timedelta(days=days), NOW) == said
