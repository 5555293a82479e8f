"""Where an Asterisk's remote control (ARI) is, and single questions to it, for commands and pages; the phone's process
has a driver of its own."""

from __future__ import annotations

import base64
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from typing import Any

SECONDS = 3.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Remote:
    """Where it is, and who we are there. `url` ends in /ari."""

    url: str
    user: str
    password: str = field(repr=False)
    app: str = "stayline"

    def ask(self, path: str) -> Any:
        """What it answers; None for what it does not have. Raises OSError, also where it refuses us."""
        try:
            return json.loads(self._said("GET", path))
        except urllib.error.HTTPError as error:
            if error.code == 404:
                return None
            raise
        except ValueError as error:
            raise OSError(f"{self.url} is no remote control: {error}") from error

    def tell(self, method: str, path: str, what: object = None) -> None:
        """Have it do something; what it does not have (any more) is left alone. Raises OSError."""
        try:
            self._said(method, path, None if what is None else json.dumps(what).encode())
        except urllib.error.HTTPError as error:
            if error.code != 404:
                raise

    def _said(self, method: str, path: str, sent: bytes | None = None) -> bytes:
        sign = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        headers = {"Authorization": f"Basic {sign}", "Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, sent, headers, method=method)
        straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with straight.open(request, timeout=SECONDS) as answer:
            return bytes(answer.read())

    @property
    def browsers(self) -> str:
        """Where browsers' phones speak to it: its WebSocket for SIP."""
        return re.sub("^http", "ws", self.url.removesuffix("/").removesuffix("/ari")) + "/ws"

    def version(self) -> str:
        """Asterisk's, as it says itself; "" where it does not say. Raises OSError."""
        system = (self.ask("/asterisk/info?only=system") or {}).get("system", {})
        found = re.search(r"\d+\.\d+\.\d+", str(system.get("version", "")))
        return found.group() if found else ""


def elsewhere() -> Remote | None:
    """The company's own Asterisk, where the settings name one."""
    from django.conf import settings

    if not settings.STAYLINE_PHONE_URL:
        return None
    return Remote(
        url=settings.STAYLINE_PHONE_URL,
        user=settings.STAYLINE_PHONE_USER,
        password=settings.STAYLINE_PHONE_PASSWORD,
    )
