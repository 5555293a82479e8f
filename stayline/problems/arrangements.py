"""How the company is arranged: its doors with their shifts, and everybody's hours.

Every arrival needs them and they seldom change, so each process keeps what it has read. The
database counts the changes (see migration 0002); what was read under another count is forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stayline.hours import ALWAYS_OPEN, WorkingHours
from stayline.people import duty
from stayline.people.models import Colleague, Door, DoorKind


@dataclass(frozen=True)
class Entrance:
    """A door, who takes turns at it, and the hours it keeps. Not to be changed by its readers."""

    door: Door
    turns: Sequence[duty.Turn]
    hours: WorkingHours


class Arrangements:
    """What has been read since the last change."""

    def __init__(self) -> None:
        self._entrances: dict[int, Entrance] = {}
        self._hours: dict[int, WorkingHours] = {}
        self._mail_doors: dict[str, Door] | None = None

    def entrance(self, door: int) -> Entrance:
        """A door with all that decides whom it rings. Raises Door.DoesNotExist."""
        known = self._entrances.get(door)
        if known is None:
            found = Door.objects.select_related("fallback").get(pk=door)
            known = Entrance(found, duty.turns_at(found), duty.door_hours(found))
            self._entrances[door] = known
        return known

    def mail_doors(self) -> Mapping[str, Door]:
        """The doors that mail comes to, by their addresses."""
        if self._mail_doors is None:
            found = Door.objects.filter(kind=DoorKind.MAIL)
            self._mail_doors = {door.address: door for door in found}
        return self._mail_doors

    def hours_of(self, colleague: int) -> WorkingHours:
        """A colleague's hours; who has none keeps them all, for somebody must promise."""
        known = self._hours.get(colleague)
        if known is None:
            found = Colleague.objects.only("working_pattern", "time_zone").get(pk=colleague)
            known = found.hours if any(found.hours.week) else ALWAYS_OPEN
            self._hours[colleague] = known
        return known
