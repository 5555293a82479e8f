"""Sending with time to take it back.

Send keeps the words in a row of their own. When its seconds are over the clock says them: only
then are they judged, by the rule as it stands at that moment. What no longer fits comes back to
its writer as a draft, with the sentence why; it is never lost, and never said by somebody who may
no longer say it. The row goes in the same transaction as the command, so that it happens once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from stayline.desk import brush_offs, drafts, reply_fields
from stayline.desk.models import PendingSend, WritingKind
from stayline.desk.notices.telling import as_they_read
from stayline.desk.pages.problem import sentence
from stayline.desk.pages.writer import Newer, others_words_since
from stayline.desk.uploads import pictures_of
from stayline.ownership import Refused
from stayline.ownership.ids import ColleagueId
from stayline.ownership.problem import WaitsFor
from stayline.people.models import Colleague
from stayline.problems import by_colleagues, journal, promising, queries, rich_text, uploads
from stayline.problems.models import Notice, Problem, UploadPlace

log = structlog.get_logger()

_LONGEST_TRY = timedelta(minutes=1)

CAME_BACK = "came back"
"""The kind of a notice: words that were sent and could not leave."""


@dataclass(frozen=True)
class Reply:
    """What a colleague wants to say, and what they had read when they pressed Send."""

    text: str
    due: datetime | None
    waits_for: str
    proposes: bool
    seen: int
    client: str
    files: tuple[str, ...] = ()


def send(problem: Problem, by: Colleague, reply: Reply, at: datetime) -> PendingSend | None:
    """Let it leave when its seconds are over; None: it has left at once.

    Raises Refused with the rule's sentence when it could not leave now.
    """
    span = timedelta(seconds=settings.STAYLINE_UNDO_SEND_SECONDS)
    pending = PendingSend(
        colleague=by,
        problem=problem,
        client=reply.client,
        text=reply.text,
        files=list(reply.files),
        due=reply.due,
        waits_for=reply.waits_for,
        proposes=reply.proposes,
        seen=reply.seen,
        sent_at=at,
        leaves_at=at + span,
    )
    if not span:
        _say(pending, at)
        brush_offs.count(pending)
        drafts.discard(by.pk, problem.pk, WritingKind.REPLY)
        return None
    _rehearse(pending, at)
    with transaction.atomic():
        kept = _kept(pending)
        uploads.move(reply.files, by.pk, UploadPlace.LEAVING)
        drafts.discard(by.pk, problem.pk, WritingKind.REPLY)
        journal.nudge(problem)
    return kept


def _kept(pending: PendingSend) -> PendingSend:
    """The row of this form; the one that is there when it was sent before."""
    try:
        with transaction.atomic():
            pending.save()
            return pending
    except IntegrityError:
        return PendingSend.objects.get(colleague=pending.colleague_id, client=pending.client)


class _Regretted(Exception):
    """Said for trying; nothing of it is kept."""


def _rehearse(pending: PendingSend, at: datetime) -> None:
    """Whoever can be refused at once is not refused fifteen seconds later.

    Files are large and only have to be there: they are left out. What was said already is
    answered again when it leaves.
    """
    if pending.client and journal.problem_of(f"client:{pending.client}") is not None:
        return
    uploads.found(pending.files, colleague=pending.colleague_id)
    try:
        with journal.deciding():
            _say(pending, at, files=())
            raise _Regretted
    except _Regretted:
        return


def _say(pending: PendingSend, at: datetime, *, files: Sequence[str] | None = None) -> None:
    due, text = pending.due, pending.text
    if reply_fields.PROMISE in reply_fields.named_in(text):
        due = due or promising.default_due(pending.colleague_id, pending.problem.door, at)
        text = reply_fields.with_promise(text, pending.problem, due)
    said = rich_text.read(text, pictures_of(pending.files, pending.colleague_id))
    by_colleagues.write(
        pending.problem_id,
        pending.colleague_id,
        said.text,
        at,
        html=said.html,
        due=due,
        waits_for=WaitsFor(pending.waits_for or "us"),
        solution=pending.proposes,
        files=pending.files if files is None else files,
        key=pending.client,
    )


# -- taking it back ------------------------------------------------------------------------------


def take_back(pending: int, by: Colleague, at: datetime) -> bool:
    """The words are a draft again. False when they have left already."""
    with transaction.atomic():
        row = _mine(pending, by)
        if row is None:
            return False
        drafts.bring_back(row, at)
        row.delete()
        journal.nudge(row.problem)
        return True


def _mine(pending: int, by: Colleague) -> PendingSend | None:
    mine = PendingSend.objects.filter(pk=pending, colleague=by)
    return mine.select_for_update(of=("self",)).select_related("problem", "colleague").first()


def let_go(pending: int, by: Colleague, at: datetime) -> bool:
    """Its writer does not want to wait. False when it has left already."""
    hurried = PendingSend.objects.filter(pk=pending, colleague=by)
    return bool(hurried.update(leaves_at=at)) and leave(pending, at)


# -- the clock -----------------------------------------------------------------------------------


def leave_when_due(at: datetime) -> int:
    """Everything whose seconds are over. Returns how much that was.

    What cannot be handled is logged and tried again with the next second; it keeps no other
    waiting.
    """
    due = list(PendingSend.objects.filter(leaves_at__lte=at).values_list("pk", flat=True)[:200])
    return sum(_left(one, at) for one in due)


def _left(pending: int, at: datetime) -> bool:
    try:
        return leave(pending, at)
    except Exception:  # whatever is wrong with this one, the others leave
        log.exception("a reply could not leave", pending=pending)
        return _given_up(pending, at)


def _given_up(pending: int, at: datetime) -> bool:
    """What fails for a whole minute comes back; until then it is tried again each second."""
    with transaction.atomic():
        stuck = PendingSend.objects.filter(pk=pending, leaves_at__lte=at - _LONGEST_TRY)
        row = stuck.select_for_update(of=("self",), skip_locked=True).first()
        if row is None:
            return False
        with as_they_read(row.colleague):
            why = _("Something is wrong on our side: your words have not left.")
        _came_back(row, why, at)
        row.delete()
        return True


def leave(pending: int, at: datetime) -> bool:
    """Say it, or bring it back; either way the row is gone. False when somebody else did."""
    with journal.deciding():
        row = (
            PendingSend.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("colleague")
            .filter(pk=pending, leaves_at__lte=at)
            .first()
        )
        if row is None:
            return False
        try:
            with journal.deciding():
                _judged(row, at)
        except Refused as refusal:
            with as_they_read(row.colleague):
                why = sentence(refusal, row.problem)
            _came_back(row, why, at)
        row.delete()
        return True


def _judged(row: PendingSend, at: datetime) -> None:
    """Raises Refused when it may not leave as things stand now."""
    problem = journal.hold(row.problem_id)
    if not queries.visible_to(row.colleague).filter(pk=problem.pk).exists():
        raise Refused("You are not with {customer} any more; whoever is writes to them.")
    newer = others_words_since(problem, row.seen, row.colleague_id)
    if newer:
        raise _wrote_meanwhile(newer[0])
    _say(row, at)
    brush_offs.count(row)


def _wrote_meanwhile(newer: Newer) -> Refused:
    if newer.colleague is None:
        return Refused("{customer} wrote before your words had left: read it first, then send.")
    return Refused(
        "{who} wrote before your words had left: read it first, then send.",
        who=ColleagueId(newer.colleague),
    )


def _came_back(row: PendingSend, why: str, at: datetime) -> None:
    drafts.bring_back(row, at, why)
    Notice.objects.bulk_create(
        [
            Notice(
                to=row.colleague,
                problem_id=row.problem_id,
                number=row.problem.version,
                kind=CAME_BACK,
                at=at,
            )
        ],
        ignore_conflicts=True,
    )
    journal.nudge(row.problem, row.colleague_id)
