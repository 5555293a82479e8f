"""A story that cannot go on."""

from __future__ import annotations


class StoryBroken(Exception):
    """The product did something else than the story tells; the sentence says what."""
