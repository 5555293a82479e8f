"""What our own mail server says about who sent a mail. Pure.

Only an Authentication-Results header that carries our own authserv-id is believed, and of those
only the topmost: every server adds its own above what it received, so that one written by the
sender stands below (RFC 8601, sections 2.5 and 5). With no authserv-id set, nothing is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from stayline.channels.mail.message import Authentication

_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"^\s*([a-z0-9-]+)(?:/\d+)?\s*=\s*([a-z]+)", re.IGNORECASE)
_PROPERTY = re.compile(r"\b([a-z]+\.[a-z-]+)\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)


def authenticate(headers: Iterable[str], *, trusted: str, sender: str) -> Authentication:
    """What is known of `sender`, the address in From, by the server named `trusted`."""
    if not trusted:
        return Authentication()
    for header in headers:
        name, _, results = _COMMENT.sub(" ", header).partition(";")
        if name.split()[:1] == [] or name.split()[0].lower() != trusted.lower():
            continue
        return _read(results.split(";"), sender.rpartition("@")[2].lower())
    return Authentication()


def _read(results: Iterable[str], domain: str) -> Authentication:
    found: dict[str, str] = {}
    proven = False
    for one in results:
        method = _RESULT.match(one)
        if method is None:
            continue
        name, result = method[1].lower(), method[2].lower()
        properties = {key.lower(): value.lower() for key, value in _PROPERTY.findall(one)}
        found.setdefault(name, result)
        proven = proven or (result == "pass" and _is_about(name, properties, domain))
    if found.get("dmarc") == "fail":
        proven = False
    return Authentication(results=found, from_is_proven=proven)


def _is_about(method: str, properties: dict[str, str], domain: str) -> bool:
    """Whether a pass speaks of the domain in From itself, not of somebody who merely relayed.

    SPF alone is left out: everybody who may send through the same host would pass.
    """
    if not domain:
        return False
    match method:
        case "dmarc":
            return properties.get("header.from", "").rpartition("@")[2] == domain
        case "dkim":
            signer = properties.get("header.d", properties.get("header.i", "")).rpartition("@")[2]
            return signer == domain
        case "auth":  # SMTP AUTH at our own server
            who = properties.get("smtp.mailfrom", properties.get("smtp.auth", ""))
            return who.rpartition("@")[2] == domain
        case _:
            return False
