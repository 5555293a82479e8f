"""The worker's part of mail: sending what was written, and telling the owner what never arrived.

A job carries the number of a row and nothing personal; done twice it does nothing twice.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from procrastinate.contrib.django import app

from stayline.channels.mail import retention, screening
from stayline.channels.mail.models import Outgoing
from stayline.channels.mail.send import send_one, tell_owner
from stayline.project.clock import now

_LATE = timedelta(minutes=2)
_BATCH = 500


def defer(row: Outgoing) -> None:
    """Let the worker see to this mail, once the transaction is committed.

    What may leave now has no moment: the queue goes by the database's clock, and a demo's own
    may be ahead of that.
    """
    if row.failed_at is not None:
        report.defer(outgoing=row.pk)
    else:
        later = row.leaves_at if row.leaves_at > now() else None
        leave.configure(schedule_at=later).defer(outgoing=row.pk)


@app.task(name="mail.leave", queue="mail")
def leave(outgoing: int) -> None:
    """Send one mail, if it has not left; when it was not taken, see to it again later."""
    with transaction.atomic():
        row = send_one(outgoing, now())
        if row is not None and row.sent_at is None:
            defer(row)


@app.task(name="mail.report", queue="mail")
def report(outgoing: int) -> None:
    """Tell the owner that a mail did not reach the customer."""
    tell_owner(outgoing, now())


@app.task(name="mail.learn", queue="mail")
def learn(problem: int, spam: bool) -> None:
    """Learn what the first mail of a problem turned out to be."""
    screening.learn(problem, is_spam=spam)


@app.periodic(cron="*/5 * * * *")
@app.task(name="mail.sweep", queue="mail", queueing_lock="mail.sweep")
def sweep(timestamp: int) -> None:
    """Behind every timer stands a sweep: what should have left by now leaves."""
    late = Outgoing.objects.filter(
        leaves_at__lt=now() - _LATE, sent_at__isnull=True, failed_at__isnull=True
    )
    for outgoing in list(late.order_by("leaves_at").values_list("pk", flat=True)[:_BATCH]):
        leave(outgoing)


@app.periodic(cron="17 3 * * *")
@app.task(name="mail.forget", queue="mail", queueing_lock="mail.forget")
def forget(timestamp: int) -> None:
    """Give up the bytes that the company no longer keeps."""
    retention.forget_old(now())
    retention.prune_marks()
