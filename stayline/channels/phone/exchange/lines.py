"""The telephones and trunks an exchange knows."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path

from stayline.channels.phone.exchange.places import ExchangeError

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
HOST = re.compile(r"[A-Za-z0-9\[][A-Za-z0-9.:\[\]-]{0,253}")
SECRET = re.compile(r"[A-Za-z0-9_.~-]{12,128}")


class LineKind(StrEnum):
    DESK = "desk"  # a telephone, or a program that is one
    BROWSER = "browser"  # the phone in the desk's pages
    TRUNK = "trunk"  # the way to everybody else: a provider, or the company's old exchange


def _secret() -> str:
    return secrets.token_urlsafe(18)


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line. A desk phone and a browser sign in by `name` and `secret`; a trunk is known by its `host`.

    `language` (BCP 47) is what the exchange speaks to it when we can't.
    """

    name: str
    kind: LineKind = LineKind.DESK
    secret: str = field(default_factory=_secret, repr=False)
    host: str = ""
    language: str = "en"

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise ExchangeError(f"{self.name!r} is no name for a line: letters, digits, - and _.")
        if not SECRET.fullmatch(self.secret):
            raise ExchangeError(f"The secret of {self.name} is too short, or holds odd characters.")
        if self.kind is LineKind.TRUNK and not HOST.fullmatch(self.host):
            raise ExchangeError(f"The trunk {self.name} needs the provider's host.")
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", self.language):
            raise ExchangeError(f"{self.language!r} is no language.")

    @property
    def called(self) -> str:
        """What the driver is told to ring: `PJSIP/bea`."""
        return f"PJSIP/{self.name}"


def read(file: Path) -> list[Line]:
    if not file.exists():
        return []
    return [Line(**{**one, "kind": LineKind(one["kind"])}) for one in json.loads(file.read_text())]


def as_json(lines: Iterable[Line]) -> str:
    return json.dumps([asdict(one) for one in lines], indent=1) + "\n"
