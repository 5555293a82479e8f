"""Writing duty lists: who takes turns, in which order."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from stayline.people.models import Colleague, DutyList, DutyTurn


@transaction.atomic
def set_turns(shift: DutyList, people: Sequence[Colleague]) -> None:
    """Give a duty list exactly these people, in this order."""
    wanted = {person.pk: place for place, person in enumerate(people)}
    shift.turns.exclude(colleague__in=wanted).delete()
    kept = {turn.colleague_id: turn for turn in shift.turns.select_for_update()}
    for turn in kept.values():
        turn.position = wanted[turn.colleague_id]
    DutyTurn.objects.bulk_update(kept.values(), ["position"])
    DutyTurn.objects.bulk_create(
        DutyTurn(duty_list=shift, colleague_id=who, position=place)
        for who, place in wanted.items()
        if who not in kept
    )


@transaction.atomic
def remove_shift(shift: DutyList) -> None:
    """Take a duty list away from its door. The door's fallback stays behind it."""
    shift.turns.all().delete()
    shift.delete()
