"""Every read of calls."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from stayline.channels.phone.models import Call, Leg, Line, LineKind, Recording
from stayline.problems.models import Problem


def going_on(problems: Iterable[int] | None = None) -> list[tuple[int, int]]:
    """Calls to attend to, each with its problem; only about these, where any are named.

    They have not ended; or a leg of theirs is left, or what was said waits at the exchange, as when
    a process died right after the end.
    """
    legs = Leg.objects.filter(call=OuterRef("pk"), gone_at=None)
    recordings = Recording.objects.filter(call=OuterRef("pk"), fetched_at=None)
    words = Q(words_asked_at__isnull=False, words_kept_at=None)
    found = Call.objects.filter(Q(ended_at=None) | words | Exists(legs) | Exists(recordings))
    if problems is not None:
        found = found.filter(problem__in=problems)
    return list(found.values_list("pk", "problem"))


def rooms() -> set[str]:
    """Of the calls that have not ended."""
    return set(Call.objects.filter(ended_at__isnull=True).values_list("room", flat=True))


def problem_of(call: int) -> int:
    return Call.objects.values_list("problem", flat=True).get(pk=call)


def live_calls_of(colleague: int) -> list[Problem]:
    """Problems whose customer is in a call now that this colleague is in, or is rung for."""
    legs = Leg.objects.filter(colleague=colleague, gone_at=None, call__ended_at=None)
    return list(
        Problem.objects.filter(pk__in=legs.values("call__problem"))
        .select_related("principal")
        .order_by("pk")
    )


def call_on(problem: int) -> Call | None:
    """The call that goes on about a problem, or is being made."""
    going = Call.objects.filter(problem=problem, ended_at=None).select_related("door")
    return going.order_by("pk").first()


def call_of(contact: int) -> Call | None:
    """The call that a live contact is; None where they meet otherwise."""
    return Call.objects.filter(contact=contact).select_related("door").first()


def unknown(legs: Iterable[str]) -> set[str]:
    """Which of these legs no call of ours has."""
    asked = set(legs)
    return asked - set(Leg.objects.filter(pk__in=asked).values_list("pk", flat=True))


def lines() -> list[Line]:
    """Every telephone, by whose it is."""
    found = Line.objects.select_related("colleague")
    return list(found.order_by("colleague__name", "colleague", "kind", "pk"))


def line(line_id: int) -> Line:
    """Raises Line.DoesNotExist."""
    return Line.objects.select_related("colleague").get(pk=line_id)


def lines_of(colleague: int) -> list[Line]:
    """All telephones of somebody, on or off."""
    return list(Line.objects.filter(colleague=colleague))


def switch_own(colleague: int, line_id: int, *, is_on: bool) -> None:
    """One's own telephone rings, or does not. Anybody else's is left alone; a browser's is switched
    by its window."""
    own = Line.objects.filter(colleague=colleague, kind=LineKind.DESK)
    own.filter(pk=line_id).update(is_on=is_on)
