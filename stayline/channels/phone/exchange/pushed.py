"""Lines that an exchange keeps in its memory alone: colleagues' phones in their browsers.

Each is described by the same sample as a browser's line in a file, and pushed by the remote control. Nothing
is written to a disk; after the exchange was started anew, the browser asks for its line again.
"""

from __future__ import annotations

import urllib.error
from collections.abc import Iterator, Mapping

from stayline.channels.phone.exchange import configuration
from stayline.channels.phone.exchange.lines import Line
from stayline.channels.phone.exchange.places import ExchangeError
from stayline.channels.phone.exchange.remote import Remote

_PLACE = "/asterisk/config/dynamic/res_pjsip"


def push(remote: Remote, line: Line) -> None:
    """Let a browser sign in as this line, with its new password. Raises ExchangeError."""
    try:
        for kind, fields in _sections(line):
            place = f"{_PLACE}/{kind}/{line.name}"
            if kind == "endpoint" and remote.ask(place) is not None:
                continue  # it holds no password, and may be in a call
            remote.tell("PUT", place, {"fields": [_field(*one) for one in fields.items()]})
    except urllib.error.HTTPError as error:
        raise ExchangeError(
            "The exchange takes no browsers' phones: stayline-sorcery.conf is missing there"
            if error.code == 403
            else f"The exchange refused a browser's phone: {error.code} {error.reason}"
        ) from error
    except OSError as error:
        raise ExchangeError(f"The exchange does not answer: {error}") from error


def drop(remote: Remote, leg: str) -> None:
    """Hang a leg up at once. Asking about one that is gone does nothing."""
    try:
        remote.tell("DELETE", f"/channels/{leg}?reason=normal")
    except OSError as error:
        raise ExchangeError(f"The exchange does not answer: {error}") from error


def _sections(line: Line) -> Iterator[tuple[str, Mapping[str, str]]]:
    """What the sample says of a line, in its order: where it is reached, its password, itself."""
    for section in configuration.lines_conf([line]).split(f"[{line.name}]")[1:]:
        fields = dict(_fields(section))
        yield fields.pop("type"), fields


def _fields(section: str) -> Iterator[tuple[str, str]]:
    for text in section.splitlines():
        name, is_field, value = text.partition("=")
        if is_field and not text.startswith(";"):
            yield name.strip(), value.strip()


def _field(attribute: str, value: str) -> Mapping[str, str]:
    return {"attribute": attribute, "value": value}
