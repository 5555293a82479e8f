"""Which sentence of the protocol a test shows: the map in docs/protocol-coverage.md is made of these.

    @says("Silence is not a yes")
    @says("A no is as easy as a yes", refuses=True)

Each names a sentence of docs/protocol.md by its beginning (or any part of it that no other sentence
has). `refuses` marks a test that shows what is *not* allowed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_Test = TypeVar("_Test", bound=Callable[..., None])


def says(*sentences: str, refuses: bool = False) -> Callable[[_Test], _Test]:
    """Mark a test as showing these sentences at work, or refusing what they forbid."""

    def mark(test: _Test) -> _Test:
        marked = getattr(test, "says", ())
        test.says = (*marked, *((sentence, refuses) for sentence in sentences))  # type: ignore[attr-defined]
        return test

    return mark
