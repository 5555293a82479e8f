"""Files and pictures in what people write: put somewhere, taken away, brought back, said.

What somebody puts here waits until its words are said; then it is an attachment of that word, with
the same key and the same bytes. Whatever a file calls itself, browsers are only ever given it for
saving; of a picture they are shown what we drew ourselves.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import IO
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest
from django.utils.translation import gettext as _

from stayline.ownership import Refused
from stayline.people.pictures import NotAFace, drawn, size_of
from stayline.problems import intake, statements
from stayline.problems.models import Attachment, Upload, UploadPlace

MEGABYTE = 1024 * 1024
SHOWN_SIDE = 1280
"""Pixels: how large a picture is drawn for a page."""

PICTURES = ("image/jpeg", "image/png", "image/webp", "image/gif")
"""What calls itself so may be a picture; whether it is one is seen when it is drawn."""

BROUGHT_BACK_WITHIN = timedelta(hours=1)
UNSAID_FOR = timedelta(days=30)
"""How long a file waits for words that are never said."""

A_DAY = 200 * MEGABYTE
"""Bytes that one customer's page takes within a day: whoever has its link need not sign in."""


class NotTaken(ValueError):
    """A file that cannot go with these words; the sentence says why, and what to do instead."""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """Whose words the files go with. One of `colleague` and `customer`, by their ids."""

    place: UploadPlace
    problem: int | None = None
    colleague: int | None = None
    customer: int | None = None

    def waiting(self) -> QuerySet[Upload]:
        """What waits here, in the order in which it came."""
        return self.put_here().filter(removed_at=None)

    def put_here(self) -> QuerySet[Upload]:
        """That, and what was taken away and can still be brought back."""
        return Upload.objects.filter(
            place=self.place,
            problem=self.problem,
            colleague=self.colleague,
            customer=self.customer,
        ).order_by("id")


def largest_together() -> int:
    """Bytes of all files of one message: what mail takes, and so what any one of them may have."""
    return int(settings.STAYLINE_FILES_TOGETHER_MB) * MEGABYTE


# -- put there -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sent:
    """A file as a browser sends it, with the browser's own id for it."""

    name: str
    content_type: str
    file: IO[bytes] | UploadedFile[bytes]
    size: int
    client: str


def sent_by(request: HttpRequest) -> Sent | None:
    """The file of a form; None where it has none."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return None
    client = request.POST.get("client", "")[:80] or uuid4().hex
    return _sent(file, client)


def all_sent_by(request: HttpRequest, client: str) -> list[Sent]:
    """The files of a form that a browser sends by itself, with its words."""
    files = request.FILES.getlist("files")
    return [_sent(one, f"{client[:60]}-{place}") for place, one in enumerate(files) if one.size]


def _sent(file: UploadedFile[bytes], client: str) -> Sent:
    return Sent(file.name or "", file.content_type or "", file, file.size or 0, client)


def put(spot: Spot, sent: Sent, at: datetime) -> Upload:
    """Keep a file with words that are being written. Raises NotTaken.

    The same file sent again, by its id or by its bytes and name, is the one that is there.
    """
    known = _came_before(spot, sent.client)
    if known is not None:
        return known
    name = clean_name(sent.name)
    _may_come(spot, name, sent.size)
    content = intake.file_without_tokens(sent.file.read())
    row = Upload(
        place=spot.place,
        problem_id=spot.problem,
        colleague_id=spot.colleague,
        customer_id=spot.customer,
        client=sent.client,
        name=name,
        content_type=clean_type(sent.content_type),
        size=len(content),
        sha256=sha256(content).hexdigest(),
        at=at,
    )
    if is_picture(row.content_type) and not draw(row.key, content):
        row.content_type = "application/octet-stream"
    row.file.save("file", ContentFile(content), save=False)
    kept = _kept(spot, row, at)
    if kept is not row:
        delete_files([row])
    return kept


def _came_before(spot: Spot, client: str) -> Upload | None:
    by_them = Upload.objects.filter(colleague=spot.colleague, customer=spot.customer)
    known = by_them.filter(client=client).first()
    if known is not None and known.removed_at is not None:
        bring_back(by_them, known.key)
    return known


def _kept(spot: Spot, row: Upload, at: datetime) -> Upload:
    """The row, or the one that says the same. One after the other for one spot, so that several
    files at once do not each find room."""
    try:
        with transaction.atomic():
            statements.run("SELECT pg_advisory_xact_lock(hashtext(%s))", [repr(spot)])
            same = spot.waiting().filter(sha256=row.sha256, name=row.name, size=row.size).first()
            if same is not None:
                return same
            _has_room(spot, row, at)
            row.save(force_insert=True)
            return row
    except IntegrityError:  # the same file came twice in the same instant
        return Upload.objects.get(
            colleague=spot.colleague, customer=spot.customer, client=row.client
        )
    except NotTaken:
        delete_files([row])
        raise


def _may_come(spot: Spot, name: str, size: int) -> None:
    if size == 0:
        raise NotTaken(_("%(name)s is empty.") % {"name": name})
    if size > largest_together():
        raise NotTaken(
            _(
                "%(name)s has %(size)d MB, and a mail takes %(most)d. Send a smaller copy of it,"
                " or a link to where it lies."
            )
            % {
                "name": name,
                "size": -(-size // MEGABYTE),
                "most": settings.STAYLINE_FILES_TOGETHER_MB,
            }
        )
    if spot.place is UploadPlace.REPLY and _PROGRAM.search(name):
        raise NotTaken(
            _(
                "Most mailboxes turn a mail with a program like %(name)s away. Send a link to where"
                " it lies."
            )
            % {"name": name}
        )


_PROGRAM = re.compile(
    r"\.(ade|adp|apk|bat|cab|chm|cmd|com|cpl|dll|dmg|exe|hta|ins|isp|iso|jar|js|jse|lib|lnk|mde|msc|"
    r"msi|msp|mst|nsh|pif|scr|sct|sys|vb|vbe|vbs|vxd|wsc|wsf|wsh)$",
    re.IGNORECASE,
)
"""What the large providers of mail refuse, whatever is in it."""


def _has_room(spot: Spot, row: Upload, at: datetime) -> None:
    here = spot.waiting().aggregate(bytes=Sum("size"))["bytes"] or 0
    if spot.waiting().count() >= settings.STAYLINE_FILES_AT_ONCE:
        raise NotTaken(
            _("%(most)d files go with one message. Send the others with your next words.")
            % {"most": settings.STAYLINE_FILES_AT_ONCE}
        )
    if here + row.size > largest_together():
        raise NotTaken(
            _(
                "With %(name)s these files have more than %(most)d MB together, and a mail takes no"
                " more. Send it with your next words, or a link to where it lies."
            )
            % {"name": row.name, "most": settings.STAYLINE_FILES_TOGETHER_MB}
        )
    if spot.customer is not None and _of_today(spot.customer, at) + row.size > A_DAY:
        raise NotTaken(_("That is a lot for one day. Please send the rest by mail, or tomorrow."))


def _of_today(customer: int, at: datetime) -> int:
    """Bytes that came by this customer's pages within a day, taken away again or not."""
    since = at - timedelta(days=1)
    theirs = Q(customer=customer, at__gte=since)
    waiting = Upload.objects.filter(theirs).aggregate(bytes=Sum("size"))["bytes"]
    said = Attachment.objects.filter(word__customer=customer, word__at__gte=since)
    return (waiting or 0) + (said.aggregate(bytes=Sum("size"))["bytes"] or 0)


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_LONGEST_NAME = 150


def clean_name(name: str) -> str:
    """A file's name without its folders, and without marks that turn writing around; its ending
    stays."""
    last = re.split(r"[/\\]", name.encode("utf-8", "replace").decode("utf-8"))[-1]
    plain = " ".join(_CONTROL.sub(" ", last).split()).strip(". ") or "file"
    stem, dot, ending = plain.rpartition(".")
    if len(plain) <= _LONGEST_NAME or not dot:
        return plain[:_LONGEST_NAME]
    ending = ending[:20]
    return f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}"


def clean_type(claimed: str) -> str:
    kind = claimed.partition(";")[0].strip().lower()[:100]
    return kind if re.fullmatch(r"[a-z]+/[\w.+-]+", kind, re.ASCII) else "application/octet-stream"


# -- taken away, brought back --------------------------------------------------------------------


def take_away(found: QuerySet[Upload], key: UUID, at: datetime) -> bool:
    """It no longer goes with these words; for an hour it can be brought back."""
    return bool(found.filter(key=key, removed_at=None).update(removed_at=at))


def bring_back(found: QuerySet[Upload], key: UUID) -> bool:
    return bool(found.filter(key=key).update(removed_at=None))


def move(keys: Collection[str], colleague: int, to: UploadPlace) -> int:
    """From a draft among what is about to leave, or back. Returns how many there are."""
    return Upload.objects.filter(key__in=keys_among(keys), colleague=colleague).update(place=to)


# -- said ----------------------------------------------------------------------------------------


def found(keys: Iterable[str], *, colleague: int) -> list[Upload]:
    """The files with these keys that wait with a colleague's words; all, or Refused."""
    wanted = keys_among(keys)
    rows = list(Upload.objects.filter(key__in=wanted, colleague=colleague, removed_at=None))
    if len(rows) != len(wanted):
        raise Refused(_("A file of these was taken away meanwhile. Look at them, then send again."))
    if sum(one.size for one in rows) > largest_together():
        raise Refused(
            _("These files are more than a mail takes. Take one away, and send it another time.")
        )
    return rows


def attach(word: int, keys: Sequence[str], *, colleague: int, html: str = "") -> None:
    """Let a colleague's files go with a word of theirs. Raises Refused where one is gone.

    Must run in the transaction that keeps the word, before it is decided. Pictures that stand in
    `html` are inline.
    """
    if keys:
        _become_attachments(word, found(keys, colleague=colleague), html)


def attach_theirs(word: int, keys: Sequence[str], *, customer: int) -> None:
    """Let a customer's files go with their word. Words are never refused: what is gone is left out."""
    wanted = Upload.objects.filter(key__in=keys_among(keys), customer=customer, removed_at=None)
    _become_attachments(word, list(wanted))


def attach_content(word: int, name: str, content_type: str, content: bytes) -> Attachment:
    """A file that came as bytes, with a word that is kept already. Its bytes are stored as they are."""
    attachment = Attachment(
        word_id=word,
        name=name,
        content_type=content_type,
        size=len(content),
        sha256=sha256(content).hexdigest(),
    )
    attachment.file.save("file", ContentFile(content), save=False)
    attachment.save()
    return attachment


def _become_attachments(word: int, rows: Sequence[Upload], html: str = "") -> None:
    Attachment.objects.bulk_create(
        Attachment(
            word_id=word,
            key=one.key,
            name=one.name,
            content_type=one.content_type,
            size=one.size,
            sha256=one.sha256,
            file=one.file.name,
            is_inline=str(one.key) in html,
        )
        for one in sorted(rows, key=lambda one: one.pk)
    )
    Upload.objects.filter(pk__in=[one.pk for one in rows]).delete()


def keys_among(keys: Iterable[str]) -> set[UUID]:
    """What of these is a key at all."""
    return {UUID(one) for one in keys if re.fullmatch(r"[0-9a-f-]{36}", one)}


# -- pictures ------------------------------------------------------------------------------------


def is_picture(content_type: str) -> bool:
    return content_type in PICTURES


def picture(file: Upload | Attachment) -> bytes | None:
    """A picture as we drew it, drawn when somebody first looks; None where it is none."""
    if not is_picture(file.content_type):
        return None
    try:
        with default_storage.open(_drawing(file.key), "rb") as kept:
            return kept.read() or None
    except FileNotFoundError:
        with file.file.open("rb") as kept:
            return draw(file.key, kept.read())


def size_shown(file: Upload | Attachment) -> tuple[int, int] | None:
    """How wide and high it was drawn, in pixels; None where it is no picture."""
    drawing = picture(file)
    return size_of(drawing) if drawing else None


def draw(key: UUID, content: bytes) -> bytes | None:
    """Draw it and keep the drawing; an empty one says that there is nothing to draw."""
    try:
        made = drawn(content, SHOWN_SIDE)
    except NotAFace:
        made = b""
    kept = default_storage.save(_drawing(key), ContentFile(made))
    if kept != _drawing(key):  # somebody else looked first, and the storage found another name
        default_storage.delete(kept)
    return made or None


def _drawing(key: UUID) -> str:
    return f"pictures/{key.hex}"


# -- given up ------------------------------------------------------------------------------------


def forget_unsaid(at: datetime, *, wanted: Q) -> int:
    """Give up what was taken away, and what waited for words that were never said; how many.

    `wanted` says what still has words that it goes with, however old it is.
    """
    removed = Q(removed_at__lt=at - BROUGHT_BACK_WITHIN)
    old = Q(at__lt=at - UNSAID_FOR) & ~wanted
    old |= Q(place=UploadPlace.MET, at__lt=at - timedelta(days=1))
    with transaction.atomic():
        rows = Upload.objects.select_for_update(skip_locked=True, of=("self",))
        return give_up(list(rows.filter(removed | old)[:500]))


def give_up(rows: Sequence[Upload]) -> int:
    """These rows, and after the commit their bytes."""
    Upload.objects.filter(pk__in=[one.pk for one in rows]).delete()
    transaction.on_commit(partial(delete_files, rows))
    return len(rows)


def delete_files(files: Sequence[Upload | Attachment]) -> None:
    """The bytes and the drawings of files that nothing names any more."""
    for one in files:
        default_storage.delete(str(one.file.name))
        default_storage.delete(_drawing(one.key))
