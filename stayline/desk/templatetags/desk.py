"""How people, promises and moments look, wherever they appear. `{% load desk %}`."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.forms.boundfield import BoundField
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from stayline.desk.contexts import Person, PromiseShown
from stayline.desk.days import day, whole_day
from stayline.desk.faces import address_of
from stayline.people.faces import face as drawn_face
from stayline.people.models import Colleague
from stayline.problems import uploads

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=500, typed=True)
def icon(name: str, label: str = "") -> SafeString:
    """A picture from our own sprite; silent for screen readers unless it has a label. A page has
    some eighty, of a few kinds."""
    told = (
        format_html(' role="img" aria-label="{}"', label)
        if label
        else mark_safe(' aria-hidden="true"')
    )
    return format_html(
        '<svg class="icon"{}><use href="{}#{}"></use></svg>',
        told,
        static("desk/img/icons.svg"),
        name,
    )


def _photo(person: Any) -> str:
    photo = getattr(person, "photo", None)
    return address_of(photo.name) if photo else ""


@register.simple_tag(takes_context=True)
def face(
    context: template.Context,
    person: Person,
    size: str = "",
    promise: PromiseShown | None = None,
    here: str = "",
) -> SafeString:
    """Somebody's face. With a promise, the ring around it is the time that is left; with `here`
    ("here", "call", "away" or "off"), a dot says where they are."""
    # One of ours and somebody outside may have the same number; their colours have nothing to do
    # with each other.
    ours = "" if isinstance(person, Colleague) else "outside "
    drawn = drawn_face(person.name, f"{ours}{person.pk}")
    photo = _photo(person)
    inside = (
        format_html('<img src="{}" alt="" width="192" height="192" decoding="async">', photo)
        if photo
        else drawn.initials
    )
    ring: SafeString | str = ""
    attributes: SafeString | str = ""
    now = _now(context)
    if promise is not None and now is not None:
        left = promise.part_left(now)
        ring = _ring(left)
        attributes = format_html(
            ' data-ring data-due="{}" data-since="{}" data-state="{}"',
            promise.due.isoformat(),
            promise.since.isoformat(),
            promise.state(now),
        )
    return format_html(
        '<span class="face face-{}{}"{} aria-hidden="true">{}{}{}</span>',
        drawn.tint,
        f" face--{size}" if size else "",
        attributes,
        inside,
        ring,
        format_html('<i class="face__here face__here--{}"></i>', here) if here else "",
    )


@register.simple_tag
def where(page: Any, person: Person) -> Any:
    """Where a colleague is, for a page that knows it; nothing on one that does not."""
    return getattr(page, "where", {}).get(person.pk)


def _ring(left: int) -> SafeString:
    return format_html(
        '<svg class="face__ring" viewBox="0 0 100 100"><circle class="face__ring-track" cx="50" cy="50" r="47"/>'
        '<circle class="face__ring-left" cx="50" cy="50" r="47" pathLength="100" stroke-dasharray="{} 200"/></svg>',
        left,
    )


@register.simple_tag(takes_context=True)
def faces(context: template.Context, people: Any, size: str = "s") -> SafeString:
    """Several faces, overlapping, with all names for who cannot see them."""
    people = list(people)
    if not people:
        return mark_safe("")
    names = ", ".join(person.first_name for person in people)
    drawn = format_html_join("", "{}", ((face(context, person, size),) for person in people[:4]))
    return format_html(
        '<span class="faces" title="{}">{}<span class="visually-hidden">{}</span></span>',
        names,
        drawn,
        names,
    )


# -- moments -------------------------------------------------------------------------------------


def _now(context: template.Context) -> datetime | None:
    """The moment of this page, read once by its view."""
    page = context.get("page")
    return getattr(page, "now", None) or context.get("now")


def spoken_time(moment: datetime, now: datetime) -> str:
    """A moment as one would say it: "14:30", "tomorrow 10:00", "Tue 10:00", "24 Nov 10:00"."""
    local, today = timezone.localtime(moment), timezone.localdate(now)
    days = (local.date() - today).days
    clock = f"{local:%H:%M}"
    if days == 0:
        return clock
    if days == 1:
        return gettext("tomorrow %(time)s") % {"time": clock}
    if days == -1:
        return gettext("yesterday %(time)s") % {"time": clock}
    if 1 < days < 7:
        return f"{formats.date_format(local, 'D')} {clock}"
    return f"{day(local, with_year=local.year != today.year)} {clock}"


@register.simple_tag(takes_context=True)
def moment(context: template.Context, at: datetime, kind: str = "spoken") -> SafeString:
    """A moment in the reader's zone, the exact one on hover; `since` leaves the clock out.

    The browser says both again in its own way, so this is short."""
    now = _now(context) or at
    local = timezone.localtime(at)
    text = spoken_since(at, now) if kind == "since" else spoken_time(at, now)
    return format_html(
        '<time datetime="{}" data-local="{}" title="{}">{}</time>',
        at.isoformat(),
        kind,
        f"{local:%Y-%m-%d %H:%M %Z}",
        text,
    )


@register.simple_tag(takes_context=True)
def moment_text(context: template.Context, at: datetime) -> str:
    """A moment as plain text, where no element may stand."""
    return spoken_time(at, _now(context) or at)


def spoken_since(at: datetime, now: datetime) -> str:
    """Since (or until) which day, without fuss: "today", "yesterday", "Tuesday", "3 November"."""
    local, today = timezone.localtime(at), timezone.localdate(now)
    days = (today - local.date()).days
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("yesterday")
    if 1 < days < 7:
        return formats.date_format(local, "l")
    return whole_day(local, with_year=local.year != today.year)


def spoken_left(left: timedelta) -> str:
    """What is left of a promise, in the largest unit that helps: "25 min", "3 h", "2 days"."""
    minutes = abs(int(left.total_seconds())) // 60
    if minutes < 60:
        text = gettext("%(n)d min") % {"n": minutes}
    elif minutes < 48 * 60:
        hours, rest = divmod(minutes, 60)
        text = (
            gettext("%(n)d h") % {"n": hours}
            if hours > 5 or rest < 5
            else gettext("%(h)d h %(m)d min") % {"h": hours, "m": rest}
        )
    else:
        days = minutes // (24 * 60)
        text = ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    return gettext("%(time)s late") % {"time": text} if left < timedelta(0) else text


NIGHT = (22, 7)
"""From which hour to which, in their own zone, somebody is taken to be asleep."""


@register.simple_tag(takes_context=True)
def asleep(context: template.Context, zone: str) -> str:
    """What time it is for somebody whose night it is; nothing by day, or where nobody knows."""
    now = _now(context)
    if not zone or now is None:
        return ""
    theirs = now.astimezone(ZoneInfo(zone))
    began, ended = NIGHT
    return f"{theirs:%H:%M}" if theirs.hour >= began or theirs.hour < ended else ""


@register.simple_tag(takes_context=True)
def until(context: template.Context, at: datetime) -> str:
    """What is left until a moment, for somebody outside: "in 25 min"; nothing once it has passed."""
    left = at - (_now(context) or at)
    return gettext("in %(time)s") % {"time": spoken_left(left)} if left > timedelta(0) else ""


@register.simple_tag(takes_context=True)
def promise(context: template.Context, given: PromiseShown, layout: str = "stacked") -> SafeString:
    """By when they hear: what is left, and the moment itself. It counts down by itself."""
    now = _now(context) or given.since
    return format_html(
        '<span class="promise promise--{}" data-countdown data-due="{}" data-since="{}" data-state="{}">'
        '<span class="promise__left">{}</span> <span class="promise__by">{} {}</span></span>',
        layout,
        given.due.isoformat(),
        given.since.isoformat(),
        given.state(now),
        spoken_left(given.due - now),
        gettext("by"),
        moment(context, given.due),
    )


@register.filter
def weight(size: int) -> str:
    """A file's size as people say it: "340 kB"."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{formats.number_format(size / 1_000_000, 1)} MB"


@register.simple_tag
def file_limits() -> dict[str, int]:
    """How much goes with one message."""
    together = uploads.largest_together()
    return {
        "most": settings.STAYLINE_FILES_AT_ONCE,
        "bytes": together,
        "mb": together // uploads.MEGABYTE,
    }


@register.filter
def words(text: str) -> list[str]:
    """A list, written as words."""
    return text.split()


@register.filter
def lines(field: BoundField) -> list[SafeString]:
    """The lines of a field that is typed in several: a week is seven days and the holidays."""
    parts = field.subwidgets[0].data["subwidgets"]
    return [
        format_html(
            '<label for="{}">{}</label><input type="text" name="{}" value="{}" id="{}" placeholder="{}">',
            part["attrs"]["id"],
            part["attrs"].get("aria-label", ""),
            part["name"],
            part["value"] or "",
            part["attrs"]["id"],
            part["attrs"].get("placeholder", ""),
        )
        for part in parts
    ]
