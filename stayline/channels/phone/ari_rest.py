"""Asterisk's remote control (ARI), one request at a time.

https://docs.asterisk.org/Latest_API/API_Documentation/Asterisk_REST_Interface/
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import httpx

from stayline.channels.phone.telephony import ExchangeUnreachable

log = logging.getLogger(__name__)
logging.getLogger("httpx").setLevel(logging.WARNING)  # else a line for every request

ALREADY_SO = frozenset({400, 404, 409, 412, 422})
"""A hangup can always be under way: what is refused with these is gone, or is as it was asked for."""

SECONDS_TO_ANSWER = 5.0
SECONDS_TO_CONNECT = 2.0


class Rest:
    """Requests to one Asterisk. What is gone answers None."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self._client = httpx.AsyncClient(
            base_url=url,
            auth=httpx.BasicAuth(user, password),
            timeout=httpx.Timeout(SECONDS_TO_ANSWER, connect=SECONDS_TO_CONNECT),
            trust_env=False,  # no proxy between us and what is on this machine
        )

    async def close(self) -> None:
        await self._client.aclose()

    async def get(self, path: str, **parameters: str) -> Any:
        return _content(await self.ask("GET", path, parameters))

    async def post(
        self, path: str, parameters: Mapping[str, str], body: object = None
    ) -> httpx.Response:
        return await self.ask("POST", path, parameters, body)

    async def delete(self, path: str, **parameters: str) -> None:
        await self.ask("DELETE", path, parameters)

    async def ask(
        self, method: str, path: str, parameters: Mapping[str, str], body: object = None
    ) -> httpx.Response:
        """Raises ExchangeUnreachable where nothing answers, or nothing that makes sense."""
        try:
            answer = await self._client.request(method, path, params=dict(parameters), json=body)
        except httpx.TransportError as error:
            raise ExchangeUnreachable(f"{type(error).__name__} at {method} {path}") from error
        if answer.is_success or answer.status_code == 500:
            return answer
        if answer.status_code in ALREADY_SO:
            log.debug("%s %s: %s", method, path, answer.text)
            return answer
        raise ExchangeUnreachable(f"{answer.status_code} at {method} {path}: {answer.text[:200]}")


def _content(answer: httpx.Response) -> Any:
    return answer.json() if answer.is_success else None
