"""Drafts: what somebody has begun to write, kept on the server for whichever device they go on at.

One per colleague, problem and kind. Two devices may write at once: the words typed last stand,
and the others are kept beside them until one is chosen, so that nothing typed is ever lost.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from stayline.desk.models import Draft, PendingSend, WritingKind
from stayline.desk.models.writing import new_stamp
from stayline.people.models import Colleague
from stayline.problems import queries, uploads
from stayline.problems.models import Upload, UploadPlace, Word, WordKind

_SHOWN = 200
"""How many drafts one page shows."""

LONGEST_AGE = timedelta(days=60)
"""How long ago a browser may say that words were typed."""


def keep(
    colleague: Colleague,
    problem: int,
    kind: WritingKind,
    text: str,
    *,
    base: str,
    typed_at: datetime,
) -> Draft:
    """Keep what was typed at `typed_at`. `base` is the stamp of the words it was built on.

    Where they are others than those kept here, both stay: the later as the draft.
    """
    with transaction.atomic():
        if base and _was_said(colleague, problem, kind, text):
            return Draft(text="", stamp="")
        draft = _mine(colleague, problem, kind, typed_at)
        if draft.text == text:
            return draft
        is_other = base != draft.stamp and draft.text.strip() != ""
        if is_other and typed_at < draft.typed_at:
            _keep_beside(draft, text)
        else:
            if text == draft.other:
                draft.other = ""  # these were chosen
            if is_other:
                _keep_beside(draft, draft.text)
            draft.text, draft.typed_at, draft.stamp = text, typed_at, new_stamp()
            draft.why_back = ""
        if draft.text or draft.other or files_with(draft).exists():
            draft.save()
        else:
            draft.delete()
        return draft


def _keep_beside(draft: Draft, words: str) -> None:
    """Beside the draft, and before what is kept there already."""
    if words.strip() and words.strip() not in draft.other:
        draft.other = f"{words}\n\n{draft.other}".strip("\n")


def _was_said(colleague: Colleague, problem: int, kind: WritingKind, text: str) -> bool:
    """Whether a browser that had not heard of it brings the draft of words that were sent."""
    mine = {"colleague": colleague, "problem": problem}
    text = text.strip()
    if not text or Draft.objects.filter(**mine, kind=kind).exists():
        return False
    if kind == WritingKind.NOTE:
        said = Word.objects.filter(**mine, kind=WordKind.NOTE)
    else:
        if PendingSend.objects.filter(**mine, text__startswith=text).exists():
            return True
        said = Word.objects.filter(**mine, kind=WordKind.SPOKEN)
    last = said.order_by("-at", "-id").first()
    return last is not None and last.text.startswith(text)


def _mine(colleague: Colleague, problem: int, kind: WritingKind, at: datetime) -> Draft:
    """Mine, held; begun where there is none."""
    Draft.objects.bulk_create(
        [Draft(colleague=colleague, problem_id=problem, kind=kind, typed_at=at)],
        ignore_conflicts=True,
    )
    return Draft.objects.select_for_update().get(colleague=colleague, problem=problem, kind=kind)


def keep_unsent(
    colleague: Colleague,
    problem: int,
    kind: WritingKind,
    text: str,
    at: datetime,
    *,
    due: datetime | None = None,
    waits_for: str = "",
) -> None:
    """What was sent and refused at once: it is the draft, with the promise chosen for it."""
    text = text.replace("\x00", "")
    with transaction.atomic():
        draft = _mine(colleague, problem, kind, at)
        if draft.text != text:
            draft.text, draft.stamp = text, new_stamp()
        draft.due, draft.waits_for, draft.typed_at, draft.why_back = due, waits_for, at, ""
        draft.save()


def discard(colleague: int, problem: int, kind: WritingKind) -> None:
    """It was said. What was written elsewhere at the same time stays, to be read first."""
    with transaction.atomic():
        mine = Draft.objects.filter(colleague=colleague, problem=problem, kind=kind)
        for draft in mine.select_for_update():
            if draft.other:
                draft.text, draft.other, draft.stamp = draft.other, "", new_stamp()
                draft.due, draft.waits_for, draft.why_back = None, "", ""
                draft.save()
            elif files_with(draft).exists():
                draft.text, draft.stamp = "", new_stamp()
                draft.due, draft.waits_for, draft.why_back = None, "", ""
                draft.save()
            else:
                draft.delete()


def spot_of(draft: Draft) -> uploads.Spot:
    """Where the files of a draft wait."""
    return uploads.Spot(
        place=UploadPlace(draft.kind), problem=draft.problem_id, colleague=draft.colleague_id
    )


def files_with(draft: Draft) -> QuerySet[Upload]:
    return spot_of(draft).waiting()


def put_file(
    colleague: Colleague, problem: int, kind: WritingKind, sent: uploads.Sent, at: datetime
) -> Upload:
    """A file of theirs with this draft, on all their devices. Raises uploads.NotTaken."""
    draft = Draft(colleague=colleague, problem_id=problem, kind=kind)
    put = uploads.put(spot_of(draft), sent, at)
    with transaction.atomic():
        _mine(colleague, problem, kind, at)
    return put


def bring_file_back(upload: Upload, at: datetime) -> None:
    """It goes with its draft again; where that is gone, it is begun anew."""
    uploads.bring_back(Upload.objects.filter(pk=upload.pk), upload.key)
    if upload.place in WritingKind.values and upload.colleague and upload.problem_id:
        with transaction.atomic():
            _mine(upload.colleague, upload.problem_id, WritingKind(upload.place), at)


def throw_away(draft: Draft, at: datetime) -> None:
    """Its words are gone, and its files with them."""
    files_with(draft).update(removed_at=at)
    draft.delete()


def bring_back(pending: PendingSend, at: datetime, why: str = "") -> Draft:
    """Make what was about to leave a draft again; what was begun meanwhile is kept beside it."""
    with transaction.atomic():
        draft = _mine(pending.colleague, pending.problem_id, WritingKind.REPLY, at)
        if draft.text != pending.text:
            _keep_beside(draft, draft.text)
        draft.text, draft.due, draft.waits_for = pending.text, pending.due, pending.waits_for
        draft.typed_at, draft.stamp, draft.why_back = at, new_stamp(), why
        draft.save()
        uploads.move(pending.files, pending.colleague_id, UploadPlace.REPLY)
        return draft


def begun_by(colleague: Colleague) -> list[tuple[Draft, bool]]:
    """All that a colleague has begun, the latest first, and whether they may see its problem."""
    files = Upload.objects.filter(
        colleague=colleague, problem=OuterRef("problem"), place=OuterRef("kind"), removed_at=None
    )
    mine = Draft.objects.filter(~Q(text="") | Exists(files), colleague=colleague)
    latest = mine.select_related("problem__principal").order_by("-typed_at", "-id")
    found = list(latest[:_SHOWN])
    seen = queries.visible_to(colleague).filter(pk__in=[one.problem_id for one in found])
    visible = set(seen.values_list("pk", flat=True))
    return [(one, one.problem_id in visible) for one in found]


def of(colleague: Colleague, problem: int) -> tuple[dict[str, Draft], list[Draft]]:
    """Both drafts of one colleague on one problem, by their kind; and what colleagues who have left
    had begun there, for whoever is with the customer now."""
    here = Draft.objects.filter(Q(colleague=colleague) | Q(colleague__is_active=False))
    found = list(here.filter(problem=problem).select_related("colleague").order_by("typed_at"))
    mine = {one.kind: one for one in found if one.colleague_id == colleague.pk}
    return mine, [one for one in found if one.colleague_id != colleague.pk and one.text]
