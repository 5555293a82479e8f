"""How long a mail is kept exactly as it came: for ever, unless the company says a number of days.

What was said stands on the problem and is not touched. A mail of a problem that still goes on is
kept however old it is; of those given up the row stays, so that the same mail is still known.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import structlog
from django.conf import settings
from django.core.files.storage import Storage
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from stayline.channels.mail.models import RawMail, SpamMark
from stayline.problems.models import Stage

log = structlog.get_logger(__name__)

BATCH = 500
MOST_MARKS = 300_000
"""Of what was learnt about spam; what was seen once goes first when there is more."""

_ENDED = (Stage.SATISFIED, Stage.RESTING, Stage.SET_ASIDE)
_OVER = Q(problem__stage__in=_ENDED) | Q(
    problem__stage=Stage.JOINED, problem__twin__stage__in=_ENDED
)


def forget_old(at: datetime) -> int:
    """Give up the bytes of mails that are older than `STAYLINE_MAIL_KEEP_DAYS`; how many.

    A problem under legal hold keeps its mails.
    """
    if not settings.STAYLINE_MAIL_KEEP_DAYS:
        return 0
    before = at - timedelta(days=settings.STAYLINE_MAIL_KEEP_DAYS)
    forgotten = 0
    while many := _forget_some(before, at):
        forgotten += many
    if forgotten:
        log.info("old mails were given up", count=forgotten)
    return forgotten


def _forget_some(before: datetime, at: datetime) -> int:
    with transaction.atomic():
        old = RawMail.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            _OVER, received_at__lt=before, forgotten_at__isnull=True, problem__legal_hold=False
        )
        rows = list(old.order_by("received_at")[:BATCH])
        for row in rows:
            if row.file:
                # After the commit: a file without its row harms nobody, a row without its file does.
                transaction.on_commit(partial(_delete, row.file.storage, str(row.file.name)))
            row.compressed, row.file, row.forgotten_at = b"", "", at
        RawMail.objects.bulk_update(rows, ["compressed", "file", "forgotten_at"])
    return len(rows)


def erase_as_they_came(mails: QuerySet[RawMail], at: datetime) -> None:
    """These at once, with whose they were; that they came is still known by their digests."""
    for one in mails.exclude(file="").only("file"):
        transaction.on_commit(partial(_delete, one.file.storage, str(one.file.name)))
    mails.update(
        message_id="", sender="", envelope_from="", envelope_to=[], compressed=b"", file="",
        forgotten_at=at,
    )  # fmt: skip


def _delete(storage: Storage, name: str) -> None:
    storage.delete(name)


def prune_marks() -> int:
    """Keep what was learnt about spam small; how many marks went."""
    if SpamMark.objects.count() <= MOST_MARKS:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM mail_spammark WHERE spam + ham = 1")
        return int(cursor.rowcount)
