"""An access token for a mailbox at Microsoft 365 or Google, from what an administrator was given.

Microsoft: an application with its own permission (client credentials: no person signs in), or a
refresh token. Google: a refresh token. Tokens live about an hour and are kept in memory only.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

MICROSOFT = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token"
GOOGLE = "https://oauth2.googleapis.com/token"

_MICROSOFT_IMAP = "https://outlook.office365.com/IMAP.AccessAsUser.All offline_access"
_MICROSOFT_OWN = "https://outlook.office365.com/.default"
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
LARGEST_ANSWER = 1024 * 1024


class NoToken(Exception):
    """The provider gave no access token. `can_help` says whether trying again can help."""

    def __init__(self, reason: str, *, can_help: bool) -> None:
        super().__init__(reason)
        self.can_help = can_help


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What a provider gives access for."""

    provider: str
    token_url: str
    client_id: str
    client_secret: str = ""
    refresh_token: str = ""

    def form(self) -> dict[str, str]:
        """RFC 6749, sections 4.4 (client credentials) and 6 (refresh)."""
        form = {"client_id": self.client_id}
        if self.client_secret:
            form["client_secret"] = self.client_secret
        if self.refresh_token:
            form |= {"grant_type": "refresh_token", "refresh_token": self.refresh_token}
        else:
            form["grant_type"] = "client_credentials"
        if self.provider == "microsoft":
            form["scope"] = _MICROSOFT_IMAP if self.refresh_token else _MICROSOFT_OWN
        return form


@dataclass(frozen=True)
class Access:
    """A token, and the refresh token that replaces the one it came from, if the provider turns
    them over."""

    token: str
    next_refresh_token: str = ""


def access(grant: Grant, *, timeout: float = 30) -> Access:
    """Ask the provider. Raises NoToken."""
    where = urlsplit(grant.token_url)
    here = where.scheme == "http" and where.hostname in _LOOPBACK
    if where.scheme != "https" and not here:
        raise NoToken("the token's address must begin with https://", can_help=False)
    asked = Request(  # noqa: S310  https, or loopback
        grant.token_url,
        data=urlencode(grant.form()).encode("ascii"),
        headers={"Accept": "application/json"},
    )
    try:
        with urlopen(asked, timeout=timeout) as answer:  # noqa: S310
            told = json.loads(answer.read(LARGEST_ANSWER))
    except HTTPError as error:
        raise NoToken(_why(error), can_help=error.code >= 500 or error.code == 429) from error
    except (URLError, OSError, ValueError) as error:
        raise NoToken(f"{where.hostname} could not be asked ({error})", can_help=True) from error
    token = told.get("access_token") if isinstance(told, dict) else None
    if not isinstance(token, str) or not token:
        raise NoToken(f"{where.hostname} gave no token", can_help=True)
    return Access(token, str(told.get("refresh_token") or ""))


def _why(error: HTTPError) -> str:
    """The provider's own words (RFC 6749, section 5.2), never what we sent."""
    try:
        told = json.loads(error.read(LARGEST_ANSWER))
        words = str(told.get("error_description") or told.get("error") or "")
    except (ValueError, AttributeError, OSError):
        words = ""
    return f"the provider refused access ({words.splitlines()[0][:300] if words else error.code})"
