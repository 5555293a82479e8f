"""What each person wants by which way."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db.models import Exists, OuterRef

from stayline.desk.models import NoticeChoice, PushLine, Way
from stayline.desk.notices.kinds import BY_MAIL_AT_FIRST, Kind
from stayline.people.models import Colleague


@dataclass(frozen=True, slots=True)
class Choice:
    """One person's choice, also of who has made none yet."""

    by_mail: frozenset[str] = frozenset(BY_MAIL_AT_FIRST)
    by_push: frozenset[str] = frozenset(Kind)
    mail_every: timedelta = timedelta(minutes=15)
    has_browser: bool = False

    def ways(self, kind: Kind) -> list[Way]:
        chosen = ((Way.MAIL, self.by_mail), (Way.PUSH, self.by_push if self.has_browser else ()))
        return [way for way, kinds in chosen if kind in kinds]


NOT_CHOSEN = Choice()
"""By push everything, where a browser was allowed to tell it; by mail only alarms."""


def choices_of(colleagues: Collection[int]) -> Mapping[int, Choice]:
    """Everybody's, and whether a browser of theirs is switched on, in one query."""
    people = Colleague.objects.filter(pk__in=colleagues).values_list(
        "pk",
        "notice_choice__by_mail",
        "notice_choice__by_push",
        "notice_choice__mail_minutes",
        Exists(PushLine.objects.filter(colleague=OuterRef("pk"))),
    )
    return {who: _as_choice(*chosen) for who, *chosen in people}


def choice_of(colleague: Colleague) -> Choice:
    return choices_of([colleague.pk])[colleague.pk]


def choose(colleague: Colleague, mail: list[str], push: list[str], minutes: int) -> None:
    """Keep what somebody wants from now on."""
    NoticeChoice.objects.update_or_create(
        colleague=colleague,
        defaults={"by_mail": mail, "by_push": push, "mail_minutes": minutes},
    )


def _as_choice(
    mail: list[str] | None, push: list[str] | None, minutes: int | None, has_browser: bool
) -> Choice:
    if mail is None or push is None or minutes is None:
        return replace(NOT_CHOSEN, has_browser=has_browser)
    return Choice(frozenset(mail), frozenset(push), timedelta(minutes=minutes), has_browser)
