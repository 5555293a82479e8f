"""Planning an absence: who is asked to stand in for which customer, and what comes of it.

Whoever is asked says yes or no, for all or one by one. When the day comes those who said yes stand
in; where nobody did, the problem stays with its owner and whoever answers for them is told in time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from stayline.desk.models import Absence, StandIn
from stayline.desk.pages.refusals import in_words
from stayline.ownership import Refused
from stayline.people.models import Colleague
from stayline.problems import by_colleagues
from stayline.problems.models import Notice, Party, Problem, Stage

NOBODY_STANDS_IN = "nobody stands in"
"""The kind of a notice: somebody is away, and nobody has said yes for this problem."""


_STANDS_IN = Q(begun_at__isnull=False, accepted_at__isnull=False, trouble="")


def planned(colleague: Colleague) -> Absence | None:
    """The absence that is to come or going on."""
    return Absence.objects.filter(colleague=colleague, over_at__isnull=True).first()


def to_be_looked_after(colleague: Colleague) -> QuerySet[Problem]:
    """What somebody else would have to stand in for: the owner's, while a customer waits."""
    found = Problem.objects.filter(owner=colleague, stage__in=[Stage.OWNED, Stage.PROPOSED])
    return found.select_related("principal").order_by("promise_due", "pk")


def plan(
    colleague: Colleague,
    starts: datetime,
    ends: datetime,
    wanted: Mapping[int, int],
    at: datetime,
) -> Absence:
    """Ask each of those wanted (problem: colleague). Who was asked already is not asked again,
    unless the days have changed."""
    with transaction.atomic():
        absence = Absence.objects.select_for_update().filter(colleague=colleague, over_at=None)
        found = absence.first() or Absence(colleague=colleague)
        is_other = (found.starts, found.ends) != (starts, ends) if found.pk else False
        found.starts, found.ends = starts, ends
        found.save()
        asked = {one.problem_id: one for one in found.stand_ins.exclude(_STANDS_IN)}
        for problem, one in asked.items():
            if is_other or wanted.get(problem) != one.whom_id:
                one.delete()
        settled = set(found.stand_ins.values_list("problem", flat=True))
        StandIn.objects.bulk_create(
            StandIn(absence=found, problem_id=problem, whom_id=whom)
            for problem, whom in wanted.items()
            if problem not in settled
        )
    return found


def asked_of(colleague: Colleague) -> QuerySet[StandIn]:
    """What somebody has yet to answer, save what they must not know of: nobody reads a customer's
    name by being asked, where only a few may, or from the customer's own side."""
    theirs = Party.objects.filter(problem=OuterRef("problem"), colleague=colleague)
    return (
        StandIn.objects.filter(whom=colleague, accepted_at=None, declined_at=None)
        .filter(absence__over_at=None)
        .filter(
            Q(problem__need_to_know=[]) | Q(problem__need_to_know__contains=[colleague.pk]),
            ~Exists(theirs),
        )
        .select_related("absence__colleague", "problem__principal")
        .order_by("absence", "problem__promise_due")
    )


def answer(colleague: Colleague, absence: int, accepted: Collection[int], at: datetime) -> None:
    """Yes for these problems, no for the others one was asked about in this absence. Where the day
    has come it begins at once, also where it was said already that nobody does."""
    with transaction.atomic():
        asked = asked_of(colleague).filter(absence=absence).select_for_update(of=("self",))
        for one in asked:
            yes = one.problem_id in accepted
            one.accepted_at, one.declined_at = (at, None) if yes else (None, at)
            one.begun_at = None if yes else one.begun_at
            one.save(update_fields=["accepted_at", "declined_at", "begun_at"])
    begin_due(at)


def begin_due(at: datetime) -> None:
    """What begins now: for the clock, and as often as one likes."""
    going_on = StandIn.objects.filter(
        begun_at=None, absence__over_at=None, absence__starts__lte=at, absence__ends__gt=at
    )
    for pk in list(going_on.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            claimed = going_on.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk)
            one = claimed.select_related("absence__colleague", "problem").first()
            if one is not None:
                _begin(one, at)
    over = Absence.objects.filter(over_at=None, ends__lte=at)
    over.update(over_at=at)


def _begin(one: StandIn, at: datetime) -> None:
    if one.accepted_at is None:
        _tell_who_answers_for(one, at)
    elif one.problem.owner_id == one.absence.colleague_id and one.problem.is_open:
        try:
            by_colleagues.start_cover(
                one.problem_id, one.absence.colleague_id, one.whom_id, one.absence.ends, at
            )
        except Refused as refused:
            one.trouble = in_words(refused)[:500]
            _tell_who_answers_for(one, at)
    one.begun_at = at
    one.save(update_fields=["begun_at", "trouble"])


def _tell_who_answers_for(one: StandIn, at: datetime) -> None:
    away = one.absence.colleague
    to = away.manager or away.deputy
    if to is not None and one.problem.is_open and one.problem.owner_id == away.pk:
        Notice.objects.get_or_create(
            to=to,
            problem=one.problem,
            number=one.problem.version,
            kind=NOBODY_STANDS_IN,
            defaults={"at": at},
        )


def back(colleague: Colleague, at: datetime) -> None:
    """They are back, or never went: whoever stands in gives all back, and nobody is asked any more."""
    absence = planned(colleague)
    if absence is None:
        return
    with transaction.atomic():
        Absence.objects.filter(pk=absence.pk).update(over_at=at)
        for one in _standing_in(absence):
            by_colleagues.end_cover(one.problem_id, colleague.pk, at)


def _standing_in(absence: Absence) -> Iterable[StandIn]:
    for one in absence.stand_ins.filter(_STANDS_IN).select_related("problem"):
        cover = one.problem.state["cover"]
        if cover is not None and cover["colleague"] == one.whom_id:
            yield one
