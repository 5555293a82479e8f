"""What each person wants by which way."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from stayline.desk.models import NoticeChoice, Way
from stayline.desk.notices.kinds import BY_MAIL_AT_FIRST, Kind
from stayline.people.models import Colleague


@dataclass(frozen=True, slots=True)
class Choice:
    """One person's choice, also of who has made none yet."""

    by_mail: frozenset[str] = frozenset(BY_MAIL_AT_FIRST)
    by_push: frozenset[str] = frozenset(Kind)
    mail_every: timedelta = timedelta(minutes=15)

    def ways(self, kind: Kind) -> list[Way]:
        chosen = ((Way.MAIL, self.by_mail), (Way.PUSH, self.by_push))
        return [way for way, kinds in chosen if kind in kinds]


NOT_CHOSEN = Choice()
"""By push everything, where a browser was allowed to tell it; by mail only alarms."""


def choices_of(colleagues: Collection[int]) -> Mapping[int, Choice]:
    """Everybody's, in one query."""
    made = NoticeChoice.objects.filter(colleague__in=colleagues)
    found = {one.colleague_id: _as_choice(one) for one in made}
    return {who: found.get(who, NOT_CHOSEN) for who in colleagues}


def choice_of(colleague: Colleague) -> Choice:
    return choices_of([colleague.pk])[colleague.pk]


def choose(colleague: Colleague, mail: list[str], push: list[str], minutes: int) -> None:
    """Keep what somebody wants from now on."""
    NoticeChoice.objects.update_or_create(
        colleague=colleague,
        defaults={"by_mail": mail, "by_push": push, "mail_minutes": minutes},
    )


def _as_choice(made: NoticeChoice) -> Choice:
    return Choice(
        frozenset(made.by_mail), frozenset(made.by_push), timedelta(minutes=made.mail_minutes)
    )
