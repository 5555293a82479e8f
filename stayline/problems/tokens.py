"""Secrets in links and reply addresses: random, and stored only as their digest.

A token is 128 random bits in lower-case base32, so that it survives mail servers that change the
case of addresses and people who read it aloud. Nothing is computed from it and nothing computes
it: who knows every key and every row of ours can still forge none.
"""

from __future__ import annotations

import re
import secrets
from base64 import b32encode
from collections.abc import Collection
from hashlib import sha256
from itertools import islice

LENGTH = 26
"""Letters of a token: 128 bits, five a letter."""

_TOKEN = re.compile(rf"[a-z2-7]{{{LENGTH}}}")
_LETTER = "[a-z2-7]"
_IN_A_TEXT = re.compile(
    # behind what stands before it in our links and addresses, also where a program has quoted them
    rf"(?:/|\+|%2f|%252f|%2b)({_LETTER}{{{LENGTH}}})(?!{_LETTER})"
    rf"|(?<!{_LETTER})({_LETTER}{{{LENGTH}}})(?!{_LETTER})",
    re.IGNORECASE,
)
_MOST = 2_000  # of one text: whoever sends more of what looks so sends a file in letters
BLANK = "x" * LENGTH
"""What stands where a token stood."""


def new_token() -> str:
    """A token nobody can guess. It is shown once; keep `digest(token)`."""
    return b32encode(secrets.token_bytes(16)).decode("ascii").rstrip("=").lower()


def digest(token: str) -> str:
    """What is stored of a token and looked up by: SHA-256, in hex. The token's case is ignored."""
    return sha256(token.strip().lower().encode("utf-8", "replace")).hexdigest()


def looks_like_token(text: str) -> bool:
    """Whether this could be a token at all, before the database is asked."""
    return _TOKEN.fullmatch(text.strip().lower()) is not None


def looking_like_tokens(text: str) -> set[str]:
    """What stands in a text and could be a token of ours."""
    found = islice(_IN_A_TEXT.finditer(text), _MOST)
    return {(one[1] or one[2]).lower() for one in found}


def blanked(text: str, found: Collection[str]) -> str:
    """The text with these tokens made unreadable."""
    for token in found:
        text = re.sub(token, BLANK, text, flags=re.IGNORECASE)
    return text
