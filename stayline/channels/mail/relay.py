"""The server that takes our mail: where it is, and a connection to it."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass

from django.conf import settings

from stayline.channels.mail.models import Security


@dataclass(frozen=True, kw_only=True)
class Relay:
    """A submission server (RFC 6409), or one on this machine."""

    host: str
    port: int
    security: Security
    login: str = ""
    password: str = ""

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
