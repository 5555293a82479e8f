"""Compiled catalogues, which gettext reads: made where they are missing or older than their source.

A wheel brings them. In a checkout the first process that starts makes them, so there is no step to
forget; they are never committed.
"""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

PACKAGE = Path(__file__).resolve().parents[2]


def compile_all(package: Path = PACKAGE) -> int:
    """Compile what is not up to date; returns how many catalogues that were."""
    stale = [one for one in package.glob("**/locale/*/LC_MESSAGES/*.po") if _is_stale(one)]
    for source in stale:
        _compile(source)
    return len(stale)


def _is_stale(source: Path) -> bool:
    made = source.with_suffix(".mo")
    if made.exists() and made.stat().st_mtime >= source.stat().st_mtime:
        return False
    return os.access(source.parent, os.W_OK)


def _compile(source: Path) -> None:
    import polib

    # Whole or not at all: several processes start at once.
    with NamedTemporaryFile(dir=source.parent, suffix=".new", delete=False) as file:
        file.write(polib.pofile(str(source)).to_binary())
    os.chmod(file.name, 0o644)
    os.replace(file.name, source.with_suffix(".mo"))
