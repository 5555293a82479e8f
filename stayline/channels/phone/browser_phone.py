"""A colleague's phone in their browser: a line of theirs, for as long as its window is open.

One window at a time takes somebody's calls, the one they said it in last. Each time it is switched on
it is given a new password, kept in the exchange's memory and in the window's, nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from stayline.channels.phone.exchange import pushed
from stayline.channels.phone.exchange.instance import Instance
from stayline.channels.phone.exchange.lines import Line as ExchangeLine
from stayline.channels.phone.exchange.lines import LineKind as ExchangeKind
from stayline.channels.phone.exchange.places import ExchangeError
from stayline.channels.phone.exchange.prompts import LANGUAGES
from stayline.channels.phone.exchange.remote import Remote, elsewhere
from stayline.channels.phone.models import Leg, Line, LineKind
from stayline.people.models import Colleague

log = structlog.get_logger(__name__)


class NotHere(Exception):
    """Calls cannot be taken in this window, with a sentence why."""


class TakenElsewhere(NotHere):
    """Another window takes them now."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """What a window signs in to the exchange with. Shown to nobody."""

    name: str
    password: str = field(repr=False)


def exchange() -> Remote | None:
    """The company's Asterisk, or the one of our own; None where there is none."""
    theirs = elsewhere()
    if theirs is not None:
        return theirs
    ours = Instance(settings.DATA_DIR).settings
    return ours.remote if ours is not None else None


def switch_on(colleague: Colleague, window: str, *, take: bool) -> SignIn:
    """Calls ring in this window from now on. Without `take` only where no other has taken them since.

    Raises NotHere and TakenElsewhere.
    """
    remote = exchange()
    if remote is None:
        raise NotHere(_("There is no telephone exchange here yet. Ask an administrator."))
    language = (colleague.page_language or "en").partition("-")[0]
    theirs = ExchangeLine(
        name=f"browser-{colleague.pk}",
        kind=ExchangeKind.BROWSER,
        language=language if language in LANGUAGES else "en",
    )
    with transaction.atomic():
        _take(colleague, window, theirs.called, take=take)
        try:
            pushed.push(remote, theirs)
        except ExchangeError as error:
            log.warning("a browser's phone cannot sign in", why=str(error))
            raise NotHere(_("The telephone exchange does not let this browser in.")) from error
    return SignIn(theirs.name, theirs.secret)


def _take(colleague: Colleague, window: str, address: str, *, take: bool) -> None:
    line, _made = Line.objects.select_for_update().get_or_create(
        address=address, defaults={"colleague": colleague, "kind": LineKind.BROWSER}
    )
    if line.window not in ("", window) and not take:
        raise TakenElsewhere(_("Your calls are taken in another window now."))
    line.window, line.is_on = window, True
    line.save(update_fields=["window", "is_on"])


def switch_off(colleague: Colleague, window: str) -> None:
    """This window takes no calls any more: it is closed, or was switched off. A call in it ends now,
    so that the customer hears at once that somebody comes."""
    line = Line.objects.filter(colleague=colleague, kind=LineKind.BROWSER, window=window).first()
    if line is None:
        return
    Line.objects.filter(pk=line.pk, window=window).update(window="", is_on=False)
    here = Leg.objects.filter(colleague=colleague, line=line.address, gone_at=None)
    legs = list(here.values_list("pk", flat=True))
    remote = exchange() if legs else None
    if remote is not None:
        for leg in legs:
            pushed.drop(remote, leg)
