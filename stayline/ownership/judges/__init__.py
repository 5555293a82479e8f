"""One judge for each kind of event: what must hold for it to have happened.

Each says in its own words what docs/protocol.md asks; none calls a rule.
"""

from stayline.ownership.judges import (
    arriving,
    aside,
    ends,
    handoff,
    helping,
    live,
    owner,
    parties,
    promises,
    recording,
    twins,
    words,
)

__all__ = [
    "arriving",
    "aside",
    "ends",
    "handoff",
    "helping",
    "live",
    "owner",
    "parties",
    "promises",
    "recording",
    "twins",
    "words",
]
