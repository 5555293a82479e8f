"""Whether something may be told, still matters, and in which words. Asked right before it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from stayline.desk.models import News
from stayline.desk.notices.kinds import TOLD, Kind
from stayline.hours import is_working
from stayline.people.languages import read_by
from stayline.people.models import Colleague
from stayline.problems import queries
from stayline.problems.models import Notice, Problem, Promise, Stage

NOT_THEIRS = "not theirs to see"
OVER = "over by then"
OUTSIDE_HOURS = "outside their hours"


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of news as its reader reads it."""

    text: str
    about: str
    url: str


def why_not(news: News) -> str:
    """Why it is not told; empty: it is. What one may not see is never told, whoever chose what."""
    if not news.to.is_active:
        return NOT_THEIRS
    problem = queries.visible_to(news.to).filter(pk=news.problem_id).first()
    if problem is None:
        return NOT_THEIRS
    return OVER if _is_over(news, problem) else ""


def _is_over(news: News, problem: Problem) -> bool:
    """Whether its reader, or somebody, has seen to it since."""
    me = news.to_id
    match Kind(news.kind):
        case Kind.ARRIVED:
            return problem.stage != Stage.RINGING or problem.owner_id != me
        case Kind.ASKED:
            offer = problem.state["offer"]
            is_offered = offer is not None and me in offer["receivers"]
            return not is_offered and me not in problem.state["asked_to_help"]
        case Kind.NEAR:
            return not Promise.objects.filter(
                problem=problem, number=news.number, settled_at__isnull=True
            ).exists()
        case Kind.HANDED:
            return problem.owner_id != me
        case Kind.SPOKE:
            spoke = problem.we_spoke_at
            return spoke is not None and spoke > news.at
        case Kind.ALARM | Kind.MENTIONED | Kind.CAME_BACK:
            notice = Notice.objects.filter(to=me, problem=problem, number=news.number)
            return notice.filter(seen_at__isnull=False).exists()


def waits_for_hours(news: News, now: datetime) -> bool:
    """Whether it is kept until its reader works again. An alarm never is."""
    if Kind(news.kind) is Kind.ALARM:
        return False
    return not is_working(now, news.to.hours)


def line(news: News) -> Line:
    """In as few words as will do; of what only a circle may know, without a name."""
    problem = news.problem
    path = reverse("problem", args=[problem.pk])
    is_secret = bool(problem.need_to_know)
    customer = problem.principal.first_name if problem.principal and not is_secret else ""
    who = customer or _("a customer")
    text = str(TOLD[Kind(news.kind)]) % {"who": who}
    return Line(
        text=text[:1].upper() + text[1:],
        about="" if is_secret else " ".join(problem.subject.split())[:150],
        url=f"{settings.STAYLINE_PUBLIC_URL}{path}",
    )


@contextmanager
def as_they_read(colleague: Colleague) -> Iterator[None]:
    """In the language and the zone of whoever is told."""
    zone = ZoneInfo(colleague.time_zone)
    with translation.override(read_by(colleague)), timezone.override(zone):
        yield
