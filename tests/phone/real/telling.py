"""What is told of calls when a test of them fails: their legs, their timelines, and what the exchange had."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from stayline.channels.phone.models import Call
from stayline.problems import queries

if TYPE_CHECKING:
    from tests.phone.real.conftest import Asterisk


def calls() -> Iterator[str]:
    """Every call of the test, oldest first."""
    for call in Call.objects.select_related("problem").order_by("pk"):
        yield f"call {call.pk}, {call.arrived_at:%T.%f} to {call.ended_at or 'now'}:"
        for leg in call.legs.select_related("colleague").order_by("asked_at", "pk"):
            who = leg.colleague.first_name if leg.colleague else "customer"
            moments = [
                f"{at:%T.%f}" if at else "-" for at in (leg.asked_at, leg.up_at, leg.gone_at)
            ]
            yield f"  {leg.pk} {who} {leg.state} {' '.join(moments)} {leg.why_gone}"
        for told in queries.timeline(call.problem):
            yield f"  {told.number} {told.event}"


def exchange(asterisk: Asterisk) -> Iterator[str]:
    """Who was signed in, and what it complained of last."""
    yield asterisk.instance.console(asterisk.programs, "pjsip show contacts")
    yield asterisk.instance.console(asterisk.programs, "core show channels concise")
    yield "\n".join(asterisk.said().splitlines()[-20:])
