"""Where colleagues are, as faces show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from stayline.people.models import Colleague, Whereabouts
from stayline.people.presence import Where, whereabouts
from stayline.problems.on_the_line import in_a_call


@dataclass(frozen=True, slots=True)
class WhereShown:
    """For a dot beside a face, and in words."""

    here: str
    words: str


def where_are(colleagues: Iterable[Colleague], at: datetime) -> Mapping[int, WhereShown]:
    """By their ids, in a few queries however many they are."""
    found = whereabouts(colleagues, at, in_call=in_a_call())
    return {pk: WhereShown(one.where.value, _in_words(one)) for pk, one in found.items()}


def _in_words(one: Where) -> str:
    said = {
        Whereabouts.HERE: _("here now"),
        Whereabouts.CALL: _("in a call"),
        Whereabouts.AWAY: _("away"),
        Whereabouts.OFF: _("not at work now"),
    }[one.where]
    return f"{said}: {one.words}" if one.words else said
