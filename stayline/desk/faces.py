"""Faces that colleagues gave themselves: kept, taken away, and found by an address nobody guesses."""

from __future__ import annotations

from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from stayline.people.models import Colleague
from stayline.people.pictures import squared

_FOLDER = "photos/"


def address_of(kept: str) -> str:
    """Where a kept picture is shown; nothing where it could be none of ours."""
    try:
        return f"/faces/{UUID(hex=kept.removeprefix(_FOLDER))}/"
    except ValueError:
        return ""


def picture_at(key: UUID) -> bytes:
    """A picture that is somebody's face now. Raises FileNotFoundError."""
    kept = f"{_FOLDER}{key.hex}"
    if not Colleague.objects.filter(photo=kept).exists():
        raise FileNotFoundError(kept)
    with default_storage.open(kept, "rb") as file:
        return bytes(file.read())


@transaction.atomic
def give_face(colleague: Colleague, sent: bytes) -> None:
    """A picture of theirs, in place of any before. Raises NotAFace."""
    picture = ContentFile(squared(sent))
    before = _face_of(colleague)
    colleague.photo.save("face", picture, save=False)
    colleague.save(update_fields=["photo"])
    _forget(before)


@transaction.atomic
def take_face_away(colleague: Colleague) -> None:
    """Back to initials; the picture is gone from the disk too."""
    before = _face_of(colleague)
    colleague.photo = None
    colleague.save(update_fields=["photo"])
    _forget(before)


def _face_of(colleague: Colleague) -> str:
    """As it is kept now, whoever changes it at the same time."""
    kept = Colleague.objects.select_for_update(no_key=True).values_list("photo", flat=True)
    return kept.get(pk=colleague.pk) or ""


def _forget(kept: str) -> None:
    if kept:
        transaction.on_commit(lambda: default_storage.delete(kept))
