"""Files with what is written at the desk: as pages show them, and what becomes of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from stayline.desk.contexts import FileShown
from stayline.desk.models import Draft, PendingSend
from stayline.problems import sounds, uploads
from stayline.problems.models import Attachment, Upload, UploadPlace
from stayline.problems.rich_text import Picture


def file_shown(file: Attachment) -> FileShown:
    """A file of the conversation. What was said in a call can be listened to."""
    shown = _shown(file, f"/files/{file.key}/")
    if file.content_type != sounds.CONTENT_TYPE:
        return shown
    recording = getattr(file, "recording", None)
    until = recording.keep_until if recording is not None else None
    return replace(shown, sound=f"/files/{file.key}/sound/", kept_until=until)


def upload_shown(file: Upload) -> FileShown:
    """A file that waits with words of the reader's."""
    return _shown(file, f"/uploads/{file.key}/")


def _shown(file: Attachment | Upload, path: str) -> FileShown:
    picture = f"{path}picture/" if uploads.is_picture(file.content_type) else ""
    return FileShown(file.name, path, file.size, picture, str(file.key))


def with_drafts(colleague: int, problem: int) -> dict[str, list[FileShown]]:
    """What waits with both drafts of a colleague, by their kind."""
    waiting = Upload.objects.filter(colleague=colleague, problem=problem, removed_at=None)
    found: dict[str, list[FileShown]] = {}
    for one in waiting.filter(place__in=[UploadPlace.REPLY, UploadPlace.NOTE]):
        found.setdefault(one.place, []).append(upload_shown(one))
    return found


def leaving_with(pending: Sequence[PendingSend]) -> dict[int, list[FileShown]]:
    """What leaves with replies that are about to, by the reply's id."""
    keys = {key for one in pending for key in one.files}
    if not keys:
        return {}
    waiting = {str(one.key): one for one in Upload.objects.filter(key__in=keys)}
    return {
        one.pk: [upload_shown(waiting[key]) for key in one.files if key in waiting]
        for one in pending
    }


def pictures_of(keys: Collection[str], colleague: int) -> dict[str, Picture]:
    """A colleague's pictures by their names, said already or not."""
    if not keys:
        return {}
    wanted = Q(key__in=uploads.keys_among(keys), content_type__in=uploads.PICTURES)
    said = Attachment.objects.filter(wanted, word__colleague=colleague)
    waiting = Upload.objects.filter(wanted, colleague=colleague)
    files: list[Attachment | Upload] = [*said, *waiting]
    found = ((one, uploads.size_shown(one)) for one in files)
    return {one.name: Picture(str(one.key), *size) for one, size in found if size}


def forget_unsaid(at: datetime) -> int:
    """Give up what was taken away, and what waits with no words at all; how many."""
    words = Draft.objects.filter(
        colleague=OuterRef("colleague"), problem=OuterRef("problem"), kind=OuterRef("place")
    ).exclude(text="")
    return uploads.forget_unsaid(at, wanted=Q(place=UploadPlace.LEAVING) | Q(Exists(words)))
