"""By which lines a colleague can be rung now, and who is on duty at a door."""

from __future__ import annotations

from datetime import datetime

from stayline.channels.phone.models import Line
from stayline.ownership.ids import ColleagueId
from stayline.people import presence
from stayline.people.models import Colleague, Door, Whereabouts
from stayline.problems import company


def lines_of(who: ColleagueId, at: datetime, *, also_off: bool = False) -> list[str]:
    """The addresses of the lines that ring for somebody; none while they are off.

    Nobody is rung out of bed: who is off by their hours, and has no page open, is not rung.
    """
    lines = list(Line.objects.filter(colleague=who, is_on=True).values_list("address", flat=True))
    if not lines or also_off:
        return lines
    colleague = Colleague.objects.get(pk=who)
    where = presence.whereabouts([colleague], at)[colleague.pk].where
    return [] if where is Whereabouts.OFF else lines


def on_duty(door: Door, at: datetime) -> tuple[ColleagueId, ...]:
    """Whoever has a turn at the door now, in the order of its lists."""
    turns = company.arrangements().entrance(door.pk).turns
    on = [turn for turn in turns if turn.is_on_duty(at)]
    people = (turn.colleague for turn in sorted(on, key=lambda turn: turn.place))
    return tuple(ColleagueId(who) for who in dict.fromkeys(people))
