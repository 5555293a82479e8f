"""A call is over, and the exchange has nothing of it any more: nobody has to attend to it again."""

from __future__ import annotations

from datetime import datetime

from stayline.channels.phone.models import Leg, LegState
from stayline.channels.phone.telephony import Gone


def leave(call: int, at: datetime) -> None:
    """Legs that a call had when it ended are gone with it; who has ended is asked about no more."""
    left = Leg.objects.filter(call=call, gone_at=None, call__ended_at__isnull=False)
    left.update(state=LegState.GONE, gone_at=at, why_gone=Gone.LOST.value)
