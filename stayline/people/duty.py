"""Whom a door rings, in which order, and from when.

Theory of operation. A door's duty lists are its shifts. On duty at a moment is every active
colleague with a turn in a list whose hours and whose own hours hold that moment; in a door's
quiet hours nobody is. Of those, whoever the customer has met comes first, then whoever speaks
the customer's language, then the earlier list, the lighter burden, the earlier turn. Whoever
has as many problems as their cap allows is passed over. The fallback comes last, always, also
outside their hours and beyond their cap: with them ringing ends.

When nobody is on duty, the round is the next shift's, and it starts when that shift opens. Its
first person owns what arrives from this instant all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from stayline.hours import (
    ALWAYS_OPEN,
    WorkingHours,
    is_working,
    next_closing,
    next_common_opening,
    next_opening,
)
from stayline.ownership.company import Company
from stayline.ownership.ids import ColleagueId
from stayline.people.company_facts import facts
from stayline.people.models import Colleague, Door, DutyTurn

#: A door whose people do not work within a year rings its fallback.
_SEARCH_MAX = timedelta(days=366)


class NobodyAnswers(Exception):
    """A door's fallback has left and nobody in the company stands in: there is nobody to ring."""


@dataclass(frozen=True)
class Round:
    """Colleagues in ringing order, never empty, the fallback last; and when ringing starts
    (UTC): at the moment asked about, or when the next shift opens."""

    hosts: tuple[int, ...]
    starts: datetime

    def __post_init__(self) -> None:
        assert self.hosts, "a round rings somebody"


@dataclass(frozen=True)
class Turn:
    """One colleague's place in a duty list, with what decides whether and when it rings."""

    colleague: int
    languages: frozenset[str]
    cap: int | None
    place: tuple[int, int]
    hours: tuple[WorkingHours, WorkingHours]

    def is_on_duty(self, at: datetime) -> bool:
        return all(is_working(at, hours) for hours in self.hours)

    def opening(self, at: datetime) -> datetime | None:
        """When this turn next begins; None when its two hours never meet."""
        try:
            return next_common_opening(at, *self.hours)
        except ValueError:
            return None


def round_for(
    door: Door,
    at: datetime,
    *,
    known: Sequence[int] = (),
    language: str = "",
    burden: Mapping[int, int] | None = None,
    turns: Sequence[Turn] | None = None,
) -> Round:
    """The round in which `door` rings for somebody who arrives at `at`.

    `turns` are the door's, where the caller has read them already; `known` are the colleagues this customer has met, the best known first; `language` is the
    customer's (empty: not known yet); `burden` counts each colleague's open problems.
    Raises NobodyAnswers when the fallback is inactive and nobody stands in for them.
    """
    fallback = _answering(door)
    turns = turns_at(door) if turns is None else turns
    starts = _first_on_duty(turns, door.quiet, at)
    if starts is None:
        return Round((fallback.id,), _waking(fallback, door.quiet, at))
    wanted = _Wanted(known, _primary(language), burden or {})
    on_duty = [turn for turn in turns if turn.is_on_duty(starts) and wanted.has_room(turn)]
    hosts = dict.fromkeys(turn.colleague for turn in sorted(on_duty, key=wanted.rank))
    return Round((*(host for host in hosts if host != fallback.id), fallback.id), starts)


def next_host(
    door: Door,
    at: datetime,
    *,
    tried: Sequence[int],
    known: Sequence[int] = (),
    language: str = "",
    burden: Mapping[int, int] | None = None,
) -> Round | None:
    """The rest of the round once those `tried` have not answered, as things stand at `at`:
    whoever left, went home or filled up meanwhile is no longer in it. None when the fallback
    was tried too; then it stays with them."""
    fresh = round_for(door, at, known=known, language=language, burden=burden)
    rest = tuple(host for host in fresh.hosts if host not in tried)
    return Round(rest, fresh.starts) if rest else None


def door_hours(door: Door) -> WorkingHours:
    """The hours a door itself keeps, in which it promises while it rings: all its duty lists'
    together (those in the first one's time zone); without any, its fallback's. A holiday is
    one only where every list has it. Never empty: a door nobody gave hours to keeps them all.
    """
    shifts = [shift.hours for shift in door.duty_lists.order_by("position", "id")]
    kept = [hours for hours in shifts if not hours.is_empty]
    if not kept:
        return ALWAYS_OPEN if door.fallback.hours.is_empty else door.fallback.hours
    lists = [hours for hours in kept if hours.zone == kept[0].zone]
    return WorkingHours(
        zone=lists[0].zone,
        week=tuple(
            tuple(chain.from_iterable(day))
            for day in zip(*(each.week for each in lists), strict=True)
        ),
        holidays=frozenset.intersection(*(each.holidays for each in lists)),
    )


@dataclass(frozen=True)
class _Wanted:
    """What this customer's arrival asks of a host."""

    known: Sequence[int]
    language: str
    burden: Mapping[int, int]

    def has_room(self, turn: Turn) -> bool:
        return turn.cap is None or self.burden.get(turn.colleague, 0) < turn.cap

    def rank(self, turn: Turn) -> tuple[int, bool, int, int, int, int]:
        who = turn.colleague
        met = self.known.index(who) if who in self.known else len(self.known)
        silent = bool(self.language) and self.language not in turn.languages
        in_list, in_turn = turn.place
        return met, silent, in_list, self.burden.get(who, 0), in_turn, who


def _primary(tag: str) -> str:
    """The language of a tag, without where or how it is spoken: "de" of "de-AT"."""
    return tag.partition("-")[0].lower()


def turns_at(door: Door) -> list[Turn]:
    """Who takes turns at a door. Columns, not models: every arrival waits for this."""
    rows = (
        DutyTurn.objects.filter(duty_list__door=door, colleague__is_active=True)
        .order_by()
        .values_list(
            "colleague_id",
            "colleague__languages",
            "colleague__cap",
            "duty_list__position",
            "position",
            "duty_list__working_pattern",
            "duty_list__time_zone",
            "colleague__working_pattern",
            "colleague__time_zone",
        )
    )
    return [_turn(*row) for row in rows]


def _turn(
    colleague: int,
    languages: Sequence[str],
    cap: int | None,
    list_position: int,
    position: int,
    list_pattern: object,
    list_zone: str,
    own_pattern: object,
    own_zone: str,
) -> Turn:
    return Turn(
        colleague=colleague,
        languages=frozenset(_primary(tag) for tag in languages),
        cap=cap,
        place=(list_position, position),
        hours=(
            WorkingHours.from_json(list_pattern, list_zone),
            WorkingHours.from_json(own_pattern, own_zone),
        ),
    )


def _first_on_duty(
    turns: Sequence[Turn], quiet: WorkingHours | None, at: datetime
) -> datetime | None:
    """The first moment from `at` on when somebody is on duty and the door may ring."""
    reached, limit = _loud(at, quiet), at + _SEARCH_MAX
    while reached <= limit:
        if any(turn.is_on_duty(reached) for turn in turns):
            return reached
        opening = min(_openings(turns, reached), default=None)
        if opening is None:
            return None
        reached = _loud(opening, quiet)
    return None


def _openings(turns: Sequence[Turn], at: datetime) -> Iterator[datetime]:
    for turn in turns:
        opening = turn.opening(at)
        if opening is not None:
            yield opening


def _loud(at: datetime, quiet: WorkingHours | None) -> datetime:
    """`at`, or the end of the quiet hours it lies in."""
    return at if quiet is None else next_closing(at, quiet)


def _waking(fallback: Colleague, quiet: WorkingHours | None, at: datetime) -> datetime:
    """When a fallback who is alone hears the door: at their opening; at once if they have no
    hours, for somebody must."""
    try:
        return _loud(next_opening(at, fallback.hours), quiet)
    except ValueError:
        return _loud(at, quiet)


def _answering(door: Door) -> Colleague:
    """The door's fallback. Succession replaces one who leaves in the same transaction; should
    one be inactive all the same, whoever would inherit from them answers."""
    if door.fallback.is_active:
        return door.fallback
    company = facts()
    heirs = Company(
        version=0,
        active=company.active,
        manager=company.manager,
        deputy=company.deputy,
        successor=company.successor,
    ).successors_of(ColleagueId(door.fallback_id))
    heir = next(heirs, None)
    if heir is None:
        raise NobodyAnswers(f"Nobody answers for the door {door.name}: name another fallback.")
    return Colleague.objects.get(pk=heir)
