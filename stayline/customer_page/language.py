"""The language of a customer's page: their own, else their door's; and a small switch that is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import get_language_info

from stayline.customer_page.contexts import LanguageChoice
from stayline.people.customers import NOBODY_SAID
from stayline.people.languages import spoken
from stayline.people.models import Customer, Door
from stayline.problems import queries, tokens
from stayline.problems.models import TokenKind
from stayline.problems.queries import CustomersPage


def language_of(found: CustomersPage) -> str:
    """What we speak with this customer; the same on their page and in their mails."""
    return _spoken_with(found.customer, found.row.door)


def _spoken_with(customer: Customer, door: Door | None) -> str:
    return spoken(customer.language, door.language if door else "")


@contextmanager
def spoken_with(found: CustomersPage) -> Iterator[None]:
    """Sentences in their language, and times as their mails say them, until their browser knows
    better."""
    door, zone = found.row.door, found.customer.time_zone
    if zone == NOBODY_SAID and door is not None:
        zone = door.time_zone
    with translation.override(language_of(found)), timezone.override(ZoneInfo(zone)):
        yield


@contextmanager
def spoken_by_whose_it_was(secret: str) -> Iterator[None]:
    """The language of whoever had this link, also when it opens nothing any more."""
    token = queries.token_ever(secret, TokenKind.PAGE) if tokens.looks_like_token(secret) else None
    if token is None or token.customer is None:
        yield
        return
    with translation.override(_spoken_with(token.customer, token.problem.door)):
        yield


def choices(chosen: str) -> list[LanguageChoice]:
    """Every language we speak, each by its own name; nothing where there is no choice."""
    codes = [code for code, _ in settings.LANGUAGES]
    if len(codes) < 2:
        return []
    names = {code: str(get_language_info(code)["name_local"]) for code in codes}
    return [LanguageChoice(code, names[code].capitalize(), code == chosen) for code in codes]
