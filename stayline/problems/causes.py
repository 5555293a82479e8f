"""Common causes, kept and spoken for: four thousand customers write about one outage.

The lead writes once for all; each customer hears it from their own person, with the one promise,
unless they have written since: then their person owes them an answer of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from stayline.ownership import Refused
from stayline.ownership import commands as do
from stayline.ownership.ids import CauseId, ColleagueId, WordId
from stayline.ownership.problem import WaitsFor
from stayline.problems import by_colleagues, company, intake, journal, promising
from stayline.problems import models as m

WROTE_SINCE = "The customer has written since, or is not waiting: their own person answers."


def begin(title: str, lead: int, at: datetime) -> m.Cause:
    """A new common cause. Raises Refused when `lead` leads nobody."""
    with transaction.atomic():
        company.lock_shared()
        if ColleagueId(lead) not in company.now().leads:
            raise Refused("Only a lead speaks to many customers at once: choose a lead.")
        return m.Cause.objects.create(title=title, lead_id=lead, started_at=at)


@journal.once_for_key
def link(
    problem: int, by: int, cause: int | tuple[str, int], at: datetime, *, key: str = ""
) -> journal.Answer:
    """This problem is part of it; of a new one where a title and its lead are given."""
    found = cause if isinstance(cause, int) else begin(*cause, at).pk
    return by_colleagues.link_cause(problem, by, found, at)


def end(cause: int, by: int, at: datetime) -> None:
    """It is over for us. Each customer still says themselves whether it is solved for them."""
    with transaction.atomic():
        found = _led(cause, by)
        found.ended_at = found.ended_at or at
        found.save(update_fields=["ended_at"])


def _led(cause: int, by: int) -> m.Cause:
    found = m.Cause.objects.select_for_update(no_key=True).get(pk=cause)
    if found.lead_id != by:
        raise Refused(
            "{lead} leads this common cause, so that everybody hears one thing from one person.",
            lead=ColleagueId(found.lead_id),
        )
    return found


# -- reading -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reach:
    """How far an announcement has come. What is not told and not excepted is still to come."""

    told: int
    excepted: int
    all: int

    @property
    def to_come(self) -> int:
        return max(0, self.all - self.told - self.excepted)


def causes() -> QuerySet[m.Cause]:
    """All of them, those that go on first, with `open_problems`: how many are waiting."""
    still = Count("problems", filter=Q(problems__stage__in=m.Stage.open()))
    return (
        m.Cause.objects.select_related("lead")
        .annotate(open_problems=still)
        .order_by("-ended_at", "-started_at")
    )


def open_causes() -> QuerySet[m.Cause]:
    """Those to which a problem can be linked."""
    return m.Cause.objects.filter(ended_at__isnull=True).order_by("-started_at")


def languages_of(cause: m.Cause) -> dict[str, int]:
    """How many of the customers who wait for it speak what; the most frequent first."""
    rows = _waiting(cause.pk).values_list("principal__language", "door__language")
    counted = Counter(_base(theirs or doors or "en") for theirs, doors in rows)
    return dict(counted.most_common())


def _base(language: str) -> str:
    return language.partition("-")[0].lower()


def _waiting(cause: int) -> QuerySet[m.Problem]:
    return m.Problem.objects.filter(cause=cause, stage__in=m.Stage.open())


def announcements_of(cause: m.Cause) -> list[m.Announcement]:
    """The newest first."""
    return list(cause.announcements.select_related("by").order_by("-written_at"))


def reach_of(announcement: m.Announcement) -> Reach:
    counted = announcement.copies.aggregate(
        told=Count("pk", filter=Q(word__isnull=False)),
        excepted=Count("pk", filter=Q(word__isnull=True)),
    )
    all_of_them = counted["told"] + counted["excepted"] + _to_be_told(announcement).count()
    return Reach(all=all_of_them, **counted)


# -- speaking ------------------------------------------------------------------------------------


def announce(
    cause: int,
    by: int,
    texts: Mapping[str, str],
    due: datetime,
    at: datetime,
    *,
    undo_for: timedelta = timedelta(0),
) -> m.Announcement:
    """Say one thing to everybody; it leaves after `undo_for`. Raises Refused, and nothing is kept.

    `texts` maps languages (BCP 47) to words; the first is for whoever speaks none of them.
    """
    said = {_base(language): text.strip() for language, text in texts.items() if text.strip()}
    with transaction.atomic():
        found = _led(cause, by)
        if found.ended_at is not None:
            raise Refused("This common cause is over; nobody waits for it here.")
        if not said:
            raise Refused("Write what the customers should hear.")
        if due <= at:
            raise Refused("A promise is about a moment to come.")
        announcement = m.Announcement.objects.create(
            cause=found, by_id=by, texts=said, due=due, written_at=at, leaves_at=at + undo_for
        )
        from stayline.problems import jobs

        jobs.announce.configure(
            schedule_at=announcement.leaves_at, queueing_lock=f"announcement {announcement.pk}"
        ).defer(announcement=announcement.pk)
    return announcement


def take_back(cause: m.Cause, announcement: int, by: int) -> None:
    """Before it has left. Raises Refused when somebody has been told already."""
    with transaction.atomic():
        _led(cause.pk, by)
        found = cause.announcements.select_for_update().filter(pk=announcement).first()
        if found is None:
            return
        if found.done_at is not None or found.copies.exists():
            raise Refused("It has left already: write again, and say what has changed.")
        found.delete()


def say(announcement: int, at: datetime) -> None:
    """Tell everybody who was not told yet: each in one transaction, so that any crash is safe."""
    found = m.Announcement.objects.filter(pk=announcement, done_at__isnull=True).first()
    if found is None:
        return
    for problem in _to_be_told(found).order_by("pk").values_list("pk", flat=True):
        say_to(found, problem, at)
    m.Announcement.objects.filter(pk=announcement).update(done_at=at)


def _to_be_told(announcement: m.Announcement) -> QuerySet[m.Problem]:
    if announcement.done_at is not None:
        return m.Problem.objects.none()
    told = announcement.copies.filter(problem=OuterRef("pk"))
    return _waiting(announcement.cause_id).exclude(Exists(told))


def say_to(announcement: m.Announcement, problem: int, at: datetime) -> None:
    """Tell one customer, once, or keep why not."""
    with journal.deciding():
        row = journal.hold(problem)
        if announcement.copies.filter(problem=problem).exists():
            return
        word, why_not = None, WROTE_SINCE
        try:
            with journal.deciding():
                word = _speak(announcement, row, at)
        except _NotSaid:
            pass
        except Refused as refused:
            why_not = refused.sentence[:300]
        m.AnnouncementCopy.objects.create(
            announcement=announcement,
            problem=row,
            word_id=word,
            why_not="" if word is not None else why_not,
        )


class _NotSaid(Exception):
    """The rule left it unsaid; the word that was kept for it goes too."""


def _speak(announcement: m.Announcement, row: m.Problem, at: datetime) -> WordId:
    lead = announcement.by_id
    text = _in_their_language(announcement.texts, row)
    word = intake.store_word(row.pk, m.WordKind.SPOKEN, at, text, colleague=row.owner_id)
    fix = intake.store_text(row.pk, m.TextKind.REFERENCE, lead, announcement.cause.title, at)
    terms = promising.terms(lead, row.door, at, waits_for=WaitsFor.FIX, reference=fix)
    command = do.SpeakForCause(
        at=at,
        cause=CauseId(announcement.cause_id),
        lead=ColleagueId(lead),
        word=word,
        written_at=announcement.written_at,
        promise=do.Terms(
            due=min(announcement.due, terms.latest) if announcement.due > at else terms.due,
            latest=terms.latest,
            waits_for=terms.waits_for,
            reference=fix,
        ),
    )
    if not journal.meet(row, command).events:
        raise _NotSaid
    return word


def _in_their_language(texts: Mapping[str, str], row: m.Problem) -> str:
    principal = row.principal
    theirs = principal.language if principal else ""
    language = _base(theirs or (row.door.language if row.door else ""))
    return texts.get(language) or next(iter(texts.values()))
