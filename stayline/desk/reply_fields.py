"""Fields in saved replies: {{customer.first_name}} and the like, filled when one is inserted.

{{promise}} stays in the words until they leave: only then is it certain by when the customer hears.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from stayline.channels.mail.outbox import brand_of, reader_of
from stayline.people.models import Colleague
from stayline.problems.models import Problem

FIELDS: Mapping[str, Promise] = {
    "customer.first_name": gettext_lazy("the customer's first name"),
    "customer.name": gettext_lazy("the customer's whole name"),
    "customer.organisation": gettext_lazy("where they work"),
    "me.first_name": gettext_lazy("your first name"),
    "me.name": gettext_lazy("your whole name"),
    "me.title": gettext_lazy("what you do"),
    "owner.first_name": gettext_lazy("the first name of whoever is with them"),
    "problem.subject": gettext_lazy("what it is about"),
    "company": gettext_lazy("how the company signs at this door"),
    "promise": gettext_lazy("by when they hear again, as the mail leaves"),
}

PROMISE = "promise"
_FIELD = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")


def named_in(text: str) -> list[str]:
    """Every field that a text names, known or not, in its order."""
    return list(dict.fromkeys(_FIELD.findall(text)))


def unknown_in(text: str) -> list[str]:
    return [name for name in named_in(text) if name not in FIELDS]


def left_in(text: str) -> list[str]:
    """Fields of ours that nobody has filled and nothing will."""
    return [name for name in named_in(text) if name in FIELDS and name != PROMISE]


def fill(text: str, values: Mapping[str, str]) -> str:
    """A field without a value stays, so that whoever sends it sees it."""
    return _FIELD.sub(lambda field: values.get(field[1]) or field[0], text)


def values_for(problem: Problem, me: Colleague) -> dict[str, str]:
    customer = problem.principal
    return {
        "customer.first_name": customer.first_name if customer else "",
        "customer.name": customer.name if customer else "",
        "customer.organisation": _organisation(problem),
        "me.first_name": me.known_as.split()[0],
        "me.name": me.known_as,
        "me.title": me.title,
        "owner.first_name": problem.owner.known_as.split()[0],
        "problem.subject": problem.subject,
        "company": brand_of(problem.door),
    }


def _organisation(problem: Problem) -> str:
    customer = problem.principal
    return customer.organisation.name if customer and customer.organisation else ""


def with_promise(text: str, problem: Problem, due: datetime) -> str:
    """The promise put in, in the customer's language and zone."""
    if PROMISE not in named_in(text):
        return text
    reader = reader_of(problem, problem.principal) if problem.principal else None
    spoken = reader.moment(due) if reader else due.strftime("%Y-%m-%d %H:%M UTC")
    return fill(text, {PROMISE: spoken})
