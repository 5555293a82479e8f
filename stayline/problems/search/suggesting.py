"""What somebody may be about to type, out of what they may see and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from stayline.people.models import Colleague, Customer, Door
from stayline.problems import models as m
from stayline.problems.search import folding, saved
from stayline.problems.search.asking import CHOICES, FIELDS
from stayline.problems.search.finding import latest_first, which
from stayline.problems.search.wanted import Wanted

Kind = Literal["search", "customer", "colleague", "door", "field", "problem"]

EACH = 4
"""How many of one kind are suggested."""

LOOKED_AT = 40
"""In how many of the latest problems a customer is looked for."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One way to go on: what it says, and the whole text it would make of what was typed."""

    kind: Kind
    label: str
    text: str = ""
    more: str = ""
    problem: int | None = None


def suggestions(colleague: Colleague, typed: str) -> list[Suggestion]:
    """For the piece that is being typed: the last one."""
    before, piece = _split(typed)
    sign = "-" if piece.startswith("-") else ""
    name, colon, value = piece.removeprefix("-").partition(":")
    if colon and name.lower() in FIELDS:
        found = _values(colleague, name.lower(), value.strip('"'))
        return [_filled(one, f"{before}{sign}{name}:") for one in found]
    if colon or not folding.words(piece):
        return _saved(colleague, "") if not typed.strip() else []
    return [
        *_saved(colleague, typed),
        *(_filled(one, f"{before}{sign}from:") for one in customers(colleague, piece)),
        *(_filled(one, f"{before}{sign}with:") for one in _colleagues(piece)),
        *_fields(piece, before),
    ]


def _split(typed: str) -> tuple[str, str]:
    """What stands before the piece that is being typed, and that piece. Quotes hold one together."""
    start = in_quotes = 0
    for place, letter in enumerate(typed):
        if letter in '"“”„':
            in_quotes = not in_quotes
        elif letter.isspace() and not in_quotes:
            start = place + 1
    return typed[:start], typed[start:]


def _filled(one: Suggestion, before: str) -> Suggestion:
    value = f'"{one.text}"' if " " in one.text else one.text
    return Suggestion(one.kind, one.label, f"{before}{value} ", one.more)


def _values(colleague: Colleague, name: str, typed: str) -> list[Suggestion]:
    found: Iterable[Suggestion] = ()
    if name in CHOICES:
        found = (
            Suggestion("field", f"{name}:{one}", one)
            for one in CHOICES[name]
            if one.startswith(typed.lower())
        )
    elif name in ("owner", "with"):
        me = Suggestion("colleague", _("me"), "me")
        found = [*([me] if "me".startswith(typed.lower()) else []), *_colleagues(typed)]
    elif name == "door":
        found = _doors(typed)
    elif name == "from":
        found = customers(colleague, typed)
    return list(found)[:12]


def _fields(piece: str, before: str) -> Iterator[Suggestion]:
    typed = piece.removeprefix("-").lower()
    sign = "-" if piece.startswith("-") else ""
    for name in FIELDS:
        if name.startswith(typed):
            yield Suggestion("field", f"{name}:", f"{before}{sign}{name}:", help_for(name))


def _saved(colleague: Colleague, typed: str) -> list[Suggestion]:
    parts = folding.words(typed)
    return [
        Suggestion("search", one.name, one.asked, one.asked)
        for one in saved.of(colleague)
        if _begin(parts, one.name)
    ][:EACH]


def _begin(parts: Iterable[str], *names: str) -> bool:
    """Whether each part begins a word of these names."""
    words = [word for name in names for word in folding.words(name)]
    return all(any(word.startswith(part) for word in words) for part in parts)


def _colleagues(typed: str) -> list[Suggestion]:
    parts = folding.words(typed)
    known = Colleague.objects.filter(is_active=True).only("name", "alias", "title").order_by("name")
    return [
        Suggestion("colleague", one.name, one.name, one.title)
        for one in known
        if _begin(parts, one.name, one.alias)
    ][:EACH]


def _doors(typed: str) -> list[Suggestion]:
    parts = folding.words(typed)
    return [
        Suggestion("door", one.name, one.name, one.address)
        for one in Door.objects.order_by("name")
        if _begin(parts, one.name, one.address)
    ]


def customers(colleague: Colleague, typed: str) -> list[Suggestion]:
    """People on the customer's side of problems this colleague may see, the latest first."""
    parts = folding.words(typed)
    if not parts:
        return []
    wanted = [Wanted([part], is_open_ended=True, part="B") for part in parts]
    numbers = list(latest_first(which(colleague, wanted))[:LOOKED_AT])
    people = (
        Customer.objects.filter(parties__problem__in=numbers)
        .distinct()
        .select_related("organisation")
        .prefetch_related("addresses")
    )
    return [
        _customer(one)
        for one in people
        if _begin(
            parts, one.name, _organisation(one), *(place.value for place in one.addresses.all())
        )
    ][:EACH]


def _customer(one: Customer) -> Suggestion:
    address = next((place.value for place in one.addresses.all()), "")
    name = one.name or address
    more = _organisation(one) or (address if address != name else "")
    return Suggestion("customer", name, name, more)


def _organisation(one: Customer) -> str:
    return one.organisation.name if one.organisation else ""


def problems(colleague: Colleague, typed: str, most: int = 6) -> list[m.Problem]:
    """Problems by what stands in them, the latest first: to go to one by name."""
    parts = folding.words(typed)
    if not parts:
        return []
    wanted = [Wanted([part], is_open_ended=True) for part in parts]
    numbers = list(latest_first(which(colleague, wanted))[:most])
    rows = m.Problem.objects.select_related("principal", "owner").in_bulk(numbers)
    return [rows[one] for one in numbers]


def help_for(name: str) -> str:
    """What a field asks for, in a few words."""
    return {
        "is": _("how it stands: open, late, mine, quiet, satisfied …"),
        "has": _("what there is: a file, a helper, an offer, a question"),
        "waits": _("for whom: us, customer, third, fix"),
        "promise": _("broken, late, or by a day"),
        "owner": _("whose it is"),
        "with": _("who is with the customer, helpers too"),
        "door": _("where it came in"),
        "language": _("which they speak: en, de …"),
        "subject": _("words in the subject"),
        "from": _("a name, an address or an organisation"),
        "said": _("words that were said or written"),
        "file": _("a file's name"),
        "before": _("came before a day"),
        "after": _("came on a day or later"),
        "opened": _("came on a day, or 2026-10..2026-11"),
        "heard": _("they last wrote on a day"),
    }[name]
