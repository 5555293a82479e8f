"""Every read of calls."""

from __future__ import annotations

from stayline.channels.phone.models import Call


def going_on() -> list[tuple[int, int]]:
    """Calls that have not ended, each with its problem."""
    return list(Call.objects.filter(ended_at__isnull=True).values_list("pk", "problem"))


def problem_of(call: int) -> int:
    return Call.objects.values_list("problem", flat=True).get(pk=call)
