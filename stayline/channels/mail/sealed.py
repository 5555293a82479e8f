"""Passwords of other servers, kept so that a copy of the database alone does not show them.

They are sealed with a key made of the installation's own secret (`STAYLINE_SECRET_KEY`, or the
data folder's file), which is in no backup of the database. cryptography comes with sign-in's keys.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:  # imported only where there is something to keep
    from cryptography.fernet import Fernet


class NotOurs(ValueError):
    """Sealed with another secret than this installation has now: it must be given again."""


def seal(secret: str) -> str:
    """The secret as it may be stored; nothing for nothing."""
    return _box().encrypt(secret.encode()).decode("ascii") if secret else ""


def unseal(sealed: str) -> str:
    """What was sealed. Raises NotOurs."""
    from cryptography.fernet import InvalidToken

    if not sealed:
        return ""
    try:
        return str(_box().decrypt(sealed.encode("ascii")).decode())
    except InvalidToken as error:
        raise NotOurs(
            "its password was kept with another secret key than this installation has now;"
            " please give it again"
        ) from error


def _box() -> Fernet:
    from cryptography.fernet import Fernet

    key = sha256(b"stayline: mail secrets\0" + str(settings.SECRET_KEY).encode()).digest()
    return Fernet(urlsafe_b64encode(key))
