"""Mails that no one here wrote, read by path and never copied: `STAYLINE_CORPORA`, else
`../shared/corpora` beside the checkout."""

from __future__ import annotations

import csv
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(
    os.environ.get("STAYLINE_CORPORA")
    or Path(__file__).resolve().parents[3].parent / "shared" / "corpora"
)


recorder: list[Callable[[str, object], None]] = []
"""Of the test that runs now: what it says is shown below the tests' own summary."""


def say(line: str) -> None:
    """A line with counts and percentages, for whoever reads the tests' output."""
    sys.stdout.write(f"\n{line}")
    for record in recorder:
        record("figures", line)


def folder(name: str) -> Path:
    """A corpus, or a clear line that it is not here."""
    found = ROOT / name
    if not found.is_dir():
        pytest.skip(f"the corpus {name} is not at {ROOT}")
    return found


def files(name: str, pattern: str = "**/*") -> Iterator[Path]:
    return iter(sorted(path for path in folder(name).glob(pattern) if path.is_file()))


def every_mail() -> Iterator[tuple[str, bytes]]:
    """Every file that is, or claims to be, a mail."""
    for name, pattern in (
        ("zammad_mail", "*.box"),
        ("sisimai", "*.eml"),
        ("stalwart_mail_parser", "**/*.eml"),
        ("mikel_mail", "**/*.eml"),
        ("flanker", "**/messages/**/*"),
        ("talon", "**/*.eml"),
    ):
        for path in files(name, pattern):
            yield f"{name}/{path.name}", path.read_bytes()


def spamassassin(*groups: str) -> Iterator[tuple[str, bytes]]:
    for group in groups:
        for path in files("spamassassin_sample", f"{group}/*.json"):
            mail = json.loads(path.read_text())
            yield f"{group}/{path.name}", mail["text"].encode("latin-1", "replace")


def bounces() -> dict[str, list[dict[str, str]]]:
    """What each bounce of the corpus means, by file; several rows are several recipients."""
    found: dict[str, list[dict[str, str]]] = {}
    with (folder("sisimai") / "expected.tsv").open(newline="") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            found.setdefault(row["file"], []).append(row)
    return found


def zammad_expectations() -> Iterator[tuple[bytes, dict[str, str], list[str]]]:
    """Each mail with its plain expected fields and its attachments' names.

    The files are YAML with Ruby's own tags; the few lines that are needed are plain enough to
    be read without a YAML library.
    """
    for path in files("zammad_mail", "*.yml"):
        text = path.read_text(encoding="utf-8")
        expected = {}
        for key in ("from_email", "from_display_name", "subject"):
            found = re.search(rf"^{key}: (.*(?:\n  .*)*)", text, re.MULTILINE)
            if found and not found[1].startswith(("!binary", "&")):
                expected[key] = _scalar(found[1])
        names = re.findall(r"^  filename: (.*(?:\n    .*)*)", text, re.MULTILINE)
        plain = [_scalar(one) for one in names if not one.startswith("!binary")]
        yield path.with_suffix(".box").read_bytes(), expected, plain


def _scalar(text: str) -> str:
    flat = " ".join(text.split())
    if flat.startswith('"') and flat.endswith('"') and len(flat) > 1:
        value: str = json.loads(re.sub(r"\\e", r"\\u001b", flat.replace("\\ ", " ")))
        return value
    if flat.startswith("'") and flat.endswith("'"):
        return flat[1:-1].replace("''", "'")
    return flat
