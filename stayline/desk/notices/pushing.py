"""News to browsers: opened by who is signed in there, closed when that ends, told once."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

import structlog
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _

from stayline.desk.models import News, PushLine, Way
from stayline.desk.notices import push, telling
from stayline.desk.notices.kinds import Kind
from stayline.people.models import Colleague
from stayline.project.clock import ahead

log = structlog.get_logger(__name__)

MOST_LINES = 10
"""Browsers of one colleague; the oldest is forgotten for an eleventh."""


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


# -- lines ---------------------------------------------------------------------------------------


@transaction.atomic
def open_line(colleague: Colleague, line: push.Line, session: str, now: datetime) -> None:
    """From now on this browser is theirs, whoever used it before. Raises NoLine."""
    checked = line.checked()
    PushLine.objects.update_or_create(
        digest=_digest(checked.endpoint),
        defaults={
            "colleague": colleague,
            "endpoint": checked.endpoint,
            "public_key": checked.public_key,
            "auth": checked.auth,
            "session": _digest(session),
            "opened_at": now,
        },
    )
    kept = PushLine.objects.filter(colleague=colleague).order_by("-opened_at", "-pk")
    too_many = list(kept.values_list("pk", flat=True)[MOST_LINES:])
    PushLine.objects.filter(pk__in=too_many).delete()


def close_line(colleague: Colleague, endpoint: str) -> None:
    PushLine.objects.filter(colleague=colleague, digest=_digest(endpoint)).delete()


def close_lines_of(session: str) -> None:
    """Who signs out is told nothing on that browser any more: somebody else may sit there next."""
    PushLine.objects.filter(session=_digest(session)).delete()


def close_lines_without_a_session(now: datetime) -> None:
    """A sign-in that ran out ends what it opened, as one that was ended does."""
    there = Session.objects.filter(expire_date__gt=now - ahead()).values_list(
        "session_key", flat=True
    )
    PushLine.objects.exclude(session__in=[_digest(one) for one in there]).delete()


def lines_of(colleague: Colleague) -> list[PushLine]:
    return list(PushLine.objects.filter(colleague=colleague).order_by("opened_at", "pk"))


# -- telling -------------------------------------------------------------------------------------


@transaction.atomic
def tell(to: int, problem: int, number: int, kind: str, now: datetime) -> None:
    """One thing, to each browser of its reader, if it still is to be told."""
    found = News.objects.select_for_update(of=("self",), skip_locked=True)
    row = (
        found.filter(to=to, problem=problem, number=number, kind=kind, way=Way.PUSH)
        .filter(told_at__isnull=True)
        .select_related("to", "problem__principal")
        .first()
    )
    if row is None:
        return
    row.why_not = telling.why_not(row) or (
        telling.OUTSIDE_HOURS if telling.waits_for_hours(row, now) else ""
    )
    if not row.why_not:
        row.why_not = _tell_all(row, now)
    row.told_at = now
    row.save(update_fields=["told_at", "why_not"])


def _tell_all(row: News, now: datetime) -> str:
    with telling.as_they_read(row.to):
        line = telling.line(row)
    told = {
        "title": line.text,
        "body": line.about,
        "url": f"/problems/{row.problem_id}/",
        "tag": f"problem-{row.problem_id}",
    }
    urgent = Kind(row.kind) in {Kind.ALARM, Kind.ARRIVED}
    answers = [_to_one(one, told, now, urgent=urgent) for one in lines_of(row.to)]
    return "" if any(one.is_taken for one in answers) else "no browser took it"


def _to_one(line: PushLine, told: dict[str, str], now: datetime, *, urgent: bool) -> push.Answer:
    """Whose push service says that it is gone is forgotten."""
    where = push.Line(line.endpoint, line.public_key, line.auth)
    # A push service goes by the wall's clock, wherever a demo's own has been put.
    answer = push.send(where, told, now - ahead(), urgent=urgent)
    if answer.is_gone:
        line.delete()
    if not answer.is_taken:
        log.warning("a push was not taken", colleague=line.colleague_id, status=answer.status)
    return answer


def try_lines(colleague: Colleague, now: datetime) -> str:
    """One to each browser of theirs, and what became of it, as a sentence."""
    told = {
        "title": _("It works"),
        "body": _("This is how you hear of something on this device."),
        "url": "/you/",
        "tag": "test",
    }
    answers = [_to_one(one, told, now, urgent=True) for one in lines_of(colleague)]
    if not answers:
        return _("No browser of yours is switched on for it.")
    taken = sum(answer.is_taken for answer in answers)
    if taken == len(answers):
        return _("Sent to your browsers: %(n)d.") % {"n": taken}
    reason = next(one for one in answers if not one.is_taken)
    return _("Taken by %(n)d of %(all)d; the other said: %(status)s %(said)s") % {
        "n": taken,
        "all": len(answers),
        "status": reason.status or "",
        "said": reason.said[:200],
    }
