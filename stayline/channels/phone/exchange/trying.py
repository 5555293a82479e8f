"""A made-up customer who calls: to see, hear and show what happens, without a number from a provider."""

from __future__ import annotations

from urllib.parse import urlencode

from stayline.channels.phone.exchange.prompts import LANGUAGES
from stayline.channels.phone.exchange.remote import Remote

NUMBER = "+491715550123"
"""Whose call it is: a number that nobody has."""


def call(remote: Remote, door: str, language: str = "en") -> None:
    """Somebody calls this door, and says what is wrong with their heat pump. Raises OSError."""
    spoken = language.partition("-")[0]
    way = {
        "endpoint": f"Local/{door}@to-stayline/n",
        "context": "stayline-try",
        "extension": spoken if spoken in LANGUAGES else "en",
        "priority": "1",
        "callerId": NUMBER,
        "timeout": "120",
    }
    remote.tell("POST", f"/channels?{urlencode(way)}")
