"""The ownership rule, pure: nothing imported but the standard library's pure parts.

Start reading at `protocol` (the theory and `decide`), then `problem` (the state), `commands`,
`events`, and the rules one noun at a time. May be reused on its own under the licence beside it.
"""

from stayline.ownership.company import Company
from stayline.ownership.evolve import evolve, fold
from stayline.ownership.problem import Problem
from stayline.ownership.protocol import act, decide
from stayline.ownership.refusal import Refused

__all__ = ["Company", "Problem", "Refused", "act", "decide", "evolve", "fold"]
