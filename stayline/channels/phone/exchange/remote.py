"""Where an Asterisk's remote control (ARI) is, and single questions to it, for commands; the phone's process has a
driver of its own."""

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
        sign = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        request = urllib.request.Request(
            self.url + path, headers={"Authorization": f"Basic {sign}"}
        )
        straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with straight.open(request, timeout=SECONDS) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code == 404:
                return None
            raise
        except ValueError as error:
            raise OSError(f"{self.url} is no remote control: {error}") from error

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
