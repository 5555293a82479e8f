"""One's promises as a calendar (RFC 5545), for programs that ask an address from time to time.

A calendar is often kept by somebody else, so it says little: a first name and a subject, and of a
problem that only a circle may know of, neither.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from stayline.desk.models import CalendarAddress
from stayline.desk.notices.telling import as_they_read
from stayline.people.models import Colleague
from stayline.problems import queries, tokens
from stayline.problems.models import Problem, Stage

if TYPE_CHECKING:
    from icalendar import Event

SHOWN = 500
LASTS = timedelta(minutes=15)
REMINDS_BEFORE = timedelta(minutes=30)


def new_address(colleague: Colleague, now: datetime) -> str:
    """A fresh secret address; the one before is dead. It is told once and kept as a digest."""
    secret = tokens.new_token()
    CalendarAddress.objects.update_or_create(
        colleague=colleague, defaults={"digest": tokens.digest(secret), "made_at": now}
    )
    return f"{settings.STAYLINE_PUBLIC_URL}{reverse('calendar', args=[secret])}"


def give_up_address(colleague: Colleague) -> None:
    CalendarAddress.objects.filter(colleague=colleague).delete()


def whose(secret: str) -> Colleague | None:
    """The colleague whose calendar this is, while they work here."""
    found = CalendarAddress.objects.filter(digest=tokens.digest(secret), colleague__is_active=True)
    address = found.select_related("colleague").first()
    return address.colleague if address else None


def calendar_of(colleague: Colleague) -> bytes:
    """Everything they promised, or keep for somebody: one event for each promise that stands."""
    with as_they_read(colleague):
        return _written(colleague)


def _written(colleague: Colleague) -> bytes:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Stayline//Promises//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Promises"))
    calendar.add("refresh-interval", timedelta(minutes=15), parameters={"value": "DURATION"})
    for one in _promised_by(colleague):
        calendar.add_component(_event(one))
    written: bytes = calendar.to_ical()
    return written


def _promised_by(colleague: Colleague) -> Iterable[Any]:
    """Problems with the moment of their standing promise beside them, the nearest first."""
    standing = queries.visible_to(colleague).filter(
        stage__in=Stage.open(), promise_carrier=colleague, promises__settled_at__isnull=True
    )
    return standing.annotate(
        number=F("promises__number"), given=F("promises__made_at")
    ).select_related("principal").order_by("promise_due", "pk")[:SHOWN]  # fmt: skip


def _event(one: Any) -> Event:
    from icalendar import Alarm, Event

    host = settings.STAYLINE_PUBLIC_URL.partition("://")[2]
    path = reverse("problem", args=[one.pk])
    event = Event()
    event.add("uid", f"promise-{one.pk}-{one.number}@{host}")
    event.add("dtstamp", one.given)
    event.add("dtstart", one.promise_due)
    event.add("duration", LASTS)
    event.add("summary", _summary(one))
    event.add("url", f"{settings.STAYLINE_PUBLIC_URL}{path}")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _summary(one))
    alarm.add("trigger", -REMINDS_BEFORE)
    event.add_component(alarm)
    return event


def _summary(one: Problem) -> str:
    if one.need_to_know:
        return _("A promise is due")
    customer = one.principal.first_name if one.principal else ""
    told = {"who": _printable(customer) or _("a customer"), "about": _printable(one.subject)}
    if not told["about"]:
        return _("%(who)s hears from you") % told
    return _("%(who)s hears from you: %(about)s") % told


def _printable(text: str) -> str:
    """A line, without what RFC 5545 has no place for (section 3.1: control characters)."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())[:200]
