"""What customers read, one module a language; English where a language is not there yet."""

from __future__ import annotations

from stayline.channels.mail.texts import de, en
from stayline.channels.mail.texts.letter import Button, Language, Letter, Quiet, Words

__all__ = ["SPOKEN", "Button", "Language", "Letter", "Quiet", "Words", "in_language"]

_LANGUAGES: dict[str, Language] = {"en": en, "de": de}
SPOKEN = frozenset(_LANGUAGES)


def in_language(tag: str) -> Language:
    """The texts for a BCP 47 tag: "de-AT" reads German."""
    return _LANGUAGES.get(tag.lower().partition("-")[0], en)
