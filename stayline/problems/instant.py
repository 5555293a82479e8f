"""What stands still while one transaction decides, so that nobody has to read it twice.

From the moment `journal.deciding` holds the company, nobody changes who works here; and a problem
that this transaction holds is changed by nobody else. Both are kept here until it ends.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from stayline.ownership import Company
from stayline.problems.arrangements import Arrangements
from stayline.problems.models import Problem


class Instant:
    """What the transaction in hand has read."""

    def __init__(self) -> None:
        self.company: Company | None = None
        self.arrangements: Arrangements | None = None
        self.held: dict[int, Problem] = {}

    def forget(self) -> None:
        """Part of the transaction was undone, or the company changed: read again."""
        self.__init__()  # type: ignore[misc]


class _Here(threading.local):
    instant: Instant | None = None


_here = _Here()
"""A connection belongs to one thread, and so does its transaction."""


def current() -> Instant | None:
    """The instant of the transaction that decides in this thread, if one does."""
    return _here.instant


@contextmanager
def begun() -> Iterator[None]:
    _here.instant = Instant()
    try:
        yield
    finally:
        _here.instant = None
