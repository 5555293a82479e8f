"""Which of the languages we speak is spoken with somebody."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_supported_language_variant

from stayline.people.models import Colleague


def spoken(*tags: str) -> str:
    """The first of these BCP 47 tags that we speak ("de-AT" is "de" where there is no Austrian of
    ours), as `settings.LANGUAGES` has it; else the company's own language."""
    for tag in (*tags, str(settings.LANGUAGE_CODE)):
        try:
            return get_supported_language_variant(tag)
        except LookupError:
            continue
    return "en"


def read_by(colleague: Colleague) -> str:
    """What a colleague reads where no browser says it, in their mails: what they chose for their
    pages, else the first we speak of those they speak with customers."""
    return spoken(colleague.page_language, *colleague.languages)


def same_language(one: str, other: str) -> bool:
    """Whether two tags are the same language, whatever the country."""
    return one.partition("-")[0].lower() == other.partition("-")[0].lower()
