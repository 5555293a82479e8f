"""`replace` for the core's own frozen dataclasses: the standard one, several times faster.

Folding a timeline copies the state once per event, so this is the hottest line of the core. The
type checker sees `dataclasses.replace` and checks every field name and type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import replace
else:

    def replace(state, /, **changes):
        new = object.__new__(type(state))
        new.__dict__.update(state.__dict__)
        new.__dict__.update(changes)
        return new


__all__ = ["replace"]
