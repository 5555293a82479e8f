"""Which of the languages we speak is spoken with somebody."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_supported_language_variant


def spoken(*tags: str) -> str:
    """The first of these BCP 47 tags that we speak ("de-AT" is "de" where there is no Austrian of
    ours), as `settings.LANGUAGES` has it; else the company's own language."""
    for tag in (*tags, str(settings.LANGUAGE_CODE)):
        try:
            return get_supported_language_variant(tag)
        except LookupError:
            continue
    return "en"


def same_language(one: str, other: str) -> bool:
    """Whether two tags are the same language, whatever the country."""
    return one.partition("-")[0].lower() == other.partition("-")[0].lower()
