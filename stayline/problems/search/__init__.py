"""Search: everything said about problems, and only what one may see."""

from stayline.problems.search.asking import Asked, asked
from stayline.problems.search.finding import Found, Hit, find
from stayline.problems.search.passages import Passage

__all__ = ["Asked", "Found", "Hit", "Passage", "asked", "find"]
