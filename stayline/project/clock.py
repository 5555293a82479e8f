"""The one place that reads the clock. Everything else is told what time it is.

A demo's clock, and no other, may be put ahead: one wants to see what happens when nobody answers,
and not wait two days for it. How far is kept in the data folder, where all its processes look.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

AHEAD = "clock-ahead"
"""The file, in a demo's data folder: whole seconds."""


def now() -> datetime:
    """The present moment, in UTC and aware of it."""
    return wall() + ahead()


def wall() -> datetime:
    """What this machine's own clock says, in UTC and aware of it."""
    return datetime.now(UTC)


def ahead() -> timedelta:
    """How far this clock is ahead of the wall's; nothing but in a demo."""
    if os.environ.get("STAYLINE_DEMO") != "yes":
        return timedelta()
    try:
        return timedelta(seconds=int(_file().read_text()))
    except FileNotFoundError:
        return timedelta()


def let_pass(span: timedelta) -> None:
    """Put a demo's clock ahead by `span`, for good. It never goes back: time does not either."""
    assert os.environ.get("STAYLINE_DEMO") == "yes", "only a demo's clock can be moved"
    assert span >= timedelta(), "time only passes"
    fresh = _file().with_suffix(".new")
    fresh.write_text(str(round((ahead() + span).total_seconds())))
    fresh.replace(_file())


def _file() -> Path:
    return Path(os.environ.get("STAYLINE_DATA") or "data") / AHEAD
