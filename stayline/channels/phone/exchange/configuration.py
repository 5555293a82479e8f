"""Fills the sample configuration in: the same files for our own exchange and for one that is already there."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from pathlib import Path

from stayline.channels.phone.exchange.lines import Line

SAMPLE = Path(__file__).with_name("sample")


class Sample(string.Template):
    """`@{name}` is ours, because `${name}` is Asterisk's."""

    delimiter = "@"


def filled(name: str, values: Mapping[str, str]) -> str:
    return Sample((SAMPLE / name).read_text()).substitute(values)


def lines_conf(lines: Iterable[Line], media_address: str = "") -> str:
    """The PJSIP sections of lines, each by its kind's template in `lines/`.

    `media_address` is where the exchange takes sound; "" lets it take it on every address it has.
    """
    head = "; Written by Stayline from its list of lines; changed by hand it is lost.\n"
    media = f"media_address = {media_address}\nbind_rtp_to_media_address = yes\n"
    filling = {"media": media if media_address else ""}
    return head + "".join(
        filled(f"lines/{line.kind}.conf", {**_of(line), **filling}) for line in lines
    )


def _of(line: Line) -> dict[str, str]:
    language = line.language.partition("-")[0]
    return {
        "name": line.name,
        "secret": line.secret,
        "host": line.host,
        "address": line.host.rpartition(":")[0] or line.host,
        "language": language,
        "hold": f"stay-{language}",
    }


def noload_lines(names: Iterable[str], modules: Path | None) -> str:
    """Only of modules that are there: Asterisk complains of others."""
    return "".join(
        f"noload = {name}.so\n"
        for name in names
        if modules is None or (modules / f"{name}.so").exists()
    )


def left_out() -> list[str]:
    """Modules that an exchange for us alone does without."""
    text = (SAMPLE / "noload.txt").read_text()
    return [word for line in text.splitlines() if not line.startswith("#") for word in line.split()]


def hold_classes(languages: Iterable[str], words: Mapping[str, Path]) -> str:
    """A class for each language: a person's words again and again, never music alone, never silence."""
    return "".join(
        f"\n[stay-{language}]\nmode = playlist\nentry = {words[language]}\n"
        for language in languages
    )
