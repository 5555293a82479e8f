"""The people of a simulated company, and its clock: day, night, weekend, and clocks that jump."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from stayline.ownership.company import Company
from stayline.ownership.ids import ColleagueId

_START = datetime(2026, 3, 2, 7, tzinfo=UTC)  # a Monday morning
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_OPENS, _CLOSES = 8 * _HOUR, 18 * _HOUR
STAFF = 12


class Clock:
    """Seconds since the simulation began, mostly forwards."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._seconds = _HOUR
        self.now = _START

    def tick(self) -> None:
        """A little later; now and then much later, or, where a clock was wrong, a little earlier."""
        draw = self._rng.random()
        if draw < 0.997:
            self._seconds += int(draw * (12 if self.is_working else 1800))
        elif draw < 0.9985:
            self._seconds += int(self._rng.random() * 3 * _HOUR)
        elif draw < 0.9997:
            self._seconds = max(0, self._seconds - 30)
        else:
            self._seconds += int(self._rng.random() * 3 * _DAY)
        self.now = _START + timedelta(seconds=self._seconds)

    @property
    def is_working(self) -> bool:
        """Whether the company is open: weekdays, eight to six."""
        into_day = (self._seconds + 7 * _HOUR) % _DAY
        weekday = (self._seconds + 7 * _HOUR) // _DAY % 7
        return weekday < 5 and _OPENS <= into_day < _CLOSES

    def in_minutes(self, minutes: float) -> datetime:
        """So many minutes from now, or from the next opening."""
        later = self.now + timedelta(minutes=minutes)
        if self.is_working:
            return later
        into_day = (self._seconds + 7 * _HOUR) % _DAY
        to_opening = (_OPENS - into_day) % _DAY
        return later + timedelta(seconds=to_opening)


class Office:
    """Who works here. The first is at the top and has a deputy; everybody answers to somebody."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._last = STAFF
        everybody = [ColleagueId(number) for number in range(1, STAFF + 1)]
        top, leads = everybody[0], everybody[1:4]
        self.people = list(everybody)
        self.company = Company(
            version=1,
            active=frozenset(everybody),
            manager={
                who: top if who in leads else rng.choice(leads) for who in everybody if who != top
            },
            deputy={top: leads[0]},
            successor={who: rng.choice(everybody) for who in everybody[4::2]},
            leads=frozenset({top, *leads}),
        )

    def anybody(self) -> ColleagueId:
        return self.people[int(self._rng.random() * len(self.people))]

    def without(self, leaver: ColleagueId) -> Company:
        """The company once they have left it; their people answer to who answered for them."""
        now = self.company
        heir = next((who for who in now.managers_of(leaver) if who in now.active), None)
        manager = dict(now.manager)
        deputy = dict(now.deputy)
        for who, above in now.manager.items():
            if above == leaver and heir is not None and who != heir:
                manager[who] = heir
        if heir is not None and leaver in now.leads:
            return self._changed(now.active - {leaver}, manager, deputy, now.leads | {heir})
        return self._changed(now.active - {leaver}, manager, deputy, now.leads)

    def with_one_more(self) -> Company:
        """Somebody new starts, and answers to a lead."""
        self._last += 1
        new, now = ColleagueId(self._last), self.company
        above = self._rng.choice(sorted(now.active & now.leads) or sorted(now.active))
        manager = {**now.manager, new: above}
        return self._changed(now.active | {new}, manager, dict(now.deputy), now.leads)

    def _changed(
        self,
        active: frozenset[ColleagueId],
        manager: dict[ColleagueId, ColleagueId],
        deputy: dict[ColleagueId, ColleagueId],
        leads: frozenset[ColleagueId],
    ) -> Company:
        return Company(
            version=self.company.version + 1,
            active=active,
            manager=manager,
            deputy=deputy,
            successor=self.company.successor,
            leads=leads,
        )

    def become(self, company: Company) -> None:
        self.company = company
        self.people = sorted(company.active)
