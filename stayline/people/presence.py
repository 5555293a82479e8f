"""Who is here, away, in a call or off; who reads and who writes on a problem at this moment.

An open page says every half minute that it is there, and at once when its reader begins to write
or goes. What it said holds for a minute: nobody has to say that they left, and nothing is written
for a key that is pressed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max, Q

from stayline.hours import is_working
from stayline.people.models import Colleague, OwnWord, Presence, Whereabouts

READS_FOR = timedelta(seconds=65)
"""How long a page is taken to be open after it last said so."""

WRITES_FOR = timedelta(seconds=15)
"""How long somebody is taken to be writing after they last typed."""

IDLE_AFTER = timedelta(minutes=5)
"""After how long without a move somebody who has a page open is away."""


@dataclass(frozen=True, slots=True)
class There:
    """A colleague who has a problem before them now."""

    colleague: Colleague
    writes: str  # "reply", "note", or nothing
    is_active: bool


@dataclass(frozen=True, slots=True)
class Where:
    """Where a colleague is, and their own words about it."""

    where: Whereabouts
    words: str = ""
    until: datetime | None = None


def tell(
    page: UUID,
    colleague: Colleague,
    at: datetime,
    *,
    problem: int | None = None,
    writes: str = "",
    is_active: bool = True,
) -> bool:
    """A page says that it is there. True where others would see a difference.

    A page that is somebody else's is left alone.
    """
    known = Presence.objects.filter(page=page).first()
    if known is not None and known.colleague_id != colleague.pk:
        return False
    before = _seen(known, at)
    now = Presence(
        page=page,
        colleague=colleague,
        problem=problem,
        seen_at=at,
        active_at=at if is_active or known is None else known.active_at,
        writes_until=at + WRITES_FOR if writes else None,
        writes=writes[:10],
    )
    if known is None:
        _forget_old(colleague, at)
        Presence.objects.bulk_create([now], ignore_conflicts=True)  # sent twice at once: the first
    else:
        now.save(force_update=True)
    return before != _seen(now, at)


def _seen(one: Presence | None, at: datetime) -> tuple[object, ...] | None:
    """What others see of a page."""
    if one is None or one.seen_at <= at - READS_FOR:
        return None
    return (one.problem, _writes(one, at), one.active_at > at - IDLE_AFTER)


def _writes(one: Presence, at: datetime) -> str:
    return one.writes if one.writes_until is not None and one.writes_until > at else ""


def _forget_old(colleague: Colleague, at: datetime) -> None:
    Presence.objects.filter(colleague=colleague, seen_at__lt=at - timedelta(hours=1)).delete()


def leave(page: UUID, colleague: Colleague) -> None:
    """A page was closed or put behind others."""
    Presence.objects.filter(page=page, colleague=colleague).delete()


def wrote(colleague: Colleague, problem: int) -> bool:
    """What they were writing is written. True where others would see a difference."""
    mine = Presence.objects.filter(colleague=colleague, problem=problem, writes_until__isnull=False)
    return mine.update(writes_until=None) > 0


def there(problem: int, at: datetime) -> list[There]:
    """Who has a problem before them, by name; each once, however many pages they have open."""
    pages = (
        Presence.objects.filter(
            problem=problem, seen_at__gt=at - READS_FOR, colleague__is_active=True
        )
        .select_related("colleague")
        .order_by("colleague__name", "colleague_id")
    )
    found: dict[int, There] = {}
    for one in pages:
        known = found.get(one.colleague_id)
        found[one.colleague_id] = There(
            one.colleague,
            writes=max(_writes(one, at), known.writes if known else ""),
            is_active=one.active_at > at - IDLE_AFTER or (known is not None and known.is_active),
        )
    return list(found.values())


# -- where somebody is ----------------------------------------------------------------------------


def whereabouts(
    colleagues: Iterable[Colleague], at: datetime, *, in_call: Collection[int] = ()
) -> dict[int, Where]:
    """Where each of these is: a call, then their own word, then what they do, then their hours."""
    people = {one.pk: one for one in colleagues}
    said = {one.pk: one for one in _own_words(people, at)}
    active = dict(
        Presence.objects.filter(colleague__in=people, seen_at__gt=at - READS_FOR)
        .values("colleague")
        .annotate(active=Max("active_at"))
        .values_list("colleague", "active")
    )
    return {
        pk: _where(one, at, said.get(pk), active.get(pk), is_in_call=pk in in_call)
        for pk, one in people.items()
    }


def _own_words(people: Collection[int], at: datetime) -> Iterable[OwnWord]:
    return OwnWord.objects.filter(colleague__in=people).filter(
        Q(until__isnull=True) | Q(until__gt=at)
    )


def _where(
    one: Colleague, at: datetime, said: OwnWord | None, active: datetime | None, *, is_in_call: bool
) -> Where:
    if is_in_call:
        return Where(Whereabouts.CALL)
    if said is not None:
        return Where(Whereabouts(said.where), said.words, said.until)
    if active is not None and active > at - IDLE_AFTER:
        return Where(Whereabouts.HERE)
    if active is not None or is_working(at, one.hours):
        return Where(Whereabouts.AWAY)
    return Where(Whereabouts.OFF)


def own_word(colleague: Colleague, at: datetime) -> OwnWord | None:
    """What somebody says of themselves now."""
    return next(iter(_own_words([colleague.pk], at)), None)


def say(colleague: Colleague, where: Whereabouts, words: str, until: datetime | None) -> None:
    """One's own word, until a moment or until one says otherwise."""
    OwnWord.objects.update_or_create(
        colleague=colleague, defaults={"where": where, "words": words[:80], "until": until}
    )


def take_back(colleague: Colleague) -> None:
    """What one does and one's hours say it again."""
    OwnWord.objects.filter(colleague=colleague).delete()
