"""News by mail: collected for some minutes, one mail for all of it, sent once.

What goes into a mail is settled in one transaction, with the job that sends it. A worker that is
killed in between sends it again with the same Message-ID, which its reader's program knows as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID, uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stayline.desk.models import News, Way
from stayline.desk.notices import telling
from stayline.desk.notices.choosing import choices_of
from stayline.desk.notices.kinds import Kind
from stayline.people.models import Colleague

GIVES_UP_AFTER = timedelta(days=2)
_MOST = 50
"""Lines of one mail; the rest is on the desk."""


def collect(now: datetime) -> list[UUID]:
    """Settle what goes into a mail now. Returns the mails to be sent, each by its batch."""
    waiting = News.objects.filter(way=Way.MAIL, told_at__isnull=True, batch__isnull=True)
    rows = list(waiting.select_related("to").order_by("to", "at", "id")[:5_000])
    choices = choices_of({row.to_id for row in rows})
    batches = []
    for to, group in groupby(rows, key=lambda row: row.to_id):
        due = _due(list(group), choices[to].mail_every, now)
        if due and (batch := _claim(due)):
            batches.append(batch)
    return batches


def _due(rows: Sequence[News], every: timedelta, now: datetime) -> list[News]:
    """Those that leave now: alarms at once, the rest when the oldest has waited long enough."""
    ready = [row for row in rows if not telling.waits_for_hours(row, now)]
    if any(Kind(row.kind) is Kind.ALARM for row in ready):
        return ready
    return ready if ready and ready[0].at + every <= now else []


def _claim(rows: Iterable[News]) -> UUID | None:
    """The mail's own id; None where another worker was first."""
    from stayline.desk.jobs import mail_news  # the jobs use what is here

    batch = uuid4()
    with transaction.atomic():
        mine = News.objects.filter(pk__in=[row.pk for row in rows], batch__isnull=True)
        if not mine.update(batch=batch):
            return None
        mail_news.defer(batch=str(batch))
    return batch


def send(batch: UUID, now: datetime) -> bool:
    """Send one mail, if there is still something in it to tell. Raises OSError when it cannot."""
    with transaction.atomic():
        locked = News.objects.select_for_update(of=("self",), skip_locked=True)
        rows = list(
            locked.filter(batch=batch, told_at__isnull=True)
            .select_related("to", "problem__principal")
            .order_by("at", "id")
        )
        told = [row for row in rows if not _left_out(row, now)]
        if told and not settings.STAYLINE_MAIL_OUTBOX_ONLY:
            _mail(told[0].to, told, batch).send()
        News.objects.filter(pk__in=[row.pk for row in told]).update(told_at=now)
    return bool(told)


def _left_out(row: News, now: datetime) -> bool:
    why = telling.why_not(row)
    if not why and now - row.at > GIVES_UP_AFTER:
        why = telling.OVER
    if why:
        News.objects.filter(pk=row.pk).update(told_at=now, why_not=why)
    return bool(why)


def _mail(to: Colleague, rows: Sequence[News], batch: UUID) -> EmailMessage:
    with telling.as_they_read(to):
        lines = [telling.line(row) for row in rows[:_MOST]]
        parts = ["\n".join(filter(None, (one.text, one.about, one.url))) for one in lines]
        end = _("What comes to you by mail is your choice: %(url)s") % {
            "url": f"{settings.STAYLINE_PUBLIC_URL}/you/"
        }
        words = _("Hello %(name)s,") % {"name": to.first_name}
        return letter(to, _subject(lines), "\n\n".join([words, *parts, end]), f"news-{batch}")


def _subject(lines: Sequence[telling.Line]) -> str:
    if len(lines) == 1:
        return lines[0].text
    more = ngettext("%(n)d more", "%(n)d more", len(lines) - 1) % {"n": len(lines) - 1}
    return f"{lines[0].text} ({more})"


def letter(to: Colleague, subject: str, words: str, number: str) -> EmailMessage:
    """To the one address that we have of them; no machine answers it (RFC 3834)."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    headers = {
        "Message-ID": f"<{number}@{host}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    plain = " ".join(subject.split())
    return EmailMessage(plain, words, settings.DEFAULT_FROM_EMAIL, [to.email], headers=headers)
