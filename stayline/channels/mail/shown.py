"""Links and reply addresses of a customer's that somebody who works here has read.

Who answers all quotes our mail, with their own link in it, to whoever was copied. Nobody inside
may act in a customer's place: what a colleague has seen opens nothing and answers nothing any
more. The reply address still finds its problem, and our next mail brings a new link.
"""

from __future__ import annotations

from base64 import encodebytes
from datetime import datetime

from stayline.channels.mail.headers import main_value
from stayline.channels.mail.message import Attachment, IncomingMail
from stayline.channels.mail.mime import Part, read
from stayline.channels.mail.routing import base_and_token
from stayline.people.models import Colleague
from stayline.problems.intake import file_without_tokens
from stayline.problems.models import Token
from stayline.problems.tokens import digest, looking_like_tokens


def end_what_colleagues_saw(mail: IncomingMail, at: datetime) -> int:
    """End what stands in this mail when it went to a colleague too; how many."""
    went_to = {box.normal for box in (*mail.to, *mail.cc) if box.address}
    if not Colleague.objects.filter(email__in=went_to).exists():
        return 0
    seen = {tag for one in went_to if (tag := base_and_token(one)[1])}
    seen |= looking_like_tokens(f"{mail.text}\n{mail.html}")
    good = Token.objects.filter(digest__in=[digest(one) for one in seen], customer__isnull=False)
    return good.exclude(expires_at__lte=at).update(expires_at=at)


def file_to_keep(file: Attachment) -> bytes:
    """A file as colleagues may have it: without our own links and reply addresses, also where it
    is a mail whose words are packed."""
    content = file.content
    if file.type in ("message/rfc822", "message/global") or file.name.lower().endswith(".eml"):
        content = _unpacked(content)
    return file_without_tokens(content)


def _unpacked(mail: bytes) -> bytes:
    """The mail with our tokens blanked in its words that stand in base64; all else untouched."""
    packed = [part for part in read(mail).walk() if _is_packed_text(part)]
    for part in reversed(packed):
        words = part.body
        clean = file_without_tokens(words)
        if clean != words:
            mail = mail[: part.start] + encodebytes(clean) + mail[part.end :]
    return mail


def _is_packed_text(part: Part) -> bool:
    encoding = main_value(part.header("content-transfer-encoding")).strip()
    return not part.parts and part.content_type.startswith("text/") and encoding == "base64"
