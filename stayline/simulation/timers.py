"""What the clock says: timers set by what happened, which may come late, twice or long too late."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.ids import Number, ProblemId
from stayline.ownership.problem import Problem, Ringing
from stayline.simulation.office import Clock

_RING = timedelta(minutes=15)
_NEXT_WORKING_DAY = timedelta(hours=30)
_MOMENT = timedelta(seconds=1)

Says = Callable[[], do.Command]


class Timers:
    """Commands that time itself will give, nearest first."""

    def __init__(self, rng: Random, clock: Clock) -> None:
        self._rng = rng
        self._clock = clock
        self._due: list[tuple[datetime, int, ProblemId, Says]] = []
        self._count = 0

    def set_by(self, p: Problem, told: tuple[ev.Event, ...]) -> None:
        """Set what the events of one act ask for."""
        for event in told:
            kind = type(event)
            if kind is ev.PromiseMade and p.promise is not None:
                promise = p.promise
                self._set(p, promise.due + _MOMENT, self._break(promise.number))
            elif kind in _RINGS and isinstance(p.stage, Ringing):
                self._set(p, event.at + _RING, self._ring_on(p.stage.turn))
            elif kind in _STEPS and p.offer is not None:
                lapses = p.offer.lapses
                self._set(p, lapses, self._lapse(p.offer.number, lapses))
            elif kind is ev.WasSetAside:
                alarm: Says = lambda: do.AlarmAside(at=self._clock.now)  # noqa: E731
                self._set(p, event.at + _NEXT_WORKING_DAY, alarm)
            elif kind is ev.CoverStarted and p.cover is not None:
                self._set(p, p.cover.until, lambda: do.EndCover(at=self._clock.now))

    def _break(self, promise: Number) -> Says:
        return lambda: do.BreakPromise(
            at=self._clock.now, promise=promise, next_due=self._clock.in_minutes(240)
        )

    def _ring_on(self, turn: Number) -> Says:
        return lambda: do.RingOn(at=self._clock.now, turn=turn)

    def _lapse(self, offer: Number, lapses: datetime) -> Says:
        return lambda: do.LapseOffer(at=self._clock.now, offer=offer, lapses=lapses)

    def _set(self, p: Problem, at: datetime, says: Says) -> None:
        self._count += 1
        heapq.heappush(self._due, (at, self._count, p.id, says))

    def next(self) -> tuple[ProblemId, do.Command] | None:
        """One that is due. Sometimes it comes again."""
        now = self._clock.now
        if not self._due or self._due[0][0] > now:
            return None
        _, _, problem, says = heapq.heappop(self._due)
        if self._rng.random() < 0.05:
            self._count += 1
            again = now + timedelta(minutes=self._rng.random() * 600)
            heapq.heappush(self._due, (again, self._count, problem, says))
        return problem, says()


_RINGS = (ev.Opened, ev.RangOn, ev.BroughtBack)
_STEPS = (ev.Offered, ev.PickedUp, ev.Asked)
