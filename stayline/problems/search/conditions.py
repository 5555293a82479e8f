"""What a field asks for, as a condition on problems. Nothing here widens what one may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from stayline.people.models import Colleague, Door
from stayline.problems import models as m
from stayline.problems.search import folding
from stayline.problems.search.asking import Condition
from stayline.problems.search.moments import Span

NOBODY = Q(pk__in=[])


@dataclass
class Reader:
    """Who asks, and when; and what is to be said to them about it."""

    colleague: Colleague
    now: datetime
    remarks: list[str] = field(default_factory=list)


def as_filter(condition: Condition, reader: Reader) -> Q:
    """One condition: any of its values, or none of them."""
    ways = [_FIELDS[condition.field](value, reader) for value in condition.values]
    ways += [_within(condition.field, span) for span in condition.spans]
    found = reduce(or_, ways)
    return ~found if condition.is_not else found


# -- fields with a few values ---------------------------------------------------------------------


def _is(value: str, reader: Reader) -> Q:
    open_ = Q(stage__in=m.Stage.open())
    waited_for = Q(we_spoke_at__isnull=True) | Q(customer_spoke_at__gt=F("we_spoke_at"))
    return {
        "open": open_,
        "mine": Q(owner=reader.colleague),
        "late": open_ & Q(promise_due__lt=reader.now),
        "unanswered": open_ & Q(customer_spoke_at__isnull=False) & waited_for,
        "quiet": Q(stage=m.Stage.RESTING, detail="quiet"),
        "aside": Q(stage=m.Stage.SET_ASIDE),
    }.get(value) or Q(stage=value)


def _has(value: str, reader: Reader) -> Q:
    here = OuterRef("pk")
    return {
        "file": Q(Exists(m.Attachment.objects.filter(word__problem=here))),
        "helper": ~Q(state__helpers=[]),
        "offer": Q(Exists(m.Offer.objects.filter(problem=here, ended_at__isnull=True))),
        "question": Q(Exists(m.Question.objects.filter(problem=here, ended_at__isnull=True))),
        "twin": Q(twin__isnull=False) | Q(Exists(m.Problem.objects.filter(twin=here))),
    }[value]


def _waits(value: str, reader: Reader) -> Q:
    waits_for = "third party" if value == "third" else value
    return Q(stage__in=m.Stage.open(), waits_for=waits_for)


def _promise(value: str, reader: Reader) -> Q:
    if value == "late":
        return _is("late", reader)
    return Q(Exists(m.Promise.objects.filter(problem=OuterRef("pk"), how=value)))


# -- fields that name somebody --------------------------------------------------------------------


def _owner(value: str, reader: Reader) -> Q:
    return Q(owner__in=_colleagues(value, reader))


def _with(value: str, reader: Reader) -> Q:
    there = _colleagues(value, reader)
    return Q(owner__in=there) | Q(involved__overlap=there) if there else NOBODY


def _colleagues(value: str, reader: Reader) -> list[int]:
    """Whoever is called so, also those who have left; "me" is the reader."""
    if value.lower() in ("me", "ich"):
        return [reader.colleague.pk]
    known = Colleague.objects.values_list("pk", "name", "alias", "email")
    found = [
        pk
        for pk, *names in known
        if any(_is_called(value, name.partition("@")[0]) for name in names)
    ]
    if not found:
        reader.remarks.append(_("Nobody here is called “%(name)s”.") % {"name": value[:40]})
    return found


def _is_called(value: str, name: str) -> bool:
    """Each word that was typed begins a word of the name."""
    names, typed = folding.words(name), folding.words(value)
    return bool(typed) and all(any(one.startswith(part) for one in names) for part in typed)


def _door(value: str, reader: Reader) -> Q:
    known = Door.objects.values_list("pk", "name", "address")
    found = [pk for pk, *names in known if any(_is_called(value, name) for name in names)]
    if not found:
        reader.remarks.append(_("No door is called “%(name)s”.") % {"name": value[:40]})
    return Q(door__in=found)


def _language(value: str, reader: Reader) -> Q:
    return Q(principal__language__istartswith=value[:35])


# -- moments --------------------------------------------------------------------------------------

_COLUMNS = {
    "before": "opened_at",
    "after": "opened_at",
    "opened": "opened_at",
    "heard": "customer_spoke_at",
    "promise": "promise_due",
}


def _within(name: str, span: Span) -> Q:
    column = _COLUMNS[name]
    if name == "before":
        span = Span(None, span.start or span.end)
    elif name == "after":
        span = Span(span.start or span.end, None)
    found = Q(**{f"{column}__isnull": False})
    if span.start is not None:
        found &= Q(**{f"{column}__gte": span.start})
    if span.end is not None:
        found &= Q(**{f"{column}__lt": span.end})
    return found


_FIELDS: dict[str, Callable[[str, Reader], Q]] = {
    "is": _is,
    "has": _has,
    "waits": _waits,
    "promise": _promise,
    "owner": _owner,
    "with": _with,
    "door": _door,
    "language": _language,
}


def all_of(conditions: Iterable[Condition], reader: Reader) -> Sequence[Q]:
    return [as_filter(one, reader) for one in conditions]
