"""The server that takes our mail: where it is, and a connection to it."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from django.conf import settings

from stayline.channels.mail.models import Security


class WrongAddress(ValueError):
    """No relay's address; says what one looks like."""


_KINDS = {
    "smtp": (Security.STARTTLS, 587),
    "smtps": (Security.TLS, 465),
    "smtp+plain": (Security.NONE, 25),
}
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@dataclass(frozen=True, kw_only=True)
class Relay:
    """A submission server (RFC 6409), or one on this machine."""

    host: str
    port: int
    security: Security
    login: str = ""
    password: str = field(default="", repr=False)

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    @classmethod
    def of_settings(cls) -> Relay:
        """The installation's own, by STAYLINE_MAIL_RELAY."""
        security = (
            Security.TLS
            if settings.EMAIL_USE_SSL
            else Security.STARTTLS
            if settings.EMAIL_USE_TLS
            else Security.NONE
        )
        return cls(
            host=settings.EMAIL_HOST,
            port=settings.EMAIL_PORT,
            security=security,
            login=settings.EMAIL_HOST_USER,
            password=settings.EMAIL_HOST_PASSWORD,
        )

    @classmethod
    def of_address(cls, address: str) -> Relay:
        """By an address as STAYLINE_MAIL_RELAY has it. Raises WrongAddress."""
        try:
            parts = urlsplit(address.strip())
            host, port = parts.hostname, parts.port
        except ValueError as error:
            raise WrongAddress(f"This is no relay's address ({error}).") from error
        if parts.scheme not in _KINDS or not host:
            raise WrongAddress("A relay's address looks like smtp://user:password@host:587")
        security, usual = _KINDS[parts.scheme]
        if security == Security.NONE and host not in _LOOPBACK:
            raise WrongAddress("Without protection only a relay on this machine may be used.")
        return cls(
            host=host,
            port=port or usual,
            security=security,
            login=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        )

    def open(self) -> smtplib.SMTP:
        """Connected, protected and signed in. Raises smtplib's and the system's errors."""
        context = ssl.create_default_context()
        timeout = settings.EMAIL_TIMEOUT
        if self.security == Security.TLS:
            client: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=timeout, context=context
            )
        else:
            client = smtplib.SMTP(self.host, self.port, timeout=timeout)
        try:
            if self.security == Security.STARTTLS:
                client.starttls(context=context)
            if self.login:
                client.login(self.login, self.password)
        except BaseException:
            client.close()
            raise
        return client
