"""The data folder: what it is for, its secret, its settings. No Django here.

kind          "company" or "demo", written once when the folder is made
secret-key    signs cookies and links; 0600
stayline.env  what the first start was told; the environment wins over it; 0600
files/        what customers and colleagues sent
static/       styles and scripts, made anew when the program changes
lock          held by whoever runs on this folder
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

HARMLESS = {"lock", "stayline.env", "database", "postgres", "phone", "files"}


class Kind(StrEnum):
    COMPANY = "company"
    DEMO = "demo"


class WrongFolder(Exception):
    """The folder is for something else; the sentence says what to do."""


def claim(folder: Path, kind: Kind) -> bool:
    """Makes the folder ours for this kind; True when it is new. Raises WrongFolder when it is for something else."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    mark = folder / "kind"
    if mark.exists():
        _refuse_other(folder, mark.read_text().strip(), kind)
        return False
    strangers = sorted(item.name for item in folder.iterdir() if item.name not in HARMLESS)
    if strangers:
        raise WrongFolder(
            f"{folder} is not a data folder of Stayline: it holds {strangers[0]}. Name an empty one with --data."
        )
    folder.chmod(0o700)
    write_private(mark, f"{kind}\n")
    return True


def _refuse_other(folder: Path, found: str, kind: Kind) -> None:
    if found == kind:
        return
    if found == Kind.DEMO:
        raise WrongFolder(
            f"{folder} holds a demo, where anybody may sign in as anybody."
            " Name another folder with --data for the real thing."
        )
    raise WrongFolder(f"{folder} holds a real company. Name another folder with --data for a demo.")


def kind_of(folder: Path) -> Kind | None:
    mark = folder / "kind"
    return Kind(mark.read_text().strip()) if mark.exists() else None


def ensure_secret_key(folder: Path) -> None:
    if not (folder / "secret-key").exists():
        write_private(folder / "secret-key", f"{secrets.token_urlsafe(48)}\n")


def write_settings(folder: Path, settings: Mapping[str, str]) -> None:
    """Keeps settings for the starts to come, beside those kept before."""
    kept = {**read_settings(folder), **settings}
    lines = ["# Written by the first start; the environment wins over it.\n"]
    lines += [f"{name}={value}\n" for name, value in sorted(kept.items())]
    write_private(folder / "stayline.env", "".join(lines))


def read_settings(folder: Path) -> dict[str, str]:
    file = folder / "stayline.env"
    if not file.exists():
        return {}
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def load_settings(folder: Path) -> None:
    """Puts what is kept into the environment, where the environment says nothing itself."""
    for name, value in read_settings(folder).items():
        os.environ.setdefault(name, value)


def write_private(file: Path, text: str) -> None:
    """The whole file or nothing, for us alone."""
    fresh = file.with_name(f"{file.name}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(file)
