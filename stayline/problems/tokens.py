"""Secrets in links and reply addresses: random, and stored only as their digest.

A token is 128 random bits in lower-case base32, so that it survives mail servers that change the
case of addresses and people who read it aloud. Nothing is computed from it and nothing computes
it: who knows every key and every row of ours can still forge none.
"""

from __future__ import annotations

import re
import secrets
from base64 import b32encode
from hashlib import sha256

LENGTH = 26
"""Letters of a token: 128 bits, five a letter."""

_TOKEN = re.compile(rf"[a-z2-7]{{{LENGTH}}}")


def new_token() -> str:
    """A token nobody can guess. It is shown once; keep `digest(token)`."""
    return b32encode(secrets.token_bytes(16)).decode("ascii").rstrip("=").lower()


def digest(token: str) -> str:
    """What is stored of a token and looked up by: SHA-256, in hex. The token's case is ignored."""
    return sha256(token.strip().lower().encode("utf-8", "replace")).hexdigest()


def looks_like_token(text: str) -> bool:
    """Whether this could be a token at all, before the database is asked."""
    return _TOKEN.fullmatch(text.strip().lower()) is not None
